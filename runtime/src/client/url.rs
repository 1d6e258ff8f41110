//! The URL of a call.

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use crate::operation::{Location, Operation};
use crate::violation::{At, Violation};

/// The operation's path with its parameters in place. Notes those that are missing, and a value that a URL cannot
/// carry as a segment: `.` and `..` mean other segments, however they are written.
pub(super) fn path(
    operation: &Operation,
    slots: &[Option<String>],
    violations: &mut Vec<Violation>,
) -> String {
    let template = operation.path.split('#').next().unwrap_or_default();
    let mut path = String::with_capacity(template.len() + 32);
    for (index, segment) in template.split('/').enumerate() {
        if index > 0 {
            path.push('/');
        }
        let begin = path.len();
        let last = fill(segment, operation, slots, &mut path, violations);
        let decoded = percent_decode_str(&path[begin..]).decode_utf8_lossy();
        if let (Some(name), "." | "..") = (last, decoded.as_ref()) {
            let message = "cannot be sent: a segment of a path must not be `.` or `..`".to_owned();
            let pointer = At::root("/path").key(name).pointer();
            violations.push(Violation { pointer, rule: "path", message });
        }
    }
    path
}

/// Writes one segment; tells the name of a parameter in it.
fn fill<'t>(
    segment: &'t str,
    operation: &Operation,
    slots: &[Option<String>],
    path: &mut String,
    violations: &mut Vec<Violation>,
) -> Option<&'t str> {
    let mut rest = segment;
    let mut last = None;
    while let Some((before, name, after)) = next_name(rest) {
        path.push_str(before);
        let index = operation
            .parameters
            .iter()
            .position(|parameter| parameter.location == Location::Path && parameter.name == name);
        let place = At::root("/path").key(name).pointer();
        match index.and_then(|index| slots[index].as_deref()) {
            Some(text) => path.push_str(text),
            None if violations.iter().any(|found| found.pointer.starts_with(&place)) => {}
            None => violations.push(Violation::missing(place)),
        }
        last = Some(name);
        rest = after;
    }
    path.push_str(rest);
    last
}

fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
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
