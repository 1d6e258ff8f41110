//! Bodies of `application/x-www-form-urlencoded`: every property is written as a query parameter is.

use serde_json::{Map, Value};

use super::decode::Wrong;
use super::raw::Raw;
use super::spec::{Kind, Spec, fields, kind, property};
use super::{decode, encode};
use crate::inspect::inspect;
use crate::media::JSON;
use crate::operation::Parameter;
use crate::schema::{Rest, Schema};
use crate::violation::{At, Violation, Violations};

/// Writes the properties of `value` as a form. `encoding` holds the properties that are not written in the default
/// way: arrays with one pair an item, objects as JSON.
///
/// # Errors
/// What is against the schema, or has no form in its style.
pub fn encode_form(
    schema: &'static Schema,
    encoding: &[Parameter],
    value: &Value,
) -> Result<String, Vec<Violation>> {
    let (root, mut out) = (At::root(""), Violations::default());
    inspect(value, schema, &root, &mut out);
    let mut pairs = Vec::new();
    if let (true, Value::Object(map)) = (out.is_empty(), value) {
        for (key, value) in map {
            let spec = spec(key, schema, encoding);
            pairs.extend(encode::encode(&spec, value, &root.key(key), &mut out));
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    if out.is_empty() { Ok(pairs.join("&")) } else { Err(out.into_vec()) }
}

/// As [`encode_form`] without an encoding, whatever the schema says; nothing where a property cannot be written.
#[cfg(feature = "testing")]
pub(crate) fn encode_form_unchecked(schema: &'static Schema, value: &Value) -> Option<String> {
    let (root, mut out) = (At::root(""), Violations::default());
    let mut pairs = Vec::new();
    for (key, value) in value.as_object()? {
        pairs.push(encode::write(&spec(key, schema, &[]), value, &root.key(key), &mut out)?);
    }
    pairs.retain(|pair| !pair.is_empty());
    out.is_empty().then(|| pairs.join("&"))
}

/// Reads a form by its schema.
///
/// # Errors
/// Everything that the schema does not allow, with pointers into the body.
pub fn decode_form(
    schema: &'static Schema,
    encoding: &[Parameter],
    body: &str,
) -> Result<Value, Vec<Violation>> {
    let (root, mut out) = (At::root(""), Violations::default());
    let raw = Raw::of_form(body);
    let named = fields(schema);
    let mut keys: Vec<&str> =
        named.map_or(Vec::new(), |fields| fields.fields.iter().map(|f| f.name).collect());
    if named.is_none_or(|fields| !matches!(fields.rest, Rest::Ignored)) {
        for (key, _) in &raw.query {
            let claimed = keys.iter().any(|name| spec(name, schema, encoding).claims(key));
            if !claimed {
                keys.push(key);
            }
        }
    }
    let mut map = Map::new();
    let mut unread = Vec::new();
    for key in keys {
        match decode::read(&spec(key, schema, encoding), &[], &raw) {
            Ok(value) => map.extend(value.map(|value| (key.to_owned(), value))),
            Err(Wrong(rule, message)) => {
                out.note(&root.key(key), rule, message);
                unread.push(root.key(key).pointer());
            }
        }
    }
    let value = Value::Object(map);
    let mut found = Violations::default();
    inspect(&value, schema, &root, &mut found);
    out.extend(found.into_vec().into_iter().filter(|found| !unread.contains(&found.pointer)));
    if out.is_empty() { Ok(value) } else { Err(out.into_vec()) }
}

fn spec<'a>(key: &'a str, schema: &'static Schema, encoding: &'a [Parameter]) -> Spec<'a> {
    if let Some(parameter) = encoding.iter().find(|parameter| parameter.name == key) {
        return Spec::of(parameter);
    }
    let schema = property(schema, key);
    let mut spec = Spec::property(key, schema);
    if matches!(kind(schema), Kind::Object) {
        spec.content = Some(JSON);
    }
    spec
}
