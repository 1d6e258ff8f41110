//! Objects to and from their wire form: a small table a type, one visitor for all of them.
//!
//! Generated types implement [`Record`]; their serde implementations are one call each into this module. That keeps
//! what the compiler has to check for every type far below what derived implementations cost: no call in generated
//! code returns a `Result`, since the first error is kept in [`Input`] or [`Walk`] until the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::rules;
use crate::schema::{Field, Fields, Rest, Rule, Schema};
use crate::strict::is_strict;
use crate::time::{Timed, Written};
use crate::violation::{At, Violations};

/// An object of the contract: its table and how its fields are reached.
///
/// Implemented by generated code.
pub trait Record: Sized {
    /// The table of its properties.
    const FIELDS: &'static Fields;
    /// Whether it keeps properties that the contract does not name.
    const KEEPS_REST: bool = false;

    /// The place of a property in the table.
    fn index(key: &str) -> Option<usize>;
    /// Reads every property that `input` has; `None` when one is missing that must be there.
    fn read<'de, A: MapAccess<'de>>(input: &mut Input<'de, Self, A>) -> Option<Self>;
    /// Shows the properties to `walk` in the order of the table, as long as it goes on.
    fn walk<W: Walk>(&self, walk: &mut W) -> bool;
}

/// Goes over the properties of a record, to write them or to check them, and says whether it goes on.
pub trait Walk {
    /// A required property.
    fn required<T: Serialize + Check>(&mut self, value: &T) -> bool;
    /// A property that may be absent.
    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool;
    /// The properties that the contract does not name.
    fn rest<T: Serialize + Check>(&mut self, values: &BTreeMap<String, T>) -> bool;
}

// ---------------------------------------------------------------------------------------------------- writing

/// Serialises a record; what generated `Serialize` implementations call.
///
/// # Errors
/// Those of the serialiser.
#[inline]
pub fn serialize<T: Record, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = T::FIELDS.fields;
    if T::KEEPS_REST {
        let to = serializer.serialize_map(None)?;
        let mut map = WriteMap { to, fields: fields.iter(), error: None };
        value.walk(&mut map);
        map.error.map_or(Ok(()), Err)?;
        map.to.end()
    } else {
        let to = serializer.serialize_struct(T::FIELDS.name, fields.len())?;
        let mut record = WriteStruct { to, fields: fields.iter(), error: None };
        value.walk(&mut record);
        record.error.map_or(Ok(()), Err)?;
        record.to.end()
    }
}

/// Keeps an error, and says whether there was none.
#[inline]
fn went_well<E>(result: Result<(), E>, error: &mut Option<E>) -> bool {
    match result {
        Ok(()) => true,
        Err(found) => {
            *error = Some(found);
            false
        }
    }
}

struct WriteStruct<S: SerializeStruct> {
    to: S,
    fields: std::slice::Iter<'static, Field>,
    error: Option<S::Error>,
}

impl<S: SerializeStruct> Walk for WriteStruct<S> {
    #[inline]
    fn required<T: Serialize + Check>(&mut self, value: &T) -> bool {
        let Some(field) = self.fields.next() else { return false };
        went_well(self.to.serialize_field(field.name, value), &mut self.error)
    }

    #[inline]
    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool {
        if let Some(value) = value {
            return self.required(value);
        }
        let Some(field) = self.fields.next() else { return false };
        went_well(self.to.skip_field(field.name), &mut self.error)
    }

    fn rest<T: Serialize + Check>(&mut self, _: &BTreeMap<String, T>) -> bool {
        true
    }
}

struct WriteMap<S: SerializeMap> {
    to: S,
    fields: std::slice::Iter<'static, Field>,
    error: Option<S::Error>,
}

impl<S: SerializeMap> Walk for WriteMap<S> {
    #[inline]
    fn required<T: Serialize + Check>(&mut self, value: &T) -> bool {
        let Some(field) = self.fields.next() else { return false };
        went_well(self.to.serialize_entry(field.name, value), &mut self.error)
    }

    #[inline]
    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool {
        match value {
            Some(value) => self.required(value),
            None => self.fields.next().is_some(),
        }
    }

    fn rest<T: Serialize + Check>(&mut self, values: &BTreeMap<String, T>) -> bool {
        let result = values.iter().try_for_each(|(key, value)| self.to.serialize_entry(key, value));
        went_well(result, &mut self.error)
    }
}

// ---------------------------------------------------------------------------------------------------- reading

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
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut input =
            Input { map, seen: Seen::default(), key: String::new(), error: None, record: PhantomData };
        let value = T::read(&mut input);
        match (input.error, value) {
            (Some(error), _) => Err(error),
            (None, Some(value)) => Ok(value),
            (None, None) => Err(A::Error::missing_field(input.seen.first_missing(T::FIELDS.fields))),
        }
    }
}

/// The properties of an object that is being read. The first error ends it.
pub struct Input<'de, T, A: MapAccess<'de>> {
    map: A,
    seen: Seen,
    /// Name of the property that stands next, where the contract has none for it.
    key: String,
    error: Option<A::Error>,
    record: PhantomData<fn(&'de ()) -> T>,
}

impl<'de, T: Record, A: MapAccess<'de>> Input<'de, T, A> {
    /// The place in the table of the property that stands next; the number of properties for one that is kept
    /// though the contract does not name it.
    #[inline]
    pub fn next_index(&mut self) -> Option<usize> {
        while self.error.is_none() {
            match self.map.next_key_seed(Key::<T> { unnamed: &mut self.key, record: PhantomData }) {
                Ok(Some(Some(index))) => match T::FIELDS.fields.get(index) {
                    Some(field) if !self.seen.insert(index) => {
                        self.error = Some(A::Error::duplicate_field(field.name));
                    }
                    _ => return Some(index),
                },
                Ok(Some(None)) => self.error = self.map.next_value::<IgnoredAny>().err(),
                Ok(None) => return None,
                Err(error) => self.error = Some(error),
            }
        }
        None
    }

    /// Reads a property whose value is not `null`, or may be.
    #[inline]
    pub fn fill<V: Deserialize<'de>>(&mut self, slot: &mut Option<V>) {
        match self.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a property that may be left out but not be `null`.
    #[inline]
    pub fn fill_optional<V: Deserialize<'de>>(&mut self, slot: &mut Option<V>) {
        match self.map.next_value() {
            Ok(None) if is_strict() => self.error = Some(A::Error::custom("null is not allowed")),
            Ok(value) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    /// As [`Input::fill`], for dates and date-times.
    #[inline]
    pub fn fill_time<V: Timed>(&mut self, slot: &mut Option<V>) {
        match self.map.next_value::<Written<V>>() {
            Ok(Written(value)) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// As [`Input::fill_optional`], for dates and date-times.
    #[inline]
    pub fn fill_optional_time<V: Timed>(&mut self, slot: &mut Option<V>) {
        let mut written: Option<Written<V>> = None;
        self.fill_optional(&mut written);
        *slot = written.map(|Written(value)| value);
    }

    /// Reads over a property that does not travel in this direction.
    pub fn skip(&mut self) {
        self.error = self.map.next_value::<IgnoredAny>().err();
    }

    /// Reads a property that the contract does not name.
    pub fn fill_rest<V: Deserialize<'de>>(&mut self, rest: &mut BTreeMap<String, V>) {
        let value = self.map.next_value();
        self.keep(value, rest);
    }

    /// As [`Input::fill_rest`], for dates and date-times.
    pub fn fill_rest_time<V: Timed>(&mut self, rest: &mut BTreeMap<String, V>) {
        let value = self.map.next_value().map(Written::into_inner);
        self.keep(value, rest);
    }

    fn keep<V>(&mut self, value: Result<V, A::Error>, rest: &mut BTreeMap<String, V>) {
        match value {
            Ok(value) => {
                if rest.insert(std::mem::take(&mut self.key), value).is_some() {
                    self.error = Some(A::Error::custom("a property stands twice"));
                }
            }
            Err(error) => self.error = Some(error),
        }
    }
}

/// Which properties were there.
#[derive(Default)]
struct Seen {
    first: u64,
    /// Those beyond the first 64.
    more: BTreeSet<usize>,
}

impl Seen {
    /// Notes a property; `false` when it was there before.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        if index >= 64 {
            return self.more.insert(index);
        }
        let before = self.first;
        self.first |= 1 << index;
        self.first != before
    }

    fn has(&self, index: usize) -> bool {
        if index < 64 { self.first & (1 << index) != 0 } else { self.more.contains(&index) }
    }

    #[cold]
    fn first_missing(&self, fields: &'static [Field]) -> &'static str {
        let missing = fields.iter().enumerate().find(|(index, field)| field.required && !self.has(*index));
        missing.map_or("", |(_, field)| field.name)
    }
}

/// Finds the place of a key; `None` for one that is read over.
struct Key<'a, T> {
    unnamed: &'a mut String,
    record: PhantomData<T>,
}

impl<'de, T: Record> DeserializeSeed<'de> for Key<'_, T> {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Record> Visitor<'_> for Key<'_, T> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<usize>, E> {
        match T::index(key) {
            Some(index) => Ok(Some(index)),
            None if T::KEEPS_REST => {
                key.clone_into(self.unnamed);
                Ok(Some(T::FIELDS.fields.len()))
            }
            None if matches!(T::FIELDS.rest, Rest::Refused) && is_strict() => {
                Err(E::custom("a property that the contract does not allow"))
            }
            None => Ok(None),
        }
    }
}

// --------------------------------------------------------------------------------------------------- checking

/// Checks every property of a record; what generated `Check` implementations call.
pub fn check<T: Record>(value: &T, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    let mut asks = false;
    crate::check::rules_of(schema, |rules| {
        asks |= rules.iter().any(|rule| matches!(rule, Rule::Dependent(_)));
    });
    let keys = asks.then(BTreeSet::new);
    let mut walk = CheckFields { fields: T::FIELDS, schema, next: 0, count: 0, keys, at, out };
    value.walk(&mut walk);
    let (count, keys) = (walk.count, walk.keys.unwrap_or_default());
    crate::check::rules_of(schema, |rules| {
        rules::properties(count, rules, at, out);
        rules::dependents(|key| keys.contains(key), rules, at, out);
    });
}

struct CheckFields<'a> {
    fields: &'static Fields,
    schema: &'a Schema,
    next: usize,
    count: usize,
    /// The properties that are there, where a rule asks for them.
    keys: Option<BTreeSet<String>>,
    at: &'a At<'a>,
    out: &'a mut Violations,
}

impl Walk for CheckFields<'_> {
    fn required<T: Serialize + Check>(&mut self, value: &T) -> bool {
        let Some(field) = self.fields.fields.get(self.next) else { return false };
        self.next += 1;
        self.count += 1;
        if let Some(keys) = &mut self.keys {
            keys.insert(field.name.to_owned());
        }
        value.check(field.schema, &self.at.key(field.name), self.out);
        true
    }

    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool {
        match value {
            Some(value) => self.required(value),
            None => {
                self.next += 1;
                true
            }
        }
    }

    fn rest<T: Serialize + Check>(&mut self, values: &BTreeMap<String, T>) -> bool {
        let Rest::Kept(schema) = self.fields.rest else { return false };
        self.count += values.len();
        if let Some(keys) = &mut self.keys {
            keys.extend(values.keys().cloned());
        }
        crate::check::rules_of(self.schema, |rules| rules::keys(&values.keys(), rules, self.at, self.out));
        for (key, value) in values {
            value.check(schema, &self.at.key(key), self.out);
        }
        true
    }
}
