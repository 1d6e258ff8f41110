//! Path templates: as routes of axum where it can tell them apart, and matched here where it cannot.

use std::borrow::Cow;

/// The values of a template by name, as they stand in the path.
pub(super) type Captures<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// A path template, taken apart.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Vec<Piece>>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(&'static str),
    Name(&'static str),
}

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        let _ = path;
        Self { segments: Vec::new() }
    }

    /// The route under which axum finds it; several templates may share one.
    pub(super) fn route(&self) -> String {
        String::new()
    }

    /// The values in `path`, where it fits.
    pub(super) fn captures<'a>(&self, path: &'a str) -> Option<Captures<'a>> {
        let _ = (path, &self.segments);
        None
    }

    /// How much of it is fixed, segment by segment: of two that fit, the greater one is meant.
    pub(super) fn weight(&self) -> Vec<usize> {
        Vec::new()
    }
}
