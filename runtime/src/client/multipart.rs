//! Writing `multipart/form-data`.

use std::fmt::Write as _;

use bytes::{Bytes, BytesMut};
use serde::Serialize;
use serde_json::Value;

use crate::inspect::inspect;
use crate::media::{FilePart, JSON, Part, PartKind};
use crate::parameters::text_of;
use crate::violation::{At, Violation, Violations};

/// The parts of a body as they are put together, by index into the contract's table of parts.
#[derive(Debug)]
pub struct Form {
    parts: &'static [Part],
    boundary: String,
    body: BytesMut,
    violations: Violations,
}

impl Form {
    pub(super) fn new(parts: &'static [Part]) -> Self {
        let boundary = uuid::Uuid::new_v4().simple().to_string();
        Self { parts, boundary, body: BytesMut::new(), violations: Violations::default() }
    }

    /// A part of text or JSON; `null` is left out.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(mut self, index: usize, value: &T) -> Self {
        match (serde_json::to_value(value), self.parts.get(index)) {
            (Ok(value), _) => self.put_value(index, value),
            (Err(_), Some(part)) => {
                self.violations.note(&At::root("").key(part.name), "type", "has no JSON form");
            }
            (Err(_), None) => {}
        }
        self
    }

    fn put_value(&mut self, index: usize, value: Value) {
        let Some(part) = self.parts.get(index) else { return };
        let (root, json) = (At::root(""), matches!(part.kind, PartKind::Json(_)));
        let at = root.key(part.name);
        let (PartKind::Value(schema) | PartKind::Json(schema)) = part.kind else { return };
        if value.is_null() && !(schema.nullable && json) {
            if part.required {
                self.violations.note(&at, "required", "must be there");
            }
            return;
        }
        inspect(&value, schema, &at, &mut self.violations);
        match value {
            value if json => self.put(part.name, None, Some(JSON), value.to_string().as_bytes()),
            Value::Array(items) => items.iter().for_each(|item| self.put_item(part.name, item)),
            value => self.put_item(part.name, &value),
        }
    }

    fn put_item(&mut self, name: &str, item: &Value) {
        match text_of(item) {
            Some(text) => self.put(name, None, None, text.as_bytes()),
            None => self.put(name, None, Some(JSON), item.to_string().as_bytes()),
        }
    }

    /// The files of a part.
    #[must_use]
    pub fn files<'f>(mut self, index: usize, files: impl IntoIterator<Item = &'f FilePart>) -> Self {
        let Some(part) = self.parts.get(index) else { return self };
        let files: Vec<&FilePart> = files.into_iter().collect();
        let count = files.len();
        if count > 0 {
            part.check_files(files.iter().copied(), &At::root("").key(part.name), &mut self.violations);
        }
        for file in files {
            let media_type = file.media_type.as_deref().unwrap_or(part.usual_media_type());
            if file.media_type.is_none() && !part.takes(media_type) {
                self.violations.note(&At::root("").key(part.name), "mediaType", "must say what it is");
            }
            if http::HeaderValue::from_str(media_type).is_err() {
                self.violations.note(&At::root("").key(part.name), "mediaType", "is no media type");
            }
            self.put(part.name, Some(file.name.as_deref().unwrap_or("file")), Some(media_type), &file.bytes);
        }
        if count == 0 && part.required {
            self.violations.note(&At::root("").key(part.name), "required", "must be there");
        }
        self
    }

    fn put(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>, content: &[u8]) {
        let mut head =
            format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"", self.boundary, quoted(name));
        if let Some(file_name) = file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = media_type {
            let _ = write!(head, "\r\nContent-Type: {media_type}");
        }
        head.push_str("\r\n\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
    }

    /// The content type, the body, and what is wrong with it.
    pub(super) fn finish(mut self) -> (String, Bytes, Vec<Violation>) {
        self.body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        (content_type, self.body.freeze(), self.violations.into_vec())
    }
}

/// A name as the HTML standard has it in a part's head.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
