//! What a handler is told beside its request.

use std::fmt;
use std::time::Duration;

use http::request;

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
