//! Texts as the JSON values that a schema makes of them.

use serde_json::{Number, Value};

use crate::check::shape;
use crate::inspect::inspect;
use crate::schema::{Literal, Schema, Shape};
use crate::time;
use crate::tree;
use crate::violation::{At, Violations};

/// The text of a value that is neither an array nor an object nor `null`.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(b) => Some(b.to_string()),
        Value::Number(n) => Some(n.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The value that `text` is, as far as the schema tells; what fits it in no way stays a string, for the schema to
/// refuse.
pub(crate) fn typed(text: &str, schema: &'static Schema) -> Value {
    let read = match shape(schema) {
        Shape::Boolean => boolean(text),
        Shape::Integer(_) => number(text).map(tree::settled).filter(|value| value.is_i64() || value.is_u64()),
        Shape::Number | Shape::Float => number(text),
        Shape::Enum(literals) => enumerated(text, literals),
        Shape::OneOf(of) => Some(first_fit(of.arms, |arm| typed(text, arm))),
        // Its type reads no zone, so the value gets its offset here.
        Shape::DateTime(zone @ Some(_)) => time::read(text, zone).map(|moment| moment.to_string().into()),
        _ => None,
    };
    match read {
        Some(value) => value,
        None if text.is_empty() && schema.nullable && !holds_text(schema) => Value::Null,
        None => text.into(),
    }
}

fn holds_text(schema: &Schema) -> bool {
    matches!(shape(schema), Shape::String | Shape::Any)
}

fn boolean(text: &str) -> Option<Value> {
    text.parse::<bool>().ok().map(Value::Bool)
}

/// By JSON's grammar, which has no `+1`, `.5`, `0x1` and `NaN`; a fraction to the last digit, which serde_json's own
/// reader is not.
fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        || !text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let number = serde_json::from_str::<Number>(text).ok()?;
    let exact = if number.is_f64() { Number::from_f64(text.parse().ok()?)? } else { number };
    Some(Value::Number(exact))
}

fn enumerated(text: &str, literals: &[Literal]) -> Option<Value> {
    let listed = literals.iter().find_map(|literal| match *literal {
        Literal::String(s) => (s == text).then(|| s.into()),
        Literal::Boolean(_) => boolean(text).filter(|value| literal.is(value)),
        Literal::Integer(_) | Literal::Number(_) => number(text).filter(|value| literal.is(value)),
        Literal::Null => text.is_empty().then_some(Value::Null),
    });
    let numeric = || literals.iter().all(|l| matches!(l, Literal::Integer(_) | Literal::Number(_)));
    listed.or_else(|| if numeric() { number(text) } else { None })
}

/// What the first alternative makes of a text that it then allows. Alternatives that take any text come last.
pub(super) fn first_fit(arms: &[&'static Schema], mut read: impl FnMut(&'static Schema) -> Value) -> Value {
    let (open, closed): (Vec<_>, Vec<_>) = arms.iter().partition(|arm| holds_text(arm));
    let mut first = None;
    for arm in closed.into_iter().chain(open) {
        let value = read(arm);
        let mut out = Violations::default();
        inspect(&value, arm, &At::root(""), &mut out);
        if out.is_empty() {
            return value;
        }
        first.get_or_insert(value);
    }
    first.unwrap_or_default()
}
