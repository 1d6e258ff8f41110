//! Media types and ranges of them.

/// A media range of RFC 9110: `text/html; charset=utf-8`, `text/*`, `*/*`.
pub fn media_range(text: &str) -> bool {
    let mut parts = Parts { rest: text };
    let (kind, parameters) = (parts.next_before(';').unwrap_or_default(), parts);
    let Some((kind, subtype)) = kind.trim_end_matches([' ', '\t']).split_once('/') else { return false };
    let known = token(kind) && token(subtype) && (kind != "*" || subtype == "*");
    known && parameters.all(|part| parameter(part.trim_matches([' ', '\t'])))
}

/// What semicolons divide, but for those within quotes.
struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Parts<'t> {
    fn next_before(&mut self, delimiter: char) -> Option<&'t str> {
        let (mut quoted, mut escaped) = (false, false);
        let end = self.rest.char_indices().find(|(_, c)| {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
            *c == delimiter && !quoted
        });
        match end {
            Some((at, _)) => {
                let part = &self.rest[..at];
                self.rest = &self.rest[at + delimiter.len_utf8()..];
                Some(part)
            }
            None => Some(std::mem::take(&mut self.rest)).filter(|part| !part.is_empty()),
        }
    }

    fn all(mut self, mut good: impl FnMut(&str) -> bool) -> bool {
        while let Some(part) = self.next_before(';') {
            if !good(part) {
                return false;
            }
        }
        true
    }
}

/// `name=value`, or nothing between two semicolons.
fn parameter(text: &str) -> bool {
    let Some((name, value)) = text.split_once('=') else { return text.is_empty() };
    token(name) && (token(value) || quoted_string(value))
}

fn token(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(good)
}

fn quoted_string(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let shown = if c == '\\' { characters.next() } else { Some(c).filter(|&c| c != '"') };
        if !shown.is_some_and(|c| c == '\t' || !c.is_control()) {
            return false;
        }
    }
    true
}
