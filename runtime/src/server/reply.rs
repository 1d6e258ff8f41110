//! Answers of handlers.

use std::fmt;

use axum::response::Response;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;

use super::refusal::Refusal;
use crate::body::{Body, Outgoing};
use crate::events::{self, EVENT_STREAM, Events};
use crate::lines::{self, JsonLines};
use crate::media::JSON;
use crate::parameters;
use crate::schema::Schema;

/// An answer. `Debug` shows its status only.
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
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
        Self { status, headers: HeaderMap::new(), body: Body::default(), broken }
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
            Ok(bytes) => Self::body(status, media_type, bytes),
            Err(_) => Self { broken: true, ..Self::empty(status) },
        }
    }

    /// Bytes, or a stream of them as it comes.
    #[must_use]
    pub fn body(status: u16, media_type: &str, body: impl Into<Body>) -> Self {
        let mut reply = Self::empty(status);
        match HeaderValue::try_from(media_type) {
            Ok(value) => drop(reply.headers.insert(CONTENT_TYPE, value)),
            Err(_) => reply.broken = true,
        }
        reply.body = body.into();
        reply
    }

    /// Text.
    #[must_use]
    pub fn text(status: u16, media_type: &str, text: impl Into<String>) -> Self {
        Self::body(status, &format!("{media_type}; charset=utf-8"), text.into())
    }

    /// Server-sent events as they come, whose data is what `schema` says: text where that is a string, JSON otherwise.
    #[must_use]
    pub fn events<T: Serialize + 'static>(status: u16, schema: &'static Schema, events: Events<T>) -> Self {
        let mut reply = Self::body(status, EVENT_STREAM, events::body(events, schema));
        reply.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        reply
    }

    /// JSON line by line as it comes.
    #[must_use]
    pub fn lines<T: Serialize + 'static>(status: u16, media_type: &str, lines: JsonLines<T>) -> Self {
        Self::body(status, media_type, lines::body(lines, media_type, |_| Vec::new()))
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
        let body = match self.body.whole() {
            Some(bytes) => bytes.clone().into(),
            None => axum::body::Body::new(Outgoing(self.body)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}
