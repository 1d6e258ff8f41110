//! Values that are never printed: civil registration numbers, verification codes, secrets.
//!
//! Their `Debug` shows a mask and they have no `Display`; whoever needs the text asks for it by name.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// What stands in place of a sensitive value wherever it is printed.
pub const MASK: &str = "•••";

/// A citizen's civil registration number: ten digits, in the form that the documents' pattern describes.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cpr(String);

/// The text is no civil registration number. It says nothing about the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a civil registration number")]
pub struct InvalidCpr;

impl Cpr {
    /// Checks `text` against the documented pattern: `DDMM` of an existing day followed by six digits, or ten zeros.
    pub fn new(text: &str) -> Result<Self, InvalidCpr> {
        let digits = text.as_bytes();
        if digits.len() != 10 || !digits.iter().all(u8::is_ascii_digit) {
            return Err(InvalidCpr);
        }
        let number = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
        let last_day = match number(2) {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 29,
            _ => 0,
        };
        let day = number(0);
        if (1..=last_day).contains(&day) || text == "0000000000" {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCpr)
        }
    }

    /// The number itself, for the store and for systems that must be told.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Cpr {
    type Error = InvalidCpr;

    fn try_from(text: String) -> Result<Self, InvalidCpr> {
        Self::new(&text)
    }
}

impl std::str::FromStr for Cpr {
    type Err = InvalidCpr;

    fn from_str(text: &str) -> Result<Self, InvalidCpr> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Cpr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&masked_string(deserializer)?).map_err(de::Error::custom)
    }
}

/// A verification code as it is sent to a citizen.
#[derive(Clone, PartialEq, Eq)]
pub struct Kode(String);

impl Kode {
    /// Wraps a code.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The code itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A password, a key or a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        masked_string(deserializer).map(Self)
    }
}

/// Reads a string; anything else is refused without being quoted, which serde's own message would do.
fn masked_string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Text;

    impl de::Visitor<'_> for Text {
        type Value = Option<String>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }
    }

    deserializer.deserialize_any(Text)?.ok_or_else(|| de::Error::custom("must be a string in quotes"))
}

/// Gives types a `Debug` that shows nothing of what they hold.
macro_rules! masked {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(•••)"))
            }
        }
    )+};
}
pub(crate) use masked;

masked!(Cpr, Kode, Secret);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpr_follows_the_documented_pattern() {
        for good in ["0000000000", "2902010001", "3112999999", "3004000000"] {
            assert!(Cpr::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "0",
            "00000000000",
            "3002010001",
            "3104010001",
            "0013010001",
            "290201-001",
            "٢902010001",
            "0101",
        ] {
            assert_eq!(Cpr::new(bad), Err(InvalidCpr), "{bad}");
        }
    }

    #[test]
    fn nothing_sensitive_is_printed() {
        let shown =
            format!("{:?}", (Cpr::new("2902010001"), Kode::new("123456"), Secret::new("hush"), InvalidCpr));
        assert!(shown.contains(MASK));
        for hidden in ["2902010001", "123456", "hush"] {
            assert!(!shown.contains(hidden));
        }
    }
}
