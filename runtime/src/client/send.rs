//! One request over the wire, and its whole answer.

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, HeaderValue};

use super::answer::Answer;
use super::error::Failure;
use super::transport::Inner;
use crate::operation::Operation;

pub(super) async fn exchange(
    transport: &Inner,
    operation: &'static Operation,
    key: Option<String>,
    mut request: reqwest::Request,
) -> Result<Answer, Failure> {
    let mut used = None;
    if let Some(source) = transport.token.as_ref().filter(|_| !request.headers().contains_key(AUTHORIZATION))
    {
        let token =
            source.token().await.map_err(|error| Failure::credentials(error, operation, key.clone()))?;
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Failure::credentials(UNUSABLE.into(), operation, key.clone()))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        used = Some((source, token));
    }
    let response = match transport.http.execute(request).await {
        Ok(response) => response,
        Err(error) => return Err(Failure::transport(error, operation, key)),
    };
    let status = response.status().as_u16();
    if let (401, Some((source, token))) = (status, used) {
        source.refused(&token);
    }
    let headers = response.headers().clone();
    let answer = |body| Answer::new(operation, key.clone(), status, headers, body);
    match read(response, transport.answer_limit).await {
        Ok(Some(body)) => Ok(answer(body)),
        Ok(None) => Err(answer(Bytes::new()).too_large(transport.answer_limit)),
        Err(error) => Err(Failure::transport(error, operation, key)),
    }
}

const UNUSABLE: &str = "the token has characters that a header cannot carry";

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
