//! Dates, and date-times with and without an offset.
//!
//! A server takes them as RFC 3339 writes them. A client reads whatever else is clear: other servers leave out seconds,
//! or write a space for the `T`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::format;
use crate::strict::is_strict;

/// A date or a date-time, as generated code holds it.
pub trait Moment: Sized {
    /// Whether `text` is written as RFC 3339 has it.
    fn is_written(text: &str) -> bool;
    /// Reads it, however it is written.
    fn read(text: &str) -> Option<Self>;
}

impl Moment for Date {
    fn is_written(text: &str) -> bool {
        format::date(text)
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Moment for Timestamp {
    fn is_written(text: &str) -> bool {
        format::date_time(text)
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Dates and date-times, and what has nothing else in it.
pub trait Timed: Sized {
    /// Reads it, by the letter where the contract is taken so.
    ///
    /// # Errors
    /// When it is none.
    fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

macro_rules! moments {
    ($($ty:ty)*) => {$(
        impl Timed for $ty {
            fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                let value = <$ty>::read(&text).filter(|_| !is_strict() || <$ty>::is_written(&text));
                value.ok_or_else(|| D::Error::custom("not a date or date-time"))
            }
        }
    )*};
}
moments!(Date Timestamp);

impl<T: Timed> Timed for Option<T> {
    fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Written<T>>::deserialize(deserializer).map(|value| value.map(Written::into_inner))
    }
}

impl<T: Timed> Timed for Box<T> {
    fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_timed(deserializer).map(Self::new)
    }
}

impl<T: Timed> Timed for Vec<T> {
    fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Written<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(Written::into_inner).collect())
    }
}

impl<T: Timed> Timed for BTreeMap<String, T> {
    fn read_timed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Written<T>>::deserialize(deserializer)?;
        Ok(map.into_iter().map(|(key, Written(value))| (key, value)).collect())
    }
}

/// What is [`Timed`], while it is read.
pub(crate) struct Written<T>(pub(crate) T);

impl<T> Written<T> {
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<'de, T: Timed> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_timed(deserializer).map(Self)
    }
}

/// Whether `text` is a date-time as RFC 3339 has it, its offset left out only where a zone is known.
pub(crate) fn is_date_time(text: &str, zone: Option<&str>) -> bool {
    format::date_time(text) || (zone.is_some() && format::date_time(&format!("{text}Z")))
}

/// Reads an RFC 3339 date-time; one without an offset only where `zone` (an IANA name) says what it means.
pub(crate) fn read(text: &str, zone: Option<&str>) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    // A date alone would be read as its midnight, which nobody wrote.
    let zone = TimeZone::get(zone?).ok().filter(|_| text.contains(['T', 't', ' ']))?;
    let local: DateTime = text.parse().ok()?;
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

/// Deserialises a date-time that has `zone` when it carries no offset; what generated code calls.
///
/// A local time that occurs twice, or never, when clocks change is taken as RFC 5545 does: the first of the two, or
/// moved by the gap.
///
/// # Errors
/// When the text is no date-time.
pub fn deserialize_in_zone<'de, D: Deserializer<'de>>(
    deserializer: D,
    zone: &'static str,
) -> Result<Timestamp, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    let moment = read(&text, Some(zone)).filter(|_| !is_strict() || is_date_time(&text, Some(zone)));
    moment.ok_or_else(|| D::Error::custom("not a date-time"))
}

#[cfg(all(test, feature = "time-zone"))]
mod tests {
    use super::read;

    #[test]
    fn an_offset_wins_over_the_zone_and_a_local_time_needs_one() {
        let zone = Some("Europe/Copenhagen");
        assert_eq!(read("2023-01-01T00:00:00", zone).unwrap().to_string(), "2022-12-31T23:00:00Z");
        assert_eq!(read("2023-07-01T00:00:00", zone).unwrap().to_string(), "2023-06-30T22:00:00Z");
        assert_eq!(read("2023-07-01T00:00:00+00:00", zone).unwrap().to_string(), "2023-07-01T00:00:00Z");
        assert!(read("2023-07-01T00:00:00", None).is_none());
        assert!(read("2023-07-01", zone).is_none());
    }
}
