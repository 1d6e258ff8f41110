//! Errors of an operation, as both ends see them.

use crate::operation::{Code, ErrorCode};

/// The documented errors of one operation.
///
/// Implemented by generated code: a variant for each documented code, and one for each documented error response
/// that has a body of its own.
pub trait OperationError: Sized + Send {
    /// The variant of a documented code.
    fn from_code(code: Code) -> Option<Self>;
    /// The documented code of a variant, if it stands for one.
    fn code(&self) -> Option<&'static ErrorCode>;
    /// Reads an error response whose body the contract describes for that status; `None` where it describes none.
    ///
    /// # Errors
    /// When the body is not as described.
    fn from_response(
        status: u16,
        media_type: &str,
        body: &[u8],
    ) -> Option<Result<Self, Vec<crate::Violation>>> {
        let _ = (status, media_type, body);
        None
    }
    /// The status, media type and body of a variant that has a body of its own.
    fn to_response(&self) -> Option<(u16, &'static str, Vec<u8>)> {
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
pub fn describe<E: OperationError>(error: &E, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    match error.code() {
        Some(known) => write!(f, "{}: {}", known.code, known.text),
        None => f.write_str("an error that the contract describes for its status"),
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
