//! What is seen.

use std::io::{self, IsTerminal as _, Write as _};

use kontrakt_codegen::diagnostic::Severity;
use kontrakt_codegen::output::{Change, Changes, State};
use kontrakt_codegen::render::Style;
use kontrakt_codegen::{Failure, Findings, Inspection, Output};
use serde_json::json;

use super::arguments::{Colour, Format};

/// How many lines of a file's diff are shown.
const DIFF_LINES: usize = 60;

/// Writes a result. Whoever closed the pipe does not want it.
pub(super) fn say(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Writes what is wrong.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Shows everything in the asked-for form.
pub(super) struct Show {
    format: Format,
    style: Style,
}

impl Show {
    pub(super) fn new(format: Format, color: Colour) -> Show {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = match color {
            Colour::Auto => io::stderr().is_terminal() && !plain,
            Colour::Always => true,
            Colour::Never => false,
        };
        Show { format, style: if coloured { Style::Colour } else { Style::Plain } }
    }

    pub(super) fn findings(&self, findings: &Findings) {
        complain(&match self.format {
            Format::Text => with_newline(findings.text(self.style)),
            Format::Json => with_newline(findings.json()),
        });
    }

    pub(super) fn failure(&self, failure: &Failure) {
        match (failure, self.format) {
            (Failure::Contract(findings), Format::Json) => self.findings(findings),
            (Failure::Contract(findings), Format::Text) => {
                self.findings(findings);
                complain(&format!("nothing was generated: {}\n", findings.counts()));
            }
            (_, Format::Text) => complain(&format!("error: {failure}\n")),
            (_, Format::Json) => {
                complain(&format!("{}\n", json!({ "severity": "error", "message": failure.to_string() })));
            }
        }
    }

    pub(super) fn generated(&self, output: &Output, changes: &Changes, dry_run: bool) {
        match self.format {
            Format::Json => say(&result(output, changes)),
            Format::Text if dry_run => {
                say(&changes.iter().map(would).collect::<String>());
                say(&format!("{}; nothing was written\n", summary(output, changes)));
            }
            Format::Text => say(&format!("{}\n", summary(output, changes))),
        }
    }

    /// Says what was done in spite of errors and denied warnings. JSON says it by the status.
    pub(super) fn verdict(&self, output: &Output, done: &str, accepted: bool) {
        let report = output.findings.report();
        if self.format == Format::Json || (accepted && !report.has_errors()) {
            return;
        }
        let (files, counts) = (many(output.files.len(), "file"), output.findings.counts());
        let cause = if report.has_errors() { "the contract has errors" } else { "warnings are denied" };
        let advice = if accepted { "" } else { "; --keep-going accepts that" };
        complain(&format!("{files} {done} although {cause}: {counts}{advice}\n"));
    }

    pub(super) fn inspected(&self, inspection: &Inspection, verbose: bool) {
        match self.format {
            Format::Json => say(&inspection.json()),
            Format::Text => {
                say(&inspection.text(verbose));
                let counts = inspection.findings.counts();
                if inspection.findings.report().has_errors() {
                    complain(&format!("the contract has errors: {counts}; `kontrakt check` shows them\n"));
                }
            }
        }
    }

    pub(super) fn checked(&self, output: &Output, changes: &Changes) {
        match self.format {
            Format::Json => say(&result(output, changes)),
            Format::Text if changes.is_empty() => {
                let folder = changes.folder().display();
                say(&format!("{} in {folder}: up to date\n", many(output.files.len(), "file")));
            }
            Format::Text => {
                say(&changes.iter().map(|change| change.describe(DIFF_LINES)).collect::<String>());
                let stale = many(changes.iter().count(), "stale file");
                let folder = changes.folder().display();
                say(&format!("{stale} in {folder}; `kontrakt generate` brings the folder up to date\n"));
            }
        }
    }
}

fn with_newline(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn would(change: &Change) -> String {
    let action = match change.state {
        State::Missing => "create",
        State::Different => "change",
        State::Extra => "remove",
    };
    format!("would {action} {}\n", change.path)
}

fn summary(output: &Output, changes: &Changes) -> String {
    let removed = changes.count(State::Extra);
    let written = changes.iter().count() - removed;
    let findings = match output.findings.counts() {
        counts if counts.is_empty() => counts,
        counts => format!("; {counts}"),
    };
    format!(
        "{} with {} from {} in {}: {written} written, {} unchanged, {removed} removed{findings}",
        many(output.files.len(), "file"),
        many(output.lines(), "line"),
        many(output.findings.documents(), "document"),
        changes.folder().display(),
        changes.unchanged(),
    )
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The result as one JSON object in one line.
fn result(output: &Output, changes: &Changes) -> String {
    let changed: Vec<_> =
        changes.iter().map(|change| json!({ "path": change.path, "state": change.state.word() })).collect();
    let object = json!({
        "documents": output.findings.documents(),
        "files": output.files.len(),
        "lines": output.lines(),
        "unchanged": changes.unchanged(),
        "changes": changed,
        "errors": output.findings.report().count(Severity::Error),
        "warnings": output.findings.report().count(Severity::Warning),
    });
    format!("{object}\n")
}
