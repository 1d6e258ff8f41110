//! Where diagnostics are collected.

use std::collections::HashSet;

use super::{Code, Diagnostic, Place, Pointer, Severity};

/// Collects every diagnostic of a run; [`Sink::finish`] makes the report of it.
///
/// The same finding at the same place is kept once, however often a part of a contract is read.
#[derive(Debug, Default)]
#[must_use = "diagnostics are lost unless the sink is finished"]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    seen: HashSet<(Code, Place, String)>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Sink {
        Sink::default()
    }

    /// Takes a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.code, diagnostic.at.clone(), diagnostic.message.clone());
        if self.seen.insert(key) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Takes a diagnostic unless the same was said of another place of its file.
    pub fn push_first(&mut self, diagnostic: Diagnostic) {
        let top = Place::new(diagnostic.at.file, Pointer::root());
        if self.seen.insert((diagnostic.code, top, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether an error has been reported so far.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Drops what is about places that nobody asked for.
    pub fn retain(&mut self, wanted: impl Fn(&Place) -> bool) {
        self.diagnostics.retain(|diagnostic| wanted(&diagnostic.at));
    }

    /// The report of everything that was collected: by file, and within a file in the order it was found.
    pub fn finish(self) -> Report {
        let mut diagnostics = self.diagnostics;
        diagnostics.sort_by_key(|diagnostic| diagnostic.at.file);
        Report { diagnostics }
    }
}

/// Everything that a run had to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The diagnostics.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The same report with every diagnostic changed.
    pub fn map(self, change: impl FnMut(Diagnostic) -> Diagnostic) -> Report {
        Report { diagnostics: self.diagnostics.into_iter().map(change).collect() }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many diagnostics have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}
