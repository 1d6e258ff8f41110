//! Reading bodies within bounds.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};

use super::refusal::Refusal;
use super::typed::refused;
use crate::media::falls_under;

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

/// Which of `media_types` the body has; `None` where none is named.
pub(super) fn media_type(
    headers: &HeaderMap,
    media_types: &[&'static str],
) -> Result<Option<usize>, Refusal> {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(None) };
    let found = value.to_str().unwrap_or_default();
    let position = media_types.iter().position(|range| falls_under(found, range));
    position.map(Some).ok_or_else(|| unsupported(media_types))
}

/// As [`media_type`], where there must be one.
pub(super) fn require(headers: &HeaderMap, media_types: &[&'static str]) -> Result<(), Refusal> {
    match media_type(headers, media_types)? {
        Some(_) => Ok(()),
        None => Err(unsupported(media_types)),
    }
}

/// 415, with what is supported.
pub(super) fn unsupported(media_types: &[&'static str]) -> Refusal {
    let list = media_types.join(", ");
    let refusal = Refusal::new(415);
    match HeaderValue::try_from(list.as_str()) {
        Ok(value) => refusal.header(ACCEPT, value).detail(format!("the body must be one of: {list}")),
        Err(_) => refusal,
    }
}
