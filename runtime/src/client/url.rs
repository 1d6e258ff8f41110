//! The URL of a call.

use std::fmt::Write as _;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::operation::{Location, Operation};
use crate::path::{self, Piece, encoded_byte, is_unreserved};
use crate::violation::{At, Violation};

/// What a path cannot hold as it is. A percent sign has a case of its own.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');
/// What a query cannot hold as it is.
const QUERY: &AsciiSet = &PATH.remove(b'?');
/// The reserved characters that stand as they are in the value of `{+name}`; the others would end the path.
const KEPT: &[u8] = b":/@!$&'()*+,;=";

/// The operation's path with its parameters in place, and the query that it names. Notes parameters that are missing,
/// and a value that a URL cannot carry as a segment: `.` and `..` mean other segments, however they are written.
pub(super) fn path(
    operation: &Operation,
    slots: &[Option<String>],
    violations: &mut Vec<Violation>,
) -> String {
    let (path, query) = path::split(operation.path);
    let mut filling = Filling { operation, slots, violations, url: String::with_capacity(path.len() + 32) };
    let values = filling.fill(path, PATH);
    filling.hold_dots(&values);
    if !query.is_empty() {
        filling.url.push('?');
        filling.fill(query, QUERY);
    }
    filling.url
}

struct Filling<'f> {
    operation: &'f Operation,
    slots: &'f [Option<String>],
    violations: &'f mut Vec<Violation>,
    url: String,
}

impl Filling<'_> {
    /// Writes a template; tells where the value of which parameter stands.
    fn fill<'t>(&mut self, template: &'t str, set: &'static AsciiSet) -> Vec<(&'t str, Range<usize>)> {
        let mut values = Vec::new();
        for piece in path::pieces(template, self.operation) {
            match piece {
                Piece::Literal(text) => self.literal(text, set),
                Piece::Name { name, slashes } => {
                    let begin = self.url.len();
                    self.value(name, slashes);
                    values.push((name, begin..self.url.len()));
                }
            }
        }
        values
    }

    /// Fixed text; what is percent-encoded in it already stays so, where that makes a difference.
    fn literal(&mut self, text: &str, set: &'static AsciiSet) {
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            self.url.extend(utf8_percent_encode(&rest[..at], set));
            let length = match encoded_byte(rest.as_bytes(), at) {
                Some(byte) if is_unreserved(byte) => {
                    self.url.push(char::from(byte));
                    3
                }
                found => {
                    self.url.push_str(if found.is_some() { "%" } else { "%25" });
                    1
                }
            };
            rest = &rest[at + length..];
        }
        self.url.extend(utf8_percent_encode(rest, set));
    }

    fn value(&mut self, name: &str, slashes: bool) {
        let mut parameters = self.operation.parameters.iter();
        let index =
            parameters.position(|parameter| parameter.location == Location::Path && parameter.name == name);
        let place = At::root("/path").key(name).pointer();
        match index.and_then(|index| self.slots.get(index)?.as_deref()) {
            Some(text) if slashes => self.with_reserved(text),
            Some(text) => self.url.push_str(text),
            None if self.violations.iter().any(|found| found.pointer.starts_with(&place)) => {}
            None => self.violations.push(Violation::missing(place)),
        }
    }

    /// A value of which every reserved character was encoded, with those written plainly that may stand in a path.
    fn with_reserved(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            self.url.push_str(&rest[..at]);
            let (text, length) = match encoded_byte(rest.as_bytes(), at) {
                Some(byte) if KEPT.contains(&byte) => (char::from(byte), 3),
                _ => ('%', 1),
            };
            self.url.push(text);
            rest = &rest[at + length..];
        }
        self.url.push_str(rest);
    }

    fn hold_dots(&mut self, values: &[(&str, Range<usize>)]) {
        let mut begin = 0;
        for segment in self.url.split('/') {
            let end = begin + segment.len();
            let value = values.iter().find(|(_, at)| at.start <= end && at.end >= begin);
            let decoded = percent_decode_str(segment).decode_utf8_lossy();
            if let (Some((name, _)), "." | "..") = (value, decoded.as_ref()) {
                let message = "cannot be sent: a segment of a path must not be `.` or `..`".to_owned();
                let pointer = At::root("/path").key(name).pointer();
                self.violations.push(Violation { pointer, rule: "path", message });
            }
            begin = end + 1;
        }
    }
}

/// `base_url` and `path` with the pieces of a query behind them.
pub(super) fn join(base_url: &str, path: &str, query: &[&str]) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut url = format!("{base_url}{slash}{path}");
    let mut separator = if path.contains('?') { '&' } else { '?' };
    for piece in query.iter().filter(|piece| !piece.is_empty()) {
        let _ = write!(url, "{separator}{piece}");
        separator = '&';
    }
    url
}
