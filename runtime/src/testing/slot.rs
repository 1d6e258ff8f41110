//! Where a test and the handler that it calls meet.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::given::Given;
use crate::error::OperationError;
use crate::operation::Operation;
use crate::server::{Context, Failure, Refusal};

/// What the handler was given, and what it is to answer. Clones are the same slot.
#[derive(Clone, Default)]
pub struct Slot(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    given: Option<(&'static Operation, Given)>,
    answer: Option<Box<dyn Any + Send>>,
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

impl Slot {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the slot ready for one call, which is to be answered so.
    pub(super) fn prepare<T: Send + 'static, E: Send + 'static>(&self, answer: Option<Result<T, E>>) {
        let mut held = self.held();
        held.given = None;
        held.answer = answer.map(|answer| Box::new(answer) as Box<dyn Any + Send>);
    }

    /// Which operation's handler was called with what, if one was.
    pub(super) fn take(&self) -> Option<(&'static Operation, Given)> {
        self.held().given.take()
    }

    /// What a handler does: notes what it was given, and answers what it is to answer.
    ///
    /// # Errors
    /// The documented error that it is to answer, or a 500 where it is to answer nothing.
    pub fn answer<T: 'static, E: OperationError + 'static>(
        &self,
        context: &Context<()>,
        given: Given,
    ) -> Result<T, Failure<E>> {
        let mut held = self.held();
        held.given = Some((context.operation, given));
        match held.answer.take().map(<Box<dyn Any + Send>>::downcast::<Result<T, E>>) {
            Some(Ok(answer)) => answer.map_err(Failure::from),
            Some(Err(_)) | None => Err(Refusal::new(500).into()),
        }
    }
}
