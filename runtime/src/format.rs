//! String formats: `format` of a schema.
//!
//! Each check says whether a text has the form that the format's standard gives it, and nothing about what it names: no host is looked up, no
//! mailbox is tried.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use base64::{Engine, engine::general_purpose::STANDARD};

mod address;
mod time;
mod uri;

pub use address::{email, hostname, idn_email};
pub use time::{date, date_time, duration, time};
pub use uri::{uri, uri_reference};

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
}

impl Format {
    /// Every format, in the order of the enum.
    pub const ALL: [Self; 14] = [
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
