//! What is wrong with a value, and where.

use std::collections::HashMap;
use std::fmt;

/// One rule of the contract that a value breaks.
///
/// It never carries the value itself, so that it can be logged and sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where: a JSON pointer (RFC 6901) into the body, or the place and name of a parameter such as
    /// `/query/limit`.
    pub pointer: String,
    /// Which: the keyword of the contract (`maxLength`, `pattern`, `required` …), `type` for a value of the wrong
    /// kind, `json` for a body that cannot be read.
    pub rule: &'static str,
    /// What a person is told.
    pub message: String,
}

#[cfg(any(feature = "client", feature = "server"))]
impl Violation {
    /// Something that must be there is not.
    pub(crate) fn missing(pointer: String) -> Self {
        Self { pointer, rule: "required", message: "must be there".to_owned() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{pointer}: {} ({})", self.message, self.rule)
    }
}

impl std::error::Error for Violation {}

/// A value that breaks the contract: every rule that it breaks, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(Vec<Violation>);

impl Invalid {
    /// The broken rules.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0
    }

    /// The broken rules themselves.
    #[must_use]
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}

impl From<Vec<Violation>> for Invalid {
    fn from(violations: Vec<Violation>) -> Self {
        Self(violations)
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

/// A place inside a value, kept on the stack while the value is walked.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The place where a walk begins: `""` for a body, `/query/limit` for a parameter.
    #[must_use]
    pub const fn root(pointer: &'a str) -> Self {
        Self { parent: None, step: Step::Root(pointer) }
    }

    /// The property `key` of this place.
    #[must_use]
    pub const fn key<'b>(&'b self, key: &'b str) -> At<'b> {
        At { parent: Some(self), step: Step::Key(key) }
    }

    /// The item `index` of this place.
    #[must_use]
    pub const fn index(&self, index: usize) -> At<'_> {
        At { parent: Some(self), step: Step::Index(index) }
    }

    /// The place as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(text);
        }
        match self.step {
            Step::Root(root) => text.push_str(root),
            Step::Key(key) => {
                text.push('/');
                escape(key, text);
            }
            Step::Index(index) => {
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
    }
}

/// Writes one segment of a JSON pointer.
pub(crate) fn escape(key: &str, text: &mut String) {
    for c in key.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c => text.push(c),
        }
    }
}

/// How many violations are kept: a body of a few bytes an item would else make an answer many times as large.
const MOST: usize = 1000;

/// Collects violations while a value is walked: the first thousand.
#[derive(Debug, Default)]
pub struct Violations {
    found: Vec<Violation>,
    /// How much is wrong with a value for a schema, by their addresses, while the alternatives of a union are tried.
    pub(crate) counted: Option<HashMap<(usize, usize), usize>>,
}

impl Violations {
    /// Notes one violation.
    pub fn note(&mut self, at: &At<'_>, rule: &'static str, message: impl Into<String>) {
        if self.found.len() < MOST {
            self.found.push(Violation { pointer: at.pointer(), rule, message: message.into() });
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them, in the order in which they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Violation> {
        self.found
    }

    /// Adds what another walk found.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Violation>) {
        let room = MOST.saturating_sub(self.found.len());
        self.found.extend(other.into_iter().take(room));
    }
}
