//! The value tree.

use crate::diagnostic::Pointer;

/// A value of a document. Order is kept, and numbers are kept as exactly as the parser gives them.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Box<str>),
    /// An array.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// A whole number.
    Signed(i64),
    /// A whole number above `i64::MAX`.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A whole number beyond 64 bits, as it was written.
    Text(Box<str>),
}

impl Node {
    /// The JSON type with its article, for messages: `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "an array",
            Node::Object(_) => "an object",
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Node::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The node at a pointer below this one.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        let mut node = self;
        for segment in pointer.segments() {
            node = match node {
                Node::Object(object) => object.get(&segment)?,
                Node::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    pub(super) fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Node> {
        pointer.segments().try_fold(self, |node, segment| match node {
            Node::Object(object) => {
                object.entries.iter_mut().find(|(key, _)| **key == *segment).map(|(_, value)| value)
            }
            Node::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The value for `openapiv3`, which keeps examples, defaults, enums and extensions as JSON. Whole numbers beyond
    /// 64 bits become the nearest `f64`.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Number(number) => number.to_json(),
            Node::String(text) => Value::String(text.to_string()),
            Node::Array(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Node::Object(object) => {
                Value::Object(object.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect())
            }
        }
    }
}

impl Number {
    /// The nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        match self {
            Number::Signed(value) => *value as f64,
            Number::Unsigned(value) => *value as f64,
            Number::Float(value) => *value,
            Number::Text(text) => text.parse().unwrap_or(f64::INFINITY),
        }
    }

    /// Whether [`Number::as_f64`] is this very number.
    pub fn is_exact_as_f64(&self) -> bool {
        const WHOLE: u64 = 1 << 53;
        match self {
            Number::Signed(value) => value.unsigned_abs() <= WHOLE,
            Number::Unsigned(value) => *value <= WHOLE,
            Number::Float(_) => true,
            Number::Text(_) => false,
        }
    }

    /// The number as JSON; beyond 64 bits the nearest `f64`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Number::Signed(value) => (*value).into(),
            Number::Unsigned(value) => (*value).into(),
            Number::Float(_) | Number::Text(_) => self.as_f64().into(),
        }
    }

    /// The number as text.
    pub fn to_text(&self) -> String {
        match self {
            Number::Signed(value) => value.to_string(),
            Number::Unsigned(value) => value.to_string(),
            Number::Float(value) => value.to_string(),
            Number::Text(text) => text.to_string(),
        }
    }
}

/// Above so many members an object gets an index.
const SMALL: usize = 12;

/// The members of an object, in the order of the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    entries: Vec<(Box<str>, Node)>,
    /// The entries sorted by key; empty for a small object.
    index: Box<[u32]>,
}

impl Object {
    /// Makes an object; where a key stands twice, [`Object::get`] gives the last one.
    pub(super) fn new(mut entries: Vec<(Box<str>, Node)>) -> Object {
        entries.shrink_to_fit();
        let mut index = Box::default();
        if entries.len() > SMALL {
            let mut sorted: Vec<u32> = (0..entries.len() as u32).collect();
            sorted.sort_by(|a, b| entries[*a as usize].0.cmp(&entries[*b as usize].0));
            index = sorted.into_boxed_slice();
        }
        Object { entries, index }
    }

    /// The members.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The keys.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| &**key)
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        if self.index.is_empty() {
            return self.entries.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value);
        }
        let after = self.index.partition_point(|at| &*self.entries[*at as usize].0 <= key);
        let (name, value) = &self.entries[*self.index.get(after.checked_sub(1)?)? as usize];
        (&**name == key).then_some(value)
    }

    /// Whether a key stands twice.
    pub(super) fn has_duplicates(&self) -> bool {
        if self.index.is_empty() {
            return self.entries.iter().enumerate().any(|(at, (key, _))| {
                self.entries[..at].iter().any(|(earlier, _)| earlier.len() == key.len() && earlier == key)
            });
        }
        self.index.windows(2).any(|pair| self.entries[pair[0] as usize].0 == self.entries[pair[1] as usize].0)
    }

    /// Removes all but the last entry of every key and calls `found` with each key that stood twice.
    pub(super) fn remove_duplicates(&mut self, mut found: impl FnMut(&str)) {
        let mut seen = std::collections::HashSet::new();
        let mut kept: Vec<(Box<str>, Node)> = Vec::with_capacity(self.entries.len());
        for (key, value) in std::mem::take(&mut self.entries).into_iter().rev() {
            if seen.insert(key.clone()) {
                kept.push((key, value));
            } else {
                found(&key);
            }
        }
        kept.reverse();
        *self = Object::new(kept);
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node)> {
        self.entries.iter_mut().map(|(key, value)| (&**key, value))
    }

    pub(super) fn into_entries(self) -> Vec<(Box<str>, Node)> {
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> Object {
        Object::new(
            (0..count).map(|n| (format!("k{n}").into(), Node::Number(Number::Signed(n as i64)))).collect(),
        )
    }

    #[test]
    fn small_and_large_objects_find_every_key() {
        for count in [0, 1, SMALL, SMALL + 1, 100] {
            let object = numbered(count);
            for n in 0..count {
                assert_eq!(object.get(&format!("k{n}")), Some(&Node::Number(Number::Signed(n as i64))));
            }
            assert_eq!(object.get("k"), None);
            assert_eq!(object.get("z"), None);
            assert!(!object.has_duplicates());
        }
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        for count in [2, 50] {
            let mut entries = numbered(count).into_entries();
            entries.push(("k0".into(), Node::Null));
            let mut object = Object::new(entries);
            assert!(object.has_duplicates());
            assert_eq!(object.get("k0"), Some(&Node::Null));
            let mut found = Vec::new();
            object.remove_duplicates(|key| found.push(key.to_owned()));
            assert_eq!(found, ["k0"]);
            assert_eq!(object.get("k0"), Some(&Node::Null));
            assert_eq!(object.len(), count);
        }
    }

    #[test]
    fn exactness_of_numbers() {
        assert!(Number::Signed(1 << 53).is_exact_as_f64());
        assert!(!Number::Signed(i64::MAX).is_exact_as_f64());
        assert!(!Number::Unsigned(u64::MAX).is_exact_as_f64());
    }
}
