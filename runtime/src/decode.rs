//! Bodies from bytes: fast when they are right, with every fault at once when they are not.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::check::Check;
use crate::inspect::inspect;
use crate::schema::Schema;
use crate::strict::strictly;
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
    match strictly(|| serde_json::from_slice::<T>(bytes)) {
        Ok(value) => crate::validate(&value, schema).map(|()| value),
        Err(error) => Err(explain(bytes, schema, &error)),
    }
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
    let mut out = Violations::default();
    inspect(&value, schema, at, &mut out);
    if !out.is_empty() {
        return Err(out.into_vec());
    }
    strictly(|| T::deserialize(value)).map_err(|_| vec![unreadable(at)])
}

/// Reads an answer as a tolerant reader does: unknown properties, unlisted values and `null` for what may be absent
/// are taken as they come.
///
/// # Errors
/// What keeps the answer from being read at all.
pub fn decode_leniently<T: DeserializeOwned>(
    bytes: &[u8],
    schema: &'static Schema,
) -> Result<T, Vec<Violation>> {
    serde_json::from_slice(bytes).map_err(|error| explain(bytes, schema, &error))
}

/// The message of the deserialiser is not used: it may repeat the value.
fn explain(bytes: &[u8], schema: &'static Schema, error: &serde_json::Error) -> Vec<Violation> {
    let root = At::root("");
    let mut out = Violations::default();
    match tree::read(bytes, &mut out) {
        Ok(tree) => inspect(&tree, schema, &root, &mut out),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let message = match error.classify() {
                serde_json::error::Category::Eof if bytes.is_empty() => "the body is empty".to_owned(),
                serde_json::error::Category::Eof => {
                    format!("the JSON ends too early, at line {line} column {column}")
                }
                _ => format!("is not JSON: fault at line {line} column {column}"),
            };
            out.note(&root, "json", message);
        }
    }
    if out.is_empty() {
        let (line, column) = (error.line(), error.column());
        out.note(&root, "type", format!("has not the form of the contract at line {line} column {column}"));
    }
    out.into_vec()
}

fn unreadable(at: &At<'_>) -> Violation {
    let message = "has not the form of the contract".to_owned();
    Violation { pointer: at.pointer(), rule: "type", message }
}
