//! Media types, and the parts of a multipart body.

use std::fmt;

use bytes::Bytes;

#[cfg(any(feature = "client", feature = "server"))]
use crate::negotiate;
#[cfg(any(feature = "client", feature = "server"))]
use crate::rules;
use crate::schema::{Rule, Schema};
#[cfg(any(feature = "client", feature = "server"))]
use crate::violation::{At, Violations};

/// A file in a multipart body.
///
/// Its content and its name are left out of `Debug` output: both may be personal.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FilePart {
    /// The name that the sender gave the file.
    pub name: Option<String>,
    /// The media type that the sender gave the file. Unless said, it is sent as the first one that the contract names for
    /// the part, or else as `application/octet-stream`.
    pub media_type: Option<String>,
    /// The content.
    pub bytes: Bytes,
}

impl FilePart {
    /// A file without name and media type.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { name: None, media_type: None, bytes: bytes.into() }
    }

    /// The same file with a name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same file with a media type.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let media_type = self.media_type.as_deref().unwrap_or(OCTET_STREAM);
        write!(f, "FilePart({media_type}, {} bytes)", self.bytes.len())
    }
}

/// One part of a `multipart/form-data` body, as the contract describes it.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The name of the part.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub kind: PartKind,
    /// The media types that its files may have, and ranges of them; nothing where they may have any.
    pub media_types: &'static [&'static str],
    /// What is asked of files: `minLength` and `maxLength` of each, in bytes; `minItems` and `maxItems` of all.
    pub rules: &'static [Rule],
}

/// What a part of a multipart body holds.
#[derive(Debug, Clone, Copy)]
pub enum PartKind {
    /// Text; an array has one part an item.
    Value(&'static Schema),
    /// JSON.
    Json(&'static Schema),
    /// One file.
    File,
    /// Any number of files, each in a part of that name.
    Files,
}

impl Part {
    /// An optional part that holds text; an array has one part an item.
    #[must_use]
    pub const fn value(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, required: false, kind: PartKind::Value(schema), media_types: &[], rules: &[] }
    }

    /// An optional part that holds JSON.
    #[must_use]
    pub const fn json(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, required: false, kind: PartKind::Json(schema), media_types: &[], rules: &[] }
    }

    /// An optional part that holds a file.
    #[must_use]
    pub const fn file(name: &'static str) -> Self {
        Self { name, required: false, kind: PartKind::File, media_types: &[], rules: &[] }
    }

    /// Any number of parts that hold a file each.
    #[must_use]
    pub const fn files(name: &'static str) -> Self {
        Self { name, required: false, kind: PartKind::Files, media_types: &[], rules: &[] }
    }

    /// The same part, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same part of files that have one of these media types; `image/*` stands for many. One that does not say
    /// what it is passes.
    #[must_use]
    pub const fn media_types(mut self, media_types: &'static [&'static str]) -> Self {
        self.media_types = media_types;
        self
    }

    /// The same part with rules for its files.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// What a file is sent as that does not say what it is.
    #[cfg(feature = "client")]
    pub(crate) fn usual_media_type(&self) -> &'static str {
        self.media_types.iter().find(|media_type| !media_type.contains('*')).unwrap_or(&OCTET_STREAM)
    }

    /// Whether a file may be of this media type.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn takes(&self, media_type: &str) -> bool {
        self.media_types.is_empty() || negotiate::content(media_type, &[self.media_types]).is_some()
    }

    /// Holds files against the media types and the rules. Their sizes are counted in bytes, as OpenAPI has it for binary content.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn check_files<'f>(
        &self,
        files: impl ExactSizeIterator<Item = &'f FilePart>,
        at: &At<'_>,
        out: &mut Violations,
    ) {
        let many = matches!(self.kind, PartKind::Files);
        if many {
            rules::item_count(files.len(), self.rules, at, out);
        }
        for (index, file) in files.enumerate() {
            let at = if many { &at.index(index) } else { at };
            if file.media_type.as_ref().is_some_and(|media_type| !self.takes(media_type)) {
                out.note(at, "mediaType", format!("must be one of: {}", self.media_types.join(", ")));
            }
            rules::size(file.bytes.len(), self.rules, at, out);
        }
    }
}

#[cfg(feature = "server")]
pub(crate) const MULTIPART: &str = "multipart/form-data";
pub(crate) const JSON: &str = "application/json";
pub(crate) const OCTET_STREAM: &str = "application/octet-stream";
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type without parameters, in lower case.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type (without parameters) is JSON or built on it.
pub(crate) fn is_json(essence: &str) -> bool {
    matches!(essence, JSON | "text/json") || essence.ends_with("+json")
}
