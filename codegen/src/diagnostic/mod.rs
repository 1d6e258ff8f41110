//! What the generator has to say about a contract: data only.
//!
//! A [`Diagnostic`] names its place by file and JSON pointer. Lines and columns are looked up later, by the
//! renderer, and only when there is something to show.

mod code;
mod pointer;
mod sink;

pub use code::Code;
pub use pointer::{Pointer, Segments};
pub use sink::{Report, Sink};

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The contract is wrong there; what stands at that place is left out or replaced by "anything".
    Error,
    /// The contract can be used, but probably does not say what its author meant.
    Warning,
    /// Worth knowing, nothing to do.
    Note,
}

impl Severity {
    /// The word shown to people and written into JSON.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A file of this run, by its index in [`crate::source::Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// What of a place is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value at the pointer.
    Value,
    /// The key that leads to the value: for whatever is wrong with a name.
    Key,
    /// The first of several keys of one name, of which the last counts.
    FirstKey,
    /// A byte of the text: for a file so broken that it has no pointers.
    Byte(usize),
}

/// A place in a contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in the file.
    pub pointer: Pointer,
    /// What of it.
    pub part: Part,
}

impl Place {
    /// The value at `pointer` in `file`.
    pub fn new(file: FileId, pointer: Pointer) -> Place {
        Place { file, pointer, part: Part::Value }
    }

    /// The value of the key `key` below this place.
    pub fn key(&self, key: &str) -> Place {
        Place::new(self.file, self.pointer.key(key))
    }

    /// The value of several keys, one below the other.
    pub fn keys(&self, keys: &[&str]) -> Place {
        Place::new(self.file, keys.iter().fold(self.pointer.clone(), |pointer, key| pointer.key(key)))
    }

    /// The item `index` of the array at this place.
    pub fn index(&self, index: usize) -> Place {
        Place::new(self.file, self.pointer.index(index))
    }

    /// The key of this place instead of its value.
    pub fn named(mut self) -> Place {
        self.part = Part::Key;
        self
    }
}

/// One thing to say about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: Code,
    /// How serious it is here; the code's own severity unless said otherwise.
    pub severity: Severity,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// Where.
    pub at: Place,
    /// A word or two under the marked text.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that belong to it, each with its own label.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic of `code` with the severity that the code has by default.
    pub fn new(code: Code, at: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            at,
            label: None,
            help: None,
            related: Vec::new(),
        }
    }

    /// Says it with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// Adds the words under the marked text.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn with_related(mut self, at: Place, label: impl Into<String>) -> Diagnostic {
        self.related.push((at, label.into()));
        self
    }
}
