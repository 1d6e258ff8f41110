//! What reads input that others wrote, each as a function that takes any bytes and panics where something is wrong.
//!
//! An entry decides by its input alone, so a finding is a file. The functions have the form that coverage-guided fuzzers ask
//! for; the [`runner`] of this crate needs none, only a seed.

mod entries;
pub mod mutate;
pub mod regressions;
pub mod runner;
mod seeds;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

pub use entries::{
    accept, answer, cookie, document, form, header, json, multipart, path, pattern, problem, query,
};

/// What an entry saw, in short: inputs with an outcome of their own are worth changing further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome(u64);

impl Outcome {
    /// The outcome that says `what`.
    pub fn of(what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A way in for input.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Reads the input, and panics where something is wrong.
    pub run: fn(&[u8]) -> Outcome,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What is put into inputs.
    pub words: &'static [&'static str],
    /// How an input is changed.
    pub form: Form,
    /// How many bytes an input may grow to.
    pub largest: usize,
    /// How long an optimised build may take for one.
    pub patience: Duration,
}

/// What an input is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bytes.
    Bytes,
    /// A JSON or YAML document, which is changed as a tree, too.
    Tree,
}

/// Every entry.
pub const ENTRIES: &[Entry] = &[
    Entry {
        form: Form::Tree,
        largest: 200_000,
        patience: Duration::from_secs(5),
        ..entry("document", document, seeds::documents, seeds::OPENAPI)
    },
    Entry { patience: Duration::from_secs(5), ..entry("pattern", pattern, seeds::patterns, seeds::REGEX) },
    Entry { form: Form::Tree, ..entry("json", json, seeds::json, seeds::JSON) },
    entry("path", path, seeds::parameters, seeds::STYLES),
    entry("query", query, seeds::parameters, seeds::STYLES),
    entry("header", header, seeds::parameters, seeds::STYLES),
    entry("cookie", cookie, seeds::parameters, seeds::STYLES),
    entry("form", form, seeds::forms, seeds::STYLES),
    entry("multipart", multipart, seeds::multipart, seeds::MULTIPART),
    entry("accept", accept, seeds::accept, seeds::MEDIA),
    entry("problem", problem, seeds::problems, seeds::JSON),
    Entry { largest: 20_000, ..entry("answer", answer, seeds::answers, seeds::MEDIA) },
];

const fn entry(
    name: &'static str,
    run: fn(&[u8]) -> Outcome,
    seeds: fn() -> Vec<Vec<u8>>,
    words: &'static [&'static str],
) -> Entry {
    let patience = Duration::from_millis(500);
    Entry { name, run, seeds, words, form: Form::Bytes, largest: 300_000, patience }
}

/// The entry of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

/// Made from `kinds.yaml`.
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));

    /// What generated code has for itself alone, by the name of its contract.
    pub(crate) mod tables {
        pub(crate) mod kinds {
            pub(crate) use super::super::kinds::tables::*;
        }
    }
}

/// Made from golden cases of the generator.
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden/mod.rs"));

    /// As [`super::generated::tables`].
    pub(crate) mod tables {
        pub(crate) mod rules {
            pub(crate) use super::super::rules::tables::*;
        }
        pub(crate) mod schemas {
            pub(crate) use super::super::schemas::tables::*;
        }
    }
}
