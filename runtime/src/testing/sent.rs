//! A request that a test sends.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{content, file, typed};
use crate::media::FilePart;
use crate::operation::Operation;

/// Why a generated type cannot say what a sample says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaid(pub(super) String);

/// A request, for typed code to take apart.
#[derive(Debug)]
pub struct Sent {
    operation: &'static Operation,
    pub(super) value: Value,
    asked: usize,
}

impl Sent {
    pub(super) fn new(operation: &'static Operation, value: Value, asked: usize) -> Self {
        Self { operation, value, asked }
    }

    /// The parameter at `index` of the operation, if the sample has it.
    pub(super) fn parameter(&self, index: usize) -> Option<&Value> {
        let parameter = self.operation.parameters.get(index)?;
        self.value.get(parameter.location.name())?.get(parameter.name)
    }

    /// The parameter at `index` of the operation, which must be there.
    ///
    /// # Errors
    /// When the type cannot hold it, or it is not there.
    pub fn required<T: DeserializeOwned + Serialize>(&self, index: usize) -> Result<T, Unsaid> {
        self.parameter(index).map_or_else(|| Err(absent()), typed)
    }

    /// The parameter at `index` of the operation, if it is there.
    ///
    /// # Errors
    /// When the type cannot hold it.
    pub fn optional<T: DeserializeOwned + Serialize>(&self, index: usize) -> Result<Option<T>, Unsaid> {
        self.parameter(index).map(typed).transpose()
    }

    /// Whether there is a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.value.get("body").is_some()
    }

    /// Which of the contents the body is.
    #[must_use]
    pub fn content(&self) -> usize {
        let content = self.value.get("content").and_then(Value::as_u64);
        content.and_then(|index| usize::try_from(index).ok()).unwrap_or_default()
    }

    /// Which of the contents of the answer is asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked
    }

    fn own_body(&self) -> Result<&Value, Unsaid> {
        self.value.get("body").ok_or_else(absent)
    }

    /// The body, of JSON or a form.
    ///
    /// # Errors
    /// When the type cannot hold it, or it is not there.
    pub fn body<T: DeserializeOwned + Serialize>(&self) -> Result<T, Unsaid> {
        typed(self.own_body()?)
    }

    /// The body, of text.
    ///
    /// # Errors
    /// When it is not there.
    pub fn text(&self) -> Result<String, Unsaid> {
        typed(self.own_body()?)
    }

    /// The body, of bytes.
    ///
    /// # Errors
    /// When it is not there.
    pub fn bytes(&self) -> Result<Bytes, Unsaid> {
        content(self.own_body()?)
    }

    /// The value of a part of the body, which must be there.
    ///
    /// # Errors
    /// When the type cannot hold it, or it is not there.
    pub fn part<T: DeserializeOwned + Serialize>(&self, name: &str) -> Result<T, Unsaid> {
        self.own_body()?.get(name).map_or_else(|| Err(absent()), typed)
    }

    /// The value of a part of the body, if it is there.
    ///
    /// # Errors
    /// When the type cannot hold it.
    pub fn optional_part<T: DeserializeOwned + Serialize>(&self, name: &str) -> Result<Option<T>, Unsaid> {
        self.own_body()?.get(name).map(typed).transpose()
    }

    /// The file in a part of the body, which must be there.
    ///
    /// # Errors
    /// When it is not there.
    pub fn file(&self, name: &str) -> Result<FilePart, Unsaid> {
        self.optional_file(name)?.ok_or_else(absent)
    }

    /// The file in a part of the body, if it is there.
    ///
    /// # Errors
    /// When it is no file.
    pub fn optional_file(&self, name: &str) -> Result<Option<FilePart>, Unsaid> {
        self.own_body()?.get(name).map(file).transpose()
    }

    /// The files in parts of the body.
    ///
    /// # Errors
    /// When one of them is no file.
    pub fn files(&self, name: &str) -> Result<Vec<FilePart>, Unsaid> {
        let files = self.own_body()?.get(name).and_then(Value::as_array);
        files.into_iter().flatten().map(file).collect()
    }
}

fn absent() -> Unsaid {
    Unsaid("it is not there".to_owned())
}
