//! Broken documents and what is said about them: `diagnostics/<case>/openapi.yaml` (or `.json`) and `expected.txt`.
//!
//! `UPDATE_GOLDENS=1 cargo test --test diagnostics` writes what is said now.

use std::path::{Path, PathBuf};

use kontrakt_codegen::diagnostic::{Code, Sink};
use kontrakt_codegen::render;
use kontrakt_codegen::resolve::{Model, Options};
use kontrakt_codegen::source::Input;

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

#[test]
fn every_broken_document_gets_its_diagnostics() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut wrong = Vec::new();
    let mut seen = String::new();
    for case in cases() {
        let mut sink = Sink::new();
        let model = Model::load(&[Input::Path(document(&case))], &Options::default(), &mut sink);
        let report = sink.finish();
        assert!(!report.is_empty(), "{}: nothing is said", case.display());
        let text = render::text(&report, model.sources(), render::Style::Plain).replace('\\', "/");
        assert_eq!(render::json(&report, model.sources()).lines().count(), report.diagnostics().len());
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
