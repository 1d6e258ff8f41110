//! ECMA-262 expressions (`pattern` of a schema) become tables for `kontrakt::Pattern`, or the reason why not.
//!
//! A pattern has the meaning of ECMA-262's `u` flag, over code points. Where the flag forbids a construct that the standard otherwise allows (`\_`, `[\w-.]`,
//! a literal `{`), it is read as the standard's Annex B says, and the rest of the pattern keeps the flag's meaning: `[\p{L}\_]` is a letter or an underscore.
//!
//! What people write from other dialects:
//!
//! | written | read as |
//! |---|---|
//! | `\A`, `\z`, `\Z` | `^`, `$`, `$`, with a note |
//! | `(?i)`, `(?s)`, `(?m)` before everything else | the flag for the whole pattern, with a note |
//! | `(?P<name>…)`, `\pL`, `\p{Greek}`, `[[:alpha:]]` | the group, the property, the POSIX class, with a note |
//! | `{,3}`, `/…/i` | literal text, as ECMA-262 has it, with a note that this is hardly meant |
//! | `\1` without such a group, `\q` and other letters without a meaning anywhere | the character, as Annex B has it, with a note |
//! | possessive repetition, atomic groups, `(?x)`, comments, `\p{IsGreek}`, `\Q…\E`, `\G`, `\h`, `\i` … | refused: dialects disagree, or ECMA-262 has nothing like it |
//!
//! Look-ahead beside the leading `^` and look-behind beside the trailing `$` of the whole pattern become part of its table; elsewhere look-around and back references
//! need the engine, as do tables that would be too large, such as those of `\p{L}+`.

use regex_syntax::hir::{Hir, HirKind, Look, Repetition};

pub use compiled::{Compiled, Matcher, Note, Reason, Regress};
use dfa::{Dfa, TooLarge};
use parse::Parsed;
pub use table::Table;

mod class;
mod compiled;
mod dfa;
mod example;
mod parse;
mod table;
mod write;

/// From this number of characters on, a length is counted beside the table.
const MANY: u32 = 16;

/// A table stays within this, which is half of the first-level cache of a small core, so that matching never waits for memory; its text
/// in the generated code stays within 64 KiB.
const MAX_TABLE_BYTES: usize = 16 * 1024;

/// An expression with more bytes is hardly one that somebody wrote, and each of its characters may stand for thousands.
const MAX_SOURCE_BYTES: usize = 32 * 1024;

/// Compiles an ECMA-262 expression. Time and memory are bounded, whatever `source` is.
pub fn compile(source: &str) -> Result<Compiled, Reason> {
    if source.len() > MAX_SOURCE_BYTES {
        let message = format!("the expression has more than {MAX_SOURCE_BYTES} bytes");
        return Err(Reason { message, position: 0 });
    }
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
    let (hir, length) =
        counted(&parsed.hir).map_or((parsed.hir.clone(), None), |(hir, length)| (hir, Some(length)));
    let mut dfa = Dfa::new(&hir).map_err(too_large)?;
    for condition in &parsed.conditions {
        let other = Dfa::new(&condition.hir).map_err(too_large)?;
        let other = if condition.negative { other.complement() } else { other };
        dfa = dfa.intersection(&other).map_err(too_large)?;
    }
    Table::new(&dfa, length)
        .filter(|table| table.size() <= MAX_TABLE_BYTES)
        .ok_or_else(|| too_large(TooLarge))
}

/// `^c{min,max}$` as `^c*$` and the bounds of its length, where writing the count into states would take many.
fn counted(hir: &Hir) -> Option<(Hir, (u32, u32))> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let [starts @ .., repeated, end] = parts.as_slice() else { return None };
    let HirKind::Repetition(repetition) = repeated.kind() else { return None };
    let max = repetition.max.unwrap_or(u32::MAX);
    let many = repetition.min >= MANY || repetition.max.is_some_and(|max| max >= MANY);
    // Look-ahead at the start has left a `^` in its place.
    let anchor = |hir: &Hir, look: Look| *hir.kind() == HirKind::Look(look);
    let whole =
        !starts.is_empty() && starts.iter().all(|hir| anchor(hir, Look::Start)) && anchor(end, Look::End);
    if !many || !whole || !matches!(repetition.sub.kind(), HirKind::Class(_)) {
        return None;
    }
    let any_number = Repetition { min: 0, max: None, ..repetition.clone() };
    let hir = Hir::concat(vec![Hir::look(Look::Start), Hir::repetition(any_number), Hir::look(Look::End)]);
    Some((hir, (repetition.min, max)))
}

fn regress(expression: String, reason: String) -> Result<Regress, Reason> {
    match regress::Regex::with_flags(&expression, "u") {
        Ok(_) => Ok(Regress { expression, reason }),
        Err(error) => Err(Reason { message: error.to_string(), position: 0 }),
    }
}
