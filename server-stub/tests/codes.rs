//! `CODES.md` has a row for every code of the contracts, and for nothing else.

#![allow(clippy::unwrap_used)] // a failed expectation is a failed test

use std::collections::{BTreeMap, BTreeSet};

use dfdg_api::common::operations::COMMON_CODES;
use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use kontrakt::operation::Operation;

/// Each row's code, the operations that it names and its test, by heading.
fn rows(heading: &str) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let text = include_str!("../CODES.md");
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let lines = section.lines().filter(|line| line.starts_with('|'));
    lines
        .skip(2)
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert!(cells.len() == 4 && !cells[2].is_empty(), "{line}");
            let (code, operations, test) = (cells[0], cells[1], cells[3]);
            let operations = operations.split(", ").map(str::to_owned).collect();
            (code.to_owned(), (operations, test.trim_matches('`').to_owned()))
        })
        .collect()
}

#[test]
fn every_code_of_every_operation_has_its_row() {
    let services: [(&str, &str, &[&Operation]); 5] = [
        ("Kontaktforloeb.IndkaldelseService", "indkaldelse", indkaldelse::OPERATIONS),
        ("BorgerFlytte", "borgerflytte", borgerflytte::OPERATIONS),
        (
            "Borgerkommunikation.BorgersKontaktinformationService",
            "kontaktinformation",
            kontaktinformation::OPERATIONS,
        ),
        ("Virksomhedsordning.WebservicebeskedService", "webservicebesked", webservicebesked::OPERATIONS),
        ("Borgerindsats.LetasylIntegrationslovService", "letasyl", letasyl::OPERATIONS),
    ];
    for (heading, service, operations) in services {
        let mut expected: BTreeMap<String, (BTreeSet<String>, String)> = BTreeMap::new();
        for operation in operations {
            for code in operation.codes {
                let test = format!("codes::{service}_{}", code.code);
                let row = expected.entry(code.code.to_string()).or_insert_with(|| (BTreeSet::new(), test));
                row.0.insert(operation.name.to_owned());
            }
        }
        assert_eq!(rows(heading), expected, "{heading}");
    }
}

#[test]
fn every_fault_of_the_framework_has_its_row() {
    let mut rows = rows("Faults of the framework");
    assert!(rows.iter().all(|(code, (_, test))| *test == format!("codes::common_{code}")), "{rows:?}");
    rows.extend(self::rows("What cannot be raised"));
    let expected: BTreeSet<_> = COMMON_CODES.iter().map(|code| code.code.to_string()).collect();
    assert_eq!(rows.keys().cloned().collect::<BTreeSet<_>>(), expected);
}
