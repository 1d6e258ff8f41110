//! Numbers by their decimal digits: `0.3` is a multiple of `0.1` though neither has an exact binary form.

use std::cmp::Ordering;

/// A decimal number, `digits * 10^exponent`. The digits do not end with a zero, unless the number is zero, which has
/// the exponent 0 and no sign; so equal numbers have equal fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    negative: bool,
    digits: u128,
    exponent: i32,
}

impl Exact {
    fn new(negative: bool, mut digits: u128, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self { negative: false, digits: 0, exponent: 0 };
        }
        while digits.is_multiple_of(10) {
            digits /= 10;
            exponent = exponent.saturating_add(1);
        }
        Self { negative, digits, exponent }
    }

    pub(crate) fn of_integer(n: i128) -> Self {
        Self::new(n < 0, n.unsigned_abs(), 0)
    }

    /// The shortest decimal number that `n` is read from, which is what was written wherever that had 15 digits or
    /// less. `None` for infinity and NaN.
    pub(crate) fn of_float(n: f64) -> Option<Self> {
        if n.is_finite() { Self::of_text(&format!("{n:e}")) } else { None }
    }

    /// Digits with a point, a sign before and an exponent behind; `None` for anything else, and for more than 38
    /// significant digits.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if all().next().is_none() || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // Zeros at either end are no digits that count; there may be any number of them.
        let leading = all().take_while(|byte| *byte == b'0').count();
        let trailing = all().rev().take_while(|byte| *byte == b'0').count();
        let length = all().count();
        let count = length.saturating_sub(leading + trailing);
        if count > 38 {
            return None;
        }
        let digits = all().skip(leading).take(count).fold(0, |n, byte| n * 10 + u128::from(byte - b'0'));
        let shift = i32::try_from(trailing).ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self::new(negative, digits, exponent.checked_add(shift)?))
    }

    /// Whether it is a whole number of times `step`; everything is of a step of zero, which says nothing.
    pub(crate) fn is_multiple_of(self, step: Self) -> bool {
        if self.digits == 0 || step.digits == 0 {
            return true;
        }
        // Digits that end with no zero are no multiple of a power of ten.
        let Some(zeros) = self.exponent.checked_sub(step.exponent).filter(|zeros| *zeros >= 0) else {
            return false;
        };
        let mut remainder = self.digits % step.digits;
        for _ in 0..zeros {
            if remainder == 0 {
                return true;
            }
            let Some(shifted) = remainder.checked_mul(10) else { return false };
            remainder = shifted % step.digits;
        }
        remainder == 0
    }

    fn sign(self) -> i8 {
        match (self.digits, self.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    /// Compares numbers that are not zero, without their signs.
    fn compare_sizes(self, other: Self) -> Ordering {
        let height = |n: Self| i64::from(n.digits.ilog10()) + i64::from(n.exponent);
        height(self).cmp(&height(other)).then_with(|| {
            // Of the same height, the one with the lower exponent has all its digits already.
            let lowest = self.exponent.min(other.exponent);
            let aligned = |n: Self| {
                let zeros = 10_u128.checked_pow(n.exponent.abs_diff(lowest))?;
                n.digits.checked_mul(zeros)
            };
            match (aligned(self), aligned(other)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (None, _) => Ordering::Greater,
                (_, None) => Ordering::Less,
            }
        })
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            0 => Ordering::Equal,
            1 => self.compare_sizes(*other),
            _ => other.compare_sizes(*self),
        })
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}e{}", self.digits, self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    fn of(text: &str) -> Exact {
        Exact::of_text(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn multiples_are_those_of_decimal_arithmetic() {
        for (value, step) in [
            ("0.3", "0.1"),
            ("19.99", "0.01"),
            ("0", "7"),
            ("-4.5", "1.5"),
            ("1e308", "0.0001"),
            ("1e308", "2"),
            ("7", "0.7"),
            ("123456789012345678901234567.89", "0.01"),
            ("5e-324", "5e-324"),
            ("1", "0"),
        ] {
            assert!(of(value).is_multiple_of(of(step)), "{value} of {step}");
        }
        for (value, step) in [
            ("0.0075", "0.01"),
            ("0.30000000000000004", "0.1"),
            ("1e308", "3"),
            ("19.999", "0.01"),
            ("1", "1e308"),
            ("10", "100"),
            ("123456789012345678901234567.891", "0.01"),
        ] {
            assert!(!of(value).is_multiple_of(of(step)), "{value} of {step}");
        }
    }

    #[test]
    fn order_is_that_of_the_numbers() {
        let ordered = [
            "-1e400",
            "-1e308",
            "-10",
            "-9.99",
            "-1e-9",
            "0",
            "1e-400",
            "0.1",
            "0.11",
            "1",
            "1.0001",
            "9",
            "10",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.5",
            "1e17",
            "1e400",
        ];
        for (a, left) in ordered.iter().enumerate() {
            for (b, right) in ordered.iter().enumerate() {
                assert_eq!(of(left).cmp(&of(right)), a.cmp(&b), "{left} and {right}");
            }
        }
        let most = Exact::of_integer(i128::MAX);
        assert!(most < of("9e38") && most > of("17e37") && Exact::of_integer(i128::MIN) < of("-17e37"));
    }

    #[test]
    fn a_number_has_one_form() {
        for (a, b) in
            [("1", "1.0"), ("1e3", "1000"), ("-0", "0.00"), ("0.10", "1e-1"), ("+5.", "5"), (".5", "0.5")]
        {
            assert_eq!(of(a), of(b));
        }
        assert_eq!(Exact::of_float(0.1), Exact::of_text("0.1"));
        assert_eq!(Exact::of_float(1e22), Some(Exact::of_integer(10_i128.pow(22))));
        assert_eq!(of(&"0".repeat(90)), of("0"));
        assert_eq!(of(&format!("1{}", "0".repeat(90))), of("1e90"));
    }

    #[test]
    fn what_is_no_number_has_none() {
        for text in
            ["", "-", ".", "e5", "1e", "0x1", "1_0", "NaN", "inf", "1e99999999999", "1.2.3", " 1", "--1"]
        {
            assert_eq!(Exact::of_text(text), None, "{text}");
        }
        assert_eq!(Exact::of_text(&"9".repeat(39)), None);
        assert_eq!((Exact::of_float(f64::INFINITY), Exact::of_float(f64::NAN)), (None, None));
    }
}
