//! ECMA-262 expressions (`pattern` of a schema) become tables for `kontrakt::Pattern`, or the reason why not.

use dfa::{Dfa, TooLarge};
use parse::Parsed;
pub use table::Table;

mod class;
mod dfa;
mod parse;
mod table;

/// A table stays within this, which is half of the first-level cache of a small core, so that matching never waits for memory; its text
/// in the generated code stays within 64 KiB.
const MAX_TABLE_BYTES: usize = 16 * 1024;

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

/// Compiles an ECMA-262 expression.
pub fn compile(source: &str) -> Result<Compiled, Reason> {
    let parsed = parse::parse(source)?;
    let matcher = match table(&parsed) {
        Ok(table) => Matcher::Table(table),
        Err(reason) => Matcher::Regress(regress(parsed.spelling, reason)?),
    };
    Ok(Compiled { matcher, notes: parsed.notes })
}

/// The table of an expression, or why there is none.
fn table(parsed: &Parsed) -> Result<Table, String> {
    if let Some(irregular) = parsed.irregular {
        return Err(irregular.to_owned());
    }
    let too_large = |_| format!("its table would be larger than {MAX_TABLE_BYTES} bytes");
    let mut dfa = Dfa::new(&parsed.hir).map_err(too_large)?;
    for condition in &parsed.conditions {
        let other = Dfa::new(&condition.hir).map_err(too_large)?;
        let other = if condition.negative { other.complement() } else { other };
        dfa = dfa.intersection(&other).map_err(too_large)?;
    }
    Table::new(&dfa).filter(|table| table.size() <= MAX_TABLE_BYTES).ok_or_else(|| too_large(TooLarge))
}

fn regress(expression: String, reason: String) -> Result<Regress, Reason> {
    match regress::Regex::with_flags(&expression, "u") {
        Ok(_) => Ok(Regress { expression, reason }),
        Err(error) => Err(Reason { message: error.to_string(), position: 0 }),
    }
}
