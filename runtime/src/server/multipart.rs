//! Reading `multipart/form-data`.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body::{self, Incoming};
use super::refusal::Refusal;
use super::typed::{refused, typed};
use crate::body::BodyError;
use crate::check::shape;
use crate::inspect::inspect;
use crate::media::{self, FilePart, Part, PartKind};
use crate::schema::{Schema, Shape};
use crate::violation::{At, Violation, Violations};
use crate::{negotiate, parameters, tree};

/// The parts of a body, valid by the contract's table of parts, which their indices refer to.
pub struct Parts {
    table: &'static [Part],
    values: Vec<Option<Value>>,
    files: Vec<Vec<FilePart>>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({})", self.table.len())
    }
}

impl Parts {
    /// The value of the part at `index`, which must be there.
    ///
    /// # Errors
    /// A value that the Rust type does not hold although the schema allows it.
    pub fn required<T: DeserializeOwned>(&mut self, index: usize) -> Result<T, Refusal> {
        let value = self.values.get(index).and_then(Option::as_ref);
        typed(value.unwrap_or(&Value::Null), || self.pointer(index))
    }

    /// The value of the part at `index`, if it is there.
    ///
    /// # Errors
    /// As [`Parts::required`].
    pub fn optional<T: DeserializeOwned>(&mut self, index: usize) -> Result<Option<T>, Refusal> {
        let value = self.values.get(index).and_then(Option::as_ref);
        value.map(|value| typed(value, || self.pointer(index))).transpose()
    }

    /// The file of the part at `index`, which must be there.
    ///
    /// # Errors
    /// Where it is not.
    pub fn file(&mut self, index: usize) -> Result<FilePart, Refusal> {
        self.optional_file(index).ok_or_else(|| refused(&self.pointer(index), "required", "must be there"))
    }

    /// The file of the part at `index`, if it is there.
    #[must_use]
    pub fn optional_file(&mut self, index: usize) -> Option<FilePart> {
        self.files.get_mut(index)?.pop()
    }

    /// The files of the part at `index`.
    #[must_use]
    pub fn files(&mut self, index: usize) -> Vec<FilePart> {
        self.files.get_mut(index).map(std::mem::take).unwrap_or_default()
    }

    fn pointer(&self, index: usize) -> String {
        let name = self.table.get(index).map_or("", |part| part.name);
        At::root("").key(name).pointer()
    }
}

/// One part as it came.
struct Found {
    index: usize,
    file: FilePart,
}

pub(super) async fn read(
    incoming: &mut Incoming,
    request: &http::request::Parts,
    table: &'static [Part],
) -> Result<Parts, Refusal> {
    body::require(request, &[&[media::MULTIPART]])?;
    let headers = &request.headers;
    let content_type = negotiate::content_type(headers);
    let boundary = multer::parse_boundary(content_type)
        .map_err(|_| refused("", "multipart", "has a content type without a boundary"))?;
    let mut body = multer::Multipart::new(incoming.stream(headers)?, boundary);
    let mut found = Vec::new();
    loop {
        match next(&mut body, table).await {
            Ok(Some(Some(part))) => found.push(part),
            Ok(Some(None)) => {}
            Ok(None) => return sort(found, table),
            Err(multer::Error::StreamReadFailed(error)) => {
                return Err(match error.downcast::<BodyError>() {
                    Ok(error) => (*error).into(),
                    Err(_) => not_multipart(),
                });
            }
            Err(_) => return Err(not_multipart()),
        }
    }
}

fn not_multipart() -> Refusal {
    refused("", "multipart", "is not multipart/form-data")
}

/// The next part; a part that the contract does not name is read over.
async fn next(
    body: &mut multer::Multipart<'_>,
    table: &'static [Part],
) -> Result<Option<Option<Found>>, multer::Error> {
    let Some(field) = body.next_field().await? else { return Ok(None) };
    let part_name = field.name().map(unquoted).unwrap_or_default();
    let index = table.iter().position(|part| part.name == part_name);
    let name = field.file_name().map(unquoted);
    let media_type = field.content_type().map(ToString::to_string);
    let bytes = field.bytes().await?;
    Ok(Some(index.map(|index| Found { index, file: FilePart { name, media_type, bytes } })))
}

/// A name without the escapes that the HTML standard has for it in a part's head.
fn unquoted(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// Parts to their places, with everything that is wrong with them.
fn sort(found: Vec<Found>, table: &'static [Part]) -> Result<Parts, Refusal> {
    let mut files: Vec<Vec<FilePart>> = table.iter().map(|_| Vec::new()).collect();
    for part in found {
        files[part.index].push(part.file);
    }
    let mut values = Vec::with_capacity(table.len());
    let (root, mut out) = (At::root(""), Violations::default());
    for (part, files) in table.iter().zip(&mut files) {
        let at = root.key(part.name);
        if part.required && files.is_empty() {
            out.note(&at, "required", "must be there");
        }
        values.push(match part.kind {
            PartKind::Value(schema) => value(&std::mem::take(files), schema, false, &at, &mut out),
            PartKind::Json(schema) => value(&std::mem::take(files), schema, true, &at, &mut out),
            PartKind::File if files.len() > 1 => {
                out.note(&at, "multipart", "stands more than once");
                None
            }
            PartKind::File | PartKind::Files => {
                if !files.is_empty() {
                    part.check_files(files.iter(), &at, &mut out);
                }
                None
            }
        });
    }
    if out.is_empty() { Ok(Parts { table, values, files }) } else { Err(Refusal::violations(out.into_vec())) }
}

fn value(
    parts: &[FilePart],
    schema: &'static Schema,
    json: bool,
    at: &At<'_>,
    out: &mut Violations,
) -> Option<Value> {
    let first = parts.first()?;
    let value = match shape(schema) {
        Shape::List(item) if !json => {
            let items = parts.iter().enumerate();
            Value::Array(
                items
                    .map(|(index, part)| one(part, item, false, &at.index(index), out))
                    .collect::<Option<_>>()?,
            )
        }
        _ if parts.len() > 1 => {
            out.note(at, "multipart", "stands more than once");
            return None;
        }
        _ => one(first, schema, json, at, out)?,
    };
    inspect(&value, schema, at, out);
    Some(value)
}

fn one(
    part: &FilePart,
    schema: &'static Schema,
    json: bool,
    at: &At<'_>,
    out: &mut Violations,
) -> Option<Value> {
    let said = part.media_type.as_deref().map(media::essence);
    if json || said.is_some_and(|essence| media::is_json(&essence)) {
        let mut twice = Violations::default();
        let Ok(value) = tree::read(&part.bytes, &mut twice) else {
            out.note(at, "json", "is not JSON");
            return None;
        };
        let clear = twice.is_empty();
        out.extend(twice.into_vec().into_iter().map(|found| {
            let pointer = format!("{}{}", at.pointer(), found.pointer);
            Violation { pointer, ..found }
        }));
        return Some(value).filter(|_| clear);
    }
    match std::str::from_utf8(&part.bytes) {
        Ok(text) => Some(parameters::typed(text, schema)),
        Err(_) => {
            out.note(at, "text", "is not UTF-8");
            None
        }
    }
}
