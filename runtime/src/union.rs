//! Values of which there are several kinds.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Deserializer};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::{Check, shape};
use crate::choice::Chosen;
use crate::decode::has_times;
use crate::inspect::inspect;
use crate::schema::{Alternatives, Rest, Schema, Shape};
use crate::strict::is_strict;
use crate::violation::{At, Violations};

/// A value whose kind is not known yet.
#[derive(Debug)]
pub struct Alternative<E> {
    value: Value,
    error: std::marker::PhantomData<E>,
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

    /// Reads the value as the alternative that its looks tell. Where they leave several, it is one whose schema it fits;
    /// if it fits none, the first that can be read. `read` takes the index of an alternative.
    ///
    /// # Errors
    /// When no alternative can be read.
    pub fn one_of<T>(
        self,
        of: &'static Alternatives,
        read: &dyn Fn(usize, Value) -> Result<T, serde_json::Error>,
    ) -> Result<T, E> {
        let value = self.value;
        let told = match of.choice.of(&value) {
            Chosen::Arms(told) => told,
            Chosen::Without(_) | Chosen::Unlisted(_) => &[],
        };
        let fits = |index: &usize| {
            let mut out = Violations::default();
            inspect(&value, of.arms[*index], &At::root(""), &mut out);
            out.is_empty()
        };
        if let [only] = told {
            if is_strict() && has_times(of.arms[*only]) && !fits(only) {
                return Err(E::custom("not a date or date-time"));
            }
            return read(*only, value).map_err(E::custom);
        }
        if told.is_empty() && is_strict() {
            return Err(E::custom("none of the alternatives"));
        }
        // Of those that it fits, one that reads over the fewest properties.
        let mut fitting: Vec<usize> = told.iter().copied().filter(fits).collect();
        fitting.sort_by_key(|index| unknown_properties(&value, of.arms[*index]));
        let left = if told.is_empty() { 0..of.arms.len() } else { 0..0 };
        let tolerated = told.iter().copied().chain(left).take(if is_strict() { 0 } else { usize::MAX });
        let tries = Tries::begin();
        fitting
            .into_iter()
            .chain(tolerated)
            .take_while(|_| tries.left())
            .find_map(|index| read(index, value.clone()).map_err(|_| tries.failed()).ok())
            .ok_or_else(|| E::custom("fits none of the alternatives"))
    }
}

/// Counts the readings that failed while a union is read, also in the unions within it: an alternative that fails for what is
/// deep in it fails as often as there are ways there.
struct Tries {
    outermost: bool,
}

thread_local! {
    /// How many may still fail; `None` where no union is being read.
    static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
}

impl Tries {
    const MOST: u32 = 1000;

    fn begin() -> Self {
        let outermost = LEFT.get().is_none();
        if outermost {
            LEFT.set(Some(Self::MOST));
        }
        Self { outermost }
    }

    fn left(&self) -> bool {
        LEFT.get() != Some(0)
    }

    fn failed(&self) {
        LEFT.set(LEFT.get().map(|left| left.saturating_sub(1)));
    }
}

impl Drop for Tries {
    fn drop(&mut self) {
        if self.outermost {
            LEFT.set(None);
        }
    }
}

/// How many properties of `value` a schema has no name for.
fn unknown_properties(value: &Value, schema: &Schema) -> usize {
    let (Value::Object(map), Shape::Record(fields)) = (value, shape(schema)) else { return 0 };
    match fields.rest {
        Rest::Ignored | Rest::Refused => {
            map.keys().filter(|key| !fields.fields.iter().any(|field| field.name == **key)).count()
        }
        Rest::Kept(_) => 0,
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
