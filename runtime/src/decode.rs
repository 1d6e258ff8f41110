//! Bodies from bytes: fast when they are right, with every fault at once when they are not.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::check::{Check, shape};
use crate::format::Format;
use crate::inspect::inspect;
use crate::schema::{Schema, Shape};
use crate::strict::{is_strict, strictly};
use crate::tree;
use crate::violation::{At, Violation, Violations};

/// Reads and validates a JSON body.
///
/// ```
/// use kontrakt::schema::{INT32, Schema, Shape};
///
/// static NUMBERS: Schema = Schema::new(Shape::List(&INT32));
/// assert_eq!(kontrakt::decode::<Vec<i32>>(b"[1, 2]", &NUMBERS), Ok(vec![1, 2]));
///
/// let faults = kontrakt::decode::<Vec<i32>>(br#"["1", 2, null]"#, &NUMBERS).unwrap_err();
/// assert_eq!(faults[0].pointer, "/0");
/// assert_eq!(faults[1].pointer, "/2");
/// ```
///
/// # Errors
/// Everything in the body that the contract does not allow, with JSON pointers and without the values.
pub fn decode<T: DeserializeOwned + Check>(
    bytes: &[u8],
    schema: &'static Schema,
) -> Result<T, Vec<Violation>> {
    let read = if has_times(schema) {
        decode_tree(bytes, schema, Place::default())
    } else {
        // What a tree makes of it may be read: `1.0` is a whole number. Text that is no UTF-8 is no JSON, also where it
        // would be read over.
        match std::str::from_utf8(bytes) {
            Ok(text) => strictly(|| serde_json::from_str(text))
                .or_else(|error| decode_tree(bytes, schema, Place::of(&error))),
            Err(_) => Err(vec![not_json("is not JSON: it is not UTF-8")]),
        }
    };
    read.and_then(|value| crate::validate(&value, schema).map(|()| value))
}

/// Reads and validates a value that is a JSON tree already.
///
/// # Errors
/// As [`decode`].
pub fn decode_value<T: DeserializeOwned + Check>(
    value: Value,
    schema: &'static Schema,
    at: &At<'_>,
) -> Result<T, Vec<Violation>> {
    let value = tree::settled(value);
    let mut out = Violations::default();
    inspect(&value, schema, at, &mut out);
    if !out.is_empty() {
        return Err(out.into_vec());
    }
    let value = strictly(|| T::deserialize(value)).map_err(|_| vec![unreadable(at)])?;
    // A type of the user's own has rules that no schema says.
    value.check(schema, at, &mut out);
    if out.is_empty() { Ok(value) } else { Err(out.into_vec()) }
}

/// Reads an answer as a tolerant reader does: unknown properties, unlisted values and `null` for what may be absent
/// are taken as they come. Where answers are validated (`validate_responses` of a transport's builder), it is read as
/// a request is.
///
/// # Errors
/// What keeps the answer from being read at all.
pub fn decode_leniently<T: DeserializeOwned>(
    bytes: &[u8],
    schema: &'static Schema,
) -> Result<T, Vec<Violation>> {
    if is_strict() {
        return decode_tree(bytes, schema, Place::default());
    }
    serde_json::from_slice(bytes).or_else(|error| {
        let mut out = Violations::default();
        if let Ok(tree) = tree::read(bytes, &mut out)
            && out.is_empty()
            && let Ok(value) = T::deserialize(tree)
        {
            return Ok(value);
        }
        // Everything that is wrong is told, also what would have been read over.
        decode_tree(bytes, schema, Place::of(&error))
    })
}

/// Where a deserialiser stopped. Its message is not used: it may repeat the value.
#[derive(Clone, Copy, Default)]
struct Place(Option<(usize, usize)>);

impl Place {
    fn of(error: &serde_json::Error) -> Self {
        Self(Some((error.line(), error.column())))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some((line, column)) => write!(f, " at line {line} column {column}"),
            None => Ok(()),
        }
    }
}

/// Reads by way of a tree, which finds everything that is wrong. `place` is where a reader without one stopped.
fn decode_tree<T: DeserializeOwned>(
    bytes: &[u8],
    schema: &'static Schema,
    place: Place,
) -> Result<T, Vec<Violation>> {
    let root = At::root("");
    let mut out = Violations::default();
    let value = match tree::read(bytes, &mut out) {
        Ok(tree) => {
            inspect(&tree, schema, &root, &mut out);
            if out.is_empty() { strictly(|| T::deserialize(tree)).ok() } else { None }
        }
        Err(error) => {
            let message = match error.classify() {
                serde_json::error::Category::Eof if bytes.is_empty() => "the body is empty".to_owned(),
                serde_json::error::Category::Eof => format!("the JSON ends too early,{}", Place::of(&error)),
                _ => format!("is not JSON: fault{}", Place::of(&error)),
            };
            out.note(&root, "json", message);
            None
        }
    };
    if value.is_none() && out.is_empty() {
        out.note(&root, "type", format!("has not the form of the contract{place}"));
    }
    value.ok_or_else(|| out.into_vec())
}

/// Whether a value is a date, a date-time, or a list or map of such: their types take more than RFC 3339 has, and
/// nothing around them holds them to it as an object does with its properties.
pub(crate) fn has_times(mut schema: &Schema) -> bool {
    // A list of lists of itself has no end.
    const DEEPEST: usize = 8;
    for _ in 0..DEEPEST {
        match shape(schema) {
            Shape::Typed(Format::Date) | Shape::DateTime(_) => return true,
            Shape::List(inner) | Shape::Map(inner) => schema = inner,
            _ => return false,
        }
    }
    false
}

fn not_json(message: &str) -> Violation {
    Violation { pointer: String::new(), rule: "json", message: message.to_owned() }
}

fn unreadable(at: &At<'_>) -> Violation {
    let message = "has not the form of the contract".to_owned();
    Violation { pointer: at.pointer(), rule: "type", message }
}
