//! What a schema says against itself: values that its own keywords rule out, and rules that nothing can keep.

use openapiv3::{AdditionalProperties, AnySchema};

use super::path::Path;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Node, Object};

/// Pairs of which the first cannot be greater than the second.
const PAIRS: [(&str, &str); 4] = [
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
];

impl Reader<'_> {
    /// Reports what a schema says against itself.
    pub(super) fn contradictions(&mut self, object: &Object, at: &Path<'_>, any: &AnySchema) {
        self.bounds_without_values(object, at);
        self.properties_without_room(object, at, any);
        self.values_of_no_type(object, at);
        if [object.get("readOnly"), object.get("writeOnly")] == [Some(&Node::Bool(true)); 2] {
            let message = "what is `readOnly` and `writeOnly` can travel nowhere";
            self.report_with_help(Code::Impossible, &at.key("writeOnly"), message, "it is read as neither");
        }
    }

    fn bounds_without_values(&mut self, object: &Object, at: &Path<'_>) {
        for (low, high) in PAIRS {
            let (Some(Node::Number(least)), Some(Node::Number(most))) = (object.get(low), object.get(high))
            else {
                continue;
            };
            if least.as_f64() > most.as_f64() {
                let message = format!("`{low}` is {}, which is more than `{high}`", least.to_text());
                let related = self.place(&at.key(high));
                let diagnostic = Diagnostic::new(Code::Impossible, self.place(&at.key(low)), message);
                let label = format!("`{high}` is {}", most.to_text());
                self.sink.push(diagnostic.with_related(related, label));
            }
        }
    }

    /// A closed object that requires what it has no room for. Parts of an `allOf` are no concern of this: they are read
    /// as one.
    fn properties_without_room(&mut self, object: &Object, at: &Path<'_>, any: &AnySchema) {
        let closed = matches!(any.additional_properties, Some(AdditionalProperties::Any(false)));
        let elsewhere = ["allOf", "oneOf", "anyOf", "$ref", "patternProperties"];
        if !closed || elsewhere.iter().any(|key| object.get(key).is_some()) {
            return;
        }
        for (index, name) in any.required.iter().enumerate() {
            if !any.properties.contains_key(name) {
                let place = self.place(&at.key("required").index(index));
                let message = format!(
                    "`{name}` is required, but is no property of this object, which allows no others"
                );
                let related = self.place(&at.key("additionalProperties"));
                let diagnostic = Diagnostic::new(Code::Impossible, place, message)
                    .with_related(related, "no other properties are allowed");
                self.sink.push(diagnostic.with_help(format!("describe `{name}` under `properties`")));
            }
        }
    }

    /// Values of `enum` and `default` that are not of the type, and a `default` that is not in the `enum`.
    fn values_of_no_type(&mut self, object: &Object, at: &Path<'_>) {
        let types = types(object);
        let listed = match object.get("enum") {
            Some(Node::Array(items)) => items.as_slice(),
            _ => &[],
        };
        // One is enough: where a type was forgotten or mistaken, all the others are alike.
        let mut unfit = listed.iter().enumerate().filter(|(_, value)| !is_of(value, &types));
        if let Some((index, value)) = unfit.next() {
            let what = match unfit.count() {
                0 => "this value of the `enum`".to_owned(),
                others => format!("this value of the `enum`, the first of {} such,", others + 1),
            };
            self.value_of_type(value, &types, &at.key("enum").index(index), &what);
        }
        let Some(default) = object.get("default") else { return };
        let here = at.key("default");
        if self.value_of_type(default, &types, &here, "the `default`")
            && !listed.is_empty()
            && !listed.contains(default)
            && !matches!(default, Node::Null | Node::Array(_))
        {
            let diagnostic =
                Diagnostic::new(Code::UnfitValue, self.place(&here), "the `default` is not in the `enum`");
            let related = self.place(&at.key("enum"));
            self.sink.push(diagnostic.with_related(related, "these are the values"));
        }
    }

    fn value_of_type(&mut self, value: &Node, types: &[&str], at: &Path<'_>, what: &str) -> bool {
        if is_of(value, types) {
            return true;
        }
        let words = types.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
        let message = format!("{what} is {}, but the type is {words}", value.kind());
        match types.contains(&"string") && matches!(value, Node::Bool(_) | Node::Number(_)) {
            true => self.report_with_help(Code::UnfitValue, at, message, "put it in quotes"),
            false => self.report(Code::UnfitValue, at, message),
        }
        false
    }
}

/// The words of `type`; none where there is none, or one that is no type.
fn types(object: &Object) -> Vec<&str> {
    let words: Vec<&str> = match object.get("type") {
        Some(Node::Array(items)) => items.iter().filter_map(Node::as_str).collect(),
        Some(word) => word.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    let known = ["string", "number", "integer", "boolean", "array", "object", "null"];
    if words.iter().all(|word| known.contains(word)) { words } else { Vec::new() }
}

/// Whether a value is of one of these types. Whether null is allowed is said in many places and ways.
fn is_of(value: &Node, types: &[&str]) -> bool {
    types.is_empty() || *value == Node::Null || types.iter().any(|word| is(value, word))
}

fn is(value: &Node, word: &str) -> bool {
    match value {
        Node::String(_) => word == "string",
        Node::Bool(_) => word == "boolean",
        Node::Number(number) => word == "number" || word == "integer" && number.as_f64().fract() == 0.0,
        Node::Array(_) => word == "array",
        Node::Object(_) => word == "object",
        Node::Null => word == "null",
    }
}
