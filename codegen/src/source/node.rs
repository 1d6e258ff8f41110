//! The value tree.

/// A value of a document. Order is kept, and numbers are kept exactly.
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

/// A number as exactly as the document has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// A whole number that fits.
    Signed(i64),
    /// A whole number above `i64::MAX`.
    Unsigned(u64),
    /// Any other number that fits.
    Float(f64),
    /// A whole number beyond 64 bits, as it was written.
    Text(Box<str>),
}

/// The members of an object, in the order of the document, each key once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    entries: Vec<(Box<str>, Node)>,
}

impl Object {
    /// The members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }
}
