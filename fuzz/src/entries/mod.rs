//! The entries, a file a subject.

mod ends;
mod json;
mod names;
mod parameters;
mod source;

pub use ends::{accept, answer, multipart, problem};
pub(crate) use json::KINDS;
pub use json::json;
pub use parameters::{cookie, form, header, path, query};
pub use source::{document, pattern};

/// The first line of an input, which says how the rest of it is read, and that rest.
fn head(input: &[u8]) -> (String, &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n');
    let (head, rest) = end.map_or((input, &[][..]), |end| (&input[..end], &input[end + 1..]));
    (String::from_utf8_lossy(head).into_owned(), rest)
}
