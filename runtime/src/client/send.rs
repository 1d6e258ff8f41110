//! One request over the wire, and its whole answer.

use bytes::{Bytes, BytesMut};

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
    let used = match transport.credentials.apply(operation, &mut request).await {
        Ok(used) => used,
        Err(error) => return Err(Failure::credentials(error, operation, key)),
    };
    let response = match transport.http.execute(request).await {
        Ok(response) => response,
        Err(error) => return Err(Failure::transport(error, operation, key)),
    };
    let status = response.status().as_u16();
    if status == 401 {
        used.iter().for_each(|(source, token)| source.refused(token));
    }
    let headers = response.headers().clone();
    let answer = |body| Answer::new(operation, key.clone(), status, headers, body);
    match read(response, transport.answer_limit).await {
        Ok(Some(body)) => Ok(answer(body)),
        Ok(None) => Err(answer(Bytes::new()).too_large(transport.answer_limit)),
        Err(error) => Err(Failure::transport(error, operation, key)),
    }
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
