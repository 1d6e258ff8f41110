//! No code without a test, no test without a code, and `CODES.md` says the same.

use std::collections::{BTreeMap, BTreeSet};

use dfdg_api::common::operations::COMMON_CODES;
use dfdg_end_to_end::SERVICES;
use kontrakt::operation::ErrorCode;

/// What no request leads to; `CODES.md` says why.
const CANNOT_BE_RAISED: [&str; 1] = ["common_1101"];

const CODES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../CODES.md");

const SOURCES: [&str; 6] = [
    include_str!("borgerflytte.rs"),
    include_str!("common.rs"),
    include_str!("indkaldelse.rs"),
    include_str!("kontaktinformation.rs"),
    include_str!("letasyl.rs"),
    include_str!("webservicebesked.rs"),
];

/// Every entry of every table: the test's name, and the variants that it has to see.
fn entries() -> BTreeMap<String, BTreeSet<String>> {
    let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut note = |service: &str, error: String, known: &ErrorCode| {
        let variants = entries.entry(format!("{service}_{}", known.code)).or_default();
        variants.insert(format!("{error}::{}", known.name));
    };
    COMMON_CODES.iter().for_each(|known| note("common", "CommonError".to_owned(), known));
    for (service, operations) in SERVICES {
        for operation in operations {
            operation.codes.iter().for_each(|known| note(service, format!("{}Error", operation.name), known));
        }
    }
    entries
}

/// The tests by name, with their text.
fn tests() -> BTreeMap<&'static str, &'static str> {
    let source = SOURCES.iter().flat_map(|source| source.split("#[tokio::test]\nasync fn ").skip(1));
    source.map(|text| text.split_once("()").unwrap()).collect()
}

#[test]
fn every_entry_of_every_table_has_its_test() {
    let tests = tests();
    let entries = entries();
    for (name, variants) in &entries {
        if CANNOT_BE_RAISED.contains(&name.as_str()) {
            continue;
        }
        let text = tests.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no test"));
        for variant in variants {
            assert!(text.contains(variant.as_str()), "{name} does not see {variant}");
        }
    }
    let unknown: Vec<_> = tests.keys().filter(|name| !entries.contains_key(**name)).collect();
    assert!(unknown.is_empty(), "no table has {unknown:?}");
    assert_eq!(tests.len() + CANNOT_BE_RAISED.len(), entries.len());
}

#[test]
fn the_list_of_codes_names_every_entry_and_its_test() {
    let codes = std::fs::read_to_string(CODES).unwrap();
    let (raised, not_raised) = codes.split_once("\n## What cannot be raised\n").unwrap();
    for name in entries().keys() {
        let named = raised.contains(&format!("`codes::{name}`"));
        assert_eq!(named, !CANNOT_BE_RAISED.contains(&name.as_str()), "{name}");
    }
    let rows = not_raised.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, CANNOT_BE_RAISED.len() + 1, "one heading, and one row each");
    for name in CANNOT_BE_RAISED {
        let (_, code) = name.split_once('_').unwrap();
        assert!(not_raised.contains(&format!("\n| {code} |")), "{name}");
    }
}
