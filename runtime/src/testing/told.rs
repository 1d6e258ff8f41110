//! An answer that a handler is to give.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::samples::Answer;
use super::sent::Unsaid;
use super::{content, typed};
use crate::status::StatusIn;

/// An answer, for typed code to put together.
#[derive(Debug)]
pub struct Told {
    which: usize,
    status: u16,
    value: Value,
}

impl Told {
    pub(super) fn new(answer: &Answer) -> Self {
        let value = serde_json::from_str(answer.json).unwrap_or_default();
        Self { which: answer.which, status: answer.status, value }
    }

    /// Which of the operation's answers it is.
    #[must_use]
    pub fn which(&self) -> usize {
        self.which
    }

    /// The HTTP status, of a class.
    ///
    /// # Errors
    /// A status of another class.
    pub fn status<const FIRST: u16, const LAST: u16>(&self) -> Result<StatusIn<FIRST, LAST>, Unsaid> {
        StatusIn::new(self.status).map_err(|_| Unsaid(format!("{} is no such status", self.status)))
    }

    /// A header, if it is there.
    ///
    /// # Errors
    /// When the type cannot hold it.
    pub fn header<T: DeserializeOwned + Serialize>(&self, name: &str) -> Result<Option<T>, Unsaid> {
        self.value.get("header").and_then(|headers| headers.get(name)).map(typed).transpose()
    }

    fn own_body(&self) -> &Value {
        self.value.get("body").unwrap_or(&Value::Null)
    }

    /// The body, of JSON.
    ///
    /// # Errors
    /// When the type cannot hold it.
    pub fn body<T: DeserializeOwned + Serialize>(&self) -> Result<T, Unsaid> {
        typed(self.own_body())
    }

    /// The body, of text.
    ///
    /// # Errors
    /// When it is not there.
    pub fn text(&self) -> Result<String, Unsaid> {
        typed(self.own_body())
    }

    /// The body, of bytes.
    ///
    /// # Errors
    /// When it is not there.
    pub fn bytes(&self) -> Result<Bytes, Unsaid> {
        content(self.own_body())
    }
}
