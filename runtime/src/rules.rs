//! Holding plain values against the rules of the contract; the one place where a rule's meaning is written down.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::exact::Exact;
use crate::schema::{Limit, Rule, Schema, whole};
use crate::violation::{At, Violations};

/// Checks a string's length, pattern and format.
pub(crate) fn text(value: &str, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    for rule in rules {
        match *rule {
            Rule::MinLength(min) if fewer_than(value, min) => {
                out.note(at, "minLength", format!("must have at least {}", counted(min, "character")));
            }
            Rule::MaxLength(max) if !fewer_than(value, max.saturating_add(1)) => {
                out.note(at, "maxLength", format!("must have at most {}", counted(max, "character")));
            }
            Rule::Pattern(pattern) if !pattern.is_match(value) => {
                out.note(at, "pattern", format!("must match {}", pattern.source()));
            }
            Rule::Format(format) if !format.check(value) => {
                out.note(at, "format", format!("must be of the format {}", format.name()));
            }
            _ => {}
        }
    }
}

/// Checks the size of binary content, whose length is counted in bytes.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn size(bytes: usize, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    let bytes = bytes as u64;
    for rule in rules {
        match *rule {
            Rule::MinLength(min) if bytes < min => {
                out.note(at, "minLength", format!("must have at least {}", counted(min, "byte")));
            }
            Rule::MaxLength(max) if bytes > max => {
                out.note(at, "maxLength", format!("must have at most {}", counted(max, "byte")));
            }
            _ => {}
        }
    }
}

/// Whether `value` has fewer than `limit` code points; looks at no more of it than needed.
fn fewer_than(value: &str, limit: u64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    // A code point takes one to four bytes, so most strings are decided by their length in bytes.
    value.len() < limit || (value.len() / 4 < limit && value.chars().take(limit).count() < limit)
}

/// A number that is held against rules.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Figure {
    Integer(i128),
    Float(f64),
    /// One that came as text.
    Exact(Exact),
}

impl From<Limit> for Figure {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Integer(n) => Self::Integer(n),
            Limit::Float(n) => Self::Float(n),
        }
    }
}

impl Figure {
    /// `None` for infinity and NaN, which are noted as no numbers where they can come from.
    fn exact(self) -> Option<Exact> {
        match self {
            Self::Integer(n) => Some(Exact::of_integer(n)),
            Self::Float(n) => Exact::of_float(n),
            Self::Exact(n) => Some(n),
        }
    }

    fn compare(self, limit: Limit) -> Option<Ordering> {
        match (self, limit) {
            (Self::Integer(a), Limit::Integer(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Limit::Float(b)) => a.partial_cmp(&b),
            (Self::Float(a), Limit::Integer(b)) if let Some(b) = float(b) => a.partial_cmp(&b),
            (a, b) => Some(a.exact()?.cmp(&Self::from(b).exact()?)),
        }
    }

    fn is_multiple_of(self, step: Limit) -> bool {
        match (self, step) {
            (_, Limit::Integer(0)) => true,
            (Self::Integer(a), Limit::Integer(b)) => a % b == 0,
            (a, b) => match (a.exact(), Self::from(b).exact()) {
                (Some(a), Some(b)) => a.is_multiple_of(b),
                _ => true,
            },
        }
    }
}

/// `n` as a float, where that is exact.
fn float(n: i128) -> Option<f64> {
    i32::try_from(n).ok().map(f64::from)
}

/// Checks a number's bounds and divisor.
pub(crate) fn number(value: Figure, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for rule in rules {
        let (broken, keyword, words, limit) = match *rule {
            Rule::Minimum(l) => (value.compare(l) == Some(Less), "minimum", "must be at least", l),
            Rule::ExclusiveMinimum(l) => {
                (matches!(value.compare(l), Some(Less | Equal)), "exclusiveMinimum", "must be more than", l)
            }
            Rule::Maximum(l) => (value.compare(l) == Some(Greater), "maximum", "must be at most", l),
            Rule::ExclusiveMaximum(l) => (
                matches!(value.compare(l), Some(Greater | Equal)),
                "exclusiveMaximum",
                "must be less than",
                l,
            ),
            Rule::MultipleOf(l) => (!value.is_multiple_of(l), "multipleOf", "must be a multiple of", l),
            _ => continue,
        };
        if broken {
            out.note(at, keyword, format!("{words} {}", Shown(limit)));
        }
    }
}

struct Shown(Limit);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Limit::Integer(n) => n.fmt(f),
            Limit::Float(n) => n.fmt(f),
        }
    }
}

/// A JSON number as what rules compare with.
pub(crate) fn figure_of(number: &serde_json::Number) -> Figure {
    if let Some(n) = number.as_i64() {
        return Figure::Integer(n.into());
    }
    if let Some(n) = number.as_u64() {
        return Figure::Integer(n.into());
    }
    let n = number.as_f64().unwrap_or(f64::NAN);
    whole(n).map_or(Figure::Float(n), Figure::Integer)
}

/// The same for a number that is held in 32 bits, by its shortest form there; `None` where it is too large for that.
pub(crate) fn figure_of_float(number: &serde_json::Number) -> Option<Figure> {
    #[expect(clippy::cast_possible_truncation, reason = "what is too large becomes infinite")]
    let single = number.as_f64()? as f32;
    single.is_finite().then(|| single_figure(single))
}

/// A number of 32 bits by its shortest form: `0.1` and not what 64 bits make of it.
pub(crate) fn single_figure(n: f32) -> Figure {
    Exact::of_text(&format!("{n:e}")).map_or(Figure::Float(n.into()), Figure::Exact)
}

/// Checks how many items an array has, that none stands twice where that is asked for, and what it must contain.
pub(crate) fn items<T: Serialize>(values: &[T], rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    item_count(values.len(), rules, at, out);
    for rule in rules {
        match *rule {
            Rule::UniqueItems => unique(values, at, out),
            Rule::Contains(schema, least, most) => contains(values, schema, (least, most), at, out),
            _ => {}
        }
    }
}

fn contains<T: Serialize>(
    values: &[T],
    schema: &'static Schema,
    (least, most): (u64, u64),
    at: &At<'_>,
    out: &mut Violations,
) {
    let fits = |value: &T| {
        let mut found = Violations::default();
        let value = serde_json::to_value(value);
        value.is_ok_and(|value| {
            crate::inspect::inspect(&value, schema, at, &mut found);
            found.is_empty()
        })
    };
    let fitting = values.iter().filter(|value| fits(value)).count() as u64;
    let items = |count| format!("{} of what `contains` describes", counted(count, "item"));
    if fitting < least {
        let rule = if least == 1 { "contains" } else { "minContains" };
        out.note(at, rule, format!("must have at least {}", items(least)));
    }
    if fitting > most {
        out.note(at, "maxContains", format!("must have at most {}", items(most)));
    }
}

/// Checks how many items there are.
pub(crate) fn item_count(count: usize, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    let count = count as u64;
    for rule in rules {
        match *rule {
            Rule::MinItems(min) if count < min => {
                out.note(at, "minItems", format!("must have at least {}", counted(min, "item")));
            }
            Rule::MaxItems(max) if count > max => {
                out.note(at, "maxItems", format!("must have at most {}", counted(max, "item")));
            }
            _ => {}
        }
    }
}

fn unique<T: Serialize>(values: &[T], at: &At<'_>, out: &mut Violations) {
    let mut seen = HashSet::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let Ok(json) = serde_json::to_value(value) else { continue };
        if !seen.insert(canonical(&json)) {
            out.note(&at.index(index), "uniqueItems", "must not stand twice in the list");
        }
    }
}

/// Checks how many properties an object has.
pub(crate) fn properties(count: usize, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    let count = count as u64;
    for rule in rules {
        match *rule {
            Rule::MinProperties(min) if count < min => {
                let message = format!("must have at least {}", counted_as(min, "property", "properties"));
                out.note(at, "minProperties", message);
            }
            Rule::MaxProperties(max) if count > max => {
                let message = format!("must have at most {}", counted_as(max, "property", "properties"));
                out.note(at, "maxProperties", message);
            }
            _ => {}
        }
    }
}

/// Checks that an object has what some of its properties ask for.
pub(crate) fn dependents(has: impl Fn(&str) -> bool, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    for rule in rules {
        let Rule::Dependent(dependents) = *rule else { continue };
        for (property, others) in dependents.iter().filter(|(property, _)| has(property)) {
            for other in others.iter().filter(|other| !has(other)) {
                let message = format!("must be there where `{property}` is");
                out.note(&at.key(other), "dependentRequired", message);
            }
        }
    }
}

/// Checks every key of an object.
pub(crate) fn keys<'k>(
    keys: &(impl Iterator<Item = &'k String> + Clone),
    rules: &[Rule],
    at: &At<'_>,
    out: &mut Violations,
) {
    for rule in rules {
        let Rule::Keys(schema) = *rule else { continue };
        for key in keys.clone() {
            let mut found = Violations::default();
            crate::inspect::inspect(&Value::from(key.as_str()), schema, at, &mut found);
            for violation in found.into_vec() {
                out.note(&at.key(key), "propertyNames", format!("as a key {}", violation.message));
            }
        }
    }
}

/// Holds a value against those that an `enum` or `const` lists.
pub(crate) fn listed<T: Serialize>(value: &T, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    for rule in rules {
        let Rule::Listed(values) = *rule else { continue };
        let Ok(value) = serde_json::to_value(value) else { continue };
        let value = canonical(&value);
        let is = |text: &&str| serde_json::from_str(text).is_ok_and(|listed| canonical(&listed) == value);
        if !values.iter().any(is) {
            out.note(at, "enum", "is not one of the listed values");
        }
    }
}

/// A text that values have in common which are the same to JSON Schema: `1` is `1.0`, and the keys of an object have no
/// order.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => match figure_of(number).exact() {
            Some(exact) => drop(write!(text, "{exact}")),
            None => text.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(map) => {
            // A map is only sorted by itself as long as no crate asks serde_json for the order of insertion.
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (key, value) in entries {
                let _ = write!(text, "{key:?}:");
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::String(string) => drop(write!(text, "{string:?}")),
        Value::Null | Value::Bool(_) => text.push_str(&value.to_string()),
    }
}

fn counted(count: u64, noun: &str) -> String {
    counted_as(count, noun, &format!("{noun}s"))
}

fn counted_as(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
