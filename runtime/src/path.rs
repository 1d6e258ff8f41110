//! Path templates, taken apart for both ends of a call.
//!
//! `{name}` is a parameter, which keeps to its segment or to a part of it; the value of `{+name}` may hold slashes.
//! Behind `?` stand pairs that belong to the query; what stands behind `#` never reaches a server.

use crate::operation::{Location, Operation};

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Fixed text, as it is written.
    Literal(&'t str),
    /// The value of a parameter.
    Name {
        /// Which one.
        name: &'t str,
        /// Whether it may hold slashes.
        slashes: bool,
    },
}

/// The path and the query of a template.
pub(crate) fn split(template: &str) -> (&str, &str) {
    let whole = outside_braces(template, '#').map_or(template, |at| &template[..at]);
    match outside_braces(whole, '?') {
        Some(at) => (&whole[..at], &whole[at + 1..]),
        None => (whole, ""),
    }
}

fn outside_braces(text: &str, wanted: char) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = &text[from..];
        let found = rest.find(wanted)?;
        match next_name(rest) {
            Some((open, close)) if open < found => from += close + 1,
            _ => return Some(from + found),
        }
    }
}

/// Where the first pair of braces stands. Braces without a counterpart are text.
fn next_name(text: &str) -> Option<(usize, usize)> {
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('{', _) => open = Some(at),
            ('}', Some(open)) => return Some((open, at)),
            _ => {}
        }
    }
    None
}

/// The parts of a path or of a query.
pub(crate) fn pieces<'t>(text: &'t str, operation: &Operation) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((open, close)) = next_name(rest) {
        if open > 0 {
            pieces.push(Piece::Literal(&rest[..open]));
        }
        pieces.push(name(&rest[open + 1..close], operation));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

fn name<'t>(inner: &'t str, operation: &Operation) -> Piece<'t> {
    let declared = |name: &str| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.location == Location::Path && parameter.name == name)
    };
    match inner.strip_prefix('+') {
        Some(name) if !declared(inner) => Piece::Name { name, slashes: true },
        _ => Piece::Name { name: inner, slashes: false },
    }
}

/// Two hexadecimal digits behind a percent sign at `at`.
pub(crate) fn encoded_byte(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    match bytes.get(at) {
        Some(b'%') => u8::try_from(hex(at + 1)? * 16 + hex(at + 2)?).ok(),
        _ => None,
    }
}

/// What RFC 3986 calls unreserved: it means the same with and without percent-encoding.
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What RFC 3986 calls reserved: percent-encoded it is data, else it may divide. Brackets divide nothing but a host, and
/// stand percent-encoded in paths.
#[cfg(feature = "server")]
pub(crate) fn is_reserved(byte: u8) -> bool {
    b":/?#@!$&'()*+,;=".contains(&byte)
}
