//! Answers of handlers.

use std::fmt;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;

use super::refusal::Refusal;
use crate::media::JSON;
use crate::parameters;
use crate::schema::Schema;

/// An answer. `Debug` shows its status only.
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Something in it has no form on the wire: it becomes a 500.
    broken: bool,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({})", self.status.as_u16())
    }
}

impl Reply {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        let (status, broken) = match StatusCode::from_u16(status) {
            Ok(status) => (status, false),
            Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, true),
        };
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), broken }
    }

    /// `value` as JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, value: &T) -> Self {
        Self::json_as(status, JSON, value)
    }

    /// `value` as JSON under another media type.
    #[must_use]
    pub fn json_as<T: Serialize + ?Sized>(status: u16, media_type: &str, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => Self::bytes(status, media_type, bytes),
            Err(_) => Self { broken: true, ..Self::empty(status) },
        }
    }

    /// Bytes.
    #[must_use]
    pub fn bytes(status: u16, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let mut reply = Self::empty(status);
        match HeaderValue::try_from(media_type) {
            Ok(value) => drop(reply.headers.insert(CONTENT_TYPE, value)),
            Err(_) => reply.broken = true,
        }
        reply.body = bytes.into();
        reply
    }

    /// Text.
    #[must_use]
    pub fn text(status: u16, media_type: &str, text: impl Into<String>) -> Self {
        Self::bytes(status, &format!("{media_type}; charset=utf-8"), text.into())
    }

    /// The same answer with a header of the contract; `None` is left out.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        schema: &'static Schema,
        value: &T,
    ) -> Self {
        self.broken |= !parameters::put_header(&mut self.headers, name, schema, false, value);
        self
    }

    /// As [`Self::header`], for a header that the contract requires: without it there is no answer.
    #[must_use]
    pub fn required_header<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        schema: &'static Schema,
        value: &T,
    ) -> Self {
        self.broken |= !parameters::put_header(&mut self.headers, name, schema, true, value);
        self
    }

    pub(super) fn into_response(self) -> Result<Response, Refusal> {
        if self.broken {
            return Err(Refusal::internal());
        }
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}
