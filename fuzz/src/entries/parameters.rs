//! Parameters in every style, and forms.

use std::borrow::Cow;
use std::collections::BTreeSet;

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use kontrakt::operation::{Location, Parameter, Style};
use kontrakt::parameters::{Raw, decode, decode_form, encode, encode_form};
use kontrakt::schema::{BOOLEAN, DATE, DATE_TIME, DECIMAL, INT32, INT64, NUMBER, STRING, Shape, UUID};
use kontrakt::{Schema, Violation};
use serde_json::Value;

use super::head;
use crate::Outcome;
use crate::generated::tables::kinds;
use crate::golden::tables::{rules, schemas};

/// What parameters are made of, by the word for it in the first line of an input.
static SCHEMAS: &[(&str, &Schema)] = &[
    ("string", &STRING),
    ("int32", &INT32),
    ("int64", &INT64),
    ("number", &NUMBER),
    ("boolean", &BOOLEAN),
    ("date", &DATE),
    ("moment", &DATE_TIME),
    ("uuid", &UUID),
    ("decimal", &DECIMAL),
    ("strings", &kinds::WORDS),
    ("integers", &kinds::STORE_THING_PLAIN),
    ("dates", &kinds::STORE_THING_CRUMB),
    ("map", &kinds::STORE_THING_X_MAP),
    ("lists", &kinds::NUMBERS),
    ("pair", &kinds::PAIR),
    ("deep", &kinds::DEEP),
    ("shape", &kinds::SHAPE),
    ("either", &kinds::EITHER),
    ("query", &kinds::QUERY),
    ("any", &kinds::ANYTHING),
    ("form", &kinds::FORM),
    ("tree", &kinds::TREE),
    ("mixed", &schemas::MIXED_VALUES),
    ("point", &schemas::POINT),
    ("typed", &schemas::TYPED_VALUES),
    ("bytype", &schemas::BY_TYPE),
    ("keys", &schemas::NAMED_KEYS),
    ("window", &rules::WINDOW),
    ("small", &rules::SMALL),
];

static STYLES: &[(&str, Style)] = &[
    ("form", Style::Form),
    ("simple", Style::Simple),
    ("label", Style::Label),
    ("matrix", Style::Matrix),
    ("spaces", Style::SpaceDelimited),
    ("pipes", Style::PipeDelimited),
    ("deepObject", Style::DeepObject),
];

/// A piece of a path, its parameter in the first line.
pub fn path(input: &[u8]) -> Outcome {
    sent(Location::Path, input)
}

/// A query string, its parameter in the first line.
pub fn query(input: &[u8]) -> Outcome {
    sent(Location::Query, input)
}

/// The value of a header, its parameter in the first line.
pub fn header(input: &[u8]) -> Outcome {
    sent(Location::Header, input)
}

/// The `Cookie` header, its parameter in the first line.
pub fn cookie(input: &[u8]) -> Outcome {
    sent(Location::Cookie, input)
}

/// The parameter that the words of a first line describe: a schema, a style, and what else there is to say of it.
fn parameter(words: &str, location: Location) -> Parameter {
    let mut parameter = Parameter::new("p", location, &STRING);
    for word in words.split_whitespace() {
        if let Some((_, schema)) = SCHEMAS.iter().find(|(name, _)| *name == word) {
            parameter.schema = schema;
        }
        if let Some((_, style)) = STYLES.iter().find(|(name, _)| *name == word.trim_start_matches('-')) {
            parameter.style = *style;
            parameter.explode = matches!(style, Style::Form);
        }
        match word {
            "explode" => parameter.explode = true,
            "together" => parameter.explode = false,
            "reserved" => parameter.allow_reserved = true,
            "required" => parameter.required = true,
            "json" => parameter.content = Some("application/json"),
            "text" => parameter.content = Some("text/plain"),
            _ => {}
        }
    }
    parameter
}

fn sent(location: Location, input: &[u8]) -> Outcome {
    let (words, text) = head(input);
    let parameter = parameter(&words, location);
    let Some(received) = received(&parameter, text) else { return Outcome::of(()) };
    let about =
        (format!("{:?}", parameter.style), parameter.explode, parameter.content, place(parameter.schema));
    match received {
        Err(found) => {
            assert!(!found.is_empty(), "a refusal says why");
            Outcome::of((about, rules_of(&found)))
        }
        Ok(None) => Outcome::of((about, "absent")),
        Ok(Some(value)) => Outcome::of((about, sent_again(&parameter, &value))),
    }
}

/// Which of the schemas it is.
fn place(schema: &'static Schema) -> Option<usize> {
    SCHEMAS.iter().position(|(_, other)| std::ptr::eq(*other, schema))
}

fn rules_of(found: &[Violation]) -> BTreeSet<&'static str> {
    found.iter().map(|found| found.rule).collect()
}

/// Writes what was read. Whether it could be written; where it could, it is read as the same.
fn sent_again(parameter: &Parameter, value: &Value) -> &'static str {
    match encode(parameter, value) {
        Ok(Some(text)) => {
            let again = received(parameter, text.as_bytes()).and_then(Result::ok).flatten();
            let same = again.as_ref() == Some(value);
            // One text is a list of one, too, where both are alternatives.
            let alike = || again.is_some_and(|again| encode(parameter, &again) == Ok(Some(text.clone())));
            let is_union = matches!(parameter.schema.shape, Shape::OneOf(_));
            assert!(same || (is_union && alike()), "{value} is written as {text:?}, which is not read as it");
            "written"
        }
        Ok(None) => {
            assert!(is_nothing(value), "{value} is left out");
            "left out"
        }
        Err(found) => {
            // Not every text that can be read has a value that its style can write.
            let styled = found.iter().all(|found| matches!(found.rule, "style" | "header" | "path"));
            assert!(styled, "{value} was read, and is refused: {found:?}");
            "refused"
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.values().all(is_nothing),
        Value::String(_) | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads a text where the parameter travels; `None` for a text that HTTP does not carry there.
fn received(parameter: &Parameter, text: &[u8]) -> Option<Result<Option<Value>, Vec<Violation>>> {
    let mut headers = HeaderMap::new();
    let (mut path, mut query) = (Vec::new(), None);
    match parameter.location {
        Location::Path => {
            let text = std::str::from_utf8(text).ok()?;
            path.push((parameter.name, Cow::Borrowed(text)));
        }
        Location::Query => query = Some(std::str::from_utf8(text).ok()?),
        Location::Header => {
            for line in text.split(|byte| *byte == b'\n') {
                headers.append(HeaderName::from_static("p"), HeaderValue::from_bytes(line).ok()?);
            }
        }
        Location::Cookie => drop(headers.insert(COOKIE, HeaderValue::from_bytes(text).ok()?)),
    }
    let others = [Parameter::new("other", parameter.location, &STRING)];
    Some(decode(parameter, &others, &Raw::of(path, query, &headers)))
}

/// A form, what it holds in the first line. What is read is written so that it is read again.
pub fn form(input: &[u8]) -> Outcome {
    let (words, body) = head(input);
    let schema = parameter(&words, Location::Query).schema;
    let mut pair = parameter("pair", Location::Query);
    pair.name = "pair";
    pair.style = if words.contains("-deepObject") { Style::DeepObject } else { Style::Form };
    let pair = [pair];
    // Elsewhere `pair` has another schema.
    let has_pair = words.contains('-') && std::ptr::eq(schema, &kinds::FORM);
    let encoding: &[Parameter] = if has_pair { &pair } else { &[] };
    let Ok(text) = std::str::from_utf8(body) else { return Outcome::of(()) };
    let about = (place(schema), encoding.len());
    match decode_form(schema, encoding, text) {
        Err(found) => {
            assert!(!found.is_empty(), "a refusal says why");
            Outcome::of((about, rules_of(&found)))
        }
        Ok(value) => match encode_form(schema, encoding, &value) {
            Ok(written) => {
                let again = decode_form(schema, encoding, &written).map(without_nothing);
                assert_eq!(again, Ok(without_nothing(value)), "written as {written:?}");
                Outcome::of((about, "written"))
            }
            Err(found) => {
                let styled = found.iter().all(|found| found.rule == "style");
                assert!(styled, "{value} was read, and is refused: {found:?}");
                Outcome::of((about, "refused"))
            }
        },
    }
}

/// A form says nothing of a property that is an empty list.
fn without_nothing(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !is_nothing(value));
    }
    value
}
