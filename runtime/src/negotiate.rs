//! Which of several media types is meant, by `Content-Type` and by `Accept`.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::media::{JSON, essence, is_json};

/// The content of a body in `content_type`: the index of the one whose media types say most of it. `image/*` and `*/*`
/// stand for many, and JSON for all that is built on it.
#[must_use]
pub fn content(content_type: &str, contents: &[&[&str]]) -> Option<usize> {
    let fit = |media_types: &[&str]| media_types.iter().filter_map(|range| fit(content_type, range)).max();
    let fits =
        contents.iter().enumerate().filter_map(|(index, media_types)| Some((fit(media_types)?, index)));
    // Of several that fit alike, the first.
    fits.rev().max_by_key(|(fit, _)| *fit).map(|(_, index)| index)
}

/// `Content-Type`, or nothing where there is none.
pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// How much a range says of a media type that falls under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// `*/*`
    Any,
    /// `image/*`
    Kind,
    /// Another media type of the same syntax.
    Syntax,
    /// The same, but for parameters that it has not.
    OtherParameters,
    /// The same.
    Same,
    /// The same, with the same parameters.
    SameParameters,
}

fn fit(content_type: &str, range: &str) -> Option<Fit> {
    let (found, wanted) = (essence(content_type), essence(range));
    if found == wanted {
        let given = parameters(content_type);
        return Some(match parameters(range).as_slice() {
            [] => Fit::Same,
            asked if asked.iter().all(|parameter| given.contains(parameter)) => Fit::SameParameters,
            _ => Fit::OtherParameters,
        });
    }
    let syntax = wanted.split_once("/*+").is_some_and(|(kind, suffix)| {
        found.starts_with(&format!("{kind}/")) && found.ends_with(&format!("+{suffix}"))
    });
    match wanted.strip_suffix("/*") {
        Some("*") => Some(Fit::Any),
        Some(kind) => (found.split('/').next() == Some(kind)).then_some(Fit::Kind),
        None if syntax || (wanted == JSON && is_json(&found)) => Some(Fit::Syntax),
        None if is_xml(&wanted) && is_xml(&found) => Some(Fit::Syntax),
        None => None,
    }
}

fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml")
}

/// The parameters of a media type, in lower case and without quotes and space. That of `Accept` itself is none of them.
fn parameters(media_type: &str) -> Vec<String> {
    let parameters = media_type.split(';').skip(1).map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        format!("{}={}", name.trim(), value.trim().trim_matches('"')).to_ascii_lowercase()
    });
    parameters.filter(|parameter| !parameter.starts_with("q=") && parameter != "=").collect()
}

/// The content that an `Accept` header asks for most, the first of several; `None` where it takes none of them. A header
/// that names nothing takes anything.
#[cfg(feature = "server")]
pub(crate) fn accepted(accept: &str, contents: &[&[&str]]) -> Option<usize> {
    let ranges: Vec<(&str, u16)> = accept.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return (!contents.is_empty()).then_some(0);
    }
    // Of what is asked for alike, what is named goes before what falls under `*/*`.
    let quality = |media_type: &str| {
        let fits = || {
            ranges.iter().filter_map(|(range, quality)| {
                // An offer may be a range itself: `image/*` can be what `image/png` asks for.
                let offered = || if media_type.contains('*') { fit(range, media_type) } else { None };
                let fit = fit(media_type, range).or_else(offered)?;
                Some((fit, *quality, !range.contains('*')))
            })
        };
        // Only who takes nothing else of it is given another JSON than was named.
        let closest = fits().filter(|(fit, ..)| *fit != Fit::Syntax).max().or_else(|| fits().max());
        closest.map_or((0, false), |(_, quality, named)| (quality, named))
    };
    let qualities = contents.iter().map(|media_types| media_types.iter().map(|one| quality(one)).max());
    let asked = qualities.enumerate().filter_map(|(index, quality)| Some((quality?, index)));
    let asked = asked.filter(|((quality, _), _)| *quality > 0);
    // Of several that are asked for alike, the first.
    asked.max_by_key(|(quality, index)| (*quality, std::cmp::Reverse(*index))).map(|(_, index)| index)
}

/// An element of `Accept` and its weight in thousandths.
#[cfg(feature = "server")]
fn range(element: &str) -> Option<(&str, u16)> {
    let element = element.trim();
    if !essence(element).contains('/') {
        return None;
    }
    let weight = element.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>())
    });
    let weight = match weight {
        Some(Ok(weight)) if (0.0..=1.0).contains(&weight) => weight,
        // What is no weight is read over.
        _ => 1.0,
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    Some((element, (weight * 1000.0).round() as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENTS: &[&[&str]] = &[
        &["application/json", "text/json"],
        &["application/json-patch+json"],
        &["application/xml", "text/xml"],
        &["image/*"],
    ];

    #[test]
    fn a_content_type_means_what_says_most_of_it() {
        for (content_type, index) in [
            ("application/json", Some(0)),
            ("Application/JSON; charset=utf-8", Some(0)),
            ("application/problem+json", Some(0)),
            ("application/json-patch+json", Some(1)),
            ("text/xml;charset=utf-8", Some(2)),
            ("image/png", Some(3)),
            ("text/plain", None),
            ("", None),
        ] {
            assert_eq!(content(content_type, CONTENTS), index, "{content_type}");
        }
        assert_eq!(content("text/plain", &[&["*/*"], &["text/*"]]), Some(1));
        assert_eq!(content("application/x+json", &[&["application/*"], &["application/*+json"]]), Some(1));
        assert_eq!(content("image/x+json", &[&["application/*+json"]]), None);
    }

    #[test]
    fn parameters_tell_apart_and_are_not_asked_for() {
        let streams: &[&[&str]] = &[&["application/json"], &["application/json; stream=\"watch\""]];
        assert_eq!(content("application/json;Stream=watch", streams), Some(1));
        assert_eq!(content("application/json;charset=utf-8", streams), Some(0));
        assert_eq!(content("application/json", &[&["application/json;v=1"]]), Some(0));
    }

    #[cfg(feature = "server")]
    #[test]
    fn what_is_accepted_most_is_answered() {
        for (accept, index) in [
            ("", Some(0)),
            ("nonsense", Some(0)),
            ("*/*", Some(0)),
            ("application/xml", Some(2)),
            ("application/xml, application/json", Some(0)),
            ("application/xml, application/json;q=0.9", Some(2)),
            ("text/json;q=0.5, */*;q=0.1", Some(0)),
            ("application/*;q=0.5, text/xml;q=0.6", Some(2)),
            ("*/*, application/xml", Some(2)),
            ("application/json-patch+json", Some(1)),
            ("application/hal+json, image/gif;q=0.1", Some(3)),
            ("image/png", Some(3)),
            ("*/*, application/json;q=0, text/json;q=0", Some(1)),
            ("application/json;q=0", None),
            ("text/html, application/pdf;q=0.5", None),
            ("application/xml;q=2", Some(2)),
        ] {
            assert_eq!(accepted(accept, CONTENTS), index, "{accept}");
        }
        assert_eq!(accepted("*/*", &[&["text/csv"], &["*/*"]]), Some(0));
        assert_eq!(accepted("application/json", &[&["text/csv"], &["application/hal+json"]]), Some(1));
    }
}
