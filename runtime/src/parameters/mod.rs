//! Parameters in every style of OpenAPI, written by the client and read by the server from one definition.
//!
//! What the styles leave open is settled so that what one end writes the other reads back, and what cannot be read
//! back is refused before it is sent: `null`, an array in an array, an item with the delimiter of its style in it.

mod decode;
mod encode;
mod form;
mod raw;
mod spec;
mod typed;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::check::Check;
use crate::operation::{Location, Parameter};
use crate::schema::Schema;
use crate::violation::{At, Violation, Violations, escape};

#[cfg(feature = "testing")]
pub(crate) use form::encode_form_unchecked;
pub use form::{decode_form, encode_form};
pub use raw::Raw;
use spec::Spec;
#[cfg(feature = "client")]
pub(crate) use typed::text_of;
#[cfg(feature = "server")]
pub(crate) use typed::typed;

/// Writes `value` as `parameter` travels: a path's piece, `a=1&a=2` of a query, a header's value, `a=1; b=2` of the
/// `Cookie` header. `None` where the parameter is left out: `null`, or an empty array in a style that cannot say it.
///
/// # Errors
/// A value that does not fit the parameter's schema, or that its style or place cannot carry.
pub fn encode(parameter: &Parameter, value: &Value) -> Result<Option<String>, Vec<Violation>> {
    let place = pointer(parameter);
    let mut out = Violations::default();
    let text = encode::encode(&Spec::of(parameter), value, &At::root(&place), &mut out);
    key_says_something(parameter, value, &mut out);
    if out.is_empty() { Ok(text) } else { Err(out.into_vec()) }
}

/// As [`encode`], whatever the schema says; nothing where the style cannot carry the value.
#[cfg(feature = "testing")]
pub(crate) fn encode_unchecked(parameter: &Parameter, value: &Value) -> Option<String> {
    let mut out = Violations::default();
    encode::write(&Spec::of(parameter), value, &At::root(""), &mut out).filter(|_| out.is_empty())
}

/// Reads `parameter` as JSON and holds it against its schema; `None` where it is not there. `all` are the parameters
/// of the operation: an exploded object takes what none of the others claims.
///
/// # Errors
/// Everything that the schema does not allow, with pointers that start at `/query/limit` and the like.
pub fn decode(
    parameter: &Parameter,
    all: &[Parameter],
    raw: &Raw<'_>,
) -> Result<Option<Value>, Vec<Violation>> {
    let place = pointer(parameter);
    let mut out = Violations::default();
    let others: Vec<Spec<'_>> = all
        .iter()
        .filter(|other| other.location == parameter.location && other.name != parameter.name)
        .map(Spec::of)
        .collect();
    let value = decode::decode(&Spec::of(parameter), &others, raw, &At::root(&place), &mut out);
    if let Some(value) = &value {
        key_says_something(parameter, value, &mut out);
    }
    if out.is_empty() { Ok(value) } else { Err(out.into_vec()) }
}

/// An idempotency key that says nothing tells no call from another.
fn key_says_something(parameter: &Parameter, value: &Value, out: &mut Violations) {
    if parameter.idempotency_key.is_some() && value.as_str() == Some("") && out.is_empty() {
        out.note(&At::root(&pointer(parameter)), "minLength", "must have at least 1 character");
    }
}

/// A header of an answer, if it is there.
pub(crate) fn header<T: DeserializeOwned + Check>(
    headers: &HeaderMap,
    name: &'static str,
    schema: &'static Schema,
) -> Result<Option<T>, Vec<Violation>> {
    let parameter = Parameter::new(name, Location::Header, schema);
    let value = decode(&parameter, &[], &Raw::of(Vec::new(), None, headers))?;
    value.map(|value| crate::decode_value(value, schema, &At::root(&pointer(&parameter)))).transpose()
}

/// Adds a header to those of an answer; `None` is left out, unless it must be there. Gives whether it could be written.
pub(crate) fn put_header<T: Serialize + ?Sized>(
    headers: &mut HeaderMap,
    name: &'static str,
    schema: &'static Schema,
    required: bool,
    value: &T,
) -> bool {
    let parameter = Parameter::new(name, Location::Header, schema);
    let encoded = serde_json::to_value(value).map(|value| match value {
        // An absent header: also where the schema lets a value be null.
        Value::Null => Ok(None),
        value => encode(&parameter, &value),
    });
    match encoded {
        Ok(Ok(None)) => !required,
        Ok(Ok(Some(text))) => match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
            (Ok(name), Ok(value)) => {
                headers.insert(name, value);
                true
            }
            _ => false,
        },
        Ok(Err(_)) | Err(_) => false,
    }
}

/// Where violations of a parameter are said to be: `/query/limit`.
#[must_use]
pub fn pointer(parameter: &Parameter) -> String {
    let mut pointer = format!("/{}/", parameter.location.name());
    escape(parameter.name, &mut pointer);
    pointer
}
