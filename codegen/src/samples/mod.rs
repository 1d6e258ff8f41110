//! Values for every operation, made from its schemas: valid ones at the edges of what the contract allows, and nearly
//! valid ones that break one rule at one place.
//!
//! The same contract gives the same values. They are made from the ir and not from the tables of the runtime, so that
//! tests with them hold the tables to what the contract says.

mod answer;
mod broken;
mod format;
mod number;
mod request;
mod sample;
mod text;
mod value;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

pub use sample::{Answer, Broken, Samples, Which};

use crate::ir::{Api, Choice, JsonType, Kind, Literal, Operation, Rule, Shape, TypeId, TypeRef};
use crate::pattern::Compiled;

/// How many nearly valid samples an operation has at most, in each direction.
const MOST_BROKEN: usize = 150;

impl Samples {
    /// Makes the samples of an operation.
    pub fn of(api: &Api, patterns: &BTreeMap<String, Compiled>, operation: &Operation) -> Samples {
        let mut samples = Samples::default();
        request::fill(api, patterns, operation, &mut samples);
        answer::fill(api, patterns, operation, &mut samples);
        for (broken, what) in [(&mut samples.refused, "requests"), (&mut samples.unreadable, "answers")] {
            if broken.len() > MOST_BROKEN {
                let over = broken.len() - MOST_BROKEN;
                samples.left_out.push(format!("{over} more nearly valid {what}"));
                broken.truncate(MOST_BROKEN);
            }
        }
        samples
    }
}

/// How a value travels, as far as that decides what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Wire {
    /// As JSON.
    Json,
    /// As a text of a form, where nothing tells an empty one from none.
    Form,
    /// As the piece of a path.
    Path,
    /// As a text of the query or a cookie.
    Url,
    /// As a header.
    Ascii,
    /// As one of several texts between delimiters.
    Item,
}

/// How far below a sample everything optional is there; further down only what has to be.
const FULL: u8 = 2;

/// Makes values.
struct Maker<'a> {
    api: &'a Api,
    patterns: &'a BTreeMap<String, Compiled>,
    wire: Wire,
    /// What was made of named types, by how much below them is to be there. Empty while it is being made.
    made: RefCell<HashMap<(TypeId, u8), Vec<Value>>>,
}

/// A type past its names, with all that is asked of its values.
struct Plain<'t> {
    kind: &'t Kind,
    /// The named type, if it has a shape of its own.
    id: Option<TypeId>,
    rules: Vec<Rule>,
    nullable: bool,
}

impl<'a> Maker<'a> {
    fn new(api: &'a Api, patterns: &'a BTreeMap<String, Compiled>, wire: Wire) -> Maker<'a> {
        Maker { api, patterns, wire, made: RefCell::default() }
    }

    /// Whether a type of the user's own stands for a type, of which nobody knows what it takes.
    fn is_own(&self, ty: &TypeRef) -> bool {
        matches!(ty.kind, Kind::Named(id) if self.api.type_of(id).rust_type.is_some())
    }

    fn plain<'t>(&'t self, ty: &'t TypeRef) -> Plain<'t> {
        let mut plain = Plain { kind: &ty.kind, id: None, rules: ty.rules.clone(), nullable: ty.nullable };
        // Names that go round in a circle have no values.
        for _ in 0..64 {
            let Kind::Named(id) = plain.kind else { break };
            match &self.api.type_of(*id).shape {
                Shape::Newtype(inner) | Shape::Alias(inner) => {
                    plain.rules.extend(inner.rules.iter().cloned());
                    plain.nullable |= inner.nullable;
                    plain.kind = &inner.kind;
                }
                _ => {
                    plain.id = Some(*id);
                    break;
                }
            }
        }
        plain
    }
}

/// Of a union, the alternative that a value can only be, and the properties that tell.
fn chosen<'c>(choice: &'c Choice, value: &Value, told_by: &mut Vec<&'c str>) -> Option<usize> {
    match choice {
        Choice::Arms(arms) => match arms.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        Choice::Type(types) => {
            let own = json_type(value)?;
            let (_, choice) = types.iter().find(|(ty, _)| *ty == own)?;
            chosen(choice, value, told_by)
        }
        Choice::Constant { property, values, otherwise } => {
            told_by.push(property);
            let found = value.get(property);
            let meant = found.and_then(|found| values.iter().find(|(known, _)| literal(known) == *found));
            chosen(meant.map_or(&**otherwise, |(_, choice)| choice), value, told_by)
        }
        Choice::Key { property, present, absent } => {
            told_by.push(property);
            chosen(if value.get(property).is_some() { present } else { absent }, value, told_by)
        }
    }
}

fn json_type(value: &Value) -> Option<JsonType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(n) if n.is_f64() => JsonType::Fraction,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    })
}

/// A value of the contract as JSON.
fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(b) => Value::Bool(*b),
        Literal::Integer(n) => match (i64::try_from(*n), u64::try_from(*n)) {
            (Ok(n), _) => n.into(),
            (_, Ok(n)) => n.into(),
            #[expect(clippy::cast_precision_loss, reason = "JSON has no wider numbers")]
            _ => (*n as f64).into(),
        },
        Literal::Number(n) => (*n).into(),
        Literal::String(text) => Value::String(text.clone()),
        Literal::List(items) => items.iter().map(self::literal).collect(),
    }
}

/// A place one step below another, as a JSON pointer.
fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}
