//! Holding plain values against the rules of the contract; the one place where a rule's meaning is written down.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use crate::schema::{Limit, Rule, whole};
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

/// Whether `value` has fewer than `limit` code points; looks at no more of it than needed.
fn fewer_than(value: &str, limit: u64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    // A code point takes one to four bytes, so most strings are decided by their length in bytes.
    value.len() < limit || (value.len() / 4 < limit && value.chars().take(limit).count() < limit)
}

/// Checks a number's bounds and divisor.
pub(crate) fn number(value: Limit, rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for rule in rules {
        let (broken, keyword, words, limit) = match *rule {
            Rule::Minimum(l) => (compare(value, l) == Less, "minimum", "must be at least", l),
            Rule::ExclusiveMinimum(l) => {
                (matches!(compare(value, l), Less | Equal), "exclusiveMinimum", "must be more than", l)
            }
            Rule::Maximum(l) => (compare(value, l) == Greater, "maximum", "must be at most", l),
            Rule::ExclusiveMaximum(l) => {
                (matches!(compare(value, l), Greater | Equal), "exclusiveMaximum", "must be less than", l)
            }
            Rule::MultipleOf(l) => (!is_multiple(value, l), "multipleOf", "must be a multiple of", l),
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

fn compare(a: Limit, b: Limit) -> std::cmp::Ordering {
    match (a, b) {
        (Limit::Integer(a), Limit::Integer(b)) => a.cmp(&b),
        _ => float(a).total_cmp(&float(b)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "only taken where the other side is a float already")]
fn float(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(n) => n as f64,
        Limit::Float(n) => n,
    }
}

/// Decimal fractions have no exact binary form, so the quotient may miss a whole number by a rounding error.
fn is_multiple(value: Limit, of: Limit) -> bool {
    match (value, of) {
        (_, Limit::Integer(0)) => true,
        (Limit::Integer(a), Limit::Integer(b)) => a % b == 0,
        _ => {
            let quotient = float(value) / float(of);
            let nearest = quotient.round();
            (quotient - nearest).abs() <= f64::EPSILON * nearest.abs().max(1.0) * 4.0
        }
    }
}

/// A JSON number as what rules compare with.
pub(crate) fn limit_of(number: &serde_json::Number) -> Limit {
    if let Some(n) = number.as_i64() {
        return Limit::Integer(n.into());
    }
    if let Some(n) = number.as_u64() {
        return Limit::Integer(n.into());
    }
    let n = number.as_f64().unwrap_or(f64::NAN);
    whole(n).map_or(Limit::Float(n), Limit::Integer)
}

/// Checks how many items an array has, and that none stands twice where that is asked for.
pub(crate) fn items<T: Serialize>(values: &[T], rules: &[Rule], at: &At<'_>, out: &mut Violations) {
    let count = values.len() as u64;
    for rule in rules {
        match *rule {
            Rule::MinItems(min) if count < min => {
                out.note(at, "minItems", format!("must have at least {}", counted(min, "item")));
            }
            Rule::MaxItems(max) if count > max => {
                out.note(at, "maxItems", format!("must have at most {}", counted(max, "item")));
            }
            Rule::UniqueItems => unique(values, at, out),
            _ => {}
        }
    }
}

fn unique<T: Serialize>(values: &[T], at: &At<'_>, out: &mut Violations) {
    let mut seen = HashSet::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        // Two values are the same when their JSON is; `Value` sorts the keys of an object.
        let Ok(json) = serde_json::to_value(value) else { continue };
        if !seen.insert(json.to_string()) {
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

/// Checks every key of an object.
pub(crate) fn keys<'k>(
    keys: impl Iterator<Item = &'k String> + Clone,
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
        let is = |text: &&str| serde_json::from_str::<Value>(text).is_ok_and(|listed| listed == value);
        if !values.iter().any(is) {
            out.note(at, "enum", "is not one of the listed values");
        }
    }
}

fn counted(count: u64, noun: &str) -> String {
    counted_as(count, noun, &format!("{noun}s"))
}

fn counted_as(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
