//! Paths, operations, bodies, responses, links and callbacks.

use indexmap::IndexMap;
use openapiv3::{
    Callback, Link, LinkOperation, Operation, PathItem, Paths, ReferenceOr, RequestBody, Response, Responses,
    Server, StatusCode,
};
use serde_json::Value;

use super::path::Path;
use super::reader::{Kind, Reader, Version};
use super::{ext, keywords};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Node;

impl Reader<'_> {
    pub(super) fn paths(&mut self, node: &Node, at: &Path<'_>) -> Paths {
        let mut paths = Paths::default();
        let Some(object) = self.object(node, at) else { return paths };
        for (key, value) in object.iter() {
            let here = at.key(key);
            if key.starts_with("x-") {
                paths.extensions.insert(key.to_owned(), value.to_json());
                continue;
            }
            if !key.starts_with('/') {
                let place = self.place(&here).named();
                let message = format!("the path `{key}` does not start with `/`");
                let path = format!("/{key}");
                let diagnostic = Diagnostic::new(Code::BadPath, place, message);
                self.sink.push(diagnostic.with_help(format!("write `{path}`")));
                if object.get(&path).is_some() {
                    continue;
                }
            }
            if let Some(item) = self.or_reference(value, &here, Kind::PathItem, Self::path_item) {
                paths.paths.insert(key.to_owned(), item);
            }
        }
        paths
    }

    pub(crate) fn path_item(&mut self, node: &Node, at: &Path<'_>) -> Option<PathItem> {
        let mut item = PathItem::default();
        let mut more = serde_json::Map::new();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "summary" => item.summary = self.text(value, &here),
                "description" => item.description = self.text(value, &here),
                "get" => item.get = self.operation(value, &here),
                "put" => item.put = self.operation(value, &here),
                "post" => item.post = self.operation(value, &here),
                "delete" => item.delete = self.operation(value, &here),
                "options" => item.options = self.operation(value, &here),
                "head" => item.head = self.operation(value, &here),
                "patch" => item.patch = self.operation(value, &here),
                "trace" => item.trace = self.operation(value, &here),
                "query" => {
                    more.insert("QUERY".to_owned(), self.by_place(value, &here, Kind::Operation));
                }
                "additionalOperations" => {
                    if let Some(Value::Object(operations)) = self.map_by_place(value, &here, Kind::Operation)
                    {
                        more.extend(operations);
                    }
                }
                "servers" => item.servers = self.own_servers(value, &here),
                "parameters" => item.parameters = self.parameters(value, &here),
                _ => self.other(key, value, at, &mut item.extensions, keywords::PATH_ITEM),
            }
        }
        if !more.is_empty() {
            item.extensions.insert(ext::OPERATIONS.to_owned(), Value::Object(more));
        }
        Some(item)
    }

    pub(crate) fn operation(&mut self, node: &Node, at: &Path<'_>) -> Option<Operation> {
        let mut operation = Operation::default();
        let object = self.object(node, at)?;
        // Not in the specification, but trees of many files are written so.
        if let Some(target) = self.reference(node, at, Kind::Operation) {
            operation.extensions.insert(ext::REF.to_owned(), target.into());
            return Some(operation);
        }
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "tags" => operation.tags = self.strings(value, &here),
                "summary" => operation.summary = self.text(value, &here),
                "description" => operation.description = self.text(value, &here),
                "externalDocs" => operation.external_docs = self.external_docs(value, &here),
                "operationId" => operation.operation_id = self.string(value, &here),
                "parameters" => operation.parameters = self.parameters(value, &here),
                "requestBody" => {
                    operation.request_body =
                        self.or_reference(value, &here, Kind::RequestBody, Self::request_body);
                }
                "responses" => operation.responses = self.responses(value, &here),
                "callbacks" => operation.callbacks = self.callbacks(value, &here),
                "deprecated" => operation.deprecated = self.boolean(value, &here).unwrap_or(false),
                "security" => operation.security = self.security_requirements(value, &here),
                "servers" => operation.servers = self.own_servers(value, &here),
                _ => self.other(key, value, at, &mut operation.extensions, keywords::OPERATION),
            }
        }
        if object.get("responses").is_none() && self.version == Version::V3_0 {
            self.missing(at, "an operation", "responses", Severity::Error);
        }
        Some(operation)
    }

    /// Servers of one path or operation, whereas a client calls one server.
    fn own_servers(&mut self, node: &Node, at: &Path<'_>) -> Vec<Server> {
        let message = "`servers` has no effect here: a client calls the one server that it was made for";
        self.report(Code::NotUsed, at, message);
        self.list(node, at, Self::server)
    }

    pub(crate) fn request_body(&mut self, node: &Node, at: &Path<'_>) -> Option<RequestBody> {
        let mut body = RequestBody::default();
        let object = self.object(node, at)?;
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "description" => body.description = self.text(value, &here),
                "content" => body.content = self.content(value, &here),
                "required" => body.required = self.boolean(value, &here).unwrap_or(false),
                _ => self.other(key, value, at, &mut body.extensions, keywords::REQUEST_BODY),
            }
        }
        if object.get("content").is_none() {
            self.missing(at, "a request body", "content", Severity::Error);
        }
        Some(body)
    }

    fn responses(&mut self, node: &Node, at: &Path<'_>) -> Responses {
        let mut responses = Responses::default();
        let Some(object) = self.object(node, at) else { return responses };
        for (key, value) in object.iter() {
            let here = at.key(key);
            if key.starts_with("x-") {
                responses.extensions.insert(key.to_owned(), value.to_json());
                continue;
            }
            let status = status(key);
            if status.is_none() && key != "default" {
                let place = self.place(&here).named();
                let diagnostic =
                    Diagnostic::new(Code::BadStatus, place, format!("`{key}` is no HTTP status"));
                self.sink
                    .push(diagnostic.with_help("use a code (`200`), a class of codes (`2XX`) or `default`"));
                continue;
            }
            let Some(response) = self.or_reference(value, &here, Kind::Response, Self::response) else {
                continue;
            };
            match status {
                Some(status) => {
                    responses.responses.insert(status, response);
                }
                None => responses.default = Some(response),
            }
        }
        responses
    }

    pub(crate) fn response(&mut self, node: &Node, at: &Path<'_>) -> Option<Response> {
        let mut response = Response::default();
        let object = self.object(node, at)?;
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "description" => response.description = self.text(value, &here).unwrap_or_default(),
                "headers" => response.headers = self.headers(value, &here),
                "content" => response.content = self.content(value, &here),
                "links" => {
                    response.links = self.map(value, &here, |reader, node, at| {
                        reader.or_reference(node, at, Kind::Link, Self::link)
                    });
                }
                "summary" => {
                    if let Some(summary) = self.text(value, &here) {
                        response.extensions.insert(ext::SUMMARY.to_owned(), summary.into());
                    }
                }
                "schema" => {
                    let message = "a response has no `schema`";
                    let help = "OpenAPI 3 has it inside of `content`, below a media type";
                    self.report_with_help(Code::UnknownKeyword, &here, message, help);
                }
                _ => self.other(key, value, at, &mut response.extensions, keywords::RESPONSE),
            }
        }
        if object.get("description").is_none() && self.version < Version::V3_2 {
            self.missing(at, "a response", "description", Severity::Note);
        }
        Some(response)
    }

    pub(crate) fn link(&mut self, node: &Node, at: &Path<'_>) -> Option<Link> {
        let mut operation = None;
        let mut link = Link {
            description: None,
            operation: LinkOperation::OperationId(String::new()),
            request_body: None,
            parameters: IndexMap::new(),
            server: None,
            extensions: IndexMap::new(),
        };
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "operationRef" => operation = self.string(value, &here).map(LinkOperation::OperationRef),
                "operationId" => operation = self.string(value, &here).map(LinkOperation::OperationId),
                "description" => link.description = self.text(value, &here),
                "requestBody" => link.request_body = Some(value.to_json()),
                "parameters" => link.parameters = self.map(value, &here, |_, node, _| Some(node.to_json())),
                "server" => link.server = self.server(value, &here),
                _ => self.other(key, value, at, &mut link.extensions, keywords::LINK),
            }
        }
        if operation.is_none() {
            self.missing(at, "a link", "operationId", Severity::Warning);
        }
        link.operation = operation?;
        Some(link)
    }

    fn callbacks(&mut self, node: &Node, at: &Path<'_>) -> IndexMap<String, Callback> {
        self.map(node, at, |reader, node, at| match reader.reference(node, at, Kind::Callback) {
            Some(target) => Some(Callback::from([("$ref".to_owned(), referring(target))])),
            None => reader.callback(node, at),
        })
    }

    /// A callback: path items by expression. `openapiv3` has no room for a reference in either place: it is given as
    /// a path item with [`ext::REF`].
    pub(crate) fn callback(&mut self, node: &Node, at: &Path<'_>) -> Option<Callback> {
        let object = self.object(node, at)?;
        let mut callback = Callback::new();
        for (key, value) in object.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let here = at.key(key);
            let item = match self.reference(value, &here, Kind::PathItem) {
                Some(target) => Some(referring(target)),
                None => self.path_item(value, &here),
            };
            callback.extend(item.map(|item| (key.to_owned(), item)));
        }
        Some(callback)
    }

    pub(super) fn components_callback(
        &mut self,
        node: &Node,
        at: &Path<'_>,
    ) -> Option<ReferenceOr<Callback>> {
        self.or_reference(node, at, Kind::Callback, Self::callback)
    }
}

fn referring(target: String) -> PathItem {
    let extensions = IndexMap::from([(ext::REF.to_owned(), Value::String(target))]);
    PathItem { extensions, ..PathItem::default() }
}

/// The status that a key of `responses` stands for.
fn status(key: &str) -> Option<StatusCode> {
    match key.as_bytes() {
        [class @ b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => Some(StatusCode::Range(u16::from(class - b'0'))),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(StatusCode::Code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_keys() {
        assert_eq!(status("200"), Some(StatusCode::Code(200)));
        assert_eq!(status("4xx"), Some(StatusCode::Range(4)));
        for wrong in ["20", "2000", "OK", "XXX", "2X0", "", "０００", "-20"] {
            assert_eq!(status(wrong), None, "{wrong}");
        }
    }
}
