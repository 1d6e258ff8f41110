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

/// A relative URI as seen from another one (RFC 3986, section 5.2).
pub(super) fn relative_to(base: &str, relative: &str) -> String {
    let authority = base.find("://").map_or(0, |scheme| scheme + 3);
    let path = base[authority..].find('/').map_or(base.len(), |path| authority + path);
    let mut folders: Vec<&str> = match relative.starts_with('/') {
        true => Vec::new(),
        false => {
            base[path..].rsplit_once('/').map_or(Vec::new(), |(folders, _)| folders.split('/').collect())
        }
    };
    folders.retain(|folder| !folder.is_empty());
    for segment in relative.trim_start_matches('/').split('/') {
        match segment {
            "." => {}
            ".." => drop(folders.pop()),
            segment => folders.push(segment),
        }
    }
    format!("{}/{}", &base[..path], folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_uris_start_where_their_base_stands() {
        let base = "https://example.com/schemas/pets/pet.json";
        assert_eq!(relative_to(base, "tag.json"), "https://example.com/schemas/pets/tag.json");
        assert_eq!(relative_to(base, "../tag"), "https://example.com/schemas/tag");
        assert_eq!(relative_to(base, "./a/b"), "https://example.com/schemas/pets/a/b");
        assert_eq!(relative_to(base, "/tag"), "https://example.com/tag");
        assert_eq!(relative_to("https://example.com", "tag"), "https://example.com/tag");
    }

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
