//! Typed values held against their schema.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::Serialize;
use uuid::Uuid;

use crate::rules::{self, Figure};
use crate::schema::{Rest, Schema, Shape};
use crate::violation::{At, Invalid, Violation, Violations};

/// A value that can be held against the rules of its schema.
pub trait Check {
    /// Notes every rule of `schema` that the value breaks, at its place.
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations);
}

/// Every rule of `schema` that `value` breaks, with pointers that start at the value itself.
///
/// # Errors
/// The list of violations, which is never empty.
pub fn validate<T: Check + ?Sized>(value: &T, schema: &Schema) -> Result<(), Vec<Violation>> {
    let mut out = Violations::default();
    value.check(schema, &At::root(""), &mut out);
    if out.is_empty() { Ok(()) } else { Err(out.into_vec()) }
}

/// As [`validate`]; what generated `validate` methods call.
///
/// # Errors
/// The list of violations, which is never empty.
pub fn conform<T: Check + ?Sized>(value: &T, schema: &Schema) -> Result<(), Invalid> {
    validate(value, schema).map_err(Invalid::from)
}

/// The schema that rules are written in, past references.
pub(crate) fn rules_of<'s>(schema: &'s Schema, mut each: impl FnMut(&'s [crate::schema::Rule])) {
    let mut schema = schema;
    loop {
        each(schema.rules);
        match schema.shape {
            Shape::Same(inner) => schema = inner,
            _ => return,
        }
    }
}

impl Check for str {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        rules_of(schema, |rules| rules::text(self, rules, at, out));
    }
}

impl Check for String {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        self.as_str().check(schema, at, out);
    }
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Check for $ty {
            fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
                rules_of(schema, |rules| rules::number(Figure::Integer((*self).into()), rules, at, out));
            }
        }
    )*};
}
integers!(i32 i64 u32 u64);

impl Check for f64 {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        if !self.is_finite() {
            out.note(at, "type", "must be a finite number");
        }
        rules_of(schema, |rules| rules::number(Figure::Float(*self), rules, at, out));
    }
}

impl Check for f32 {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        if !self.is_finite() {
            out.note(at, "type", "must be a finite number");
        }
        rules_of(schema, |rules| {
            if !rules.is_empty() {
                rules::number(rules::single_figure(*self), rules, at, out);
            }
        });
    }
}

macro_rules! without_rules {
    ($($ty:ty),*) => {$(
        impl Check for $ty {
            fn check(&self, _: &Schema, _: &At<'_>, _: &mut Violations) {}
        }
    )*};
}
without_rules!(Time, Timestamp, ());

/// What has one way to be written, which is held against the rules of strings.
macro_rules! written {
    ($($ty:ty),*) => {$(
        impl Check for $ty {
            fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
                rules_of(schema, |rules| {
                    if !rules.is_empty() {
                        rules::text(&self.to_string(), rules, at, out);
                    }
                });
            }
        }
    )*};
}
written!(Date, Uuid);

impl Check for bool {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        rules_of(schema, |rules| rules::listed(self, rules, at, out));
    }
}

impl Check for serde_json::Value {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        crate::inspect::inspect(self, schema, at, out);
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        (**self).check(schema, at, out);
    }
}

impl<T: Check + ?Sized> Check for &T {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        (**self).check(schema, at, out);
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        if let Some(value) = self {
            value.check(schema, at, out);
        }
    }
}

impl<T: Check + Serialize> Check for Vec<T> {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        self.as_slice().check(schema, at, out);
    }
}

impl<T: Check + Serialize> Check for [T] {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        rules_of(schema, |rules| rules::items(self, rules, at, out));
        let Shape::List(item) = shape(schema) else { return };
        for (index, value) in self.iter().enumerate() {
            value.check(item, &at.index(index), out);
        }
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        rules_of(schema, |rules| {
            rules::properties(self.len(), rules, at, out);
            rules::keys(&self.keys(), rules, at, out);
            rules::dependents(|key| self.contains_key(key), rules, at, out);
        });
        let value_schema = match shape(schema) {
            Shape::Map(value) => value,
            Shape::Record(fields) => match fields.rest {
                Rest::Kept(value) => value,
                _ => return,
            },
            _ => return,
        };
        for (key, value) in self {
            value.check(value_schema, &at.key(key), out);
        }
    }
}

/// The shape past references.
pub(crate) fn shape(schema: &Schema) -> Shape {
    match schema.shape {
        Shape::Same(inner) => shape(inner),
        shape => shape,
    }
}
