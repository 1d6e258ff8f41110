//! Broken documents and what is said about them: `diagnostics/<case>/openapi.yaml` (or `.json`) and `expected.txt`.
//!
//! `UPDATE_GOLDENS=1 cargo test -p kontrakt-codegen --test diagnostics` writes what is said now.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::path::{Path, PathBuf};

use kontrakt_codegen::diagnostic::Code;
use kontrakt_codegen::render::Style;
use kontrakt_codegen::{Failure, Findings, Generator};

/// Codes that no small document can provoke, with the reason.
const WITHOUT_CASE: &[(Code, &str)] =
    &[(Code::Unreadable, "needs a file that is not there; tested beside the reader")];

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/diagnostics").expect("the cases");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    cases
}

fn document(case: &Path) -> PathBuf {
    let candidates = ["openapi.yaml", "openapi.json"].map(|name| case.join(name));
    let found: Vec<PathBuf> = candidates.into_iter().filter(|path| path.is_file()).collect();
    assert_eq!(found.len(), 1, "{}: one document a case; a golden without one is unused", case.display());
    found[0].clone()
}

/// What is said about a case, by the whole way from contract to files.
fn findings(case: &Path) -> Findings {
    match Generator::new().document(document(case)).generate() {
        Ok(output) => output.findings,
        Err(Failure::Contract(findings)) => *findings,
        Err(failure) => panic!("{}: {failure}", case.display()),
    }
}

#[test]
fn every_broken_document_gets_its_diagnostics() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    let mut seen = String::new();
    for case in cases() {
        let findings = findings(&case);
        let text = findings.text(Style::Plain);
        assert!(!text.is_empty(), "{}: nothing is said", case.display());
        assert_eq!(findings.json().lines().count(), findings.report().diagnostics().len());
        let golden = case.join("expected.txt");
        if update {
            std::fs::write(&golden, &text).expect("a writable golden");
        } else if std::fs::read_to_string(&golden).ok().as_deref() != Some(&text) {
            wrong.push(format!("{}:\n{text}", case.display()));
        }
        seen.push_str(&text);
    }
    assert!(wrong.is_empty(), "not as expected; UPDATE_GOLDENS=1 accepts it\n{}", wrong.join("\n"));
    for code in Code::ALL {
        let excepted = WITHOUT_CASE.iter().any(|(other, _)| other == code);
        assert_ne!(
            seen.contains(&format!("[{code}]")),
            excepted,
            "{code} has a case, or a reason to have none"
        );
    }
}

#[test]
fn codes_are_unique_and_explained() {
    for (index, code) in Code::ALL.iter().enumerate() {
        assert_eq!(Code::by_id(code.id()), Some(*code));
        assert!(Code::ALL[..index].iter().all(|other| other.id() < code.id()), "{code} is out of order");
        assert!(!code.title().is_empty() && code.explanation().ends_with('.'), "{code}");
    }
}
