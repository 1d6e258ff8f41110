//! The ledger says what is true: what it calls typed changes the code, documentation only the comments, and what is
//! ignored changes nothing and is reported. What is enforced is held to account in `compiled/tests/ledger.rs`.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;

use kontrakt_codegen::Generator;
use kontrakt_codegen::diagnostic::Pointer;
use kontrakt_codegen::ledger::table::IN_THE_CONTRACT;
use kontrakt_codegen::ledger::{Entry, Fate, Ledger, Object, Why};
use serde_json::Value;

/// Keywords without which there is no document or only another one, with the reason why they are left alone.
const NOT_REMOVED: &[(&str, &str)] =
    &[("openapi", "without it there is no document"), ("x-operations", "a `$ref` leads into it")];

const CHANGES_CODE: &str = "changes code";

/// A document with every keyword that the ledger knows.
fn everything() -> Value {
    let text = std::fs::read_to_string("tests/ledger/everything.yaml").expect("the document");
    serde_yaml::from_str(&text).expect("YAML")
}

fn generator(document: &Value) -> Generator {
    Generator::new().text("everything.json", document.to_string())
}

/// All that is generated, and the same without comments.
fn code(document: &Value) -> (String, String) {
    let output = generator(document).generate().expect("generated");
    let text: String = output.files.iter().map(|file| format!("// {}\n{}", file.path, file.text)).collect();
    let is_code = |line: &&str| !["//", "#[doc"].iter().any(|start| line.trim_start().starts_with(start));
    let bare = text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    (text, bare)
}

fn without(document: &Value, pointer: &Pointer) -> Value {
    let mut document = document.clone();
    let parent = pointer.parent().expect("a keyword stands in something");
    let key = pointer.last().expect("a keyword");
    // What stood around it may be gone already.
    if let Some(object) = document.pointer_mut(parent.as_str()).and_then(Value::as_object_mut) {
        object.shift_remove(&*key);
    }
    document
}

fn ledger_of(document: &Value) -> Ledger {
    generator(document).inspect().expect("inspected").ledger
}

fn is_told(entry: &Entry) -> bool {
    matches!(entry.why, Some(Why::Note(note)) if note.starts_with(IN_THE_CONTRACT))
}

/// What removing a keyword should do, and does not.
fn fault(entry: &Entry, before: &(String, String), after: &(String, String)) -> Option<&'static str> {
    match entry.fate {
        Fate::Enforced | Fate::Typed if before.1 == after.1 => Some("changes no code"),
        Fate::Documentation if before.1 != after.1 => Some(CHANGES_CODE),
        Fate::Documentation if is_told(entry) && before.0 != after.0 => Some("does not stay in the contract"),
        Fate::Documentation if entry.why.is_none() && before.0 == after.0 => Some("is not shown"),
        Fate::Ignored if before.0 != after.0 => Some("has an effect"),
        _ => None,
    }
}

/// Keywords with their faults.
type Faults<'l> = Vec<(&'l Entry, &'static str)>;

/// The entries that do something else when they are removed, one by one.
fn faults_of<'l>(entries: &[&'l Entry]) -> Faults<'l> {
    let document = everything();
    let before = code(&document);
    // One place where a keyword shows is enough; to have no effect it must have none anywhere.
    let shows =
        |entry: &Entry| entry.fate <= Fate::Typed || (entry.fate == Fate::Documentation && !is_told(entry));
    let mut proven: BTreeSet<(Object, &str)> = BTreeSet::new();
    let mut faults = Vec::new();
    for entry in entries {
        let key = (entry.object, &*entry.keyword);
        if shows(entry) && proven.contains(&key) {
            continue;
        }
        match fault(entry, &before, &code(&without(&document, &entry.at.pointer))) {
            Some(fault) => faults.push((*entry, fault)),
            None => drop(proven.insert(key)),
        }
    }
    faults.retain(|(entry, fault)| {
        let is_proven = proven.contains(&(entry.object, &*entry.keyword));
        *fault == CHANGES_CODE || !shows(entry) || !is_proven
    });
    faults
}

/// The entries of a ledger that can be removed.
fn removable(ledger: &Ledger, fits: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
    let is_left = |entry: &Entry| {
        let keys: Vec<_> = entry.at.pointer.segments().collect();
        NOT_REMOVED.iter().any(|(keyword, _)| keys.iter().any(|key| key == keyword))
    };
    ledger.entries().iter().filter(|entry| fits(entry) && !is_left(entry)).collect()
}

fn told(faults: &Faults<'_>) -> String {
    let line =
        |(entry, fault): &(&Entry, &str)| format!("{} ({}) {fault}", entry.at.pointer, entry.fate.words());
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_shapes_the_code_changes_it() {
    let ledger = ledger_of(&everything());
    let faults = faults_of(&removable(&ledger, |entry| entry.fate <= Fate::Typed));
    assert!(faults.is_empty(), "{}", told(&faults));
}

#[test]
fn documentation_changes_comments_alone() {
    let ledger = ledger_of(&everything());
    let shown = |entry: &Entry| entry.fate == Fate::Documentation && !is_told(entry);
    let faults = faults_of(&removable(&ledger, shown));
    assert!(faults.is_empty(), "{}", told(&faults));
}

#[test]
fn what_stays_in_the_contract_or_is_ignored_changes_nothing() {
    let ledger = ledger_of(&everything());
    let entries = removable(&ledger, |entry| is_told(entry) || entry.fate == Fate::Ignored);
    let document = everything();
    let remove = |document: Value, entry: &&Entry| without(&document, &entry.at.pointer);
    // All at once, and only where that goes wrong one by one.
    if code(&entries.iter().fold(document.clone(), remove)) != code(&document) {
        panic!("{}", told(&faults_of(&entries)));
    }
}

#[test]
fn every_keyword_of_the_table_has_its_fate_somewhere() {
    let webhooks =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nx-webhooks: {new: {post: {responses: {}}}}\n";
    let inspection = generator(&everything()).text("webhooks.yaml", webhooks).inspect().expect("inspected");
    let ledger = inspection.ledger;
    let mut missing = Vec::new();
    for object in Object::ALL {
        for keyword in object.keywords() {
            let is = |entry: &&Entry| {
                let fits = entry.fate == keyword.fate || entry.keyword == "format";
                entry.object == object && entry.keyword == keyword.name && fits
            };
            if ledger.entries().iter().find(is).is_none() {
                missing.push(format!("{} {}: {}", object.words(), keyword.name, keyword.fate.words()));
            }
        }
    }
    assert!(missing.is_empty(), "tests/ledger/everything.yaml lacks\n{}", missing.join("\n"));
}

#[test]
fn what_is_lost_is_reported() {
    let document = everything();
    let inspection = generator(&document).inspect().expect("inspected");
    let output = generator(&document).generate().expect("generated");
    let reported = output.findings.report().diagnostics();
    let mut silent = Vec::new();
    for entry in inspection.ledger.entries().iter().filter(|entry| entry.is_lost()) {
        let Some(Why::Code(code)) = entry.why else { panic!("{entry:?} has no code") };
        let at = format!("{}/", entry.at.pointer);
        let is_about = |place: &Pointer| at.starts_with(&format!("{place}/"));
        // Some things are said of the first of their kind.
        let names_it =
            |message: &str| message.contains(&format!("`{}`", entry.keyword)) || entry.keyword == "format";
        let said = |found: &&kontrakt_codegen::diagnostic::Diagnostic| {
            found.code == code && (is_about(&found.at.pointer) || names_it(&found.message))
        };
        if reported.iter().find(said).is_none() && entry.object != Object::Xml {
            silent.push(entry.at.pointer.to_string());
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn diagnostics_go_before_the_table() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {type: string, pattern: '(', maxlength: 3, x-own: 1, unit: kg}\n    B: {$ref: '#/components/schemas/A', maxLength: 3}\n    C: {type: string, format: did, minimum: 3}\n";
    let ledger = Generator::new().text("a.yaml", text).inspect().expect("inspected").ledger;
    let of = |pointer: &str| {
        let pointer = format!("/components/schemas/{pointer}");
        let found = ledger.entries().iter().find(|entry| entry.at.pointer.as_str() == pointer);
        let entry = found.unwrap_or_else(|| panic!("{pointer}"));
        let code = match entry.why {
            Some(Why::Code(code)) => code.id(),
            _ => "",
        };
        (entry.fate, code, entry.is_lost())
    };
    assert_eq!(of("A/type"), (Fate::Enforced, "", false));
    assert_eq!(of("A/pattern"), (Fate::Ignored, "K0050", true));
    assert_eq!(of("A/maxlength"), (Fate::Ignored, "K0013", true));
    assert_eq!(of("A/x-own"), (Fate::Ignored, "", false));
    assert_eq!(of("A/unit"), (Fate::Ignored, "K0074", true));
    assert_eq!(of("B/$ref"), (Fate::Typed, "", false));
    assert_eq!(of("B/maxLength"), (Fate::Ignored, "K0019", true));
    assert_eq!(of("C/format"), (Fate::Ignored, "K0073", true));
    assert_eq!(of("C/minimum"), (Fate::Ignored, "K0074", true));
}

#[test]
fn what_a_reference_leads_to_in_another_file_is_listed_once() {
    let api = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: {parameters: [{$ref: 'b.yaml#/P'}, {$ref: 'b.yaml#/Q'}], responses: {'204': {description: d}}}}\ncomponents:\n  parameters: {R: {name: r, in: query, schema: {type: string}}}\n";
    let other = "P: {name: p, in: query, schema: {$ref: '#/S'}}\nQ: {name: q, in: query, schema: {$ref: '#/S'}}\nS: {type: string, maxLength: 3}\nunused: {type: string}\n";
    let generator = Generator::new().text("a.yaml", api).text("b.yaml", other);
    let inspection = generator.inspect().expect("inspected");
    let count = |pointer: &str| {
        inspection.ledger.entries().iter().filter(|entry| entry.at.pointer.as_str() == pointer).count()
    };
    assert_eq!((count("/S/maxLength"), count("/P/name"), count("/unused/type")), (1, 1, 0));
    let unused = |entry: &&Entry| entry.at.pointer.as_str() == "/components/parameters/R/name";
    let entry = inspection.ledger.entries().iter().find(unused).expect("listed");
    assert_eq!((entry.fate, entry.why, entry.is_lost()), (Fate::Ignored, Some(Why::Unused), false));
}
