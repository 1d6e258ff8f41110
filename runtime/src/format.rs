//! String formats: `format` of a schema.
//!
//! Each check says whether a text has the form that the format's standard gives it, and nothing about what it names: no host is looked up, no
//! mailbox is tried.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};

mod address;
mod media;
mod template;
mod time;
mod uri;

pub use address::{email, hostname, idn_email, idn_hostname};
pub use media::media_range;
pub use template::uri_template;
pub use time::{date, date_time, duration, http_date, time};
pub use uri::{iri, iri_reference, uri, uri_reference};

/// A format that can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `email`: [`email`].
    Email,
    /// `idn-email`: [`idn_email`].
    IdnEmail,
    /// `uri`: [`uri`].
    Uri,
    /// `uri-reference`: [`uri_reference`].
    UriReference,
    /// `hostname`: [`hostname`].
    Hostname,
    /// `ipv4`: [`ipv4`].
    Ipv4,
    /// `ipv6`: [`ipv6`].
    Ipv6,
    /// `uuid`: [`uuid()`].
    Uuid,
    /// `date`: [`date`].
    Date,
    /// `time`: [`time()`].
    Time,
    /// `date-time`: [`date_time`].
    DateTime,
    /// `duration`: [`duration`].
    Duration,
    /// `json-pointer`: [`json_pointer`].
    JsonPointer,
    /// `byte`: [`byte`].
    Byte,
    /// `base64url`: [`base64url`].
    Base64url,
    /// `char`: [`character`].
    Char,
    /// `http-date`: [`http_date`].
    HttpDate,
    /// `idn-hostname`: [`idn_hostname`].
    IdnHostname,
    /// `iri`: [`iri`].
    Iri,
    /// `iri-reference`: [`iri_reference`].
    IriReference,
    /// `media-range`: [`media_range`].
    MediaRange,
    /// `relative-json-pointer`: [`relative_json_pointer`].
    RelativeJsonPointer,
    /// `uri-template`: [`uri_template`].
    UriTemplate,
}

impl Format {
    /// Every format, in the order of the enum.
    pub const ALL: [Self; 23] = [
        Self::Email,
        Self::IdnEmail,
        Self::Uri,
        Self::UriReference,
        Self::Hostname,
        Self::Ipv4,
        Self::Ipv6,
        Self::Uuid,
        Self::Date,
        Self::Time,
        Self::DateTime,
        Self::Duration,
        Self::JsonPointer,
        Self::Byte,
        Self::Base64url,
        Self::Char,
        Self::HttpDate,
        Self::IdnHostname,
        Self::Iri,
        Self::IriReference,
        Self::MediaRange,
        Self::RelativeJsonPointer,
        Self::UriTemplate,
    ];

    /// Whether `text` has this format.
    pub fn check(&self, text: &str) -> bool {
        match self {
            Self::Email => email(text),
            Self::IdnEmail => idn_email(text),
            Self::Uri => uri(text),
            Self::UriReference => uri_reference(text),
            Self::Hostname => hostname(text),
            Self::Ipv4 => ipv4(text),
            Self::Ipv6 => ipv6(text),
            Self::Uuid => uuid(text),
            Self::Date => date(text),
            Self::Time => time(text),
            Self::DateTime => date_time(text),
            Self::Duration => duration(text),
            Self::JsonPointer => json_pointer(text),
            Self::Byte => byte(text),
            Self::Base64url => base64url(text),
            Self::Char => character(text),
            Self::HttpDate => http_date(text),
            Self::IdnHostname => idn_hostname(text),
            Self::Iri => iri(text),
            Self::IriReference => iri_reference(text),
            Self::MediaRange => media_range(text),
            Self::RelativeJsonPointer => relative_json_pointer(text),
            Self::UriTemplate => uri_template(text),
        }
    }

    /// The name that a schema has for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::IdnEmail => "idn-email",
            Self::Uri => "uri",
            Self::UriReference => "uri-reference",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "date-time",
            Self::Duration => "duration",
            Self::JsonPointer => "json-pointer",
            Self::Byte => "byte",
            Self::Base64url => "base64url",
            Self::Char => "char",
            Self::HttpDate => "http-date",
            Self::IdnHostname => "idn-hostname",
            Self::Iri => "iri",
            Self::IriReference => "iri-reference",
            Self::MediaRange => "media-range",
            Self::RelativeJsonPointer => "relative-json-pointer",
            Self::UriTemplate => "uri-template",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An IPv4 address of four decimal numbers without leading zeros (RFC 2673).
pub fn ipv4(text: &str) -> bool {
    Ipv4Addr::from_str(text).is_ok()
}

/// An IPv6 address (RFC 4291), without a zone.
pub fn ipv6(text: &str) -> bool {
    Ipv6Addr::from_str(text).is_ok()
}

/// A UUID in the form of RFC 9562: 36 characters with four hyphens, hexadecimal digits of either case.
pub fn uuid(text: &str) -> bool {
    // The library also reads the forms without hyphens, in braces and with `urn:uuid:`.
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// A JSON pointer (RFC 6901): empty, or parts that each begin with `/`, in which `~` only stands as `~0` or `~1`.
pub fn json_pointer(text: &str) -> bool {
    let escaped = |part: &str| part.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    text.is_empty() || (text.starts_with('/') && escaped(text))
}

/// Base64 in the standard alphabet with padding (RFC 4648, section 4), without line breaks.
pub fn byte(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// Base64 in the alphabet for URLs (RFC 4648, section 5), with or without padding.
pub fn base64url(text: &str) -> bool {
    if text.ends_with('=') { URL_SAFE.decode(text).is_ok() } else { URL_SAFE_NO_PAD.decode(text).is_ok() }
}

/// One character: a Unicode code point.
pub fn character(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some() && characters.next().is_none()
}

/// A relative JSON pointer: how many levels up, perhaps how many items on, and then a JSON pointer or `#`.
pub fn relative_json_pointer(text: &str) -> bool {
    let number = |text: &str| text == "0" || !(text.is_empty() || text.starts_with('0'));
    let (up, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(moved) => {
            let (on, rest) = moved.split_at(moved.find(|c: char| !c.is_ascii_digit()).unwrap_or(moved.len()));
            if on == "0" || !number(on) {
                return false;
            }
            rest
        }
        None => rest,
    };
    number(up) && (rest == "#" || json_pointer(rest))
}
