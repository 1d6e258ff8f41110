//! Schemas of every version, in the terms of 3.0.

use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind,
};
use serde_json::Value;

use super::path::Path;
use super::reader::{Kind, Reader, Version};
use super::{ext, keywords};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Node, Number, Object};

/// The words that `type` may be.
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];

/// What is read first and understood together, once all keywords of a schema are known.
#[derive(Default)]
struct Bounds<'n> {
    minimum: Option<&'n Number>,
    maximum: Option<&'n Number>,
    above: Option<&'n Number>,
    below: Option<&'n Number>,
}

impl Reader<'_> {
    /// A schema wherever one may stand. What is wrong becomes a schema that everything fits.
    pub(crate) fn schema(&mut self, node: &Node, at: &Path<'_>) -> ReferenceOr<Schema> {
        let mut schema = empty();
        match self.fill_schema(node, at, &mut schema) {
            Some(reference) => ReferenceOr::Reference { reference },
            None => ReferenceOr::Item(schema),
        }
    }

    fn boxed_schema(&mut self, node: &Node, at: &Path<'_>) -> ReferenceOr<Box<Schema>> {
        let mut schema = Box::new(empty());
        match self.fill_schema(node, at, &mut schema) {
            Some(reference) => ReferenceOr::Reference { reference },
            None => ReferenceOr::Item(schema),
        }
    }

    /// Reads into `schema`, or gives the target if there is nothing but a `$ref`.
    fn fill_schema(&mut self, node: &Node, at: &Path<'_>, schema: &mut Schema) -> Option<String> {
        match node {
            Node::Bool(true) => None,
            Node::Bool(false) => {
                schema.schema_data.extensions.insert(ext::NEVER.to_owned(), true.into());
                None
            }
            Node::Object(object) => self.fill_object(object, at, schema),
            other => {
                self.wrong_kind(other, at, "a schema (an object)");
                None
            }
        }
    }

    fn fill_object(&mut self, object: &Object, at: &Path<'_>, schema: &mut Schema) -> Option<String> {
        let target = self.schema_target(object, at);
        if target.is_some() && object.len() == 1 {
            return target;
        }
        let SchemaKind::Any(any) = &mut schema.schema_kind else { return None };
        let data = &mut schema.schema_data;
        let mut bounds = Bounds::default();
        let has_format = object.get("format").is_some();
        for (key, value) in object.iter() {
            let here = at.key(key);
            if self.shape(key, value, &here, any)
                || self.bound(key, value, &here, any, &mut bounds)
                || self.annotation(key, value, &here, data)
                || self.nested(key, value, &here, data, any)
            {
                continue;
            }
            match key {
                "$ref" | "$dynamicRef" | "$recursiveRef" => {}
                "type" => self.types(value, &here, data, any),
                "contentEncoding" => self.content_encoding(value, &here, data, any, has_format),
                _ => self.other(key, value, at, &mut data.extensions, keywords::SCHEMA),
            }
        }
        bounds.apply(data, any);
        self.contradictions(object, at, any);
        self.unchecked(object, at);
        self.settle_reference(target, object, at, data, any);
        None
    }

    /// The `$ref` (or `$dynamicRef`, read as one) of a schema.
    fn schema_target(&mut self, object: &Object, at: &Path<'_>) -> Option<String> {
        for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
            let Some(node) = object.get(key) else { continue };
            let here = at.key(key);
            let target = self.string(node, &here)?;
            let found = (Kind::Schema, target.clone());
            self.references.found.entry(found).or_insert_with(|| here.pointer());
            return Some(target);
        }
        None
    }

    /// A `$ref` with company, and the `allOf` of one `$ref` that 3.0 needs for the same purpose: with annotations
    /// alone it stays a reference, with anything else it is one more part of `allOf`.
    fn settle_reference(
        &mut self,
        target: Option<String>,
        object: &Object,
        at: &Path<'_>,
        data: &mut SchemaData,
        any: &mut AnySchema,
    ) {
        if let Some(target) = target {
            let plain = *any == AnySchema::default() && !constrains(data);
            if plain || self.version == Version::V3_0 {
                if !plain {
                    self.ignored_beside_ref(object, at);
                    *any = AnySchema::default();
                    data.discriminator = None;
                }
                data.extensions.insert(ext::REF.to_owned(), target.into());
            } else {
                any.all_of.push(ReferenceOr::Reference { reference: target });
            }
            return;
        }
        let only = match any.all_of.as_slice() {
            [ReferenceOr::Reference { reference }] => reference.clone(),
            _ => return,
        };
        let all_of = std::mem::take(&mut any.all_of);
        if *any == AnySchema::default() && !constrains(data) {
            data.extensions.insert(ext::REF.to_owned(), only.into());
        } else {
            any.all_of = all_of;
        }
    }

    fn ignored_beside_ref(&mut self, object: &Object, at: &Path<'_>) {
        for key in object.keys().filter(|key| !is_annotation(key) && keywords::SCHEMA.contains(key)) {
            let message = format!("`{key}` has no effect beside `$ref` in OpenAPI 3.0");
            let place = self.place(&at.key(key)).named();
            let help = "put the `$ref` into an `allOf` to add to it";
            self.sink.push(Diagnostic::new(Code::IgnoredBesideRef, place, message).with_help(help));
        }
    }

    /// Keywords about the form of strings, arrays and objects that hold no schema.
    fn shape(&mut self, key: &str, value: &Node, at: &Path<'_>, any: &mut AnySchema) -> bool {
        match key {
            "format" => any.format = self.string(value, at),
            "pattern" => any.pattern = self.string(value, at),
            "minLength" => any.min_length = self.count(value, at),
            "maxLength" => any.max_length = self.count(value, at),
            "minItems" => any.min_items = self.count(value, at),
            "maxItems" => any.max_items = self.count(value, at),
            "minProperties" => any.min_properties = self.count(value, at),
            "maxProperties" => any.max_properties = self.count(value, at),
            "uniqueItems" => any.unique_items = self.boolean(value, at),
            "enum" => any.enumeration = self.array(value, at).iter().map(Node::to_json).collect(),
            "required" => any.required = self.required(value, at),
            _ => return false,
        }
        true
    }

    fn required(&mut self, value: &Node, at: &Path<'_>) -> Vec<String> {
        if matches!(value, Node::Bool(_)) {
            self.report_with_help(
                Code::WrongKind,
                at,
                "`required` of a schema is a list of property names, not a boolean",
                "name the property in the `required` list of the object that contains it",
            );
            return Vec::new();
        }
        self.strings(value, at)
    }

    fn bound<'n>(
        &mut self,
        key: &str,
        value: &'n Node,
        at: &Path<'_>,
        any: &mut AnySchema,
        bounds: &mut Bounds<'n>,
    ) -> bool {
        match (key, value) {
            ("minimum", _) => bounds.minimum = self.number(value, at),
            ("maximum", _) => bounds.maximum = self.number(value, at),
            ("exclusiveMinimum", Node::Number(number)) => bounds.above = Some(number),
            ("exclusiveMaximum", Node::Number(number)) => bounds.below = Some(number),
            ("exclusiveMinimum", _) => any.exclusive_minimum = self.boolean(value, at),
            ("exclusiveMaximum", _) => any.exclusive_maximum = self.boolean(value, at),
            ("multipleOf", _) => {
                any.multiple_of = self.number(value, at).map(Number::as_f64).filter(|step| *step > 0.0);
                if any.multiple_of.is_none() && matches!(value, Node::Number(_)) {
                    self.report(Code::BadValue, at, "`multipleOf` must be greater than 0");
                }
            }
            _ => return false,
        }
        true
    }

    fn annotation(&mut self, key: &str, value: &Node, at: &Path<'_>, data: &mut SchemaData) -> bool {
        match key {
            "title" => data.title = self.text(value, at),
            "description" => data.description = self.text(value, at),
            "summary" if data.description.is_none() => data.description = self.text(value, at),
            "summary" => {}
            "nullable" => data.nullable |= self.boolean(value, at).unwrap_or(false),
            "readOnly" => data.read_only = self.boolean(value, at).unwrap_or(false),
            "writeOnly" => data.write_only = self.boolean(value, at).unwrap_or(false),
            "deprecated" => data.deprecated = self.boolean(value, at).unwrap_or(false),
            "default" => data.default = Some(value.to_json()),
            "externalDocs" => data.external_docs = self.external_docs(value, at),
            "discriminator" => data.discriminator = self.discriminator(value, at),
            "example" if self.examples => data.example = Some(value.to_json()),
            "examples" if self.examples => self.keep(data, ext::EXAMPLES, value.to_json()),
            "xml" => self.keep(data, ext::XML, value.to_json()),
            "contentMediaType" => {
                if let Some(text) = self.string(value, at) {
                    self.keep(data, ext::CONTENT_MEDIA_TYPE, text.into());
                }
            }
            "example" | "examples" | "$id" | "$schema" | "$anchor" | "$dynamicAnchor"
            | "$recursiveAnchor" | "$vocabulary" | "$comment" | "$defs" | "definitions" | "id" => {}
            _ => return false,
        }
        true
    }

    fn keep(&mut self, data: &mut SchemaData, key: &str, value: Value) {
        data.extensions.insert(key.to_owned(), value);
    }

    /// Keywords that hold schemas.
    fn nested(
        &mut self,
        key: &str,
        value: &Node,
        at: &Path<'_>,
        data: &mut SchemaData,
        any: &mut AnySchema,
    ) -> bool {
        match key {
            "properties" => {
                let properties = self.map(value, at, |reader, node, at| Some(reader.boxed_schema(node, at)));
                any.properties = properties;
            }
            "items" if matches!(value, Node::Array(_)) => self.prefix_items(value, at, data),
            "prefixItems" => self.prefix_items(value, at, data),
            "items" => any.items = Some(self.boxed_schema(value, at)),
            "additionalProperties" => {
                any.additional_properties = Some(match value {
                    Node::Bool(allowed) => AdditionalProperties::Any(*allowed),
                    other => AdditionalProperties::Schema(Box::new(self.schema(other, at))),
                });
            }
            "oneOf" => any.one_of = self.list(value, at, |reader, node, at| Some(reader.schema(node, at))),
            "anyOf" => any.any_of = self.list(value, at, |reader, node, at| Some(reader.schema(node, at))),
            "allOf" => any.all_of = self.list(value, at, |reader, node, at| Some(reader.schema(node, at))),
            "not" => any.not = Some(Box::new(self.schema(value, at))),
            "const" => {
                any.enumeration = vec![value.to_json()];
                self.keep(data, ext::CONST, true.into());
            }
            _ => return self.nested_extension(key, value, at, data),
        }
        true
    }

    fn prefix_items(&mut self, value: &Node, at: &Path<'_>, data: &mut SchemaData) {
        let items = self.list(value, at, |reader, node, at| Some(reader.by_place(node, at, Kind::Schema)));
        self.keep(data, ext::PREFIX_ITEMS, Value::Array(items));
    }

    /// Keywords that hold schemas for which `openapiv3` has no field.
    fn nested_extension(&mut self, key: &str, value: &Node, at: &Path<'_>, data: &mut SchemaData) -> bool {
        let (key, value) = match key {
            // Nothing is held against these, but what they refer to must be there.
            "contentSchema" => (ext::CONTENT_SCHEMA, Some(self.by_place(value, at, Kind::Schema))),
            "if" | "then" | "else" => {
                self.by_place(value, at, Kind::Schema);
                return true;
            }
            "unevaluatedItems" => {
                self.boolean_or_place(value, at);
                return true;
            }
            "dependentSchemas" => {
                self.map_by_place(value, at, Kind::Schema);
                return true;
            }
            "propertyNames" => (ext::PROPERTY_NAMES, Some(self.by_place(value, at, Kind::Schema))),
            "contains" => (ext::CONTAINS, Some(self.by_place(value, at, Kind::Schema))),
            "unevaluatedProperties" => (ext::UNEVALUATED_PROPERTIES, Some(self.boolean_or_place(value, at))),
            "patternProperties" => (ext::PATTERN_PROPERTIES, self.map_by_place(value, at, Kind::Schema)),
            "dependentRequired" => {
                let names = self.map(value, at, |reader, node, at| Some(reader.strings(node, at)));
                (ext::DEPENDENT_REQUIRED, Some(serde_json::json!(names)))
            }
            "minContains" => (ext::MIN_CONTAINS, self.count(value, at).map(Value::from)),
            "maxContains" => (ext::MAX_CONTAINS, self.count(value, at).map(Value::from)),
            _ => return false,
        };
        if let Some(value) = value {
            self.keep(data, key, value);
        }
        true
    }

    fn boolean_or_place(&mut self, value: &Node, at: &Path<'_>) -> Value {
        match value {
            Node::Bool(value) => Value::Bool(*value),
            other => self.by_place(other, at, Kind::Schema),
        }
    }

    /// `contentEncoding: base64` is what 3.0 calls `format: byte`.
    fn content_encoding(
        &mut self,
        value: &Node,
        at: &Path<'_>,
        data: &mut SchemaData,
        any: &mut AnySchema,
        has_format: bool,
    ) {
        let Some(encoding) = self.string(value, at) else { return };
        if encoding == "base64" && !has_format {
            any.format = Some("byte".to_owned());
        }
        self.keep(data, ext::CONTENT_ENCODING, encoding.into());
    }

    fn types(&mut self, value: &Node, at: &Path<'_>, data: &mut SchemaData, any: &mut AnySchema) {
        let mut types = match value {
            Node::Array(items) => {
                let words =
                    items.iter().enumerate().map(|(index, item)| self.type_word(item, &at.index(index)));
                words.collect::<Option<Vec<_>>>().unwrap_or_default()
            }
            other => self.type_word(other, at).into_iter().collect(),
        };
        let mut seen = std::collections::HashSet::new();
        types.retain(|word| seen.insert(*word));
        if types.len() > 1 && types.contains(&"null") {
            types.retain(|word| *word != "null");
            data.nullable = true;
        }
        match types.as_slice() {
            [] => {}
            [word] => any.typ = Some((*word).to_owned()),
            words => self.keep(data, ext::TYPES, serde_json::json!(words)),
        }
    }

    /// A word of `type`. One that is wrong makes the schema one of any type.
    fn type_word(&mut self, node: &Node, at: &Path<'_>) -> Option<&'static str> {
        // An unquoted `null` in YAML is a null, not the word.
        if *node == Node::Null && self.version > Version::V3_0 {
            return Some("null");
        }
        let word = self.string(node, at)?;
        if let Some(known) = TYPES.iter().find(|known| **known == word) {
            return Some(known);
        }
        let place = self.place(at);
        let diagnostic = Diagnostic::new(Code::UnknownType, place, format!("`{word}` is not a type"));
        let diagnostic = diagnostic.with_label("not a JSON type");
        self.sink.push(match type_help(&word) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic
                .with_help(format!("the types are {}", TYPES.map(|word| format!("`{word}`")).join(", "))),
        });
        None
    }

    fn discriminator(&mut self, node: &Node, at: &Path<'_>) -> Option<Discriminator> {
        if let Node::String(name) = node {
            self.report_with_help(
                Code::WrongKind,
                at,
                "`discriminator` should be an object, but is a string",
                &format!("write `discriminator: {{ propertyName: {name} }}`"),
            );
            return Some(Discriminator { property_name: name.to_string(), ..Discriminator::default() });
        }
        let mut discriminator = Discriminator::default();
        for (key, value) in self.object(node, at)?.iter() {
            let here = at.key(key);
            match key {
                "propertyName" => discriminator.property_name = self.string(value, &here)?,
                "mapping" => {
                    discriminator.mapping = self.map(value, &here, |reader, node, at| {
                        let target = reader.string(node, at)?;
                        reader.references.mappings.entry(target.clone()).or_insert_with(|| at.pointer());
                        Some(target)
                    });
                }
                "defaultMapping" => {
                    if let Some(target) = self.string(value, &here) {
                        self.references.mappings.entry(target.clone()).or_insert_with(|| here.pointer());
                        discriminator.extensions.insert(ext::DEFAULT_MAPPING.to_owned(), target.into());
                    }
                }
                _ => self.other(key, value, at, &mut discriminator.extensions, keywords::DISCRIMINATOR),
            }
        }
        if discriminator.property_name.is_empty() {
            self.missing(at, "a discriminator", "propertyName", Severity::Error);
            return None;
        }
        Some(discriminator)
    }
}

/// A schema that everything fits.
pub(crate) fn empty() -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(AnySchema::default()) }
}

/// Keywords that say something about a value without narrowing it.
fn is_annotation(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "description"
            | "summary"
            | "nullable"
            | "readOnly"
            | "writeOnly"
            | "deprecated"
            | "default"
            | "externalDocs"
            | "example"
            | "examples"
            | "xml"
    )
}

/// Whether the data that are not in [`AnySchema`] narrow the values.
fn constrains(data: &SchemaData) -> bool {
    let annotations = [ext::XML, ext::EXAMPLES];
    data.discriminator.is_some()
        || data
            .extensions
            .keys()
            .any(|key| key.starts_with("x-kontrakt-") && !annotations.contains(&key.as_str()))
}

impl Bounds<'_> {
    /// Puts the bounds where 3.0 has them; of two lower or two upper ones the tighter.
    fn apply(&self, data: &mut SchemaData, any: &mut AnySchema) {
        let tighter = |exclusive: Option<&Number>, inclusive: Option<&Number>, lower: bool| match (
            exclusive, inclusive,
        ) {
            (Some(exclusive), Some(inclusive)) => {
                let (a, b) = (exclusive.as_f64(), inclusive.as_f64());
                if lower { a >= b } else { a <= b }
            }
            (exclusive, _) => exclusive.is_some(),
        };
        let minimum = if tighter(self.above, self.minimum, true) {
            any.exclusive_minimum = Some(true);
            self.above
        } else {
            self.minimum
        };
        let maximum = if tighter(self.below, self.maximum, false) {
            any.exclusive_maximum = Some(true);
            self.below
        } else {
            self.maximum
        };
        any.minimum = minimum.map(Number::as_f64);
        any.maximum = maximum.map(Number::as_f64);
        for (key, bound) in [(ext::MINIMUM, minimum), (ext::MAXIMUM, maximum)] {
            if let Some(bound) = bound.filter(|bound| !bound.is_exact_as_f64()) {
                let exact =
                    if let Number::Text(text) = bound { Value::from(&**text) } else { bound.to_json() };
                data.extensions.insert(key.to_owned(), exact);
            }
        }
    }
}

/// What to write in place of a word that is often mistaken for a type.
fn type_help(word: &str) -> Option<String> {
    let format = |typ: &str, format: &str| Some(format!("write `type: {typ}` and `format: {format}`"));
    match word.to_ascii_lowercase().as_str() {
        "date" | "uuid" | "uri" | "email" | "byte" | "binary" | "password" => {
            format("string", &word.to_ascii_lowercase())
        }
        "datetime" | "date-time" | "timestamp" => format("string", "date-time"),
        "file" => format("string", "binary"),
        "float" | "double" => format("number", &word.to_ascii_lowercase()),
        "decimal" => Some("did you mean `number`?".to_owned()),
        "int" => Some("did you mean `integer`?".to_owned()),
        "int32" | "int64" => format("integer", &word.to_ascii_lowercase()),
        "long" => format("integer", "int64"),
        "bool" => Some("did you mean `boolean`?".to_owned()),
        "str" | "text" | "enum" => Some("did you mean `string`?".to_owned()),
        "list" => Some("did you mean `array`?".to_owned()),
        "map" | "dict" | "json" => Some("did you mean `object`?".to_owned()),
        "any" => Some("leave `type` out to allow any type".to_owned()),
        lower => {
            let near = TYPES.iter().find(|known| strsim::osa_distance(lower, known) <= 2)?;
            Some(format!("did you mean `{near}`?"))
        }
    }
}
