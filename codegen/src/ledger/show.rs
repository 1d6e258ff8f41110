//! The ledger for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use super::{Entry, Fate, Ledger, Why};
use crate::diagnostic::{FileId, Place};
use crate::source::{Position, Sources};

/// How many keywords are named for each fate.
const NAMED: usize = 12;
/// How many places are listed.
const LISTED: usize = 40;

impl Ledger {
    /// Counts by fate, then what is lost with its places; `verbose` lists every keyword instead. Ends with a newline.
    pub(crate) fn text(&self, sources: &Sources, verbose: bool) -> String {
        let mut text = String::new();
        let listed: Vec<&Entry> = self.entries.iter().filter(|entry| verbose || entry.is_lost()).collect();
        let mut listed = placed(&listed, sources);
        if !verbose {
            outermost(&mut listed);
        }
        let most = if verbose { usize::MAX } else { LISTED };
        for (entry, position) in listed.iter().take(most) {
            let _ = writeln!(text, "{}", line(entry, position, sources));
        }
        if listed.len() > most {
            let _ = writeln!(text, "… and {} more; --verbose lists every keyword", listed.len() - most);
        }
        if !listed.is_empty() {
            text.push('\n');
        }
        for fate in Fate::ALL {
            let (count, named) = (self.count(fate), self.most_frequent(fate));
            let line = format!("{count:>8} {:<19} {named}", fate.words());
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    /// The keywords of a fate with their counts. Of what is ignored, what is lost stands before the rest.
    fn most_frequent(&self, fate: Fate) -> String {
        let of_fate = || self.entries.iter().filter(|entry| entry.fate == fate);
        let counts = counted(of_fate().filter(|entry| fate != Fate::Ignored || entry.is_lost()));
        let mut words: Vec<String> =
            counts.iter().take(NAMED).map(|(keyword, count)| format!("{keyword} {count}")).collect();
        let more: usize = counts.iter().skip(NAMED).map(|(_, count)| count).sum();
        if more > 0 {
            words.push(format!("others {more}"));
        }
        for (why, what) in [(Why::Extension, "vendor extensions"), (Why::Unused, "in unused components")] {
            let count = of_fate().filter(|entry| entry.why == Some(why)).count();
            if count > 0 {
                words.push(format!("{what} {count}"));
            }
        }
        words.join(", ")
    }

    /// An object a line: `file`, `line`, `column`, `pointer`, `object`, `keyword`, `fate` (`enforced`, `typed`,
    /// `documentation`, `ignored`), `lost`, and `code` and `why`, null where there is nothing to say.
    pub(crate) fn json(&self, sources: &Sources) -> String {
        let all: Vec<&Entry> = self.entries.iter().collect();
        let mut text = String::new();
        for (entry, position) in placed(&all, sources) {
            let code = match entry.why {
                Some(Why::Code(code)) => Some(code.id()),
                _ => None,
            };
            let object = json!({
                "file": sources.name(entry.at.file),
                "line": position.line,
                "column": position.column,
                "pointer": entry.at.pointer.as_str(),
                "object": entry.object.words(),
                "keyword": entry.keyword,
                "fate": entry.fate.words().split(' ').next(),
                "lost": entry.is_lost(),
                "code": code,
                "why": entry.why.map(Why::words),
            });
            let _ = writeln!(text, "{object}");
        }
        text
    }
}

/// How often each keyword stands there, the most frequent first.
fn counted<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<(&'e str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(&entry.keyword).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The entries with their positions, in the order of the files.
fn placed<'e>(entries: &[&'e Entry], sources: &Sources) -> Vec<(&'e Entry, Position)> {
    let places: Vec<Place> = entries.iter().map(|entry| entry.at.clone().named()).collect();
    let positions = sources.positions(&places.iter().collect::<Vec<_>>());
    let mut placed: Vec<(&Entry, Position)> = entries.iter().copied().zip(positions).collect();
    let order =
        |(entry, position): &(&Entry, Position)| -> (FileId, usize) { (entry.at.file, position.span.start) };
    placed.sort_by_key(order);
    placed
}

/// Leaves out what stands inside of one before it: that the whole is lost says it all.
fn outermost(listed: &mut Vec<(&Entry, Position)>) {
    let mut around: Option<&Place> = None;
    listed.retain(|(entry, _)| {
        let is_inside = around.is_some_and(|around| {
            let rest = entry.at.pointer.as_str().strip_prefix(around.pointer.as_str());
            around.file == entry.at.file && rest.is_some_and(|rest| rest.starts_with('/'))
        });
        if !is_inside {
            around = Some(&entry.at);
        }
        !is_inside
    });
}

fn line(entry: &Entry, position: &Position, sources: &Sources) -> String {
    let why = match entry.why {
        Some(Why::Code(code)) => format!(" ({code}: {})", code.title()),
        Some(why) => format!(" ({})", why.words()),
        None => String::new(),
    };
    format!(
        "{}:{}:{}  {}  {}{why}",
        sources.name(entry.at.file),
        position.line,
        position.column,
        entry.at.pointer,
        entry.fate.words(),
    )
}
