//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

/// A JSON pointer: `/paths/~1pets/get`; the empty pointer is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Reads a pointer from its text, without `#` and without percent-encoding.
    ///
    /// `None` if the text is neither empty nor starts with `/`.
    pub fn parse(text: &str) -> Option<Pointer> {
        (text.is_empty() || text.starts_with('/')).then(|| Pointer(text.to_owned()))
    }

    /// This pointer and `key` below it.
    #[must_use]
    pub fn key(&self, key: &str) -> Pointer {
        let mut longer = Pointer(String::with_capacity(self.0.len() + key.len() + 1));
        longer.0.push_str(&self.0);
        longer.push(key);
        longer
    }

    /// This pointer and the array item `index` below it.
    #[must_use]
    pub fn index(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0))
    }

    /// Adds `key` in place.
    pub fn push(&mut self, key: &str) {
        self.0.push('/');
        for part in key.split_inclusive(['~', '/']) {
            match part.as_bytes().last() {
                Some(b'~') => self.push_escaped(part, "~0"),
                Some(b'/') => self.push_escaped(part, "~1"),
                _ => self.0.push_str(part),
            }
        }
    }

    fn push_escaped(&mut self, part: &str, escape: &str) {
        self.0.push_str(&part[..part.len() - 1]);
        self.0.push_str(escape);
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys and indices from the top, unescaped.
    pub fn segments(&self) -> Segments<'_> {
        Segments(self.0.strip_prefix('/'))
    }

    /// The last key or index, unescaped.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// The pointer one level up; `None` at the top.
    pub fn parent(&self) -> Option<Pointer> {
        self.0.rsplit_once('/').map(|(parent, _)| Pointer(parent.to_owned()))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of a [`Pointer`], from the top.
#[derive(Debug, Clone)]
pub struct Segments<'a>(Option<&'a str>);

impl<'a> Iterator for Segments<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.0?;
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        self.0 = rest;
        Some(unescape(segment))
    }
}

fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_escaped_and_come_back() {
        let pointer = Pointer::root().key("paths").key("/a~b/{c}").index(3).key("");
        assert_eq!(pointer.to_string(), "/paths/~1a~0b~1{c}/3/");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "3", ""]);
        assert_eq!(pointer.parent().map(|parent| parent.to_string()), Some("/paths/~1a~0b~1{c}/3".into()));
    }

    #[test]
    fn the_root_has_no_segments() {
        assert_eq!(Pointer::root().segments().count(), 0);
        assert_eq!(Pointer::root().last(), None);
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::parse("paths"), None);
    }

    #[test]
    fn escapes_are_undone_in_the_right_order() {
        let pointer = Pointer::parse("/~01").expect("a pointer");
        assert_eq!(pointer.last().as_deref(), Some("~1"));
    }
}
