//! Requests and headers that no typed client would send.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::samples::BodyKind;
use super::sent::Sent;
use super::{content, file};
use crate::client::{Call, Form, Transport};
use crate::media::{Part, PartKind};
use crate::operation::{Location, Operation, Parameter};
use crate::parameters;
use crate::schema::STRING;

/// A request with the values of a sample, whatever the contract says of them; none where a style cannot carry one.
pub(super) fn call(
    transport: &Transport,
    operation: &'static Operation,
    bodies: &'static [BodyKind],
    sent: &Sent,
) -> Option<Call> {
    let mut call = transport.call(operation).unchecked();
    for index in 0..operation.parameters.len() {
        if let Some(value) = sent.parameter(index) {
            call = call.unchecked_parameter(index, value)?;
        }
    }
    let Some(value) = sent.value.get("body") else { return Some(call) };
    Some(match *bodies.get(sent.content())? {
        BodyKind::Json(media_type) => call.body(media_type, value.to_string()),
        BodyKind::Form(schema) => {
            let text = parameters::encode_form_unchecked(schema, value)?;
            call.body(crate::media::FORM, text)
        }
        BodyKind::Multipart(parts) => call.multipart(parts, |form| filled(form, parts, value)),
        BodyKind::Text(media_type) => call.text(media_type, value.as_str()?),
        BodyKind::Bytes(media_type) => call.body(media_type, content(value).ok()?),
    })
}

/// Every part that a sample has.
fn filled(mut form: Form, parts: &'static [Part], body: &Value) -> Form {
    for (index, part) in parts.iter().enumerate() {
        let Some(value) = body.get(part.name) else { continue };
        form = match (part.kind, value) {
            (PartKind::Value(_) | PartKind::Json(_), value) => form.value(index, value),
            (PartKind::File | PartKind::Files, Value::Array(files)) => {
                let files: Vec<_> = files.iter().filter_map(|it| file(it).ok()).collect();
                form.files(index, &files)
            }
            (PartKind::File | PartKind::Files, one) => form.files(index, file(one).ok().as_ref()),
        };
    }
    form
}

/// The headers of a sample of an answer; none where HTTP cannot carry one.
pub(super) fn headers(value: &Value) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in value.get("header").and_then(Value::as_object).into_iter().flatten() {
        let style = Parameter::new("", Location::Header, &STRING);
        let text = parameters::encode_unchecked(&style, value)?;
        headers.insert(HeaderName::try_from(name).ok()?, HeaderValue::try_from(text).ok()?);
    }
    Some(headers)
}

/// The body of a sample of an answer.
pub(super) fn body(value: &Value) -> Bytes {
    value.get("body").map(|body| Bytes::from(body.to_string())).unwrap_or_default()
}
