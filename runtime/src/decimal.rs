//! Exact decimal numbers (`format: decimal`).

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::check::Check;
use crate::schema::Schema;
use crate::violation::{At, Violations};

impl Check for Decimal {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        crate::inspect::inspect(&Value::String(self.to_string()), schema, at, out);
    }
}

/// A decimal number that is written as a JSON number; [`Decimal`] itself is written as a string. Both are read from
/// either.
///
/// In a body every digit is kept, both ways. Most who read JSON round numbers of more than 15 significant digits, and a
/// parameter, or a value that goes through [`Value`], is rounded here as well; a contract that needs more says
/// `type: string`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DecimalNumber(pub Decimal);

impl From<Decimal> for DecimalNumber {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

impl From<DecimalNumber> for Decimal {
    fn from(value: DecimalNumber) -> Self {
        value.0
    }
}

impl fmt::Display for DecimalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for DecimalNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        if self.0.is_integer()
            && let Some(whole) = self.0.to_i64()
        {
            return serializer.serialize_i64(whole);
        }
        let digits = RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?;
        digits.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DecimalNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let wrong = |_| D::Error::custom("not a decimal number");
        let text: Cow<'_, str> = match raw.get() {
            text if text.starts_with('"') => {
                serde_json::from_str::<String>(text).map_err(D::Error::custom)?.into()
            }
            text => text.into(),
        };
        let number = if text.contains(['e', 'E']) { Decimal::from_scientific(&text) } else { text.parse() };
        let number = number.map_err(wrong)?;
        // What is too small for 28 decimal places would be read as zero.
        let digits = text.split(['e', 'E']).next().unwrap_or_default();
        if number.is_zero() && digits.contains(|c: char| ('1'..='9').contains(&c)) {
            return Err(D::Error::custom("a decimal number with too many places"));
        }
        Ok(Self(number))
    }
}

impl Check for DecimalNumber {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        self.0.check(schema, at, out);
    }
}
