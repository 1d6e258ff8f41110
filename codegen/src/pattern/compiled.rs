//! What comes of a pattern.

use super::table::Table;

/// What became of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// How generated code matches it.
    pub matcher: Matcher,
    /// What a reader of the contract should know: spellings that ECMA-262 does not have but that have one clear meaning, and ones that
    /// are valid but hardly meant. Each is worth a warning.
    pub notes: Vec<Note>,
}

/// How generated code matches a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// `kontrakt::Pattern::table` or, where [`Table::is_wide`], `kontrakt::Pattern::wide_table`.
    Table(Table),
    /// `kontrakt::Pattern::regress`, with the runtime's feature `regress`.
    Regress(Regress),
}

/// An expression for the `regress` engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regress {
    /// The pattern as the `u` flag wants it spelt.
    pub expression: String,
    /// Why there is no table.
    pub reason: String,
}

/// A remark on a place of the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// One sentence, no full stop.
    pub message: String,
    /// Byte offset into the pattern.
    pub position: usize,
}

/// Why a text is no regular expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at offset {position})")]
pub struct Reason {
    /// One sentence, no full stop.
    pub message: String,
    /// Byte offset into the pattern.
    pub position: usize,
}
