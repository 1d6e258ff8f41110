//! A JSON tree held against a schema: every wrong type, missing property and broken rule, each with its place.

use serde_json::Value;

use crate::choice::Chosen;
use crate::exact::Exact;
use crate::rules::{self, Figure};
use crate::schema::{Alternatives, Fields, Items, Literal, Rest, Schema, Shape, Width};
use crate::violation::{At, Violations};

/// Notes everything in `value` that `schema` does not allow.
pub fn inspect(value: &Value, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    if value.is_null() && schema.nullable {
        return;
    }
    match schema.shape {
        Shape::Any => rules_only(value, schema, at, out),
        Shape::Boolean if value.is_boolean() => rules::listed(value, schema.rules, at, out),
        Shape::Integer(width) => integer(value, width, schema, at, out),
        Shape::Number | Shape::Float | Shape::Decimal => number(value, schema, at, out),
        Shape::String => match value {
            Value::String(text) => rules::text(text, schema.rules, at, out),
            _ => wrong_type(value, "a string", at, out),
        },
        Shape::Typed(format) => match value {
            Value::String(text) if format.check(text) => rules::text(text, schema.rules, at, out),
            Value::String(_) => out.note(at, "format", format!("must be of the format {}", format.name())),
            _ => wrong_type(value, "a string", at, out),
        },
        Shape::DateTime(zone) => match value {
            Value::String(text)
                if crate::time::is_date_time(text, zone) && crate::time::read(text, zone).is_some() =>
            {
                rules::text(text, schema.rules, at, out);
            }
            Value::String(_) => out.note(at, "format", "must be of the format date-time"),
            _ => wrong_type(value, "a string", at, out),
        },
        Shape::List(item) => list(value, item, schema, at, out),
        Shape::Tuple(items) => tuple(value, items, schema, at, out),
        Shape::Map(each) => match value {
            Value::Object(map) => {
                rules::properties(map.len(), schema.rules, at, out);
                rules::keys(&map.keys(), schema.rules, at, out);
                rules::dependents(|key| map.contains_key(key), schema.rules, at, out);
                map.iter().for_each(|(key, value)| inspect(value, each, &at.key(key), out));
            }
            _ => wrong_type(value, "an object", at, out),
        },
        Shape::Record(fields) => record(value, fields, schema, at, out),
        Shape::Enum(literals) => enumerated(value, literals, at, out),
        Shape::Tagged { tag, arms, default } => tagged(value, tag, arms, default, at, out),
        Shape::OneOf(of) => one_of(value, of, at, out),
        Shape::Same(inner) => {
            inspect(value, inner, at, out);
            rules_only(value, schema, at, out);
        }
        Shape::Boolean => wrong_type(value, "a boolean", at, out),
    }
}

/// Rules that stand beside a reference, or on a schema without a type.
fn rules_only(value: &Value, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    rules::listed(value, schema.rules, at, out);
    match value {
        Value::String(text) => rules::text(text, schema.rules, at, out),
        Value::Number(n) => rules::number(rules::figure_of(n), schema.rules, at, out),
        Value::Array(values) => rules::items(values, schema.rules, at, out),
        Value::Object(map) => {
            rules::properties(map.len(), schema.rules, at, out);
            rules::keys(&map.keys(), schema.rules, at, out);
            rules::dependents(|key| map.contains_key(key), schema.rules, at, out);
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn wrong_type(value: &Value, expected: &str, at: &At<'_>, out: &mut Violations) {
    out.note(at, "type", format!("must be {expected}, not {}", kind(value)));
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn integer(value: &Value, width: Width, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let Value::Number(n) = value else { return wrong_type(value, width.name(), at, out) };
    match rules::figure_of(n) {
        // `1.0` is a whole number, but not one that a Rust integer is read from.
        Figure::Integer(n) if width.holds(n) && !value.is_f64() => {
            rules::number(Figure::Integer(n), schema.rules, at, out);
        }
        _ => out.note(at, "type", format!("must be {}", width.name())),
    }
}

fn number(value: &Value, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let number = match (value, schema.shape) {
        (Value::Number(n), Shape::Float) => match rules::figure_of_float(n) {
            Some(number) => Some(number),
            None => return out.note(at, "type", "must be a number of 32 bits"),
        },
        (Value::Number(n), _) => Some(rules::figure_of(n)),
        (Value::String(text), Shape::Decimal) => decimal(text),
        _ => return wrong_type(value, "a number", at, out),
    };
    match number {
        Some(number) => rules::number(number, schema.rules, at, out),
        None => out.note(at, "format", "must be of the format decimal"),
    }
}

/// Digits with a point and a sign, and no exponent.
fn decimal(text: &str) -> Option<Figure> {
    let plain = !text.contains(['e', 'E']);
    Exact::of_text(text).filter(|_| plain).map(Figure::Exact)
}

fn list(value: &Value, item: &'static Schema, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let Value::Array(values) = value else { return wrong_type(value, "an array", at, out) };
    rules::items(values, schema.rules, at, out);
    values.iter().enumerate().for_each(|(index, value)| inspect(value, item, &at.index(index), out));
}

fn tuple(value: &Value, items: &'static Items, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let Value::Array(values) = value else { return wrong_type(value, "an array", at, out) };
    rules::items(values, schema.rules, at, out);
    for (index, value) in values.iter().enumerate() {
        let at = at.index(index);
        match (items.schema(index), items.rest) {
            (Some(schema), _) => inspect(value, schema, &at, out),
            (None, Rest::Refused) => out.note(&at, "items", "is beyond what the contract lists"),
            (None, _) => {}
        }
    }
    for index in values.len()..items.required {
        out.note(&at.index(index), "minItems", "must be there");
    }
}

fn record(value: &Value, fields: &'static Fields, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let Value::Object(map) = value else { return wrong_type(value, "an object", at, out) };
    rules::properties(map.len(), schema.rules, at, out);
    rules::dependents(|key| map.contains_key(key), schema.rules, at, out);
    for field in fields.fields {
        match map.get(field.name) {
            Some(value) => inspect(value, field.schema, &at.key(field.name), out),
            None if field.required => out.note(&at.key(field.name), "required", "must be there"),
            None => {}
        }
    }
    let unnamed = map.iter().filter(|(key, _)| !fields.fields.iter().any(|field| field.name == *key));
    rules::keys(&unnamed.clone().map(|(key, _)| key), schema.rules, at, out);
    match fields.rest {
        Rest::Ignored => {}
        Rest::Refused => unnamed.for_each(|(key, _)| {
            out.note(&at.key(key), "additionalProperties", "is not a property of the contract");
        }),
        Rest::Kept(schema) => unnamed.for_each(|(key, value)| inspect(value, schema, &at.key(key), out)),
    }
}

pub(crate) fn enumerated(value: &Value, literals: &[Literal], at: &At<'_>, out: &mut Violations) {
    if !literals.iter().any(|literal| literal.is(value)) {
        out.note(at, "enum", "is not one of the listed values");
    }
}

fn tagged(
    value: &Value,
    tag: &'static str,
    arms: &[(&'static str, &'static Schema)],
    default: Option<&'static Schema>,
    at: &At<'_>,
    out: &mut Violations,
) {
    let Value::Object(map) = value else { return wrong_type(value, "an object", at, out) };
    let found = map.get(tag);
    let listed = arms.iter().find(|(name, _)| found.and_then(Value::as_str) == Some(name));
    match (listed.map(|(_, schema)| *schema).or(default), found) {
        (Some(schema), _) => inspect(value, schema, at, out),
        (None, Some(_)) => out.note(&at.key(tag), "discriminator", "names none of the alternatives"),
        (None, None) => out.note(&at.key(tag), "required", "must be there"),
    }
}

fn one_of(value: &Value, of: &Alternatives, at: &At<'_>, out: &mut Violations) {
    match of.choice.of(value) {
        Chosen::Arms([]) => out.note(at, "oneOf", "fits none of the alternatives"),
        Chosen::Arms([only]) => inspect(value, of.arms[*only], at, out),
        Chosen::Arms(several) => closest(value, several.iter().map(|index| of.arms[*index]), at, out),
        Chosen::Without(_) if !value.is_object() => wrong_type(value, "an object", at, out),
        Chosen::Without(property) => out.note(&at.key(property), "required", "must be there"),
        Chosen::Unlisted(property) => {
            out.note(&at.key(property), "oneOf", "is the value of none of the alternatives");
        }
    }
}

/// A value that fits no arm is told what is wrong with it for the arm that it comes closest to.
fn closest(value: &Value, arms: impl Iterator<Item = &'static Schema>, at: &At<'_>, out: &mut Violations) {
    let outermost = out.counted.is_none();
    out.counted.get_or_insert_default();
    let mut closest: Option<(usize, &'static Schema)> = None;
    for schema in arms {
        let count = count(value, schema, out);
        if closest.is_none_or(|(least, _)| count < least) {
            closest = Some((count, schema));
        }
        if count == 0 {
            break;
        }
    }
    if let Some((1.., schema)) = closest {
        out.note(at, "oneOf", "fits none of the alternatives; the closest one says:");
        inspect(value, schema, at, out);
    }
    if outermost {
        // The addresses mean nothing once the value is gone.
        out.counted = None;
    }
}

/// How much is wrong with a value. It is found once for a value and a schema: unions in each other's alternatives would
/// else be gone through as often as there are ways to them.
fn count(value: &Value, schema: &'static Schema, out: &mut Violations) -> usize {
    let key = (std::ptr::from_ref(value).addr(), std::ptr::from_ref(schema).addr());
    if let Some(known) = out.counted.as_ref().and_then(|counted| counted.get(&key)) {
        return *known;
    }
    let mut found = Violations::default();
    found.counted = out.counted.take();
    inspect(value, schema, &At::root(""), &mut found);
    let count = found.len();
    out.counted = found.counted;
    out.counted.get_or_insert_default().insert(key, count);
    count
}
