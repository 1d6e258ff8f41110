//! Values that the contract allows as Rust has them, and refusals of those that it does not.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refusal::Refusal;
use crate::strict::strictly;
use crate::violation::{At, Violation};

/// A value that was held against its schema, as its Rust type.
pub(super) fn typed<T: DeserializeOwned>(
    value: &Value,
    place: impl FnOnce() -> String,
) -> Result<T, Refusal> {
    strictly(|| T::deserialize(value))
        .map_err(|_| refused(&place(), "type", "has not the form of the contract"))
}

/// The refusal of a request for one fault.
pub(super) fn refused(place: &str, rule: &'static str, message: &str) -> Refusal {
    let pointer = At::root(place).pointer();
    Refusal::violations(vec![Violation { pointer, rule, message: message.to_owned() }])
}
