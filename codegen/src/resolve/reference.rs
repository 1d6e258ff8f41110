//! The text of a `$ref`.

use percent_encoding::percent_decode_str;

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference<'a> {
    /// The file; empty for the one in which the reference stands.
    pub(super) file: &'a str,
    /// What follows `#`, as it is written.
    pub(super) fragment: &'a str,
}

impl<'a> Reference<'a> {
    pub(super) fn parse(text: &'a str) -> Reference<'a> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        Reference { file, fragment }
    }

    /// Whether it leads into the network.
    pub(super) fn is_remote(&self) -> bool {
        self.file.starts_with("//") || (self.file.contains("://") && !self.file.starts_with("file://"))
    }
}

/// A part of a reference without percent-encoding; as it is where that is no text.
pub(super) fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8().map_or_else(|_| part.to_owned(), std::borrow::Cow::into_owned)
}

/// A reference's fragment from a pointer's text.
pub(super) fn to_fragment(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_fragments() {
        assert_eq!(Reference::parse("#/a"), Reference { file: "", fragment: "/a" });
        assert_eq!(Reference::parse("a.yaml"), Reference { file: "a.yaml", fragment: "" });
        assert_eq!(Reference::parse("../a.yaml#/b"), Reference { file: "../a.yaml", fragment: "/b" });
        assert!(Reference::parse("https://example.org/a#/b").is_remote());
        assert!(!Reference::parse("a.yaml#/paths/~1x:~1~1y").is_remote());
        assert_eq!(decoded("/a%20b/%7Bc%7D"), "/a b/{c}");
        assert_eq!(decoded("/100%"), "/100%");
    }
}
