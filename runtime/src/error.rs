//! Errors of an operation, as both ends see them.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::check::Check;
use crate::operation::{Code, ErrorCode};
use crate::schema::Schema;
use crate::status::StatusIn;
use crate::violation::Violation;
use crate::{negotiate, parameters};

/// The documented errors of one operation.
///
/// Implemented by generated code: a variant for each documented code, and one for each documented error response
/// that has a body of its own.
pub trait OperationError: Sized + Send {
    /// The variant of a documented code.
    fn from_code(code: Code) -> Option<Self>;
    /// The documented code of a variant, if it stands for one.
    fn code(&self) -> Option<&'static ErrorCode>;
    /// Reads an error response that the contract describes for that status; `None` where it describes none.
    ///
    /// # Errors
    /// When the response is not as described.
    fn from_response(answer: &ErrorAnswer) -> Result<Option<Self>, Vec<Violation>> {
        let _ = answer;
        Ok(None)
    }
    /// The response for a variant that stands for one.
    fn to_response(&self) -> Option<ErrorAnswer> {
        None
    }
}

/// The error of an operation that documents none of its own: there is no value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoError {}

impl OperationError for NoError {
    fn from_code(_: Code) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<&'static ErrorCode> {
        match *self {}
    }
}

crate::operation_error!(NoError);

/// Shows a documented error: its code and its documented text, and nothing of a body. What generated `Display`
/// implementations call.
///
/// # Errors
/// Those of the formatter.
pub fn describe<E: OperationError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.code() {
        Some(known) => write!(f, "{}: {}", known.code, known.text),
        None => f.write_str("an error that the contract describes for its status"),
    }
}

/// An error response that the contract describes. `Debug` shows its status only.
#[derive(Clone)]
pub struct ErrorAnswer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Something in it has no form on the wire.
    pub(crate) broken: bool,
}

impl fmt::Debug for ErrorAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorAnswer({})", self.status)
    }
}

/// Writing one.
impl ErrorAnswer {
    /// One without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), broken: false }
    }

    /// One with `value` as JSON.
    #[must_use]
    pub fn of_json<T: Serialize + ?Sized>(status: u16, media_type: &str, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => Self::of_bytes(status, media_type, bytes),
            Err(_) => Self { broken: true, ..Self::empty(status) },
        }
    }

    /// One with a text.
    #[must_use]
    pub fn of_text(status: u16, media_type: &str, text: &str) -> Self {
        Self::of_bytes(status, &format!("{media_type}; charset=utf-8"), text.to_owned())
    }

    /// One with bytes.
    #[must_use]
    pub fn of_bytes(status: u16, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let mut answer = Self { body: bytes.into(), ..Self::empty(status) };
        match HeaderValue::try_from(media_type) {
            Ok(value) => drop(answer.headers.insert(CONTENT_TYPE, value)),
            Err(_) => answer.broken = true,
        }
        answer
    }

    /// The same with a header; `None` is left out.
    #[must_use]
    pub fn with_header<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        schema: &'static Schema,
        value: &T,
    ) -> Self {
        self.broken |= !parameters::put_header(&mut self.headers, name, schema, false, value);
        self
    }

    /// As [`Self::with_header`], for a header that the contract requires: without it there is no answer.
    #[must_use]
    pub fn with_required_header<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        schema: &'static Schema,
        value: &T,
    ) -> Self {
        self.broken |= !parameters::put_header(&mut self.headers, name, schema, true, value);
        self
    }
}

/// Reading one.
impl ErrorAnswer {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The HTTP status, of a class.
    ///
    /// # Errors
    /// A status of another class.
    pub fn status_in<const FIRST: u16, const LAST: u16>(
        &self,
    ) -> Result<StatusIn<FIRST, LAST>, Vec<Violation>> {
        StatusIn::new(self.status).map_err(|wrong| vec![wrong.into()])
    }

    /// Which of several contents it has; the first where that cannot be told.
    #[must_use]
    pub fn content(&self, contents: &[&[&str]]) -> usize {
        negotiate::content(negotiate::content_type(&self.headers), contents).unwrap_or_default()
    }

    /// The body as JSON, read as a tolerant reader does.
    ///
    /// # Errors
    /// A body that is not of the contract's form.
    pub fn json<T: DeserializeOwned>(&self, schema: &'static Schema) -> Result<T, Vec<Violation>> {
        crate::decode_leniently(&self.body, schema)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// A header, if it is there.
    ///
    /// # Errors
    /// A header that is not of the contract's form.
    pub fn header<T: DeserializeOwned + Check>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Vec<Violation>> {
        parameters::header(&self.headers, name, schema)
    }
}

/// A code with its text, as an error body carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code.
    pub code: String,
    /// The text that came with it.
    pub text: String,
}
