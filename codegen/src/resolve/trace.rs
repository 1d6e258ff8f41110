//! How a place was reached: what stands in a file that nobody named is shown with the references that led there.

use super::Model;
use crate::diagnostic::{Diagnostic, FileId, Place, Report, Severity};

/// How many references are shown on the way to one place.
const MAX_SHOWN: usize = 3;

/// A reference that leads from one file into another.
#[derive(Debug)]
pub(super) struct Crossing {
    pub(super) from: Place,
    pub(super) to: Place,
}

impl Model {
    /// The report with the references that led to each place in a file that is no document of its own.
    pub fn traced(&self, report: Report) -> Report {
        report.map(|diagnostic| self.trace(diagnostic))
    }

    fn trace(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.severity == Severity::Note {
            return diagnostic;
        }
        let mut at = diagnostic.at.clone();
        let mut seen: Vec<FileId> = Vec::new();
        while seen.len() < MAX_SHOWN && !seen.contains(&at.file) && !self.is_root(at.file) {
            seen.push(at.file);
            let Some(crossing) = self.crossing_to(&at) else { break };
            at = crossing.from.clone();
            diagnostic.related.push((at.clone(), "referred to from here".to_owned()));
        }
        diagnostic
    }

    fn is_root(&self, file: FileId) -> bool {
        self.roots.iter().any(|root| root.file == file)
    }

    /// The reference that leads closest to a place, or else the first one into its file.
    fn crossing_to(&self, at: &Place) -> Option<&Crossing> {
        let leads_to = |crossing: &&Crossing| {
            let rest = at.pointer.as_str().strip_prefix(crossing.to.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let into = || self.crossings.iter().filter(|crossing| crossing.to.file == at.file);
        let closest = into().filter(leads_to).rev().max_by_key(|found| found.to.pointer.as_str().len());
        closest.or_else(|| into().next())
    }
}
