//! The top of a document.

use indexmap::IndexMap;
use openapiv3::{
    Components, Contact, ExternalDocumentation, Info, License, OpenAPI, ReferenceOr, Server, ServerVariable,
    Tag,
};

use super::path::Path;
use super::reader::{Kind, Reader, Version};
use super::{ext, keywords};
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer, Severity, Sink};
use crate::source::{Node, Object};

/// Whether a key of the top holds webhooks: a vendor extension must not stand beside the keyword, and look the part.
fn is_webhooks(key: &str, top: &Object) -> bool {
    let hooks = || top.get(key).and_then(Node::as_object);
    let is_item = |node: &Node| node.as_object().is_some_and(|item| !item.is_empty());
    key == "webhooks"
        || (top.get("webhooks").is_none()
            && hooks().is_some_and(|hooks| hooks.iter().all(|(_, hook)| is_item(hook))))
}

/// The version that a document names; `None`, and a report, if it is no OpenAPI 3 document.
pub(crate) fn version(file: FileId, tree: &Node, sink: &mut Sink) -> Option<Version> {
    let top = Place::new(file, Pointer::root());
    let not_openapi = |at: Place, message: String| Diagnostic::new(Code::NotOpenApi, at, message);
    let Some(object) = tree.as_object() else {
        sink.push(not_openapi(top, format!("this should be an OpenAPI document, but is {}", tree.kind())));
        return None;
    };
    let Some(version) = object.get("openapi") else {
        let (at, message) = match object.get("swagger") {
            Some(_) => (top.key("swagger"), "this is a Swagger 2.0 document, not an OpenAPI 3 one"),
            None => (top, "this is not an OpenAPI document: it has no key `openapi`"),
        };
        let help = "convert it to OpenAPI 3 first, for example with `swagger2openapi`";
        let diagnostic = not_openapi(at, message.to_owned());
        sink.push(if object.get("swagger").is_some() { diagnostic.with_help(help) } else { diagnostic });
        return None;
    };
    let text = match version {
        Node::String(text) => text.to_string(),
        Node::Number(number) => format!("{:.1}", number.as_f64()),
        other => {
            sink.push(not_openapi(
                top.key("openapi"),
                format!("`openapi` should be a version, but is {}", other.kind()),
            ));
            return None;
        }
    };
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1")) => Some(Version::V3_1),
        (Some("3"), Some("2")) => Some(Version::V3_2),
        (Some("3"), _) => {
            let message = format!("the OpenAPI version `{text}` is unknown; it is read as 3.2");
            sink.push(Diagnostic::new(Code::UnsupportedVersion, top.key("openapi"), message));
            Some(Version::V3_2)
        }
        _ => {
            sink.push(not_openapi(top.key("openapi"), format!("`{text}` is not a version of OpenAPI 3")));
            None
        }
    }
}

impl Reader<'_> {
    /// A whole document. A document without paths is welcome if there is anything else in it to be used.
    pub(crate) fn api(&mut self, tree: &Node) -> Option<OpenAPI> {
        let root = Pointer::root();
        let at = Path::start(&root);
        let object = self.object(tree, &at)?;
        let mut api = OpenAPI::default();
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "openapi" => api.openapi = value.as_str().unwrap_or_default().to_owned(),
                "info" => api.info = self.info(value, &here).unwrap_or_default(),
                "servers" => api.servers = self.list(value, &here, Self::server),
                "paths" => api.paths = self.paths(value, &here),
                "components" => api.components = self.components(value, &here),
                "security" => api.security = self.security_requirements(value, &here),
                "tags" => api.tags = self.list(value, &here, Self::tag),
                "externalDocs" => api.external_docs = self.external_docs(value, &here),
                // As 3.1's webhooks are written in 3.0.
                "webhooks" | "x-webhooks" if is_webhooks(key, object) => {
                    if let Some(hooks) = self.map_by_place(value, &here, Kind::PathItem) {
                        api.extensions.insert(ext::WEBHOOKS.to_owned(), hooks);
                    }
                }
                "jsonSchemaDialect" => {
                    api.extensions.insert(ext::DIALECT.to_owned(), value.to_json());
                }
                _ => self.other(key, value, &at, &mut api.extensions, keywords::ROOT),
            }
        }
        if object.get("info").is_none() {
            self.missing(&at, "a document", "info", Severity::Warning);
        }
        if !["paths", "components", "webhooks", "x-webhooks"].iter().any(|key| object.get(key).is_some()) {
            self.missing(&at, "a document", "paths", Severity::Error);
        }
        self.error_body(object, &at);
        Some(api)
    }

    /// `x-error-body` names a schema: the one reference in a vendor extension that has a meaning to us.
    fn error_body(&mut self, object: &Object, at: &Path<'_>) {
        let Some(body) = object.get("x-error-body").and_then(Node::as_object) else { return };
        let target = body.get("schema").and_then(Node::as_object).and_then(|schema| schema.get("$ref"));
        if let Some(target) = target.and_then(Node::as_str) {
            self.refers_to(Kind::Schema, target, &at.key("x-error-body").key("schema"));
        }
    }

    fn info(&mut self, node: &Node, at: &Path<'_>) -> Option<Info> {
        let mut info = Info::default();
        let object = self.object(node, at)?;
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "title" => info.title = self.text(value, &here).unwrap_or_default(),
                "version" => info.version = self.text(value, &here).unwrap_or_default(),
                "description" => info.description = self.text(value, &here),
                "termsOfService" => info.terms_of_service = self.text(value, &here),
                "contact" => info.contact = self.contact(value, &here),
                "license" => info.license = self.license(value, &here),
                "summary" => {
                    if let Some(summary) = self.text(value, &here) {
                        info.extensions.insert(ext::SUMMARY.to_owned(), summary.into());
                    }
                }
                _ => self.other(key, value, at, &mut info.extensions, keywords::INFO),
            }
        }
        for key in ["title", "version"].iter().filter(|key| object.get(key).is_none()) {
            self.missing(at, "`info`", key, Severity::Warning);
        }
        Some(info)
    }

    fn contact(&mut self, node: &Node, at: &Path<'_>) -> Option<Contact> {
        let mut contact = Contact::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "name" => contact.name = self.text(value, &here),
                "url" => contact.url = self.text(value, &here),
                "email" => contact.email = self.text(value, &here),
                _ => self.other(key, value, at, &mut contact.extensions, keywords::NAMED),
            }
        }
        Some(contact)
    }

    fn license(&mut self, node: &Node, at: &Path<'_>) -> Option<License> {
        let mut license = License::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "name" => license.name = self.text(value, &here).unwrap_or_default(),
                "url" => license.url = self.text(value, &here),
                "identifier" => {
                    if let Some(identifier) = self.text(value, &here) {
                        license.extensions.insert(ext::IDENTIFIER.to_owned(), identifier.into());
                    }
                }
                _ => self.other(key, value, at, &mut license.extensions, keywords::NAMED),
            }
        }
        Some(license)
    }

    pub(super) fn external_docs(&mut self, node: &Node, at: &Path<'_>) -> Option<ExternalDocumentation> {
        let mut docs = ExternalDocumentation::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "url" => docs.url = self.text(value, &here).unwrap_or_default(),
                "description" => docs.description = self.text(value, &here),
                _ => self.other(key, value, at, &mut docs.extensions, keywords::NAMED),
            }
        }
        Some(docs)
    }

    fn tag(&mut self, node: &Node, at: &Path<'_>) -> Option<Tag> {
        let mut tag = Tag::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "name" => tag.name = self.string(value, &here)?,
                "description" => tag.description = self.text(value, &here),
                "externalDocs" => tag.external_docs = self.external_docs(value, &here),
                "summary" => {
                    if let Some(summary) = self.text(value, &here) {
                        tag.extensions.insert(ext::SUMMARY.to_owned(), summary.into());
                    }
                }
                _ => self.other(key, value, at, &mut tag.extensions, keywords::NAMED),
            }
        }
        Some(tag)
    }

    pub(super) fn server(&mut self, node: &Node, at: &Path<'_>) -> Option<Server> {
        let mut server = Server::default();
        let object = self.object(node, at)?;
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "url" => server.url = self.string(value, &here)?,
                "description" => server.description = self.text(value, &here),
                "variables" => server.variables = Some(self.map(value, &here, Self::server_variable)),
                _ => self.other(key, value, at, &mut server.extensions, keywords::SERVER),
            }
        }
        if object.get("url").is_none() {
            self.missing(at, "a server", "url", Severity::Error);
            return None;
        }
        Some(server)
    }

    fn server_variable(&mut self, node: &Node, at: &Path<'_>) -> Option<ServerVariable> {
        let mut variable = ServerVariable::default();
        let object = self.object(node, at)?;
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "enum" => variable.enumeration = self.list(value, &here, Self::text),
                "default" => variable.default = self.text(value, &here).unwrap_or_default(),
                "description" => variable.description = self.text(value, &here),
                _ => self.other(key, value, at, &mut variable.extensions, keywords::SERVER),
            }
        }
        if object.get("default").is_none() {
            self.missing(at, "a server variable", "default", Severity::Warning);
        }
        Some(variable)
    }

    fn components(&mut self, node: &Node, at: &Path<'_>) -> Option<Components> {
        let mut components = Components::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "schemas" => {
                    components.schemas =
                        self.map(value, &here, |reader, node, at| Some(reader.schema(node, at)));
                }
                "responses" => {
                    components.responses = self.section(value, &here, Kind::Response, Self::response);
                }
                "parameters" => {
                    components.parameters = self.section(value, &here, Kind::Parameter, Self::parameter);
                }
                "examples" => components.examples = self.examples(value, &here),
                "requestBodies" => {
                    components.request_bodies =
                        self.section(value, &here, Kind::RequestBody, Self::request_body);
                }
                "headers" => components.headers = self.headers(value, &here),
                "securitySchemes" => {
                    components.security_schemes =
                        self.section(value, &here, Kind::SecurityScheme, Self::security_scheme);
                }
                "links" => components.links = self.section(value, &here, Kind::Link, Self::link),
                "callbacks" => components.callbacks = self.map(value, &here, Self::components_callback),
                "pathItems" => {
                    self.map_by_place(value, &here, Kind::PathItem);
                }
                "mediaTypes" => {
                    self.map_by_place(value, &here, Kind::MediaType);
                }
                _ => self.other(key, value, at, &mut components.extensions, keywords::COMPONENTS),
            }
        }
        Some(components)
    }

    fn section<T>(
        &mut self,
        node: &Node,
        at: &Path<'_>,
        kind: Kind,
        read: fn(&mut Self, &Node, &Path<'_>) -> Option<T>,
    ) -> IndexMap<String, ReferenceOr<T>> {
        self.map(node, at, |reader, node, at| reader.or_reference(node, at, kind, read))
    }
}
