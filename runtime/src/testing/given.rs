//! What a handler was given.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{FILE_NAME, shown};
use crate::media::FilePart;
use crate::server::RequestTicket;

/// What a handler was given, as JSON.
#[derive(Debug, Default)]
pub struct Given {
    pub(super) parameters: Vec<Value>,
    pub(super) content: usize,
    pub(super) body: Value,
}

impl Given {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next parameter of the operation.
    #[must_use]
    pub fn parameter<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.parameters.push(json(value));
        self
    }

    /// The next parameter of the operation, an idempotency key.
    #[must_use]
    pub fn ticket<'t>(mut self, ticket: impl Into<Option<&'t RequestTicket>>) -> Self {
        self.parameters.push(ticket.into().map_or(Value::Null, |ticket| ticket.id().into()));
        self
    }

    /// Which of the contents the body is.
    #[must_use]
    pub fn content(mut self, index: usize) -> Self {
        self.content = index;
        self
    }

    /// The body, of JSON, a form or text.
    #[must_use]
    pub fn body<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.body = json(value);
        self
    }

    /// The body, of bytes.
    #[must_use]
    pub fn bytes<'b>(mut self, bytes: impl Into<Option<&'b Bytes>>) -> Self {
        self.body = bytes.into().map_or(Value::Null, |bytes| shown(bytes));
        self
    }

    /// The value of a part of the body.
    #[must_use]
    pub fn part<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.put(name, json(value))
    }

    /// The file in a part of the body.
    #[must_use]
    pub fn file<'f>(self, name: &str, file: impl Into<Option<&'f FilePart>>) -> Self {
        let file = file.into().map_or(Value::Null, of_file);
        self.put(name, file)
    }

    /// The files in parts of the body.
    #[must_use]
    pub fn files<'f>(self, name: &str, files: impl IntoIterator<Item = &'f FilePart>) -> Self {
        let files: Vec<Value> = files.into_iter().map(of_file).collect();
        let files = if files.is_empty() { Value::Null } else { Value::Array(files) };
        self.put(name, files)
    }

    fn put(mut self, name: &str, value: Value) -> Self {
        if !self.body.is_object() {
            self.body = Value::Object(Map::new());
        }
        if let (Value::Object(map), false) = (&mut self.body, value.is_null()) {
            map.insert(name.to_owned(), value);
        }
        self
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| format!("no JSON: {error}").into())
}

/// The content of a file that came with its name and its media type.
fn of_file(file: &FilePart) -> Value {
    match (file.name.as_deref(), file.media_type.as_deref()) {
        (Some(FILE_NAME), Some(_)) => shown(&file.bytes),
        other => format!("a file called {other:?}").into(),
    }
}
