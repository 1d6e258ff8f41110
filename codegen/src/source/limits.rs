//! What reading a document may cost, and how it ends.

use std::cell::Cell;

use super::node::{Node, Object};

/// How deep objects and arrays may be nested. Everything that walks a document by recursion relies on it.
pub(super) const MAX_DEPTH: usize = 100;

/// A document with aliases may have this many nodes, or one for each byte of its text.
const MIN_NODES: usize = 1_000_000;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

/// Why a text could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The grammar is broken; line from 1, column in characters from 1.
    Syntax { message: String, line: usize, column: usize },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More nodes than the text can honestly have.
    TooLarge,
}

/// A text that could be read.
pub(super) struct Parsed {
    pub(super) tree: Node,
    /// Some key stands twice in some object.
    pub(super) duplicates: bool,
}

/// What a document may cost, and what was noticed while reading it.
pub(super) struct Limits {
    format: Format,
    nodes_left: Cell<usize>,
    depth_left: Cell<usize>,
    too_deep: Cell<bool>,
    too_large: Cell<bool>,
    /// Some key stood twice in some object.
    pub(super) duplicates: Cell<bool>,
}

impl Limits {
    pub(super) fn new(text: &str, format: Format) -> Limits {
        Limits {
            format,
            nodes_left: Cell::new(text.len().max(MIN_NODES)),
            depth_left: Cell::new(MAX_DEPTH),
            too_deep: Cell::new(false),
            too_large: Cell::new(false),
            duplicates: Cell::new(false),
        }
    }

    pub(super) fn result<E>(
        &self,
        result: Result<Node, E>,
        syntax: impl Fn(E) -> Failure,
    ) -> Result<Parsed, Failure> {
        match result {
            Ok(tree) => Ok(Parsed { tree, duplicates: self.duplicates.get() }),
            Err(_) if self.too_deep.get() => Err(Failure::TooDeep),
            Err(_) if self.too_large.get() => Err(Failure::TooLarge),
            Err(error) => Err(syntax(error)),
        }
    }

    /// Counts `count` nodes; false when there are too many.
    pub(super) fn spend(&self, count: usize) -> bool {
        let left = self.nodes_left.get().checked_sub(count);
        self.too_large.set(left.is_none());
        self.nodes_left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Goes one level down; false when it is one too many.
    pub(super) fn descend(&self) -> bool {
        let left = self.depth_left.get().checked_sub(1);
        if left.is_none() {
            self.too_deep.set(true);
        }
        self.depth_left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Comes back up.
    pub(super) fn ascend(&self) {
        self.depth_left.set(self.depth_left.get() + 1);
    }

    /// Makes an object of entries: notes duplicates, and merges `<<` in YAML.
    pub(super) fn object(&self, mut entries: Vec<(Box<str>, Node)>) -> Option<Object> {
        if self.format == Format::Yaml && entries.iter().any(|(key, _)| &**key == "<<") {
            entries = self.merge(entries)?;
        }
        let object = Object::new(entries);
        if object.has_duplicates() {
            self.duplicates.set(true);
        }
        Some(object)
    }

    /// YAML's merge key: the entries of the object (or objects) behind `<<` that are not there yet.
    fn merge(&self, entries: Vec<(Box<str>, Node)>) -> Option<Vec<(Box<str>, Node)>> {
        let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, value)| {
            &**key == "<<" && matches!(value, Node::Object(_) | Node::Array(_) | Node::Null)
        });
        let mut seen: std::collections::HashSet<Box<str>> = own.iter().map(|(key, _)| key.clone()).collect();
        let mut merged = Vec::new();
        for (_, value) in merges {
            let objects = match value {
                Node::Array(items) => items,
                other => vec![other],
            };
            for object in objects {
                let Node::Object(object) = object else { continue };
                if !self.spend(object.len()) {
                    return None;
                }
                merged.extend(object.into_entries().into_iter().filter(|(key, _)| seen.insert(key.clone())));
            }
        }
        own.extend(merged);
        Some(own)
    }
}
