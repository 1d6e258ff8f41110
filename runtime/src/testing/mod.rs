//! What generated tests of round trips call: samples of an operation go from its client over a socket to its router and
//! its handler, and their answers come back; nearly valid ones are refused where they break a rule.
//!
//! A generated module `round_trips.rs` has a test an operation, with its samples beside it. Where the variable
//! [`REPORT`] names a file, each test appends a line of JSON to it that counts what it did.

mod given;
mod raw;
mod report;
mod samples;
mod sent;
mod server;
mod slot;
mod told;
mod trip;

pub use given::Given;
pub use report::REPORT;
pub use samples::{Answer, BodyKind, Broken, Samples};
pub use sent::{Sent, Unsaid};
pub use slot::Slot;
pub use told::Told;
pub use trip::{Trip, offered};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::media::FilePart;
use crate::operation::Operation;
use crate::rules::canonical;

/// The name of every file that is sent; its media type is the one that the contract has for its part.
const FILE_NAME: &str = "sample.txt";

/// A value of a type; not one that says anything else than `value` once it is written again.
fn typed<T: DeserializeOwned + Serialize>(value: &Value) -> Result<T, Unsaid> {
    let typed: T = serde_json::from_value(value.clone()).map_err(|error| Unsaid(error.to_string()))?;
    let written = serde_json::to_value(&typed).map_err(|error| Unsaid(error.to_string()))?;
    if same(value, &written) {
        return Ok(typed);
    }
    Err(Unsaid(format!("{value} is held as {written}")))
}

/// Whether two values are the same to JSON Schema: `1` is `1.0`, and the keys of an object have no order.
fn same(one: &Value, other: &Value) -> bool {
    canonical(one) == canonical(other)
}

/// Counts an operation that is not tested, for a reason.
pub fn left_out(operation: &'static Operation, reason: &str) {
    report::Report::default().write(operation.name, &[reason]);
}

/// The content of a sample that is no JSON.
fn content(value: &Value) -> Result<Bytes, Unsaid> {
    match value {
        Value::String(text) => Ok(Bytes::copy_from_slice(text.as_bytes())),
        other => Err(Unsaid(format!("{other} is no text"))),
    }
}

/// Bytes as samples have them.
fn shown(bytes: &[u8]) -> Value {
    String::from_utf8(bytes.to_vec()).map_or_else(|_| Value::from(bytes), Value::String)
}

fn file(value: &Value) -> Result<FilePart, Unsaid> {
    Ok(FilePart::new(content(value)?).name(FILE_NAME))
}
