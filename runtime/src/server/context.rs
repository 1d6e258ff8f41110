//! What a handler is told beside its request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::request;
use serde_json::Value;

use crate::operation::{IdempotencyKey, Operation};

/// Who calls what. `Debug` shows the operation only.
pub struct Context<C> {
    /// Who calls, as the gate found out.
    pub caller: C,
    /// What is called.
    pub operation: &'static Operation,
    /// The head of the request, for headers that the contract does not name.
    pub parts: request::Parts,
}

impl<C> fmt::Debug for Context<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// The parameters of a request, known to be valid. A gate finds them in the request's extensions when it is asked to
/// permit the call. `Debug` shows the operation only.
#[derive(Clone)]
pub struct Arguments {
    operation: &'static Operation,
    values: Arc<[Option<Value>]>,
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arguments({})", self.operation.name)
    }
}

impl Arguments {
    pub(super) fn new(operation: &'static Operation, values: Vec<Option<Value>>) -> Self {
        Self { operation, values: values.into() }
    }

    /// Those of the request with this head; none before they are known to be valid.
    #[must_use]
    pub fn of(parts: &request::Parts) -> Option<&Self> {
        parts.extensions.get()
    }

    /// The parameter called `name`, if it is there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.at(self.operation.parameters.iter().position(|parameter| parameter.name == name)?)
    }

    pub(super) fn at(&self, index: usize) -> Option<&Value> {
        self.values.get(index)?.as_ref()
    }
}

/// The idempotency key of a call, checked for form and not yet spent: the store that writes what the call asks for
/// spends it in the same transaction, and answers [`Refusal::duplicate`](super::Refusal::duplicate) where that was
/// done before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestTicket {
    id: String,
    retention: Duration,
    duplicate_status: u16,
}

impl RequestTicket {
    /// A ticket with the key `id`.
    #[must_use]
    pub fn new(id: impl Into<String>, key: &IdempotencyKey) -> Self {
        let retention = Duration::from_secs(key.retention);
        Self { id: id.into(), retention, duplicate_status: key.duplicate_status }
    }

    /// The key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How long a key is remembered.
    #[must_use]
    pub fn retention(&self) -> Duration {
        self.retention
    }

    /// The status of a second call with one key.
    #[must_use]
    pub fn duplicate_status(&self) -> u16 {
        self.duplicate_status
    }
}
