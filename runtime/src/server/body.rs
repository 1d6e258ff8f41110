//! Reading bodies within bounds.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;

use super::refusal::Refusal;
use crate::body::{Body, BodyError, Frames, Source};
use crate::negotiate;

/// A body that may not be there yet, and how much of it is taken.
pub(super) struct Incoming {
    pub(super) body: Option<axum::body::Body>,
    pub(super) limit: usize,
}

impl Incoming {
    /// What is left of the body, as a stream that fails where it is too large.
    pub(super) fn stream(&mut self, headers: &HeaderMap) -> Result<Body, Refusal> {
        let announced =
            headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > self.limit as u64) {
            return Err(BodyError::too_large(self.limit).of_request().into());
        }
        let body = self.body.take().unwrap_or_default();
        let size = http_body::Body::size_hint(&body).exact();
        let source = Limited { source: Frames(body), left: self.limit, limit: self.limit };
        Ok(Body::from_source(source, size, self.limit).of_request())
    }

    pub(super) async fn read(&mut self, headers: &HeaderMap) -> Result<Bytes, Refusal> {
        Ok(self.stream(headers)?.bytes().await?)
    }
}

/// A body that fails where it is larger than what is taken.
struct Limited {
    source: Frames<axum::body::Body>,
    left: usize,
    limit: usize,
}

impl Source for Limited {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = ready!(self.source.poll_chunk(context));
        if let Some(Ok(chunk)) = &next {
            let Some(left) = self.left.checked_sub(chunk.len()) else {
                return Poll::Ready(Some(Err(BodyError::too_large(self.limit))));
            };
            self.left = left;
        }
        Poll::Ready(next)
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
