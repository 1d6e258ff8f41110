//! Date-times with and without an offset.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

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
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    read(&text, Some(zone)).ok_or_else(|| D::Error::custom("not a date-time"))
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
