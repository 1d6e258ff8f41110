//! Arrays that have a type for each position, to and from their wire form.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::{Check, rules_of};
use crate::rules;
use crate::schema::{Items, Rest, Schema};
use crate::strict::is_strict;
use crate::time::{Timed, Written};
use crate::violation::{At, Violations};

/// An array of the contract with a type for each position, and how its items are reached.
///
/// Implemented by generated code.
pub trait Sequence: Sized {
    /// What the contract says of the items.
    const ITEMS: &'static Items;

    /// Reads the items in their order; `None` when one is missing that must be there.
    fn read<'de, A: SeqAccess<'de>>(input: &mut Input<'de, A>) -> Option<Self>;
    /// Shows the items to `walk` in their order, as long as it goes on.
    fn walk<W: Walk>(&self, walk: &mut W) -> bool;
}

/// Goes over the items of a sequence, to write them or to check them, and says whether it goes on.
pub trait Walk {
    /// An item that must be there.
    fn item<T: Serialize + Check>(&mut self, value: &T) -> bool;
    /// An item that may be absent, with all behind it.
    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool;
    /// The items behind those that the contract lists.
    fn rest<T: Serialize + Check>(&mut self, values: &[T]) -> bool {
        values.iter().all(|value| self.item(value))
    }
}

// ---------------------------------------------------------------------------------------------------- writing

/// Serialises a sequence; what generated `Serialize` implementations call.
///
/// # Errors
/// Those of the serialiser.
pub fn serialize<T: Sequence, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut write = Write { to: serializer.serialize_seq(None)?, absent: 0, error: None };
    value.walk(&mut write);
    write.error.map_or(Ok(()), Err)?;
    write.to.end()
}

struct Write<S: SerializeSeq> {
    to: S,
    /// How many items were absent since the last one: `null` stands for them if another one follows.
    absent: usize,
    error: Option<S::Error>,
}

impl<S: SerializeSeq> Walk for Write<S> {
    fn item<T: Serialize + Check>(&mut self, value: &T) -> bool {
        let mut absent = 0..std::mem::take(&mut self.absent);
        let result = absent
            .try_for_each(|_| self.to.serialize_element(&()))
            .and_then(|()| self.to.serialize_element(value));
        self.error = result.err();
        self.error.is_none()
    }

    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool {
        match value {
            Some(value) => self.item(value),
            None => {
                self.absent += 1;
                true
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------- reading

/// Deserialises a sequence; what generated `Deserialize` implementations call.
///
/// # Errors
/// When the input is no array, an item is missing or one has another type.
pub fn deserialize<'de, T: Sequence, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_seq(SequenceVisitor(PhantomData))
}

struct SequenceVisitor<T>(PhantomData<T>);

impl<'de, T: Sequence> Visitor<'de> for SequenceVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "array {}", T::ITEMS.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        let mut input = Input { seq, count: 0, error: None, de: PhantomData };
        let value = T::read(&mut input);
        let value = match (input.error, value) {
            (Some(error), _) => return Err(error),
            (None, Some(value)) => value,
            (None, None) => return Err(A::Error::invalid_length(input.count, &self)),
        };
        let refused = matches!(T::ITEMS.rest, Rest::Refused) && is_strict();
        while input.seq.next_element::<IgnoredAny>()?.is_some() {
            if refused {
                return Err(A::Error::custom("an item that the contract does not allow"));
            }
        }
        Ok(value)
    }
}

/// The items of an array that is being read. The first error ends it.
pub struct Input<'de, A: SeqAccess<'de>> {
    seq: A,
    count: usize,
    error: Option<A::Error>,
    de: PhantomData<&'de ()>,
}

impl<'de, A: SeqAccess<'de>> Input<'de, A> {
    /// Reads the item that stands next and must be there.
    pub fn item<T: Deserialize<'de>>(&mut self) -> Option<T> {
        match self.seq.next_element() {
            Ok(item) => {
                self.count += usize::from(item.is_some());
                item
            }
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    /// Reads the item that stands next, if there is one.
    pub fn optional<T: Deserialize<'de>>(&mut self) -> Option<Option<T>> {
        let item = self.item();
        self.error.is_none().then_some(item)
    }

    /// As [`Input::item`], for dates and date-times.
    pub fn item_time<T: Timed>(&mut self) -> Option<T> {
        self.item().map(Written::into_inner)
    }

    /// As [`Input::optional`], for dates and date-times.
    pub fn optional_time<T: Timed>(&mut self) -> Option<Option<T>> {
        self.optional::<Written<T>>().map(|item| item.map(Written::into_inner))
    }

    /// As [`Input::rest`], for dates and date-times.
    pub fn rest_time<T: Timed>(&mut self) -> Option<Vec<T>> {
        self.rest::<Written<T>>().map(|items| items.into_iter().map(Written::into_inner).collect())
    }

    /// Reads all items that are left.
    pub fn rest<T: Deserialize<'de>>(&mut self) -> Option<Vec<T>> {
        let items = std::iter::from_fn(|| self.item()).collect();
        self.error.is_none().then_some(items)
    }
}

// --------------------------------------------------------------------------------------------------- checking

/// Checks every item of a sequence; what generated `Check` implementations call.
pub fn check<T: Sequence + Serialize>(value: &T, schema: &Schema, at: &At<'_>, out: &mut Violations) {
    value.walk(&mut CheckItems { items: T::ITEMS, next: 0, absent: None, at, out });
    rules_of(schema, |rules| {
        if !rules.is_empty()
            && let Ok(Value::Array(values)) = serde_json::to_value(value)
        {
            rules::items(&values, rules, at, out);
        }
    });
}

struct CheckItems<'a> {
    items: &'static Items,
    next: usize,
    /// The first item that was absent.
    absent: Option<usize>,
    at: &'a At<'a>,
    out: &'a mut Violations,
}

impl Walk for CheckItems<'_> {
    fn item<T: Serialize + Check>(&mut self, value: &T) -> bool {
        let Some(schema) = self.items.schema(self.next) else { return false };
        if let Some(absent) = self.absent.take() {
            self.out.note(&self.at.index(absent), "prefixItems", "must be there, since others follow it");
        }
        value.check(schema, &self.at.index(self.next), self.out);
        self.next += 1;
        true
    }

    fn optional<T: Serialize + Check>(&mut self, value: &Option<T>) -> bool {
        match value {
            Some(value) => self.item(value),
            None => {
                self.absent.get_or_insert(self.next);
                self.next += 1;
                true
            }
        }
    }
}
