//! What media types are called.

/// A media type without parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What is known of a media type, in words: `xml`, `merge patch`, `kubernetes protobuf`.
pub fn called(media_type: &str) -> String {
    let essence = essence(media_type);
    let known = match essence.as_str() {
        "application/json" | "text/json" | "application/*+json" => "json",
        "application/xml" | "text/xml" => "xml",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" | "text/*" => "text",
        "text/event-stream" => "events",
        "application/octet-stream" => "bytes",
        "*/*" | "application/*" => "any",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    if matches!(subtype, "" | "*") {
        return kind.to_owned();
    }
    let subtype = ["vnd.", "x-", "x.", "prs."]
        .iter()
        .find_map(|prefix| subtype.strip_prefix(prefix))
        .unwrap_or(subtype);
    let name = subtype.split_once('+').map_or(subtype, |(name, _)| name);
    if name.is_empty() { subtype.to_owned() } else { name.replace('.', " ") }
}

/// The same, with everything that the media type says.
pub fn called_in_full(media_type: &str) -> String {
    media_type.replace(|c: char| !c.is_alphanumeric() && c != '*', " ").replace('*', "any")
}

#[cfg(test)]
mod tests {
    use super::{called, called_in_full};

    #[test]
    fn media_types_have_short_names() {
        for (media_type, name) in [
            ("application/json; charset=utf-8", "json"),
            ("text/XML", "xml"),
            ("application/merge-patch+json", "merge-patch"),
            ("application/vnd.github.v3.star+json", "github v3 star"),
            ("application/vnd.kubernetes.protobuf;stream=watch", "kubernetes protobuf"),
            ("image/svg+xml", "svg"),
            ("image/*", "image"),
            ("text/x-diff", "diff"),
            ("file", "file"),
            ("*/*", "any"),
        ] {
            assert_eq!(called(media_type), name, "{media_type}");
        }
        assert_eq!(called_in_full("image/svg+xml;q=1"), "image svg xml q 1");
    }
}
