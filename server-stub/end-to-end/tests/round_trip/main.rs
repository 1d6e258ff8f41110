//! Every operation there and back: SDK, socket, router, handler, store, and what was written comes back equal.
//!
//! A test is called by its operation; the operations of `OPERATIONS` and the tests are the same set.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

mod flytning;
mod indkaldelse;
mod kontaktinformation;
mod letasyl;
mod webservicebesked;

use std::collections::BTreeSet;

use dfdg_end_to_end::{SERVICES, operations};

const SOURCES: [&str; 5] = [
    include_str!("flytning.rs"),
    include_str!("indkaldelse.rs"),
    include_str!("kontaktinformation.rs"),
    include_str!("letasyl.rs"),
    include_str!("webservicebesked.rs"),
];

#[test]
fn every_operation_has_its_test_and_is_called_in_it() {
    assert_eq!(SERVICES.map(|(_, operations)| operations.len()), [4, 2, 5, 2, 9]);
    let tests: Vec<(&str, &str)> = SOURCES
        .iter()
        .flat_map(|source| source.split("#[tokio::test]\nasync fn ").skip(1))
        .map(|text| text.split_once("()").unwrap())
        .collect();
    let mut missing = BTreeSet::new();
    for operation in operations() {
        let name = snake_case(operation.name);
        let called = format!(".{name}(");
        if !tests.iter().any(|(test, text)| *test == name && text.contains(&called)) {
            missing.insert(operation.name);
        }
    }
    assert!(missing.is_empty(), "no test for {missing:?}");
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
