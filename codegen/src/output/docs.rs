//! Documentation from a contract becomes comment lines.

use proc_macro2::{TokenStream, TokenTree};

/// The text of `doc = "…"`.
pub(super) fn text(attribute: &TokenStream) -> Option<String> {
    let mut tokens = attribute.clone().into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)) if name == "doc" => {
            unquoted(&text.to_string())
        }
        _ => None,
    }
}

/// What a literal says.
fn unquoted(literal: &str) -> Option<String> {
    match literal.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => Some(text.to_owned()),
        _ => syn::parse_str::<syn::LitStr>(literal).ok().map(|text| text.value()),
    }
}

/// Pushes the lines of a text behind a comment mark: with a space before what is not empty. The first line has begun,
/// the others are indented, and the last does not end.
///
/// A text whose lines all have that space already is left as it is.
pub(super) fn push(out: &mut String, mark: &str, text: &str, indent: usize) {
    let lines = || text.trim_end().split('\n').map(str::trim_end);
    let has_space = lines().all(|line| line.is_empty() || line.starts_with(' '));
    for (index, line) in lines().enumerate() {
        if index > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(mark);
        if !has_space && !line.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
    }
}
