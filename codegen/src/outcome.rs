//! What comes of a run: files, or the reason why there are none; and what it had to say.

use std::path::Path;

use crate::config::SettingsError;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::ledger::Ledger;
use crate::output::{Changes, File, FolderError, PrintError, compare};
use crate::render::{self, Style};
use crate::resolve::Model;
use crate::source::Position;

/// What was generated.
#[derive(Debug)]
pub struct Output {
    /// The files, in a fixed order.
    pub files: Vec<File>,
    /// What there is to say about the contracts. With errors among it, the files lack what is wrong.
    pub findings: Findings,
}

impl Output {
    /// What would have to change in a folder that should hold this output. Nothing is written. While a document cannot
    /// be read, nothing is to be removed: what was generated from it is not there for that reason alone.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, or a file that was not generated is in the way.
    pub fn compare(&self, folder: impl AsRef<Path>) -> Result<Changes, FolderError> {
        let changes = compare(folder.as_ref(), &self.files)?;
        let is_complete = self.findings.documents() == self.findings.model.named().len();
        Ok(if is_complete { changes } else { changes.without_removals() })
    }

    /// How many lines were generated.
    pub fn lines(&self) -> usize {
        self.files.iter().map(|file| file.text.lines().count()).sum()
    }
}

/// What becomes of every keyword of the contracts.
#[derive(Debug)]
pub struct Inspection {
    /// Every keyword with its place and its fate.
    pub ledger: Ledger,
    /// What there is to say about the contracts.
    pub findings: Findings,
}

impl Inspection {
    /// For people: counts by fate, and every place where something that the contracts say is lost; every keyword where
    /// it is to be `verbose`. Ends with a newline.
    pub fn text(&self, verbose: bool) -> String {
        self.ledger.text(self.findings.model.sources(), verbose)
    }

    /// For programs: every keyword as a JSON object a line, with `file`, `line` and `column` (from 1), `pointer`,
    /// `object` (the kind of object it stands in), `keyword`, `fate`, `lost` ([`Entry::is_lost`](crate::ledger::Entry::is_lost)),
    /// `code` and `why`.
    pub fn json(&self) -> String {
        self.ledger.json(self.findings.model.sources())
    }
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// No contract could be read; shown are all faults with their places.
    #[error("{}\nnothing was generated: {}", .0.text(Style::Plain).trim_end(), .0.counts())]
    Contract(Box<Findings>),
    /// The output folder cannot be read or written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// [`Generator::build`](crate::Generator::build) was called outside of a build script.
    #[error("OUT_DIR is not set: `Generator::build` is for build scripts, `write_to` for everything else")]
    NotABuildScript,
    /// What was generated is no Rust: a fault of the generator, which should be reported.
    #[error("a fault of kontrakt, not of the contract, please report it:\n{}", list(.0))]
    Internal(Vec<PrintError>),
}

fn list(errors: &[PrintError]) -> String {
    errors.iter().map(PrintError::to_string).collect::<Vec<_>>().join("\n")
}

/// Everything that a run had to say about the contracts, ready to be shown.
#[derive(Debug)]
pub struct Findings {
    report: Report,
    model: Model,
}

impl Findings {
    pub(crate) fn new(report: Report, model: Model) -> Findings {
        Findings { report, model }
    }

    /// The diagnostics.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The diagnostics for people, each with the line of the contract that it is about. Empty if there are none.
    pub fn text(&self, style: Style) -> String {
        render::text(&self.report, self.model.sources(), style)
    }

    /// How many diagnostics there are: `2 errors, 1 warning`. Empty if there are none.
    pub fn counts(&self) -> String {
        let count = |severity: Severity| match self.report.count(severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.word())),
            count => Some(format!("{count} {}s", severity.word())),
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count);
        counts.collect::<Vec<_>>().join(", ")
    }

    /// The diagnostics for programs, a JSON object a line. Empty if there are none.
    pub fn json(&self) -> String {
        render::json(&self.report, self.model.sources())
    }

    /// The diagnostics of one severity, each in a line: `petstore.yaml:12:5: the message [K0013]`.
    pub fn lines(&self, severity: Severity) -> Vec<String> {
        let of_severity = |d: &&Diagnostic| d.severity == severity;
        let diagnostics: Vec<_> = self.report.diagnostics().iter().filter(of_severity).collect();
        let places: Vec<_> = diagnostics.iter().map(|diagnostic| &diagnostic.at).collect();
        let sources = self.model.sources();
        let line = |(diagnostic, position): (&&Diagnostic, Position)| {
            let file = sources.name(diagnostic.at.file);
            let message = diagnostic.message.lines().next().unwrap_or_default();
            format!("{file}:{}:{}: {message} [{}]", position.line, position.column, diagnostic.code)
        };
        diagnostics.iter().zip(sources.positions(&places)).map(line).collect()
    }

    /// How many documents were named that could be read.
    pub fn documents(&self) -> usize {
        self.model.roots().len()
    }

    /// Every file that was read, those found through a `$ref` included.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let sources = self.model.sources();
        sources.files().filter_map(|file| sources.path(file))
    }
}
