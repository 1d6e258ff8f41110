//! A JSON text as a tree, with the keys that stand twice noted.
//!
//! A number without a fraction becomes a whole number however it is written: to JSON Schema `1.0` and `1e3` are integers,
//! while no integer of Rust is read from them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::schema::whole;
use crate::violation::{At, Violations};

pub(crate) fn read(bytes: &[u8], out: &mut Violations) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Node { at: &At::root(""), out }.deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// The same tree with its whole numbers written as such.
pub(crate) fn settled(mut value: Value) -> Value {
    settle(&mut value);
    value
}

fn settle(value: &mut Value) {
    match value {
        Value::Number(found) if found.is_f64() => {
            if let Some(settled) = found.as_f64().and_then(number) {
                *found = settled;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(map) => map.values_mut().for_each(settle),
        _ => {}
    }
}

fn number(value: f64) -> Option<Number> {
    match whole(value).and_then(|whole| i64::try_from(whole).ok()) {
        Some(whole) => Some(whole.into()),
        None => Number::from_f64(value),
    }
}

struct Node<'a> {
    at: &'a At<'a>,
    out: &'a mut Violations,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(number(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let node = Node { at: &self.at.index(values.len()), out: self.out };
            match items.next_element_seed(node)? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let at = self.at.key(&key);
            let value = entries.next_value_seed(Node { at: &at, out: self.out })?;
            if map.contains_key(&key) {
                self.out.note(&at, "json", "stands twice in the object");
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
