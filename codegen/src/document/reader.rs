//! What all readers share: values of the right JSON type, extensions, references, and what to say otherwise.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use super::path::Path;
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer, Severity, Sink};
use crate::source::{Node, Number, Object};

/// Extensions of an object.
pub(super) type Extensions = IndexMap<String, Value>;

/// The grammar that a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V3_0,
    V3_1,
    V3_2,
}

/// What a `$ref` is meant to lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Schema,
    Parameter,
    RequestBody,
    Response,
    Header,
    Example,
    Link,
    SecurityScheme,
    MediaType,
    PathItem,
    Callback,
    Operation,
    /// A whole section of a document.
    Section,
}

impl Kind {
    /// With its article, for messages.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Kind::Schema => "a schema",
            Kind::Parameter => "a parameter",
            Kind::RequestBody => "a request body",
            Kind::Response => "a response",
            Kind::Header => "a header",
            Kind::Example => "an example",
            Kind::Link => "a link",
            Kind::SecurityScheme => "a security scheme",
            Kind::MediaType => "a media type",
            Kind::PathItem => "a path item",
            Kind::Callback => "a callback",
            Kind::Operation => "an operation",
            Kind::Section => "a section",
        }
    }
}

/// The references that were read: each target once per kind, with the place that named it first.
#[derive(Debug, Default)]
pub(crate) struct References {
    pub(crate) found: IndexMap<(Kind, String), Pointer>,
    /// Values of `discriminator.mapping`: references or names.
    pub(crate) mappings: IndexMap<String, Pointer>,
}

/// Reads the parts of one file.
pub(crate) struct Reader<'r> {
    pub(super) file: FileId,
    pub(super) version: Version,
    pub(super) examples: bool,
    pub(super) sink: &'r mut Sink,
    pub(super) references: References,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(file: FileId, version: Version, examples: bool, sink: &'r mut Sink) -> Reader<'r> {
        Reader { file, version, examples, sink, references: References::default() }
    }

    /// The references found by this reader.
    pub(crate) fn finish(self) -> References {
        self.references
    }

    pub(super) fn place(&self, at: &Path<'_>) -> Place {
        Place::new(self.file, at.pointer())
    }

    pub(super) fn report(&mut self, code: Code, at: &Path<'_>, message: impl Into<String>) {
        let place = self.place(at);
        self.sink.push(Diagnostic::new(code, place, message));
    }

    pub(super) fn report_with_help(
        &mut self,
        code: Code,
        at: &Path<'_>,
        message: impl Into<String>,
        help: &str,
    ) {
        let place = self.place(at);
        self.sink.push(Diagnostic::new(code, place, message).with_help(help));
    }

    /// Reports a value of the wrong JSON type. A bare `null`, as an empty value in YAML is, does less harm.
    pub(super) fn wrong_kind(&mut self, node: &Node, at: &Path<'_>, expected: &str) {
        let place = self.place(at);
        let name =
            place.pointer.last().map(|key| format!("`{key}`")).unwrap_or_else(|| "the document".to_owned());
        let message = format!("{name} should be {expected}, but is {}", node.kind());
        let mut diagnostic =
            Diagnostic::new(Code::WrongKind, place, message).with_label(format!("expected {expected}"));
        if *node == Node::Null {
            diagnostic = diagnostic
                .with_severity(Severity::Warning)
                .with_help("leave the key out if there is nothing to say");
        }
        self.sink.push(diagnostic);
    }

    /// Reports that `keyword` is missing in the object at `at`.
    pub(super) fn missing(&mut self, at: &Path<'_>, what: &str, keyword: &str, severity: Severity) {
        let place = self.place(at);
        let message = format!("{what} needs `{keyword}`");
        self.sink.push(Diagnostic::new(Code::MissingKeyword, place, message).with_severity(severity));
    }

    pub(super) fn object<'n>(&mut self, node: &'n Node, at: &Path<'_>) -> Option<&'n Object> {
        match node {
            Node::Object(object) => Some(object),
            other => {
                self.wrong_kind(other, at, "an object");
                None
            }
        }
    }

    pub(super) fn array<'n>(&mut self, node: &'n Node, at: &Path<'_>) -> &'n [Node] {
        match node {
            Node::Array(items) => items,
            other => {
                self.wrong_kind(other, at, "an array");
                &[]
            }
        }
    }

    /// A string on which code depends.
    pub(super) fn string(&mut self, node: &Node, at: &Path<'_>) -> Option<String> {
        match node {
            Node::String(text) => Some(text.to_string()),
            other => {
                self.wrong_kind(other, at, "a string");
                None
            }
        }
    }

    /// A string for people, or one whose text is plain from a number or boolean as well: `version: 1.0`.
    pub(super) fn text(&mut self, node: &Node, at: &Path<'_>) -> Option<String> {
        let text = match node {
            Node::String(text) => return Some(text.to_string()),
            Node::Bool(value) => value.to_string(),
            Node::Number(number) => number.to_text(),
            other => {
                let place = self.place(at);
                let message = format!("this should be a string, but is {}", other.kind());
                let diagnostic =
                    Diagnostic::new(Code::WrongKind, place, message).with_severity(Severity::Warning);
                self.sink.push(diagnostic);
                return None;
            }
        };
        let place = self.place(at);
        let message = format!("this should be a string, but is {}", node.kind());
        let diagnostic = Diagnostic::new(Code::WrongKind, place, message).with_severity(Severity::Warning);
        self.sink.push(diagnostic.with_help("put it in quotes"));
        Some(text)
    }

    pub(super) fn boolean(&mut self, node: &Node, at: &Path<'_>) -> Option<bool> {
        match node {
            Node::Bool(value) => Some(*value),
            other => {
                self.wrong_kind(other, at, "a boolean");
                None
            }
        }
    }

    pub(super) fn number<'n>(&mut self, node: &'n Node, at: &Path<'_>) -> Option<&'n Number> {
        match node {
            Node::Number(number) => Some(number),
            other => {
                self.wrong_kind(other, at, "a number");
                None
            }
        }
    }

    /// A length or count: a whole number that is not negative. `1.0` is one too.
    pub(super) fn count(&mut self, node: &Node, at: &Path<'_>) -> Option<usize> {
        let number = self.number(node, at)?;
        let count = match number {
            Number::Signed(value) => usize::try_from(*value).ok(),
            Number::Unsigned(value) => usize::try_from(*value).ok(),
            Number::Float(value) if value.fract() == 0.0 && *value >= 0.0 => Some(*value as usize),
            Number::Float(_) | Number::Text(_) => None,
        };
        if count.is_none() {
            let text = number.to_text();
            self.report(Code::BadValue, at, format!("{text} is not a whole number of at least 0"));
        }
        count
    }

    pub(super) fn strings(&mut self, node: &Node, at: &Path<'_>) -> Vec<String> {
        let items = self.array(node, at);
        items.iter().enumerate().filter_map(|(index, item)| self.string(item, &at.index(index))).collect()
    }

    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        at: &Path<'_>,
        mut read: impl FnMut(&mut Self, &Node, &Path<'_>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.array(node, at);
        items.iter().enumerate().filter_map(|(index, item)| read(self, item, &at.index(index))).collect()
    }

    /// An object of things by name; `x-*` keys are passed over where names of that form are not meant.
    pub(super) fn map<T>(
        &mut self,
        node: &Node,
        at: &Path<'_>,
        mut read: impl FnMut(&mut Self, &Node, &Path<'_>) -> Option<T>,
    ) -> IndexMap<String, T> {
        let Some(object) = self.object(node, at) else { return IndexMap::new() };
        object
            .iter()
            .filter_map(|(key, value)| Some((key.to_owned(), read(self, value, &at.key(key))?)))
            .collect()
    }

    /// Keeps a vendor extension, or judges a keyword that no reader knows.
    pub(super) fn other(
        &mut self,
        key: &str,
        node: &Node,
        at: &Path<'_>,
        extensions: &mut Extensions,
        known: &'static [&'static str],
    ) {
        if key.starts_with("x-kontrakt-") {
            self.report(Code::UnknownKeyword, &at.key(key), format!("`{key}` is reserved, and ignored"));
        } else if key.starts_with("x-") {
            extensions.insert(key.to_owned(), node.to_json());
        } else if let Some(meant) = super::keywords::nearest(key, known) {
            let place = self.place(&at.key(key)).named();
            let message = format!("the keyword `{key}` is unknown here");
            let help = format!("did you mean `{meant}`?");
            self.sink.push(Diagnostic::new(Code::UnknownKeyword, place, message).with_help(help));
        } else if !super::keywords::TOLD.contains(&key) {
            let message = format!("`{key}` is no keyword that is known here, and has no effect");
            self.report_once(Code::NotUsed, &at.key(key), message);
        }
    }

    /// Reports a keyword of which nothing is made.
    pub(super) fn no_effect(&mut self, key: &str, at: &Path<'_>) {
        self.report(Code::NotUsed, at, format!("`{key}` has no effect"));
    }

    /// The target of an object that is a reference. What stands beside the `$ref` of anything but a schema is ignored.
    pub(super) fn reference(&mut self, node: &Node, at: &Path<'_>, kind: Kind) -> Option<String> {
        let object = node.as_object()?;
        let target = object.get("$ref")?;
        let target = self.string(target, &at.key("$ref"))?;
        for key in object.keys() {
            if !matches!(key, "$ref" | "summary" | "description") && !key.starts_with("x-") {
                let message = format!("`{key}` has no effect beside `$ref`");
                let place = self.place(&at.key(key)).named();
                self.sink.push(Diagnostic::new(Code::IgnoredBesideRef, place, message));
            }
        }
        self.refers_to(kind, &target, at);
        Some(target)
    }

    /// Notes a `$ref` that stands in the object at `at`.
    pub(super) fn refers_to(&mut self, kind: Kind, target: &str, at: &Path<'_>) {
        let key = (kind, target.to_owned());
        self.references.found.entry(key).or_insert_with(|| at.key("$ref").pointer());
    }

    /// A reference to something that stands at a place for which `openapiv3` has no field: to where its own `$ref`
    /// leads, or to itself.
    pub(super) fn by_place(&mut self, node: &Node, at: &Path<'_>, kind: Kind) -> Value {
        let own = node.as_object().filter(|object| object.len() == 1).and_then(|object| object.get("$ref"));
        if let Some(target) = own.and_then(Node::as_str) {
            self.refers_to(kind, target, at);
            return serde_json::json!({ "$ref": target });
        }
        let pointer = at.pointer();
        let target = format!("#{}", pointer.as_str().replace('%', "%25"));
        let value = serde_json::json!({ "$ref": target });
        self.references.found.entry((kind, target)).or_insert(pointer);
        value
    }

    pub(super) fn map_by_place(&mut self, node: &Node, at: &Path<'_>, kind: Kind) -> Option<Value> {
        let object = self.object(node, at)?;
        let entries =
            object.iter().map(|(key, value)| (key.to_owned(), self.by_place(value, &at.key(key), kind)));
        Some(Value::Object(entries.collect()))
    }

    /// Something that may be a reference.
    pub(super) fn or_reference<T>(
        &mut self,
        node: &Node,
        at: &Path<'_>,
        kind: Kind,
        read: impl FnOnce(&mut Self, &Node, &Path<'_>) -> Option<T>,
    ) -> Option<ReferenceOr<T>> {
        match self.reference(node, at, kind) {
            Some(reference) => Some(ReferenceOr::Reference { reference }),
            None => read(self, node, at).map(ReferenceOr::Item),
        }
    }
}
