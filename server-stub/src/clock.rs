//! The time of day, and how it is written down.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// What tells the time. Clones share one clock; it runs with the system's and can be set ahead, so that what happens
/// after days can be seen at once.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Now, to the millisecond.
    pub fn now(&self) -> Timestamp {
        let millis = Timestamp::now().as_millisecond().saturating_add(self.0.load(Ordering::Relaxed));
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
    }

    /// Today in Denmark.
    pub fn today(&self) -> Date {
        self.now().to_zoned(danish_time()).date()
    }

    /// Sets the clock ahead by `by`.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

/// `Europe/Copenhagen`.
pub fn danish_time() -> TimeZone {
    TimeZone::get("Europe/Copenhagen").unwrap_or(TimeZone::UTC)
}

/// `instant` earlier by a duration, held within what can be written.
pub fn earlier(instant: Timestamp, by: Duration) -> Timestamp {
    instant.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// `instant` later by a duration, held within what can be written.
pub fn later(instant: Timestamp, by: Duration) -> Timestamp {
    instant.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Reads an RFC 3339 date-time. Without an offset it is Danish time.
pub fn read_instant(text: &str) -> Option<Timestamp> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let local: DateTime = text.parse().ok()?;
    danish_time().to_ambiguous_timestamp(local).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_ahead_stays_ahead_in_every_clone() {
        let clock = Clock::default();
        let other = clock.clone();
        clock.advance(Duration::from_secs(3600));
        let ahead = other.now().duration_since(Timestamp::now());
        assert!((3590..=3601).contains(&ahead.as_secs()));
    }

    #[test]
    fn a_time_without_an_offset_is_danish() {
        let instant = |text| read_instant(text).unwrap().to_string();
        assert_eq!(instant("2026-01-01T00:00:00"), "2025-12-31T23:00:00Z");
        assert_eq!(instant("2026-01-01T00:00:00+00:00"), "2026-01-01T00:00:00Z");
        assert_eq!(read_instant("yesterday"), None);
    }

    #[test]
    fn danish_time_is_known_without_a_zone_database_on_the_machine() {
        let noon: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        assert_eq!(noon.to_zoned(danish_time()).hour(), 14);
    }
}
