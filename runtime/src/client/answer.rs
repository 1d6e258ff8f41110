//! What a server answered.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::negotiate;
use crate::operation::Operation;

/// A whole answer. `Debug` shows its status only.
#[derive(Clone)]
pub struct Answer {
    pub(super) operation: &'static Operation,
    pub(super) idempotency_key: Option<String>,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// What was asked for, as `Accept` has it; nothing where it was left open.
    pub(super) asked: &'static str,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} to {})", self.status, self.operation.name)
    }
}

impl Answer {
    pub(super) fn new(
        operation: &'static Operation,
        idempotency_key: Option<String>,
        status: u16,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self { operation, idempotency_key, status, headers, body, asked: "" }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// `Content-Type`, or nothing where there is none.
    #[must_use]
    pub fn content_type(&self) -> &str {
        negotiate::content_type(&self.headers)
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }
}
