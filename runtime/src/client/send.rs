//! One request over the wire, and its answer.

use bytes::{Bytes, BytesMut};

use super::answer::Answer;
use super::error::Failure;
use super::transport::Inner;
use crate::body::{Body, Frames, Once, Outgoing};
use crate::operation::Operation;
use crate::violation::Violation;

/// What a request carries. Clones of a stream are one.
#[derive(Clone)]
pub(super) enum Content {
    Whole(Bytes),
    Stream(Once),
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        match body.whole() {
            Some(bytes) => Self::Whole(bytes.clone()),
            None => Self::Stream(Once::new(body)),
        }
    }
}

impl Content {
    /// Whether it is a stream that was sent before.
    pub(super) fn is_used_up(&self) -> bool {
        match self {
            Self::Whole(_) => false,
            Self::Stream(stream) => stream.is_taken(),
        }
    }

    /// What is wrong with a call whose stream was sent before.
    pub(super) fn used_up() -> Violation {
        let message = "is a stream that was sent before, and cannot be sent again".to_owned();
        Violation { pointer: String::new(), rule: "stream", message }
    }

    fn into_body(self) -> Result<reqwest::Body, Failure> {
        match self {
            Self::Whole(bytes) => Ok(bytes.into()),
            Self::Stream(stream) => match stream.take() {
                Some(body) => Ok(reqwest::Body::wrap(Outgoing(body))),
                None => Err(Failure::invalid(vec![Self::used_up()])),
            },
        }
    }
}

/// A request as it is sent, and what becomes of its answer.
pub(super) struct Sending {
    pub(super) operation: &'static Operation,
    pub(super) key: Option<String>,
    pub(super) request: reqwest::Request,
    pub(super) body: Option<Content>,
    pub(super) asked: &'static str,
    pub(super) unread: Option<fn(&Answer) -> bool>,
}

pub(super) async fn exchange(transport: &Inner, sending: Sending) -> Result<Answer, Failure> {
    let Sending { operation, key, mut request, body, asked, unread } = sending;
    let used = match transport.credentials.apply(operation, &mut request).await {
        Ok(used) => used,
        Err(error) => return Err(Failure::credentials(error, operation, key)),
    };
    *request.body_mut() = body.map(Content::into_body).transpose()?;
    let response = match transport.http.execute(request).await {
        Ok(response) => response,
        Err(error) => return Err(Failure::transport(error, operation, key)),
    };
    let status = response.status().as_u16();
    if status == 401 {
        used.iter().for_each(|(source, token)| source.refused(token));
    }
    let mut answer = Answer::new(operation, key, status, response.headers().clone());
    answer.asked = asked;
    let limit = transport.answer_limit;
    if unread.is_some_and(|when| when(&answer)) {
        answer.unread = Some(Once::new(stream(response, limit)));
        return Ok(answer);
    }
    match read(response, limit).await {
        Ok(Some(body)) => Ok(Answer { body, ..answer }),
        Ok(None) => Err(answer.too_large(limit)),
        Err(error) => Err(Failure::transport(error, operation, answer.idempotency_key)),
    }
}

/// The body as it comes.
fn stream(response: reqwest::Response, limit: usize) -> Body {
    let size = response.content_length();
    Body::from_source(Frames(reqwest::Body::from(response)), size, limit)
}

/// The body, or nothing where it is larger than `limit`.
async fn read(mut response: reqwest::Response, limit: usize) -> Result<Option<Bytes>, reqwest::Error> {
    let Some(first) = response.chunk().await? else { return Ok(Some(Bytes::new())) };
    let mut size = first.len();
    let mut all: Option<BytesMut> = None;
    while let Some(chunk) = if size > limit { None } else { response.chunk().await? } {
        size += chunk.len();
        all.get_or_insert_with(|| BytesMut::from(first.as_ref())).extend_from_slice(&chunk);
    }
    if size > limit {
        return Ok(None);
    }
    Ok(Some(all.map_or(first, BytesMut::freeze)))
}
