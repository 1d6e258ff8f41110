//! What a server answered.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::call::Call;
use crate::body::{Body, Once};
use crate::negotiate;
use crate::operation::Operation;

/// An answer, whole unless its body was left unread. `Debug` shows its status only.
#[derive(Clone)]
pub struct Answer {
    pub(super) operation: &'static Operation,
    pub(super) idempotency_key: Option<String>,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body, where it was left unread.
    pub(super) unread: Option<Once>,
    /// The call, where it can be sent again for the rest of an answer that broke off.
    pub(super) again: Option<Box<Call>>,
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
    ) -> Self {
        Self {
            operation,
            idempotency_key,
            status,
            headers,
            body: Bytes::new(),
            unread: None,
            again: None,
            asked: "",
        }
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

    /// The body: a stream where it was left [unread](super::Call::unread), which can be taken once.
    #[must_use]
    pub fn body(&self) -> Body {
        match &self.unread {
            Some(unread) => unread.take().unwrap_or_default(),
            None => self.body.clone().into(),
        }
    }

    /// The body as it came; nothing of one that was left unread.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }
}
