//! A place to hang logs and metrics on, at either end of a call.

use std::sync::Arc;
use std::time::Duration;

use crate::operation::Operation;

/// Is told of every call. It learns what was called and how that went, and never a value that was sent.
pub trait Observer: Send + Sync + 'static {
    /// A call begins.
    fn begins(&self, operation: &'static Operation) {
        let _ = operation;
    }

    /// A call has ended.
    fn ended(&self, ended: &Ended);
}

impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn begins(&self, operation: &'static Operation) {
        (**self).begins(operation);
    }

    fn ended(&self, ended: &Ended) {
        (**self).ended(ended);
    }
}

/// How a call went.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// What was called.
    pub operation: &'static Operation,
    /// The status of the answer; none where the client got no answer.
    pub status: Option<u16>,
    /// The time from the beginning to the end of the answer's body at the client, or to the answer's head at the
    /// server.
    pub elapsed: Duration,
}
