//! JSON bodies.

use std::collections::BTreeSet;
use std::fmt::Debug;

use kontrakt::{At, Check, Schema, decode, decode_leniently, decode_value, inspect, validate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::head;
use crate::Outcome;
use crate::{generated, golden};

/// The name of a schema in the first line, and JSON below it. Typed reader and tree agree on what is refused, and what is
/// read is written so that it is read again.
pub fn json(input: &[u8]) -> Outcome {
    let (name, body) = head(input);
    KINDS.iter().find(|kind| kind.name == name).map_or(Outcome::of(()), |kind| (kind.read)(body))
}

/// A type of generated code.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    read: fn(&[u8]) -> Outcome,
}

macro_rules! kinds {
    ($($from:ident $module:ident: [$($name:ident $table:ident,)*])*) => {
        &[$($(Kind {
            name: stringify!($name),
            read: |body| {
                read::<$from::$module::types::$name>(stringify!($name), body, &$from::tables::$module::$table)
            },
        },)*)*]
    };
}

pub(crate) static KINDS: &[Kind] = kinds! {
    generated kinds: [
        Anything ANYTHING, Circle CIRCLE, Deep DEEP, Either EITHER, Form FORM, Numbers NUMBERS, Pair PAIR,
        Problem PROBLEM, Query QUERY, SealedForm SEALED_FORM, Shape SHAPE, Square SQUARE, Tree TREE, Words WORDS,
    ]
    golden schemas: [
        Altitude ALTITUDE, Base BASE, BesidePattern BESIDE_PATTERN, Both BOTH, ByConstant BY_CONSTANT,
        ByFormat BY_FORMAT, ByKey BY_KEY, ByOpenPattern BY_OPEN_PATTERN, ByOptionalKey BY_OPTIONAL_KEY,
        ByPattern BY_PATTERN, ByPatterns BY_PATTERNS, ByType BY_TYPE, ByVersion BY_VERSION, Constants CONSTANTS,
        Counts COUNTS, Defaults DEFAULTS, DifferingPatterns DIFFERING_PATTERNS, Fractions FRACTIONS,
        ListedKeys LISTED_KEYS, Loose LOOSE, MixedValues MIXED_VALUES, NamedKeys NAMED_KEYS, Narrowed NARROWED,
        Nested NESTED, OnlyPrefix ONLY_PREFIX, Point POINT, Refined REFINED, Sealed SEALED, Sentence SENTENCE,
        TaggedDefault TAGGED_DEFAULT, TaggedInline TAGGED_INLINE, TaggedPlace TAGGED_PLACE,
        TrueOnly TRUE_ONLY, TypedValues TYPED_VALUES, Unchecked UNCHECKED,
    ]
    golden rules: [
        Birthday BIRTHDAY, Holiday HOLIDAY, Moments MOMENTS, Small SMALL, State STATE, Window WINDOW,
    ]
};

fn read<T>(name: &str, body: &[u8], schema: &'static Schema) -> Outcome
where
    T: DeserializeOwned + Serialize + Check + PartialEq + Debug,
{
    let strict = decode::<T>(body, schema);
    let tree = serde_json::from_slice::<Value>(body);
    let by_tree = tree.ok().map(|tree| decode_value::<T>(tree, schema, &At::root("")));
    let lenient = decode_leniently::<T>(body, schema);
    let broken: BTreeSet<&str> = match (&strict, &by_tree) {
        (Ok(value), Some(Ok(other))) => {
            assert_eq!(plain(value), plain(other), "both readers read the same");
            assert_eq!(lenient.as_ref(), Ok(value), "a tolerant reader reads what a strict one does");
            BTreeSet::new()
        }
        (Ok(value), other) => {
            // A number that none can hold, or half a character, is only read over.
            assert!(other.is_none(), "read as {value:?}, and refused as a tree: {other:?}");
            BTreeSet::new()
        }
        (Err(found), by_tree) => {
            assert!(!found.is_empty(), "a refusal says why");
            let twice = found.iter().any(|found| found.rule == "json");
            assert!(twice || !matches!(by_tree, Some(Ok(_))), "refused with {found:?}, and read as a tree");
            found.iter().map(|found| found.rule).collect()
        }
    };
    if let Ok(value) = &strict {
        assert_eq!(validate(value, schema), Ok(()), "what is read is valid");
        let written = serde_json::to_vec(value).unwrap_or_default();
        let again = decode::<T>(&written, schema).map(|again| serde_json::to_vec(&again).unwrap_or_default());
        // What a union was told by may be read over, and so is not written.
        assert_eq!(again, Ok(written), "what is written is read again");
        let mut out = kontrakt::Violations::default();
        let tree = serde_json::to_value(value).unwrap_or_default();
        inspect(&tree, schema, &At::root(""), &mut out);
        assert_eq!(out.into_vec(), [], "what is written is valid");
    }
    if let Ok(value) = &lenient {
        let written = serde_json::to_vec(value).unwrap_or_default();
        // What fits no alternative may be another one when it is read again.
        let again = decode_leniently::<T>(&written, schema);
        assert!(again.is_ok(), "what is written is not read again by a tolerant reader: {again:?}");
    }
    Outcome::of((name, broken, lenient.is_ok()))
}

/// The tree of a value, with its whole numbers as such: `1.0` is `1`.
fn plain<T: Serialize>(value: &T) -> Value {
    fn settle(value: Value) -> Value {
        match value {
            Value::Number(n) => {
                let whole = n.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 1e15);
                whole.map_or(Value::Number(n), Value::from)
            }
            Value::Array(items) => items.into_iter().map(settle).collect(),
            Value::Object(map) => map.into_iter().map(|(key, value)| (key, settle(value))).collect(),
            other => other,
        }
    }
    settle(serde_json::to_value(value).unwrap_or_default())
}
