//! Scalars of the contract: bytes in base64, enumerations, masked values.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::check::{Check, rules_of};
use crate::rules;
use crate::schema::{Literal, Schema};
use crate::violation::{At, Violations};

/// Bytes that travel as base64 (`format: byte`).
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Base64(pub Vec<u8>);

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_ref()).map(Self).map_err(|_| D::Error::custom("not base64"))
    }
}

impl Check for Base64 {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        rules_of(schema, |rules| {
            if !rules.is_empty() {
                rules::text(&STANDARD.encode(&self.0), rules, at, out);
            }
        });
    }
}

/// Stands for a sensitive value in `Debug` output.
#[derive(Clone, Copy)]
pub struct Masked;

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// An enumeration of strings that keeps values which the contract does not list.
///
/// Implemented by generated code.
pub trait TextEnum: Sized {
    /// The value on the wire.
    fn as_str(&self) -> &str;
    /// The value for a text; every text has one.
    fn from_text(text: &str) -> Self;
    /// Whether the contract lists the value.
    fn is_known(&self) -> bool;
}

/// Reads an enumeration of strings; what generated `Deserialize` implementations call.
///
/// # Errors
/// When the value is no string.
pub fn deserialize_text<'de, T: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Text<T>(PhantomData<T>);
    impl<T: TextEnum> Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }
        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(T::from_text(text))
        }
    }
    deserializer.deserialize_str(Text(PhantomData))
}

/// An enumeration of whole numbers that keeps values which the contract does not list.
///
/// Implemented by generated code.
pub trait IntegerEnum: Sized {
    /// The value on the wire.
    fn as_i64(&self) -> i64;
    /// The value for a number; every number has one.
    fn from_i64(number: i64) -> Self;
    /// Whether the contract lists the value.
    fn is_known(&self) -> bool;
}

/// An enumeration of scalars that are not all strings or all whole numbers; it keeps values which the contract does
/// not list.
///
/// Implemented by generated code.
pub trait ScalarEnum: Clone + PartialEq + 'static {
    /// What the contract lists, and the value that stands for it.
    const VALUES: &'static [(Literal, Self)];

    /// Keeps a value that the contract does not list.
    fn unlisted(value: Value) -> Self;
    /// A value that the contract does not list.
    fn as_unlisted(&self) -> Option<&Value>;
}

/// Writes an enumeration of scalars; what generated `Serialize` implementations call.
///
/// # Errors
/// Those of the serialiser.
pub fn serialize_scalar<T: ScalarEnum, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    match T::VALUES.iter().find(|(_, known)| known == value) {
        Some((literal, _)) => literal.serialize(serializer),
        None => value.as_unlisted().serialize(serializer),
    }
}

/// Reads an enumeration of scalars; what generated `Deserialize` implementations call.
///
/// # Errors
/// When the value is no JSON.
pub fn deserialize_scalar<'de, T: ScalarEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let listed = T::VALUES.iter().find(|(literal, _)| literal.is(&value));
    Ok(listed.map_or_else(|| T::unlisted(value), |(_, listed)| listed.clone()))
}

/// Notes a value that its enumeration does not list; what generated `Check` implementations call.
pub fn check_listed(known: bool, at: &At<'_>, out: &mut Violations) {
    if !known {
        out.note(at, "enum", "is not one of the listed values");
    }
}
