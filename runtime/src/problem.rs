//! Error bodies: written and read by the pointers of an [`ErrorBody`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::error::Fault;
use crate::media;
use crate::operation::{Code, ErrorBody};
use crate::violation::Violation;

/// An error on its way to the caller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What kind of error it is, in a few words; the status's own words where it is empty.
    pub title: Cow<'static, str>,
    /// What happened in this case.
    pub detail: Option<Cow<'static, str>>,
    /// Codes with their texts.
    pub codes: Vec<(Code, Cow<'static, str>)>,
    /// What is wrong with the request.
    pub violations: Vec<Violation>,
}

/// What an error body says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// `title` of a problem document.
    pub title: Option<String>,
    /// `detail` of a problem document.
    pub detail: Option<String>,
    /// Codes with their texts, in the order in which they stand.
    pub faults: Vec<Fault>,
    /// What is wrong with the request.
    pub violations: Vec<Violation>,
}

const PROBLEM_JSON: &str = "application/problem+json";

/// The body of `problem` in the form of `body`: at its pointers the codes, their texts and the violations, and in a
/// problem document (RFC 9457) its members as well.
#[must_use]
pub fn write(body: &ErrorBody, problem: &Problem) -> Vec<u8> {
    let title = match problem.title.as_ref() {
        "" => reason(problem.status),
        title => title,
    };
    let mut root = Value::Object(Map::new());
    if media::essence(body.media_type) == PROBLEM_JSON {
        root = json!({ "type": "about:blank", "title": title, "status": problem.status });
        if let Some(detail) = &problem.detail {
            root["detail"] = json!(detail);
        }
    } else if problem.codes.is_empty() {
        // Without it the caller would be told nothing at all.
        put(&mut root, body.text, 0, json!(problem.detail.as_deref().unwrap_or(title)));
    }
    for (index, (code, text)) in problem.codes.iter().enumerate() {
        let code = match code {
            Code::Integer(n) => json!(n),
            Code::Text(text) => json!(text),
        };
        put(&mut root, body.code, index, code);
        put(&mut root, body.text, index, json!(text));
    }
    if !problem.violations.is_empty() {
        put(&mut root, body.violations, 0, problem.violations.iter().map(written).collect());
    }
    serde_json::to_vec(&root).unwrap_or_default()
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Error")
}

fn written(violation: &Violation) -> Value {
    json!({ "pointer": violation.pointer, "rule": violation.rule, "message": violation.message })
}

/// Sets what `pointer` leads to, making what is missing on the way; `index` stands for its first `*`. Of several
/// values for one place the first one stays.
fn put(root: &mut Value, pointer: &str, index: usize, value: Value) {
    let mut node = root;
    let mut index = Some(index);
    for token in tokens(pointer) {
        let position = if token == "*" { Some(index.take().unwrap_or(0)) } else { None };
        node = match position {
            Some(position) => {
                if !node.is_array() {
                    *node = json!([]);
                }
                let Value::Array(items) = node else { return };
                if items.len() <= position {
                    items.resize(position + 1, Value::Null);
                }
                &mut items[position]
            }
            None => {
                if !node.is_object() {
                    *node = json!({});
                }
                let Value::Object(map) = node else { return };
                map.entry(token).or_insert(Value::Null)
            }
        };
    }
    if node.is_null() {
        *node = value;
    }
}

/// What an error body says; takes what it finds and ignores the rest.
#[must_use]
pub fn read(body: &ErrorBody, bytes: &[u8]) -> Faults {
    let Ok(root) = serde_json::from_slice::<Value>(bytes) else { return Faults::default() };
    let member = |name| root.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut texts = BTreeMap::new();
    find(&root, &tokens(body.text), &mut Vec::new(), &mut |place, value| {
        texts.insert(place.to_vec(), text(value));
    });
    let mut faults = Vec::new();
    find(&root, &tokens(body.code), &mut Vec::new(), &mut |place, value| {
        if let Some(code) = text(value) {
            let text = texts.get(place).cloned().flatten().unwrap_or_default();
            faults.push(Fault { code, text });
        }
    });
    let mut violations = Vec::new();
    find(&root, &tokens(body.violations), &mut Vec::new(), &mut |_, value| {
        violations.extend(value.as_array().into_iter().flatten().filter_map(violation));
    });
    Faults { title: member("title"), detail: member("detail"), faults, violations }
}

/// A code or a text, whether it came as a string or as a number.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn violation(value: &Value) -> Option<Violation> {
    let member = |name: &str| value.get(name).and_then(text).unwrap_or_default();
    let (pointer, rule, message) = (member("pointer"), member("rule"), member("message"));
    if rule.is_empty() && message.is_empty() {
        return None;
    }
    Some(match RULES.iter().find(|known| **known == rule) {
        Some(rule) => Violation { pointer, rule, message },
        None => Violation { pointer, rule: "other", message: format!("{message} ({rule})") },
    })
}

/// The rules that a violation may name: a [`Violation`] has them without owning them.
const RULES: &[&str] = &[
    "additionalProperties",
    "body",
    "contains",
    "dependentRequired",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "header",
    "items",
    "json",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "mediaType",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipart",
    "multipleOf",
    "oneOf",
    "path",
    "pattern",
    "prefixItems",
    "propertyNames",
    "required",
    "status",
    "style",
    "text",
    "type",
    "uniqueItems",
    "url",
    "x-assumed",
    "x-code-list",
];

/// Shows `each` every value that `pointer` leads to, with the index that each `*` stood for.
fn find(node: &Value, pointer: &[String], place: &mut Vec<usize>, each: &mut dyn FnMut(&[usize], &Value)) {
    match (pointer.split_first(), node) {
        (None, node) => each(place, node),
        (Some((token, rest)), Value::Array(items)) if token == "*" => {
            for (index, item) in items.iter().enumerate() {
                place.push(index);
                find(item, rest, place, each);
                place.pop();
            }
        }
        (Some((token, rest)), Value::Object(map)) => {
            if let Some(value) = map.get(token) {
                find(value, rest, place, each);
            }
        }
        (Some(_), _) => {}
    }
}

/// The tokens of a JSON pointer (RFC 6901).
fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DFDG: ErrorBody = ErrorBody {
        media_type: "application/problem+json",
        code: "/fejlkoder/*/fejlkode",
        text: "/fejlkoder/*/fejltekst",
        violations: "/violations",
    };

    fn problem() -> Problem {
        Problem {
            status: 400,
            codes: vec![(Code::Integer(4405), "død".into()), (Code::Text("X1"), "andet".into())],
            violations: vec![Violation {
                pointer: "/navn".into(),
                rule: "maxLength",
                message: "for lang".into(),
            }],
            ..Problem::default()
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let nested = ErrorBody {
            media_type: "application/json",
            code: "/error/errors/*/c~1d",
            text: "/error/errors/*/t",
            violations: "/error/v",
        };
        for form in [DFDG, nested, ErrorBody::PROBLEM] {
            let read = read(&form, &write(&form, &problem()));
            let codes: Vec<_> = read.faults.iter().map(|f| (f.code.as_str(), f.text.as_str())).collect();
            assert_eq!(codes, [("4405", "død"), ("X1", "andet")]);
            assert_eq!(read.violations, problem().violations);
        }
    }

    #[test]
    fn a_problem_document_has_the_members_of_rfc_9457() {
        let json: Value = serde_json::from_slice(&write(&DFDG, &problem())).unwrap();
        let fejlkoder =
            json!([{"fejlkode": 4405, "fejltekst": "død"}, {"fejlkode": "X1", "fejltekst": "andet"}]);
        assert_eq!(json["type"], "about:blank");
        assert_eq!(json["title"], "Bad Request");
        assert_eq!(json["status"], 400);
        assert_eq!(json["fejlkoder"], fejlkoder);
    }

    #[test]
    fn a_body_that_is_no_problem_still_says_what_is_wrong() {
        let form =
            ErrorBody { media_type: "application/json", code: "/code", text: "/message", violations: "" };
        let json: Value =
            serde_json::from_slice(&write(&form, &Problem { status: 404, ..Problem::default() })).unwrap();
        assert_eq!(json, json!({ "message": "Not Found" }));
        let json: Value = serde_json::from_slice(&write(&form, &problem())).unwrap();
        assert_eq!(json, json!({ "code": 4405, "message": "død" }));
    }

    #[test]
    fn the_reader_takes_what_it_finds() {
        let faults = |body: &str| read(&DFDG, body.as_bytes()).faults;
        assert_eq!(faults(r#"{"fejlkoder":[{"fejlkode":"4405"}]}"#)[0].code, "4405");
        assert_eq!(faults(r#"{"fejlkoder":[{"fejltekst":"x"},{"fejlkode":1,"fejltekst":2}]}"#)[0].text, "2");
        assert_eq!(faults(r#"{"fejlkoder":{"fejlkode":1}}"#), []);
        assert_eq!(faults("<html>"), []);
        let read = read(&DFDG, br#"{"violations":[{"pointer":"/a","rule":"new","message":"m"},7]}"#);
        assert_eq!(read.violations[0].message, "m (new)");
        assert_eq!(read.violations.len(), 1);
    }
}
