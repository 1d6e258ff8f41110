//! Reading bodies within bounds.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;

use super::refusal::Refusal;
use super::typed::refused;
use crate::negotiate;

/// A body that may not be there yet, and how much of it is taken.
pub(super) struct Incoming {
    pub(super) body: Option<Body>,
    pub(super) limit: usize,
}

impl Incoming {
    /// What is left of the body, as a stream.
    pub(super) fn stream(&mut self, headers: &HeaderMap) -> Result<BodyDataStream, Refusal> {
        let announced =
            headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > self.limit)) {
            return Err(self.too_large());
        }
        Ok(self.body.take().unwrap_or_default().into_data_stream())
    }

    pub(super) async fn read(&mut self, headers: &HeaderMap) -> Result<Bytes, Refusal> {
        let mut stream = self.stream(headers)?;
        let mut all = BytesMut::new();
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            let chunk = chunk.map_err(|_| refused("", "body", "ends before it is whole"))?;
            if all.len() + chunk.len() > self.limit {
                return Err(self.too_large());
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    pub(super) fn too_large(&self) -> Refusal {
        Refusal::new(413).detail(format!("the body may have at most {} bytes", self.limit))
    }
}

/// Which of several contents the body has; `None` where its media type is not said.
pub(super) fn content(request: &Parts, contents: &[&[&str]]) -> Result<Option<usize>, Refusal> {
    let Some(value) = request.headers.get(CONTENT_TYPE) else { return Ok(None) };
    let found = negotiate::content(value.to_str().unwrap_or_default(), contents);
    found.map(Some).ok_or_else(|| unsupported(request, contents))
}

/// As [`content`], where there must be one.
pub(super) fn require(request: &Parts, contents: &[&[&str]]) -> Result<usize, Refusal> {
    content(request, contents)?.ok_or_else(|| unsupported(request, contents))
}

/// 415, with what is supported.
pub(super) fn unsupported(request: &Parts, contents: &[&[&str]]) -> Refusal {
    let list = contents.concat().join(", ");
    let refusal = Refusal::new(415);
    let Ok(value) = HeaderValue::try_from(list.as_str()) else { return refusal };
    let refusal = refusal.detail(format!("the body must be one of: {list}"));
    // The headers that say the same in answers to other requests.
    let refusal = match request.method {
        Method::POST => refusal.header(HeaderName::from_static("accept-post"), value.clone()),
        Method::PATCH => refusal.header(HeaderName::from_static("accept-patch"), value.clone()),
        _ => refusal,
    };
    refusal.header(ACCEPT, value)
}
