//! What schemas ask that nothing is held against, and what says nothing where it stands.

use super::path::Path;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Node, Object};

/// Formats of strings that have a type of their own, which is all that they are held against.
const TYPES: [&str; 6] = ["uuid", "date", "date-time", "byte", "binary", "decimal"];

/// Formats that strings are held against.
pub(crate) const CHECKED: [&str; 19] = [
    "email",
    "idn-email",
    "uri",
    "uri-reference",
    "hostname",
    "ipv4",
    "ipv6",
    "time",
    "duration",
    "json-pointer",
    "base64url",
    "char",
    "http-date",
    "idn-hostname",
    "iri",
    "iri-reference",
    "media-range",
    "relative-json-pointer",
    "uri-template",
];

/// What comes of a `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormatUse {
    /// Values are held against it.
    Enforced,
    /// It chooses the Rust type.
    Typed,
    /// It says how to show a value.
    Hint,
    /// Nothing.
    None,
}

/// What comes of a `format` beside a `type`.
pub(crate) fn format_use(typ: Option<&Node>, word: &str) -> FormatUse {
    let is = |wanted: &str| match typ {
        None => true,
        Some(Node::Array(words)) => words.iter().any(|word| word.as_str() == Some(wanted)),
        Some(word) => word.as_str() == Some(wanted),
    };
    match word {
        "binary" if is("string") => FormatUse::Typed,
        "url" if is("string") => FormatUse::Enforced,
        "password" if is("string") => FormatUse::Hint,
        _ if is("string") && (TYPES.contains(&word) || CHECKED.contains(&word)) => FormatUse::Enforced,
        "int32" | "int16" | "int8" | "uint8" | "uint16" | "uint32" | "uint64" | "uint" if is("integer") => {
            FormatUse::Enforced
        }
        "int64" if is("integer") => FormatUse::Typed,
        "float" | "double" | "decimal" if is("number") => FormatUse::Typed,
        _ => FormatUse::None,
    }
}

impl Reader<'_> {
    /// Reports keywords of a schema that nobody holds values against.
    pub(super) fn unchecked(&mut self, object: &Object, at: &Path<'_>) {
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "not" | "if" | "then" | "else" | "dependentSchemas" | "contentSchema"
                | "unevaluatedItems" => {
                    self.not_checked(key, &here);
                }
                "unevaluatedProperties" if !matches!(value, Node::Bool(_)) => self.not_checked(key, &here),
                "contentEncoding" if value.as_str() != Some("base64") || object.get("format").is_some() => {
                    self.not_checked(key, &here);
                }
                "format" => self.unknown_format(object, value, &here),
                "xml" => {
                    let message = "`xml` has no effect, here and elsewhere: bodies in XML are texts";
                    self.report_once(Code::NotUsed, &here, message.to_owned());
                }
                "minLength" | "maxLength" | "pattern" => self.out_of_place(object, key, &["string"], &here),
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                    self.out_of_place(object, key, &["integer", "number"], &here);
                }
                "minContains" | "maxContains" if object.get("contains").is_none() => {
                    let message = format!("`{key}` says nothing without `contains`");
                    self.report(Code::NotUsed, &here, message);
                }
                "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains"
                | "minContains" | "maxContains" => {
                    self.out_of_place(object, key, &["array"], &here);
                }
                // Another value than a list is reported as such.
                "required" if !matches!(value, Node::Array(_)) => {}
                "properties"
                | "required"
                | "additionalProperties"
                | "patternProperties"
                | "propertyNames"
                | "minProperties"
                | "maxProperties"
                | "dependentRequired" => {
                    self.out_of_place(object, key, &["object"], &here);
                }
                _ => {}
            }
        }
    }

    fn not_checked(&mut self, key: &str, at: &Path<'_>) {
        self.report(Code::NotChecked, at, format!("values are not held against `{key}`"));
    }

    fn unknown_format(&mut self, object: &Object, value: &Node, at: &Path<'_>) {
        let Some(word) = value.as_str() else { return };
        if format_use(object.get("type"), word) == FormatUse::None {
            let of = object
                .get("type")
                .and_then(Node::as_str)
                .map_or(String::new(), |of| format!(" of type `{of}`"));
            let message = format!("values{of} are not held against the format `{word}`, here and elsewhere");
            self.report_once(Code::NotChecked, at, message);
        }
    }

    /// A keyword about values of other types than the schema has.
    fn out_of_place(&mut self, object: &Object, key: &str, types: &[&str], at: &Path<'_>) {
        let own: Vec<&str> = match object.get("type") {
            Some(Node::Array(words)) => words.iter().filter_map(Node::as_str).collect(),
            Some(word) => word.as_str().into_iter().collect(),
            None => return,
        };
        if !own.is_empty() && own.iter().all(|word| !types.contains(word)) {
            let message = format!("`{key}` says nothing of values of type `{}`", own.join("`, `"));
            self.report(Code::NotUsed, at, message);
        }
    }

    /// Reports something that is true of all of its kind at the first of them.
    pub(super) fn report_once(&mut self, code: Code, at: &Path<'_>, message: String) {
        let place = self.place(at);
        self.sink.push_first(Diagnostic::new(code, place, message));
    }
}
