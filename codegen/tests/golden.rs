//! Every folder of `tests/cases` is a contract with the Rust that is generated from it.
//!
//! - `openapi.yaml` or `openapi.json` is the contract; `documents.txt` names several, or some elsewhere, one a line, relative to the folder.
//! - `kontrakt.toml` may say which parts to generate.
//! - `expected/` holds the generated files, and `report.txt` where there is something to report. A contract with errors
//!   has nothing else there. The version in the first line is written as `VERSION`.
//!
//! `UPDATE_GOLDENS=1 cargo test -p kontrakt-codegen --test golden` writes what is generated over what is expected.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use kontrakt_codegen::output::{MARK, diff};
use kontrakt_codegen::render::Style;
use kontrakt_codegen::{Failure, Findings, Generator};

/// Relative, as a user would name it: reports hold no path of this machine. Tests run in the package's folder.
const CASES: &str = "tests/cases";
const REPORT: &str = "report.txt";
/// How many lines of a file's diff are shown.
const SHOWN: usize = 80;

/// What a case gives: the texts of `expected/`, and every file that was read.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    texts: BTreeMap<String, String>,
    read: BTreeSet<PathBuf>,
}

#[test]
fn every_case_gives_what_is_expected() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some_and(|value| value == "1");
    let mut faults = String::new();
    for case in cases() {
        let outcome = outcome(&case);
        faults.push_str(&unread(&case, &outcome.read));
        if update {
            rewrite(&case.join("expected"), &outcome.texts);
        }
        faults.push_str(&differences(&case.join("expected"), &outcome.texts));
    }
    assert!(faults.is_empty(), "\n{faults}\nUPDATE_GOLDENS=1 takes what is generated as expected");
}

#[test]
fn the_same_contract_gives_the_same_files() {
    for case in cases() {
        assert!(outcome(&case) == outcome(&case), "{} differs between two runs", case.display());
    }
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        entries(Path::new(CASES)).into_iter().filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {CASES}");
    cases
}

fn outcome(case: &Path) -> Outcome {
    let documents = documents(case);
    let mut generator = Generator::new().documents(&documents);
    let config = case.join("kontrakt.toml");
    let mut read: BTreeSet<PathBuf> = documents.into_iter().collect();
    if config.exists() {
        generator = generator.config_file(&config);
        read.insert(config);
    }
    let mut texts = BTreeMap::new();
    let findings: Findings = match generator.generate() {
        Ok(output) => {
            texts.extend(output.files.into_iter().map(|file| (file.path, without_version(&file.text))));
            output.findings
        }
        Err(Failure::Contract(findings)) => *findings,
        Err(failure) => panic!("{}: {failure}", case.display()),
    };
    read.extend(findings.files().map(normal));
    let report = findings.text(Style::Plain);
    if !report.is_empty() {
        texts.insert(REPORT.to_owned(), report);
    }
    Outcome { texts, read }
}

/// The contracts of a case.
fn documents(case: &Path) -> Vec<PathBuf> {
    if let Ok(list) = fs::read_to_string(case.join("documents.txt")) {
        return list.lines().filter(|line| !line.is_empty()).map(|line| normal(&case.join(line))).collect();
    }
    let document =
        ["openapi.yaml", "openapi.json"].map(|name| case.join(name)).into_iter().find(|path| path.exists());
    vec![document.unwrap_or_else(|| panic!("{} holds no contract", case.display()))]
}

/// The path without `..` wherever that can be done.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

fn without_version(text: &str) -> String {
    text.replacen(concat!("kontrakt ", env!("CARGO_PKG_VERSION")), "kontrakt VERSION", 1)
}

/// Complains about files of the case that nothing reads.
fn unread(case: &Path, read: &BTreeSet<PathBuf>) -> String {
    let known = |path: &PathBuf| path.ends_with("documents.txt") || read.contains(path);
    let mut files = files(case);
    files.retain(|path| !path.starts_with(case.join("expected")) && !known(path));
    files.iter().map(|path| format!("{}: nothing reads this file\n", path.display())).collect()
}

fn differences(expected: &Path, texts: &BTreeMap<String, String>) -> String {
    let mut faults = String::new();
    for (name, new) in texts {
        let path = expected.join(name);
        match fs::read_to_string(&path) {
            Ok(old) if old == *new => {}
            Ok(old) => faults.push_str(&diff(&path.to_string_lossy(), &old, new, SHOWN)),
            Err(error) => {
                faults.push_str(&format!("{}: {error}\n{}", path.display(), diff("", "", new, SHOWN)));
            }
        }
    }
    for path in unexpected(expected, texts) {
        faults.push_str(&format!("{}: this file is not generated\n", path.display()));
    }
    faults
}

fn unexpected(expected: &Path, texts: &BTreeMap<String, String>) -> Vec<PathBuf> {
    let wanted: BTreeSet<PathBuf> = texts.keys().map(|name| expected.join(name)).collect();
    files(expected).into_iter().filter(|path| !wanted.contains(path)).collect()
}

fn rewrite(expected: &Path, texts: &BTreeMap<String, String>) {
    for (name, text) in texts {
        let path = expected.join(name);
        assert!(name == REPORT || text.starts_with(MARK), "{name} has no header");
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }
    for path in unexpected(expected, texts) {
        fs::remove_file(path).expect("removed");
    }
}

/// Every file below a folder; none if there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (folders, mut found): (Vec<_>, Vec<_>) = entries(folder).into_iter().partition(|path| path.is_dir());
    found.extend(folders.iter().flat_map(|folder| files(folder)));
    found.sort();
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.expect("an entry").path()).collect(),
        Err(_) => Vec::new(),
    }
}
