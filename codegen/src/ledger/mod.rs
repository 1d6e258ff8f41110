//! What becomes of every keyword of the contracts: enforced, typed, documentation only, ignored.
//!
//! [`table`] says what the generator makes of each keyword of each kind of object. What a run had to say about the very
//! place goes before it: a keyword that was left out is ignored, with the code of the diagnostic as the reason. So there
//! is one truth, and tests hold the table to it (`tests/ledger.rs` and `compiled/tests/ledger.rs`).

mod show;
pub mod table;
mod walk;

use std::borrow::Cow;

use crate::diagnostic::{Code, Place, Report};
use crate::resolve::Model;
pub use table::{Keyword, Object};

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// A request or a value against it is refused.
    Enforced,
    /// It shapes types, names, routes, or how they look on the wire.
    Typed,
    /// It is for people: shown in the docs of what is generated, or in the contract alone.
    Documentation,
    /// It has no effect.
    Ignored,
}

impl Fate {
    /// From the strongest.
    pub const ALL: [Fate; 4] = [Fate::Enforced, Fate::Typed, Fate::Documentation, Fate::Ignored];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Fate::Enforced => "enforced",
            Fate::Typed => "typed",
            Fate::Documentation => "documentation only",
            Fate::Ignored => "ignored",
        }
    }
}

/// Why a keyword has its fate, where that is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A diagnostic says so.
    Code(Code),
    /// The table says so.
    Note(&'static str),
    /// A vendor extension that means nothing to the generator.
    Extension,
    /// It stands in a component that nothing refers to.
    Unused,
}

impl Why {
    /// In words; for a diagnostic its title.
    pub fn words(self) -> &'static str {
        match self {
            Why::Code(code) => code.title(),
            Why::Note(note) => note,
            Why::Extension => "a vendor extension without a meaning here",
            Why::Unused => "nothing refers to the component",
        }
    }
}

/// A keyword at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where its value stands.
    pub at: Place,
    /// The kind of object that it stands in.
    pub object: Object,
    /// The keyword.
    pub keyword: Cow<'static, str>,
    /// What becomes of it.
    pub fate: Fate,
    /// Why, where that is not plain.
    pub why: Option<Why>,
}

impl Entry {
    /// Whether something that the contract says is lost. Vendor extensions without a meaning, and components that nothing
    /// refers to, say nothing of any request.
    pub fn is_lost(&self) -> bool {
        self.fate == Fate::Ignored && !matches!(self.why, Some(Why::Extension | Why::Unused))
    }
}

/// Every keyword of the contracts with its place and what becomes of it.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Goes through every file that was read. The model must have kept its trees, and the report be that of the whole
    /// way from contract to names.
    pub(crate) fn of(model: &Model, report: &Report) -> Ledger {
        Ledger { entries: walk::entries(model, report) }
    }

    /// All keywords, by file and in the order of the documents.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many keywords have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.entries.iter().filter(|entry| entry.fate == fate).count()
    }

    /// Whether something that the contracts say is lost ([`Entry::is_lost`]).
    pub fn loses_something(&self) -> bool {
        self.entries.iter().any(Entry::is_lost)
    }
}
