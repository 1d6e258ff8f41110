//! Parameters, headers and media types: whatever pairs a name with a schema.

use indexmap::IndexMap;
use openapiv3::{
    Content, CookieStyle, Encoding, Example, Header, HeaderStyle, MediaType, Parameter, ParameterData,
    ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema,
};
use serde_json::Value;

use super::path::Path;
use super::reader::{Extensions, Kind, Reader};
use super::schema::empty;
use super::{ext, keywords};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Node, Object};

/// What parameters and headers have in common, as it is found.
#[derive(Default)]
struct Parts {
    name: Option<String>,
    location: Option<String>,
    description: Option<String>,
    required: Option<bool>,
    deprecated: Option<bool>,
    allow_empty_value: Option<bool>,
    style: Option<String>,
    explode: Option<bool>,
    allow_reserved: bool,
    schema: Option<ReferenceOr<Schema>>,
    content: Option<Content>,
    example: Option<Value>,
    examples: IndexMap<String, ReferenceOr<Example>>,
    extensions: Extensions,
}

impl Reader<'_> {
    pub(crate) fn parameters(&mut self, node: &Node, at: &Path<'_>) -> Vec<ReferenceOr<Parameter>> {
        self.list(node, at, |reader, node, at| {
            reader.or_reference(node, at, Kind::Parameter, Self::parameter)
        })
    }

    /// A parameter; `None` if it cannot be said what it is.
    pub(crate) fn parameter(&mut self, node: &Node, at: &Path<'_>) -> Option<Parameter> {
        let object = self.object(node, at)?;
        let mut parts = self.parts(object, at, true);
        let location = parts.location.take();
        if location.is_none() && object.get("in").is_none() {
            self.missing(at, "a parameter", "in", Severity::Error);
        }
        if parts.name.is_none() && object.get("name").is_none() {
            self.missing(at, "a parameter", "name", Severity::Error);
        }
        let (location, name) = (location?, parts.name.take()?);
        if location == "path" && parts.required != Some(true) {
            let place = self.place(at);
            let message = format!("the path parameter `{name}` is not marked as required");
            let diagnostic = Diagnostic::new(Code::PathParameterNotRequired, place, message);
            self.sink.push(diagnostic.with_help("add `required: true`"));
            parts.required = Some(true);
        }
        let format = self.format(&mut parts, object, at, "parameter");
        let style = parts.style.take();
        let (allow_reserved, allow_empty_value) = (parts.allow_reserved, parts.allow_empty_value);
        let mut data = ParameterData {
            name,
            description: parts.description,
            required: parts.required.unwrap_or(false),
            deprecated: parts.deprecated,
            format,
            example: parts.example,
            examples: parts.examples,
            explode: parts.explode,
            extensions: parts.extensions,
        };
        if allow_reserved && !matches!(location.as_str(), "query" | "querystring") {
            let place = self.place(&at.key("allowReserved"));
            let message = "reserved characters stay as they are in queries only; here they are encoded";
            let diagnostic = Diagnostic::new(Code::NotExpressible, place, message);
            self.sink.push(diagnostic.with_severity(Severity::Note));
        }
        let here = at.key("style");
        match location.as_str() {
            "query" => {
                let style = self.style(style, &here, &mut data.extensions, query_style);
                Some(Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value })
            }
            "header" => {
                let style = self.style(style, &here, &mut data.extensions, header_style);
                Some(Parameter::Header { parameter_data: data, style })
            }
            "path" => {
                let style = self.style(style, &here, &mut data.extensions, path_style);
                Some(Parameter::Path { parameter_data: data, style })
            }
            "cookie" => {
                let style = self.style(style, &here, &mut data.extensions, cookie_style);
                Some(Parameter::Cookie { parameter_data: data, style })
            }
            "querystring" => {
                data.extensions.insert(ext::IN.to_owned(), location.into());
                let style = QueryStyle::default();
                Some(Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value })
            }
            other => {
                self.bad_location(other, at);
                None
            }
        }
    }

    fn bad_location(&mut self, location: &str, at: &Path<'_>) {
        let help = match location {
            "body" => "OpenAPI 3 has a `requestBody` in its place",
            "formData" => "OpenAPI 3 has a `requestBody` with a form media type in its place",
            _ => "a parameter is in `path`, `query`, `header` or `cookie`",
        };
        self.report_with_help(
            Code::BadParameter,
            &at.key("in"),
            format!("a parameter cannot be in `{location}`"),
            help,
        );
    }

    fn style<S: Default>(
        &mut self,
        style: Option<String>,
        at: &Path<'_>,
        extensions: &mut Extensions,
        known: fn(&str) -> Option<S>,
    ) -> S {
        let Some(word) = style else { return S::default() };
        known(&word).unwrap_or_else(|| {
            self.report(Code::BadParameter, at, format!("the style `{word}` does not fit this location"));
            extensions.insert(ext::STYLE.to_owned(), word.into());
            S::default()
        })
    }

    pub(crate) fn headers(&mut self, node: &Node, at: &Path<'_>) -> IndexMap<String, ReferenceOr<Header>> {
        self.map(node, at, |reader, node, at| reader.or_reference(node, at, Kind::Header, Self::header))
    }

    pub(crate) fn header(&mut self, node: &Node, at: &Path<'_>) -> Option<Header> {
        let object = self.object(node, at)?;
        let mut parts = self.parts(object, at, false);
        let format = self.format(&mut parts, object, at, "header");
        if object.get("explode").is_some() {
            self.no_effect("explode", &at.key("explode"));
        }
        for media_type in object.get("content").and_then(Node::as_object).into_iter().flat_map(Object::keys) {
            let here = at.key("content");
            let message = "a header with `content` is a text: what stands below has no effect";
            self.report(Code::NotUsed, &here.key(media_type), message);
        }
        if let Some(explode) = parts.explode {
            parts.extensions.insert(ext::EXPLODE.to_owned(), explode.into());
        }
        let style = parts.style.take();
        let style = self.style(style, &at.key("style"), &mut parts.extensions, header_style);
        Some(Header {
            description: parts.description,
            style,
            required: parts.required.unwrap_or(false),
            deprecated: parts.deprecated,
            format,
            example: parts.example,
            examples: parts.examples,
            extensions: parts.extensions,
        })
    }

    fn parts(&mut self, object: &Object, at: &Path<'_>, is_parameter: bool) -> Parts {
        let mut parts = Parts::default();
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "name" if is_parameter => parts.name = self.string(value, &here),
                "in" if is_parameter => parts.location = self.string(value, &here),
                // Headers have the names of the map that they stand in.
                "name" | "in" => {}
                "description" => parts.description = self.text(value, &here),
                "required" => parts.required = self.boolean(value, &here),
                "deprecated" => parts.deprecated = self.boolean(value, &here),
                "allowEmptyValue" => {
                    parts.allow_empty_value = self.boolean(value, &here);
                    self.no_effect(key, &here);
                }
                "style" => parts.style = self.string(value, &here),
                "explode" => parts.explode = self.boolean(value, &here),
                "allowReserved" => parts.allow_reserved = self.boolean(value, &here).unwrap_or(false),
                "schema" => parts.schema = Some(self.schema(value, &here)),
                "content" => parts.content = Some(self.content(value, &here)),
                "example" if self.examples => parts.example = Some(value.to_json()),
                "examples" => parts.examples = self.examples(value, &here),
                "example" => {}
                _ => self.other(key, value, at, &mut parts.extensions, keywords::PARAMETER),
            }
        }
        parts
    }

    /// A schema or one media type; without either, a schema that everything fits.
    fn format(
        &mut self,
        parts: &mut Parts,
        object: &Object,
        at: &Path<'_>,
        what: &str,
    ) -> ParameterSchemaOrContent {
        let anything = || ParameterSchemaOrContent::Schema(ReferenceOr::Item(empty()));
        match (parts.schema.take(), parts.content.take()) {
            (Some(schema), None) => ParameterSchemaOrContent::Schema(schema),
            (Some(schema), Some(_)) => {
                let message = format!("a {what} has either a `schema` or a `content`, not both");
                self.report_with_help(
                    Code::BadParameter,
                    &at.key("content"),
                    message,
                    "the `schema` was used",
                );
                ParameterSchemaOrContent::Schema(schema)
            }
            (None, Some(content)) => {
                if content.len() != 1 {
                    let message = format!("the `content` of a {what} has exactly one media type");
                    self.report(Code::BadParameter, &at.key("content"), message);
                }
                if content.is_empty() { anything() } else { ParameterSchemaOrContent::Content(content) }
            }
            (None, None) => {
                let message = format!("a {what} needs a `schema` or a `content`");
                if object.get("type").is_some() {
                    self.report_with_help(
                        Code::BadParameter,
                        at,
                        message,
                        "put `type` and its like into `schema`",
                    );
                } else {
                    self.report(Code::BadParameter, at, message);
                }
                anything()
            }
        }
    }

    pub(crate) fn content(&mut self, node: &Node, at: &Path<'_>) -> Content {
        self.map(node, at, Self::media_type)
    }

    /// A media type. `openapiv3` has no room for a reference in its place: it is given as one with [`ext::REF`].
    pub(crate) fn media_type(&mut self, node: &Node, at: &Path<'_>) -> Option<MediaType> {
        let mut media = MediaType::default();
        if let Some(target) = self.reference(node, at, Kind::MediaType) {
            media.extensions.insert(ext::REF.to_owned(), target.into());
            return Some(media);
        }
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "schema" => media.schema = Some(self.schema(value, &here)),
                "example" if self.examples => media.example = Some(value.to_json()),
                "example" => {}
                "examples" => media.examples = self.examples(value, &here),
                "encoding" => media.encoding = self.map(value, &here, Self::encoding),
                "itemSchema" => {
                    let item = self.by_place(value, &here, Kind::Schema);
                    media.extensions.insert(ext::ITEM_SCHEMA.to_owned(), item);
                }
                "prefixEncoding" | "itemEncoding" => {
                    self.report(Code::NotUsed, &here, "the parts of a body are bytes");
                }
                _ => self.other(key, value, at, &mut media.extensions, keywords::MEDIA_TYPE),
            }
        }
        Some(media)
    }

    fn encoding(&mut self, node: &Node, at: &Path<'_>) -> Option<Encoding> {
        let mut encoding = Encoding::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            if matches!(key, "headers" | "style" | "explode" | "allowReserved") {
                self.no_effect(key, &here);
            }
            match key {
                "contentType" => encoding.content_type = self.string(value, &here),
                "headers" => encoding.headers = self.headers(value, &here),
                "style" => {
                    let word = self.string(value, &here);
                    encoding.style = word
                        .is_some()
                        .then(|| self.style(word, &here, &mut encoding.extensions, query_style));
                }
                "explode" => {
                    let explode = self.boolean(value, &here);
                    encoding.explode = explode.unwrap_or(false);
                    if let Some(explode) = explode {
                        encoding.extensions.insert(ext::EXPLODE.to_owned(), explode.into());
                    }
                }
                "allowReserved" => encoding.allow_reserved = self.boolean(value, &here).unwrap_or(false),
                "encoding" | "prefixEncoding" | "itemEncoding" => {
                    self.report(Code::NotUsed, &here, "what stands in a part of a body is bytes");
                }
                _ => self.other(key, value, at, &mut encoding.extensions, keywords::ENCODING),
            }
        }
        Some(encoding)
    }

    /// Examples by name. Where they are not wanted only their references are looked at. Some documents have a plain
    /// list of values; nobody is harmed by those.
    pub(crate) fn examples(&mut self, node: &Node, at: &Path<'_>) -> IndexMap<String, ReferenceOr<Example>> {
        match node {
            Node::Object(_) => self.map(node, at, |reader, node, at| {
                reader.or_reference(node, at, Kind::Example, Self::example)
            }),
            _ => IndexMap::new(),
        }
    }

    pub(crate) fn example(&mut self, node: &Node, at: &Path<'_>) -> Option<Example> {
        let mut example = Example::default();
        let Some(object) = node.as_object() else {
            example.value = self.examples.then(|| node.to_json());
            return Some(example);
        };
        for (key, value) in object.iter() {
            let here = at.key(key);
            match key {
                "summary" => example.summary = self.text(value, &here),
                "description" => example.description = self.text(value, &here),
                "value" | "dataValue" if self.examples => example.value = Some(value.to_json()),
                "value" | "dataValue" => {}
                "externalValue" => example.external_value = self.string(value, &here),
                _ => self.other(key, value, at, &mut example.extensions, keywords::EXAMPLE),
            }
        }
        Some(example)
    }
}

fn query_style(word: &str) -> Option<QueryStyle> {
    match word {
        "form" => Some(QueryStyle::Form),
        "spaceDelimited" => Some(QueryStyle::SpaceDelimited),
        "pipeDelimited" => Some(QueryStyle::PipeDelimited),
        "deepObject" => Some(QueryStyle::DeepObject),
        _ => None,
    }
}

fn path_style(word: &str) -> Option<PathStyle> {
    match word {
        "simple" => Some(PathStyle::Simple),
        "label" => Some(PathStyle::Label),
        "matrix" => Some(PathStyle::Matrix),
        _ => None,
    }
}

fn header_style(word: &str) -> Option<HeaderStyle> {
    (word == "simple").then_some(HeaderStyle::Simple)
}

fn cookie_style(word: &str) -> Option<CookieStyle> {
    matches!(word, "form" | "cookie").then_some(CookieStyle::Form)
}
