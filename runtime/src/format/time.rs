//! Dates and times of RFC 3339.

use jiff::civil;

/// `full-date` of RFC 3339: `2024-02-29`, a day that exists.
pub fn date(text: &str) -> bool {
    // The library also reads other forms of ISO 8601.
    let form = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    text.len() == 10 && form && text.parse::<civil::Date>().is_ok()
}

/// `full-time` of RFC 3339: `23:20:50.52Z`, `08:30:00+02:00`. Second 60 only where it is the last of a day in UTC.
pub fn time(text: &str) -> bool {
    let Some((clock, offset)) = text.split_at_checked(8) else { return false };
    let Some([hour, minute, second]) = three(clock) else { return false };
    let offset = match offset.strip_prefix('.') {
        Some(rest) => {
            let zone = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == rest.len() {
                return false;
            }
            zone
        }
        None => offset,
    };
    let Some(offset) = offset_minutes(offset) else { return false };
    let minute_in_utc = (hour * 60 + minute - offset).rem_euclid(24 * 60);
    hour < 24 && minute < 60 && (second < 60 || (second == 60 && minute_in_utc == 24 * 60 - 1))
}

/// `date-time` of RFC 3339: a date, `T`, and a time with its offset, letters of either case.
pub fn date_time(text: &str) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    let clock = rest.strip_prefix(['T', 't']);
    date(day) && clock.is_some_and(time)
}

/// A date of HTTP in the form that RFC 9110 has senders use: `Sun, 06 Nov 1994 08:49:37 GMT`, the right day of the week
/// included.
pub fn http_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let Some((weekday, rest)) = text.split_once(", ") else { return false };
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, "GMT"] = parts.as_slice() else { return false };
    let month = MONTHS.iter().zip(1..).find(|(name, _)| *name == month).map(|(_, month)| month);
    let year = if year.len() == 4 && digits(year) { year.parse().ok() } else { None };
    let (Some(day), Some(month), Some(year)) = (two(day), month, year) else { return false };
    let date = i8::try_from(day).ok().and_then(|day| civil::Date::new(year, month, day).ok());
    let right = date.is_some_and(|date| {
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        DAYS.get(index) == Some(&weekday)
    });
    let clock = three(clock).filter(|_| clock.len() == 8);
    right && clock.is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60)
}

/// A duration of ISO 8601, to which RFC 3339, appendix A refers: `P3D`, `PT1H30M`, `P1Y2M3DT4H`, `P2W`, `PT1.5S`. Units stand in order, each at most
/// once; only seconds have a fraction. The appendix' own grammar would refuse `PT1H2S` and fractions, which real senders write.
pub fn duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, clock) = rest.split_once('T').map_or((rest, None), |(days, clock)| (days, Some(clock)));
    match clock {
        None => units(days, "YMD") || units(days, "W"),
        Some(clock) => (days.is_empty() || units(days, "YMD")) && units(clock, "HMS"),
    }
}

/// Whether `text` is one or more numbers, each with its unit, the units in the order of `order`.
fn units(text: &str, order: &str) -> bool {
    let mut left = order;
    let mut rest = text;
    while let Some(place) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (number, unit) = (&rest[..place], &rest[place..=place]);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let Some((_, after)) = left.split_once(unit) else { return false };
        if !digits(whole) || !digits(fraction) || (number.contains('.') && unit != "S") {
            return false;
        }
        left = after;
        rest = &rest[place + 1..];
    }
    rest.is_empty() && left != order
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Z` or `+hh:mm` in minutes.
fn offset_minutes(text: &str) -> Option<i32> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let (sign, clock) = text.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    let total = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
    match sign {
        "+" => Some(total),
        "-" => Some(-total),
        _ => None,
    }
}

/// `hh:mm:ss`.
fn three(text: &str) -> Option<[i32; 3]> {
    let mut parts = text.split(':').map(two);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

fn two(text: &str) -> Option<i32> {
    if text.len() == 2 && digits(text) { text.parse().ok() } else { None }
}
