//! The vendor extensions that the generator knows.

use indexmap::IndexMap;
use serde_json::Value;

use super::Lowering;
use super::schema::{literal, text};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::ext;
use crate::ir::{Access, ErrorBody, ErrorCode, IdempotencyKey, Kind, Literal, TypeRef};

type Extensions = IndexMap<String, Value>;

impl Lowering<'_, '_> {
    /// `x-error-codes`
    pub(super) fn error_codes(&mut self, extensions: &Extensions, at: &Place) -> Vec<ErrorCode> {
        let Some(value) = extensions.get("x-error-codes") else { return Vec::new() };
        let at = at.key("x-error-codes");
        let Value::Array(entries) = value else {
            self.bad_extension(&at, "`x-error-codes` is a list of `{code, name, text, status}`");
            return Vec::new();
        };
        let mut codes: Vec<ErrorCode> = Vec::with_capacity(entries.len());
        let mut places: Vec<(Literal, Place)> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let at = at.index(index);
            let code = entry.get("code").and_then(literal);
            let name = text(entry.get("name"));
            let (Some(code @ (Literal::Integer(_) | Literal::String(_))), Some(name)) = (code, name) else {
                self.bad_extension(
                    &at,
                    "an error code has a `code` (a whole number or a string) and a `name`",
                );
                continue;
            };
            if let Some(first) = places.iter().find(|(known, _)| *known == code) {
                let message = "the error code stands twice; this entry is left out";
                let diagnostic = Diagnostic::new(Code::DuplicateErrorCode, at, message);
                self.sink.push(diagnostic.with_related(first.1.clone(), "it stands here first"));
                continue;
            }
            let status = entry.get("status").map_or(Some(400), |status| {
                status.as_u64().and_then(|n| u16::try_from(n).ok()).filter(|n| (400..600).contains(n))
            });
            let Some(status) = status else {
                self.bad_extension(
                    &at.key("status"),
                    "the `status` of an error code is an HTTP status from 400 to 599",
                );
                continue;
            };
            let (stated, description) = (text(entry.get("text")), text(entry.get("description")));
            places.push((code.clone(), at.clone()));
            codes.push(ErrorCode {
                code,
                name,
                text: stated.clone().or_else(|| description.clone()).unwrap_or_default(),
                description: description.filter(|_| stated.is_some()),
                status,
                assumed: text(entry.get("x-assumed")),
            });
        }
        codes
    }

    /// `x-access`
    pub(super) fn access(&mut self, extensions: &Extensions, at: &Place) -> Vec<Access> {
        let Some(value) = extensions.get("x-access") else { return Vec::new() };
        let at = at.key("x-access");
        let Value::Object(rows) = value else {
            self.bad_extension(&at, "`x-access` is an object from an organisation to a list of relations");
            // An empty table would let everybody in.
            return vec![Access { organisation: ext::UNREADABLE.to_owned(), relations: Vec::new() }];
        };
        let mut table = Vec::with_capacity(rows.len());
        for (organisation, relations) in rows {
            let words: Option<Vec<String>> = relations
                .as_array()
                .and_then(|list| list.iter().map(|word| word.as_str().map(str::to_owned)).collect());
            match words {
                Some(relations) => table.push(Access { organisation: organisation.clone(), relations }),
                None => {
                    let message = "the relations of an organisation are a list of words";
                    self.bad_extension(&at.key(organisation), message);
                    table.push(Access { organisation: organisation.clone(), relations: Vec::new() });
                }
            }
        }
        table
    }

    /// `x-error-body`
    pub(super) fn error_body(&mut self, extensions: &Extensions, at: &Place) -> Option<ErrorBody> {
        let value = extensions.get("x-error-body")?;
        let at = at.key("x-error-body");
        // A reference that leads nowhere has been reported as such.
        let schema = value.pointer("/schema/$ref").and_then(Value::as_str);
        let ty = match schema.and_then(|reference| self.model.schema_id(at.file, reference)) {
            Some(id) => self.reference(id, None),
            None => TypeRef::new(Kind::Any),
        };
        let mut place = |key: &str, default: &str| match value.get(key) {
            None => default.to_owned(),
            Some(Value::String(pointer)) if pointer.starts_with('/') => pointer.clone(),
            Some(_) => {
                self.bad_extension(
                    &at.key(key),
                    "where something stands in an error body is said by a JSON pointer",
                );
                default.to_owned()
            }
        };
        let (code, text_at) = (place("code", "/errors/*/code"), place("text", "/errors/*/text"));
        let violations = place("violations", "/violations");
        let media_type =
            text(value.get("mediaType")).unwrap_or_else(|| "application/problem+json".to_owned());
        Some(ErrorBody { ty, media_type, code, text: text_at, violations })
    }

    /// `x-idempotency-key`
    pub(super) fn idempotency_key(&mut self, extensions: &Extensions, at: &Place) -> Option<IdempotencyKey> {
        let value = extensions.get("x-idempotency-key")?;
        let at = at.key("x-idempotency-key");
        let retention = text(value.get("retention")).as_deref().and_then(seconds);
        let status = value.get("duplicateStatus").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        match (retention, status) {
            (Some(retention), Some(duplicate_status)) => Some(IdempotencyKey { retention, duplicate_status }),
            _ => {
                let message = "`x-idempotency-key` has a `retention` (a duration such as `P7D`) and a `duplicateStatus`";
                self.bad_extension(&at, message);
                None
            }
        }
    }

    fn bad_extension(&mut self, at: &Place, message: &str) {
        self.sink.push(Diagnostic::new(Code::BadExtension, at.clone(), message));
    }
}

/// An ISO 8601 duration of weeks, days, hours, minutes and seconds, all of fixed length, in seconds.
fn seconds(text: &str) -> Option<u64> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let days = parts(date, &[('W', 604_800), ('D', 86_400)])?;
    let clock = parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?;
    days.checked_add(clock)
}

fn parts(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut total = 0_u64;
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let (_, unit) = units.iter().find(|(letter, _)| *letter == c)?;
        let count: u64 = std::mem::take(&mut digits).parse().ok()?;
        total = total.checked_add(count.checked_mul(*unit)?)?;
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_of_fixed_length_are_read() {
        assert_eq!(seconds("P7D"), Some(604_800));
        assert_eq!(seconds("P1DT2H3M4S"), Some(86_400 + 7_384));
        assert_eq!(seconds("PT0S"), Some(0));
        for bad in ["P", "7D", "P7", "P1Y", "PT1D", "P-1D"] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }
}
