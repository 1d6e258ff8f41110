//! Answers.

use openapiv3::{self as oas, LinkOperation, ParameterSchemaOrContent, ReferenceOr, StatusCode};
use serde_json::Value;

use super::Lowering;
use super::schema::text;
use crate::diagnostic::Place;
use crate::document::ext;
use crate::ir::{Docs, ErrorBody, Header, Kind, Link, Origin, Payload, Response, Status, TypeRef};
use crate::resolve::Found;

impl<'m> Lowering<'m, '_> {
    /// The answers that mean success, and those that mean failure beyond what the error body of the document says.
    pub(super) fn responses(
        &mut self,
        operation: &Found<'m, oas::Operation>,
        id: &str,
        error_body: Option<&ErrorBody>,
        method: &str,
    ) -> (Vec<Response>, Vec<Response>) {
        let source = &operation.value.responses;
        let at = operation.at.key("responses");
        let mut responses: Vec<Response> = Vec::new();
        for (status, response) in &source.responses {
            let status = match status {
                StatusCode::Code(code) => Status::Code(*code),
                StatusCode::Range(class) => Status::Class(*class),
            };
            let key = match status {
                Status::Code(code) => code.to_string(),
                Status::Class(class) => format!("{class}XX"),
                Status::Default => "default".to_owned(),
            };
            responses.extend(self.response(status, response, &at.key(&key), id));
        }
        if let Some(response) = &source.default {
            responses.extend(self.response(Status::Default, response, &at.key("default"), id));
        }
        // Nothing but headers answers this method, whatever else is documented.
        if method == "HEAD" {
            responses.iter_mut().for_each(|response| response.contents.clear());
        }
        let succeeds = |status: Status| match status {
            Status::Code(code) => (100..400).contains(&code),
            Status::Class(class) => class < 4,
            Status::Default => false,
        };
        let (mut successes, mut failures): (Vec<_>, Vec<_>) =
            responses.into_iter().partition(|response| succeeds(response.status));
        failures.retain(|response| {
            let says_more = !response.contents.is_empty() || !response.headers.is_empty();
            says_more && !is_error_body(response, error_body)
        });
        // Where nothing but `default` is documented, it describes the success.
        if successes.is_empty()
            && let Some(index) = failures.iter().position(|response| response.status == Status::Default)
        {
            successes.push(failures.remove(index));
        }
        // An error is one thing, read as a whole.
        for content in failures.iter_mut().flat_map(|response| &mut response.contents) {
            match content.payload {
                Payload::Events(_) => content.payload = Payload::Text,
                Payload::Lines(_) => content.payload = Payload::Binary,
                _ => {}
            }
        }
        (successes, failures)
    }

    fn response(
        &mut self,
        status: Status,
        response: &'m ReferenceOr<oas::Response>,
        at: &Place,
        id: &str,
    ) -> Option<Response> {
        let found = self.model.resolve(at, response)?;
        let role = match status {
            Status::Code(code) => format!("response {code}"),
            Status::Class(class) => format!("response {class}xx"),
            Status::Default => "default response".to_owned(),
        };
        Some(Response {
            status,
            contents: self.contents(&found.value.content, &found.at.key("content"), id, &role),
            headers: self.headers(&found, id),
            links: self.links(&found),
            docs: Docs {
                title: text(found.value.extensions.get(ext::SUMMARY)),
                description: Some(found.value.description.clone()).filter(|text| !text.is_empty()),
                assumed: text(found.value.extensions.get("x-assumed")),
                ..Docs::default()
            },
        })
    }

    fn headers(&mut self, found: &Found<'m, oas::Response>, id: &str) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, header) in &found.value.headers {
            // The body's own header says nothing that its media type does not.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let at = found.at.keys(&["headers", name]);
            let Some(header) = self.model.resolve(&at, header) else { continue };
            let origin = Origin::Operation(id.to_owned(), vec![name.clone()]);
            let ty = match &header.value.format {
                ParameterSchemaOrContent::Schema(schema) => {
                    self.type_ref(schema, &header.at.key("schema"), origin)
                }
                ParameterSchemaOrContent::Content(_) => TypeRef::new(Kind::String),
            };
            headers.push(Header {
                name: name.clone(),
                ty,
                required: header.value.required,
                docs: Docs {
                    description: header.value.description.clone(),
                    deprecated: header.value.deprecated.unwrap_or(false),
                    ..Docs::default()
                },
            });
        }
        headers
    }

    fn links(&self, found: &Found<'m, oas::Response>) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, link) in &found.value.links {
            let at = found.at.keys(&["links", name]);
            let Some(link) = self.model.resolve(&at, link) else { continue };
            let operation = match &link.value.operation {
                LinkOperation::OperationRef(operation) | LinkOperation::OperationId(operation) => operation,
            };
            let parameters = link.value.parameters.iter().map(|(name, value)| (name.as_str(), value));
            let body = link.value.request_body.iter().map(|value| ("body", value));
            let written = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            links.push(Link {
                name: name.clone(),
                operation: operation.clone(),
                arguments: parameters
                    .chain(body)
                    .map(|(name, value)| (name.to_owned(), written(value)))
                    .collect(),
                description: link.value.description.clone(),
            });
        }
        links
    }
}

/// Whether an answer says no more than the error body that the document describes once for all.
fn is_error_body(response: &Response, error_body: Option<&ErrorBody>) -> bool {
    let [content] = response.contents.as_slice() else { return false };
    match (&content.payload, error_body) {
        (Payload::Json(ty), Some(body)) if response.headers.is_empty() => match (&ty.kind, &body.ty.kind) {
            (Kind::Named(a), Kind::Named(b)) => a == b,
            _ => false,
        },
        _ => false,
    }
}
