//! Samples as data.

use serde_json::Value;

/// What is sent through an operation to see that it comes back.
#[derive(Debug, Default)]
pub struct Samples {
    /// Valid requests: `path`, `query`, `header` and `cookie` with the parameters by name, `content` with which of the
    /// contents the body is, where there are several, and `body`.
    pub requests: Vec<Value>,
    /// Requests that a server refuses.
    pub refused: Vec<Broken>,
    /// Valid answers.
    pub answers: Vec<Answer>,
    /// Answers that a client which validates them refuses, by the index of the valid one.
    pub unreadable: Vec<Broken>,
    /// What has no sample, and why.
    pub left_out: Vec<String>,
}

/// A valid sample with one rule broken.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// Which sample.
    pub of: usize,
    /// Where in it, as a JSON pointer.
    pub at: String,
    /// The rule, as violations call it.
    pub rule: &'static str,
    /// What is put there; nothing where what is there is taken away.
    pub put: Option<Value>,
}

/// A valid answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Which of the operation's answers.
    pub which: Which,
    /// The status that it comes with.
    pub status: u16,
    /// The media type that it comes in, where it has a body.
    pub media_type: Option<String>,
    /// `headers` by name, and `body`.
    pub value: Value,
}

/// One of the answers of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A success by index, and one of its contents.
    Success(usize, usize),
    /// A failure by index, and one of its contents.
    Failure(usize, usize),
    /// A documented code by index.
    Code(usize),
}
