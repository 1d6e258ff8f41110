//! Mailboxes and host names.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A mailbox of RFC 5321: a dotted or quoted local part of at most 64 octets, `@`, and a host name or an address in brackets; ASCII, at most
/// 254 octets.
pub fn email(text: &str) -> bool {
    text.is_ascii() && mailbox(text, hostname)
}

/// The same with the characters of all scripts (RFC 6531).
pub fn idn_email(text: &str) -> bool {
    mailbox(text, labels)
}

/// A host name of RFC 1123: labels of letters, digits and inner hyphens, at most 63 octets each and 253 together, without a trailing dot.
pub fn hostname(text: &str) -> bool {
    text.is_ascii() && labels(text)
}

/// The same with the letters and digits of all scripts (RFC 5890). Their further rules, such as those on the order of
/// right-to-left letters, are not checked.
pub fn idn_hostname(text: &str) -> bool {
    labels(text)
}

fn mailbox(text: &str, host: impl Fn(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let literal = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    text.len() <= 254
        && local.len() <= 64
        && (dot_string(local) || quoted_string(local))
        && literal.map_or_else(|| host(domain), address_literal)
}

fn dot_string(local: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || beyond_ascii(c);
    local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

fn quoted_string(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let plain = |c: char| (' '..='~').contains(&c) || beyond_ascii(c);
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let quoted = if c == '\\' { characters.next() } else { Some(c).filter(|&c| c != '"') };
        if !quoted.is_some_and(plain) {
            return false;
        }
    }
    true
}

fn address_literal(literal: &str) -> bool {
    match literal.strip_prefix("IPv6:") {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => literal.parse::<Ipv4Addr>().is_ok(),
    }
}

/// The callers decide whether characters beyond ASCII are welcome.
fn labels(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || (beyond_ascii(c) && c.is_alphanumeric());
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(inner)
        })
}

fn beyond_ascii(c: char) -> bool {
    !c.is_ascii() && !c.is_control() && !c.is_whitespace()
}
