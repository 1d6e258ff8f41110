//! Contracts, and the patterns in them.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use fastrand::Rng;
use kontrakt_codegen::Failure;
use kontrakt_codegen::Generator;
use kontrakt_codegen::pattern::{Matcher, compile};
use kontrakt_codegen::render::Style;

use super::{head, names};
use crate::Outcome;

/// A contract through the whole generator: types, client, server, diagnostics and the ledger. What comes out is Rust.
pub fn document(input: &[u8]) -> Outcome {
    let text = String::from_utf8_lossy(input);
    let name = if text.trim_start().starts_with('{') { "openapi.json" } else { "openapi.yaml" };
    let generator = Generator::new().text(name, text);
    let (files, findings) = match &generator.generate() {
        Ok(output) => {
            let files = output.files.iter().map(|file| (file.path.as_str(), file.text.as_str()));
            names::check(&files.collect::<Vec<_>>());
            (output.files.len(), shown(&output.findings))
        }
        Err(Failure::Contract(findings)) => (0, shown(findings)),
        Err(failure) => {
            assert!(!matches!(failure, Failure::Internal(_)), "{failure}");
            (0, BTreeSet::new())
        }
    };
    if let Ok(inspection) = generator.inspect() {
        assert!(files > 0, "what is inspected is generated");
        let _ = (inspection.text(true), inspection.json());
    }
    Outcome::of((files.min(12), findings))
}

/// The codes of the diagnostics, each of which can be shown.
fn shown(findings: &kontrakt_codegen::Findings) -> BTreeSet<String> {
    let report = findings.report();
    let (text, json) = (findings.text(Style::Plain), findings.json());
    assert_eq!(text.is_empty(), report.is_empty(), "every diagnostic is shown");
    assert_eq!(json.lines().count(), report.diagnostics().len(), "a line a diagnostic");
    report.diagnostics().iter().map(|diagnostic| diagnostic.code.to_string()).collect()
}

/// How long a pattern may take to become a table.
const COMPILING: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 3 });

/// A pattern, with a text a line below it: the table says of each text what another engine says.
pub fn pattern(input: &[u8]) -> Outcome {
    let (source, texts) = head(input);
    let begun = Instant::now();
    let compiled = compile(&source);
    assert!(begun.elapsed() < COMPILING, "compiling takes {:?}", begun.elapsed());
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(reason) => {
            assert!(reason.position <= source.len() && source.is_char_boundary(reason.position), "{reason}");
            return Outcome::of(reason.message);
        }
    };
    let mut said: BTreeSet<&str> = compiled.notes.iter().map(|note| note.message.as_str()).collect();
    for note in &compiled.notes {
        assert!(source.is_char_boundary(note.position), "{}: {}", note.position, note.message);
    }
    let table = match &compiled.matcher {
        Matcher::Table(table) => table,
        Matcher::Regress(other) => {
            said.insert(&other.reason);
            return Outcome::of(said);
        }
    };
    let size = table.rows.len().ilog2();
    // Elsewhere the two read a pattern differently on purpose.
    let Ok(other) = regress::Regex::with_flags(&source, "u") else { return Outcome::of((said, size)) };
    let mut matched = 0;
    for text in texts_for(&source, texts) {
        let found = table.is_match(&text);
        assert_eq!(found, other.find(&text).is_some(), "`{source}` on {text:?}");
        matched += usize::from(found);
    }
    Outcome::of((said, size, matched.min(3)))
}

/// The texts of the input and some of the characters of the pattern, short enough for an engine that backtracks.
fn texts_for(source: &str, given: &[u8]) -> Vec<String> {
    let nests = [")*", ")+", "){"].iter().any(|end| source.contains(end));
    let longest = if nests { 9 } else { 24 };
    let given = String::from_utf8_lossy(given);
    let mut texts: Vec<String> =
        given.lines().take(20).map(|line| line.chars().take(longest).collect()).collect();
    let characters: Vec<char> = source.chars().chain("aZ09-_ .\n\u{e9}\u{2028}\u{1F600}".chars()).collect();
    let mut random = Rng::with_seed(source.len() as u64);
    for _ in 0..12 {
        let length = random.usize(0..longest);
        texts.push((0..length).filter_map(|_| random.choice(&characters)).collect());
    }
    texts
}
