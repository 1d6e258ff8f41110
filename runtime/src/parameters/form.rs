//! Bodies of `application/x-www-form-urlencoded`: every property is written as a query parameter is.

use std::collections::{BTreeMap, BTreeSet};

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
    let named: Vec<Spec<'_>> =
        names(schema, encoding).into_iter().map(|name| spec(name, schema, encoding)).collect();
    let mut map = Map::new();
    let mut unread = BTreeSet::new();
    let mut read = |spec: &Spec<'_>, raw: &Raw<'_>| match decode::read(spec, &[], raw) {
        Ok(value) => map.extend(value.map(|value| (spec.name.to_owned(), value))),
        Err(Wrong(rule, message)) => {
            out.note(&root.key(spec.name), rule, message);
            unread.insert(root.key(spec.name).pointer());
        }
    };
    for spec in &named {
        read(spec, &raw);
    }
    if !is_closed(schema) {
        let others = raw.query.iter().filter(|(key, _)| !named.iter().any(|spec| spec.claims(key)));
        // By name, since each of them would else be looked for among all.
        let mut by_name: BTreeMap<&str, Raw<'_>> = BTreeMap::new();
        for (key, text) in others {
            by_name.entry(key).or_default().query.push((key.clone(), text));
        }
        for (key, raw) in &by_name {
            read(&spec(key, schema, encoding), raw);
        }
    }
    let value = Value::Object(map);
    let mut found = Violations::default();
    inspect(&value, schema, &root, &mut found);
    out.extend(found.into_vec().into_iter().filter(|found| !unread.contains(&found.pointer)));
    if out.is_empty() { Ok(value) } else { Err(out.into_vec()) }
}

/// Whether properties without a name are read over.
fn is_closed(schema: &Schema) -> bool {
    fields(schema).is_some_and(|fields| matches!(fields.rest, Rest::Ignored))
}

/// The properties that the contract names.
fn names<'a>(schema: &Schema, encoding: &'a [Parameter]) -> Vec<&'a str> {
    let mut names: Vec<&str> =
        fields(schema).map_or(Vec::new(), |fields| fields.fields.iter().map(|field| field.name).collect());
    if !is_closed(schema) {
        let encoded = encoding.iter().map(|parameter| parameter.name);
        let more: Vec<&str> = encoded.filter(|name| !names.contains(name)).collect();
        names.extend(more);
    }
    names
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
