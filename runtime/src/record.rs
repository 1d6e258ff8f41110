//! Objects to and from their wire form: a small table a type, one visitor for all of them.
//!
//! Generated types implement [`Record`]; their serde implementations are one call each into this module. That keeps
//! what the compiler has to check for every type far below what derived implementations cost.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::schema::{Field, Fields, Rest, Schema};

/// An object of the contract: its table and how its fields are reached.
///
/// Implemented by generated code.
pub trait Record: Sized {
    /// The table of its properties.
    const FIELDS: &'static Fields;
    /// Whether it keeps properties that the contract does not name.
    const KEEPS_REST: bool = false;
    /// One `Option` a property, filled while an object is read.
    type Slots;

    /// Slots with nothing in them.
    fn empty() -> Self::Slots;
    /// Which slot a key goes to.
    fn index(key: &str) -> Option<usize>;
    /// Reads the value that stands next in `map` into slot `index`.
    ///
    /// # Errors
    /// When the value is of another type, or the slot is taken.
    fn fill<'de, A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        index: usize,
        map: &mut A,
    ) -> Result<(), A::Error>;
    /// Reads the value of a property that has no name in the contract.
    ///
    /// # Errors
    /// When the value is of another type than the contract gives for such properties.
    fn fill_rest<'de, A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        key: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let _ = (slots, key);
        skip(map)
    }
    /// Makes the record of what was read.
    ///
    /// # Errors
    /// When a required property is missing.
    fn finish<E: serde::de::Error>(slots: Self::Slots) -> Result<Self, E>;
    /// Shows every property to `walk`, in the order of the contract.
    ///
    /// # Errors
    /// Those of `walk`.
    fn walk<W: Walk>(&self, walk: &mut W) -> Result<(), W::Error>;
}

/// Goes over the properties of a record: to write them, or to check them.
pub trait Walk {
    /// Why it stopped.
    type Error;
    /// A required property.
    ///
    /// # Errors
    /// When the walk has to stop.
    fn field<T: Serialize + Check>(&mut self, field: &'static Field, value: &T) -> Result<(), Self::Error>;
    /// A property that may be absent.
    ///
    /// # Errors
    /// When the walk has to stop.
    fn optional<T: Serialize + Check>(
        &mut self,
        field: &'static Field,
        value: &Option<T>,
    ) -> Result<(), Self::Error>;
    /// The properties that the contract does not name.
    ///
    /// # Errors
    /// When the walk has to stop.
    fn rest<T: Serialize + Check>(
        &mut self,
        schema: &'static Schema,
        values: &BTreeMap<String, T>,
    ) -> Result<(), Self::Error>;
}

// ---------------------------------------------------------------------------------------------------- writing

/// Serialises a record; what generated `Serialize` implementations call.
///
/// # Errors
/// Those of the serialiser.
#[inline]
pub fn serialize<T: Record, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if T::KEEPS_REST {
        let mut map = WriteMap(serializer.serialize_map(None)?);
        value.walk(&mut map)?;
        map.0.end()
    } else {
        let mut fields = WriteStruct(serializer.serialize_struct(T::FIELDS.name, T::FIELDS.fields.len())?);
        value.walk(&mut fields)?;
        fields.0.end()
    }
}

struct WriteStruct<S>(S);

impl<S: SerializeStruct> Walk for WriteStruct<S> {
    type Error = S::Error;

    #[inline]
    fn field<T: Serialize + Check>(&mut self, field: &'static Field, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(field.name, value)
    }

    #[inline]
    fn optional<T: Serialize + Check>(
        &mut self,
        field: &'static Field,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.0.serialize_field(field.name, value),
            None => self.0.skip_field(field.name),
        }
    }

    fn rest<T: Serialize + Check>(
        &mut self,
        _: &'static Schema,
        _: &BTreeMap<String, T>,
    ) -> Result<(), S::Error> {
        Ok(())
    }
}

struct WriteMap<S>(S);

impl<S: SerializeMap> Walk for WriteMap<S> {
    type Error = S::Error;

    #[inline]
    fn field<T: Serialize + Check>(&mut self, field: &'static Field, value: &T) -> Result<(), S::Error> {
        self.0.serialize_entry(field.name, value)
    }

    #[inline]
    fn optional<T: Serialize + Check>(
        &mut self,
        field: &'static Field,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.0.serialize_entry(field.name, value),
            None => Ok(()),
        }
    }

    fn rest<T: Serialize + Check>(
        &mut self,
        _: &'static Schema,
        values: &BTreeMap<String, T>,
    ) -> Result<(), S::Error> {
        values.iter().try_for_each(|(key, value)| self.0.serialize_entry(key, value))
    }
}

// ---------------------------------------------------------------------------------------------------- reading

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Reads with the contract taken by the letter: `null` where it is not allowed and properties that it refuses are
/// errors. Without it both are read over, since answers of real servers have them.
pub(crate) fn strictly<T>(read: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            STRICT.set(self.0);
        }
    }
    let _restore = Restore(STRICT.replace(true));
    read()
}

/// Deserialises a record; what generated `Deserialize` implementations call.
///
/// # Errors
/// When the input is no object, a required property is missing, a key stands twice or a value has another type.
#[inline]
pub fn deserialize<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", T::FIELDS.name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut slots = T::empty();
        while let Some(key) = map.next_key_seed(KeySeed::<T>(PhantomData))? {
            match key {
                Key::Known(index) => T::fill(&mut slots, index, &mut map)?,
                Key::Unknown(key) => T::fill_rest(&mut slots, key, &mut map)?,
                Key::Ignored => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        T::finish(slots)
    }
}

enum Key {
    Known(usize),
    Unknown(String),
    Ignored,
}

struct KeySeed<T>(PhantomData<T>);

impl<'de, T: Record> DeserializeSeed<'de> for KeySeed<T> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Record> Visitor<'_> for KeySeed<T> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Key, E> {
        match T::index(key) {
            Some(index) => Ok(Key::Known(index)),
            None if T::KEEPS_REST => Ok(Key::Unknown(key.to_owned())),
            None if matches!(T::FIELDS.rest, Rest::Refused) && STRICT.get() => {
                Err(E::custom("a property that the contract does not allow"))
            }
            None => Ok(Key::Ignored),
        }
    }
}

/// Reads a property whose value is not `null`.
///
/// # Errors
/// When the value has another type, or the property was there before.
#[inline]
pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    field: &'static Field,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(field.name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads a property that may be left out but not be `null`.
///
/// # Errors
/// When the value has another type, or the property was there before.
#[inline]
pub fn fill_optional<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    field: &'static Field,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(field.name));
    }
    *slot = map.next_value()?;
    if slot.is_none() && STRICT.get() {
        return Err(A::Error::custom("null is not allowed"));
    }
    Ok(())
}

/// Reads a property that the contract does not name.
///
/// # Errors
/// When the value has another type, or the property was there before.
pub fn fill_entry<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut BTreeMap<String, T>,
    key: String,
    map: &mut A,
) -> Result<(), A::Error> {
    let value = map.next_value()?;
    match slot.insert(key, value) {
        None => Ok(()),
        Some(_) => Err(A::Error::custom("a property stands twice")),
    }
}

/// Reads over a value.
///
/// # Errors
/// When the input is broken.
#[inline]
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Takes a required property out of its slot.
///
/// # Errors
/// When it was not there.
#[inline]
pub fn required<T, E: serde::de::Error>(slot: Option<T>, field: &'static Field) -> Result<T, E> {
    match slot {
        Some(value) => Ok(value),
        None => Err(E::missing_field(field.name)),
    }
}
