//! ECMA-262 expressions (`pattern` of a schema) become tables for `kontrakt::Pattern`, or the reason why not.

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

/// A minimal automaton, laid out as `kontrakt::pattern` describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Inclusive byte ranges and their class, ascending; bytes in none are of class 0.
    pub classes: Vec<(u8, u8, u8)>,
    /// A row for each state from 2 on: the next state for each class.
    pub rows: Vec<Vec<u16>>,
    /// States from this one on may end the text.
    pub accepting_from: u16,
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

impl Table {
    /// Whether entries take two bytes.
    pub fn is_wide(&self) -> bool {
        todo!()
    }

    /// The rows as the runtime has them: each as many bytes as there are classes, twice as many in a wide table.
    pub fn row_bytes(&self) -> impl Iterator<Item = Vec<u8>> {
        std::iter::empty()
    }

    /// Whether the pattern matches in `text`, as the generated table will say.
    pub fn is_match(&self, text: &str) -> bool {
        todo!()
    }
}

/// Compiles an ECMA-262 expression.
pub fn compile(source: &str) -> Result<Compiled, Reason> {
    todo!()
}
