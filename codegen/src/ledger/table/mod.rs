//! The keywords of every kind of object, what becomes of each, and what stands below it.

mod document;
mod schema;

use super::{Fate, Why};
use crate::diagnostic::Code;
use crate::document::Kind;

/// A kind of object in an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Example,
    Link,
    Callback,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
}

/// What stands below a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// A value without keywords.
    Value,
    /// An object of this kind, or a list of them.
    One(Object),
    /// Objects of this kind, by name.
    Named(Object),
}

/// A keyword and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// The keyword.
    pub name: &'static str,
    /// What becomes of it, unless a diagnostic says otherwise.
    pub fate: Fate,
    /// Why, where that is not plain.
    pub why: Option<Why>,
    /// What stands below it.
    pub below: Below,
}

impl Keyword {
    const fn new(name: &'static str, fate: Fate) -> Keyword {
        Keyword { name, fate, why: None, below: Below::Value }
    }

    const fn one(mut self, object: Object) -> Keyword {
        self.below = Below::One(object);
        self
    }

    const fn named(mut self, object: Object) -> Keyword {
        self.below = Below::Named(object);
        self
    }

    const fn because(mut self, note: &'static str) -> Keyword {
        self.why = Some(Why::Note(note));
        self
    }
}

const fn enforced(name: &'static str) -> Keyword {
    Keyword::new(name, Fate::Enforced)
}

const fn typed(name: &'static str) -> Keyword {
    Keyword::new(name, Fate::Typed)
}

/// Shown in the docs of what is generated.
const fn shown(name: &'static str) -> Keyword {
    Keyword::new(name, Fate::Documentation)
}

/// For readers of the contract.
const fn told(name: &'static str) -> Keyword {
    shown(name).because(IN_THE_CONTRACT)
}

/// Why a keyword is documentation that nobody sees in what is generated.
pub const IN_THE_CONTRACT: &str = "stays in the contract";

const fn ignored(name: &'static str, code: Code) -> Keyword {
    let mut keyword = Keyword::new(name, Fate::Ignored);
    keyword.why = Some(Why::Code(code));
    keyword
}

impl Object {
    /// Every kind, from the top of a document.
    pub const ALL: [Object; 28] = [
        Object::Document,
        Object::Info,
        Object::Contact,
        Object::License,
        Object::Server,
        Object::ServerVariable,
        Object::Tag,
        Object::ExternalDocs,
        Object::Components,
        Object::Paths,
        Object::PathItem,
        Object::Operation,
        Object::Parameter,
        Object::RequestBody,
        Object::MediaType,
        Object::Encoding,
        Object::Responses,
        Object::Response,
        Object::Header,
        Object::Example,
        Object::Link,
        Object::Callback,
        Object::Schema,
        Object::Discriminator,
        Object::Xml,
        Object::SecurityScheme,
        Object::Flows,
        Object::Flow,
    ];

    /// The kind in words: `path item`.
    pub fn words(self) -> &'static str {
        match self {
            Object::Document => "document",
            Object::Info => "info",
            Object::Contact => "contact",
            Object::License => "license",
            Object::Server => "server",
            Object::ServerVariable => "server variable",
            Object::Tag => "tag",
            Object::ExternalDocs => "external docs",
            Object::Components => "components",
            Object::Paths => "paths",
            Object::PathItem => "path item",
            Object::Operation => "operation",
            Object::Parameter => "parameter",
            Object::RequestBody => "request body",
            Object::MediaType => "media type",
            Object::Encoding => "encoding",
            Object::Responses => "responses",
            Object::Response => "response",
            Object::Header => "header",
            Object::Example => "example",
            Object::Link => "link",
            Object::Callback => "callback",
            Object::Schema => "schema",
            Object::Discriminator => "discriminator",
            Object::Xml => "xml",
            Object::SecurityScheme => "security scheme",
            Object::Flows => "flows",
            Object::Flow => "flow",
        }
    }

    /// The keywords that mean something in such an object, vendor extensions included. Others are ignored.
    pub fn keywords(self) -> &'static [Keyword] {
        match self {
            Object::Document => document::DOCUMENT,
            Object::Info => document::INFO,
            Object::Contact => document::CONTACT,
            Object::License => document::LICENSE,
            Object::Server => document::SERVER,
            Object::ServerVariable => document::SERVER_VARIABLE,
            Object::Tag => document::TAG,
            Object::ExternalDocs => document::EXTERNAL_DOCS,
            Object::Components => document::COMPONENTS,
            Object::PathItem => document::PATH_ITEM,
            Object::Operation => document::OPERATION,
            Object::Parameter => document::PARAMETER,
            Object::RequestBody => document::REQUEST_BODY,
            Object::MediaType => document::MEDIA_TYPE,
            Object::Encoding => document::ENCODING,
            Object::Response => document::RESPONSE,
            Object::Header => document::HEADER,
            Object::Example => document::EXAMPLE,
            Object::Link => document::LINK,
            Object::Paths | Object::Responses => document::NAMES,
            Object::Callback => document::CALLBACK,
            Object::Schema => schema::SCHEMA,
            Object::Discriminator => schema::DISCRIMINATOR,
            Object::Xml => schema::XML,
            Object::SecurityScheme => document::SECURITY_SCHEME,
            Object::Flows => document::FLOWS,
            Object::Flow => document::FLOW,
        }
    }

    /// What a keyword means in such an object; `None` if nothing.
    pub fn keyword(self, name: &str) -> Option<&'static Keyword> {
        self.keywords().iter().find(|keyword| keyword.name == name)
    }

    /// The kind of what stands under keys that are no keywords but names: paths, statuses, expressions.
    pub(super) fn of_names(self) -> Option<Object> {
        match self {
            Object::Paths | Object::Callback => Some(Object::PathItem),
            Object::Responses => Some(Object::Response),
            _ => None,
        }
    }

    /// What a `$ref` in place of such an object must lead to; `None` where none can stand.
    pub(super) fn target(self) -> Option<Kind> {
        Some(match self {
            Object::Schema => Kind::Schema,
            Object::Parameter => Kind::Parameter,
            Object::RequestBody => Kind::RequestBody,
            Object::MediaType => Kind::MediaType,
            Object::Response => Kind::Response,
            Object::Header => Kind::Header,
            Object::Example => Kind::Example,
            Object::Link => Kind::Link,
            Object::SecurityScheme => Kind::SecurityScheme,
            Object::PathItem => Kind::PathItem,
            Object::Callback => Kind::Callback,
            Object::Operation => Kind::Operation,
            _ => return None,
        })
    }

    /// Whether such a component is generated only where something refers to it.
    pub(super) fn waits_for_reference(self) -> bool {
        !matches!(self, Object::Schema | Object::SecurityScheme)
    }
}
