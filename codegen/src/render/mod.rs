//! Diagnostics for people and for programs.

use crate::diagnostic::Report;
use crate::source::Sources;

/// How diagnostics are shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Without colours: files, build scripts.
    #[default]
    Plain,
    /// With ANSI colours: terminals.
    Colour,
}

/// The report as rustc shows its own: by file and position, each with the line it is about.
pub fn text(_report: &Report, _sources: &Sources, _style: Style) -> String {
    String::new()
}

/// The report as JSON, one object a line: `code`, `severity`, `message`, `file`, `line`, `column`, `pointer`, `help`.
pub fn json(_report: &Report, _sources: &Sources) -> String {
    String::new()
}
