//! Uniform resource identifiers (RFC 3986), and the same in all scripts (RFC 3987).

use std::net::Ipv6Addr;

/// A URI with its scheme: `https://example.org/a?b#c`, `urn:isbn:0451450523`, `mailto:a@example.org`.
pub fn uri(text: &str) -> bool {
    text.is_ascii() && iri(text)
}

/// A URI or a reference relative to one: `../a`, `?q=1`, `#part`, the empty text.
pub fn uri_reference(text: &str) -> bool {
    text.is_ascii() && iri_reference(text)
}

/// A URI in which letters of all scripts may stand unencoded: `https://æble.dk/ø`.
pub fn iri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, rest)| scheme(name) && relative(rest, false))
}

/// An IRI or a reference relative to one.
pub fn iri_reference(text: &str) -> bool {
    iri(text) || relative(text, true)
}

fn scheme(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// What follows the scheme: authority, path, query and fragment. Without a scheme, the first part of a path has no colon, as it would be one.
fn relative(text: &str, without_scheme: bool) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match text.strip_prefix("//") {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !authority(host) {
                return false;
            }
            path
        }
        None => text,
    };
    let first = path.split('/').next().unwrap_or_default();
    (!without_scheme || !first.contains(':'))
        && characters(path, "/:@")
        && characters(query, "/?:@")
        && characters(fragment, "/?:@")
}

fn authority(text: &str) -> bool {
    let (user, host_and_port) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host_and_port.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((literal, port)) => {
            if !ip_literal(literal) || !(port.is_empty() || port.starts_with(':')) {
                return false;
            }
            ("", port.trim_start_matches(':'))
        }
        None => host_and_port.split_once(':').unwrap_or((host_and_port, "")),
    };
    characters(user, ":") && port.bytes().all(|byte| byte.is_ascii_digit()) && characters(host, "")
}

/// What stands in brackets: an IPv6 address, or `v1.…` of a kind yet to come.
fn ip_literal(text: &str) -> bool {
    let future = |rest: &str| {
        rest.split_once('.').is_some_and(|(version, address)| {
            !version.is_empty()
                && version.bytes().all(|byte| byte.is_ascii_hexdigit())
                && !address.is_empty()
                && !address.contains('%')
                && characters(address, ":")
        })
    };
    text.parse::<Ipv6Addr>().is_ok() || text.strip_prefix(['v', 'V']).is_some_and(future)
}

/// Characters beyond ASCII that an IRI may have: none that control, divide or are for private use.
fn beyond_ascii(c: char) -> bool {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}');
    !c.is_ascii() && !c.is_control() && !c.is_whitespace() && !private
}

/// Whether `text` is made of unreserved characters, sub-delimiters, percent-encoded octets and `also`.
fn characters(text: &str, also: &str) -> bool {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let good = match c {
            '%' => [rest.next(), rest.next()].iter().all(|c| c.is_some_and(|c| c.is_ascii_hexdigit())),
            _ => {
                c.is_ascii_alphanumeric()
                    || "-._~!$&'()*+,;=".contains(c)
                    || also.contains(c)
                    || beyond_ascii(c)
            }
        };
        if !good {
            return false;
        }
    }
    true
}
