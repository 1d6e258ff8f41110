//! Exact decimal numbers (`format: decimal`).

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

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
/// JSON numbers of more than 15 significant digits are rounded by most who read them, and by this type when it writes
/// a fraction. A contract that needs more says `type: string`.
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
        let number = self.0.to_f64().ok_or_else(|| S::Error::custom("is beyond the numbers of JSON"))?;
        serializer.serialize_f64(number)
    }
}

impl<'de> Deserialize<'de> for DecimalNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Decimal as Deserialize>::deserialize(deserializer).map(Self)
    }
}

impl Check for DecimalNumber {
    fn check(&self, schema: &Schema, at: &At<'_>, out: &mut Violations) {
        self.0.check(schema, at, out);
    }
}
