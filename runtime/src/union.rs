//! Values of which there are several kinds.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::Check;
use crate::inspect::inspect;
use crate::schema::Schema;
use crate::violation::{At, Violations};

/// A value whose kind is not known yet.
#[derive(Debug)]
pub struct Alternative<E> {
    value: Value,
    error: std::marker::PhantomData<E>,
}

/// One kind that a value may be: its schema, and how it is read.
pub type Kind<'a, T> = (&'static Schema, &'a dyn Fn(&Unread<'_>) -> Result<T, serde_json::Error>);

/// A value that may be read as several types, one after the other.
#[derive(Debug)]
pub struct Unread<'a>(&'a Value);

impl Unread<'_> {
    /// Reads the value.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn to_type<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(self.0)
    }
}

impl<E: serde::de::Error> Alternative<E> {
    /// Takes the value out of a deserialiser.
    ///
    /// # Errors
    /// Those of the deserialiser.
    pub fn read<'de, D: Deserializer<'de, Error = E>>(deserializer: D) -> Result<Self, E> {
        Ok(Self { value: Value::deserialize(deserializer)?, error: std::marker::PhantomData })
    }

    /// The value of the property that says which kind it is.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Reads the value.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn into_type<T: DeserializeOwned>(self) -> Result<T, E> {
        T::deserialize(self.value).map_err(E::custom)
    }

    /// The value as it came.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The error of a value that does not say which kind it is.
    #[must_use]
    pub fn without_tag(&self, name: &'static str) -> E {
        E::missing_field(name)
    }

    /// Reads the value as the first kind whose schema it fits; if it fits none, as the first kind that can be read.
    ///
    /// # Errors
    /// When no kind can be read.
    pub fn first_of<T>(self, kinds: &[Kind<'_, T>]) -> Result<T, E> {
        let value = Unread(&self.value);
        let fits = |schema: &Schema| {
            let mut out = Violations::default();
            inspect(&self.value, schema, &At::root(""), &mut out);
            out.is_empty()
        };
        let fitting = kinds.iter().filter(|(schema, _)| fits(schema));
        fitting
            .chain(kinds)
            .find_map(|(_, read)| read(&value).ok())
            .ok_or_else(|| E::custom("fits none of the alternatives"))
    }
}

/// Writes a value with the property that says which kind it is, whatever the value itself says there.
///
/// # Errors
/// Those of the serialiser.
pub fn serialize_tagged<T: Serialize + Check, S: Serializer>(
    tag: &'static str,
    name: &'static str,
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let value = serde_json::to_value(value).map_err(S::Error::custom)?;
    let Value::Object(members) = value else {
        return Err(S::Error::custom("only an object can say which alternative it is"));
    };
    let mut map = serializer.serialize_map(Some(members.len() + 1))?;
    map.serialize_entry(tag, name)?;
    let rest: BTreeMap<&String, &Value> = members.iter().filter(|(key, _)| *key != tag).collect();
    for (key, value) in rest {
        map.serialize_entry(key, value)?;
    }
    map.end()
}
