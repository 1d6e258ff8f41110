//! Every access table is enforced over HTTP, cell by cell: driven from the generated `OPERATIONS`.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

use std::collections::BTreeMap;

use dfdg_end_to_end::{Caller, Citizen, Server, call, fresh_id, operations};
use dfdg_sdk::Operation;

const ORGANISATIONS: [&str; 4] = ["A-kasse", "JobCenter", "Kommune", "STAR"];

const RELATIONS: [&str; 8] = [
    "alle",
    "egne",
    "tidligere-egne",
    "gaesteadgang",
    "anden-aktoer-egne",
    "anden-aktoer-gaesteadgang",
    "anden-aktoer-alle",
    "system-alle",
];

/// One cell of an access table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    operation: &'static str,
    organisation: &'static str,
    relation: &'static str,
}

/// What the tables say of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It has an X.
    Allowed,
    /// It has none, but the caller may see all citizens by another cell's.
    Covered,
    /// It has none.
    Refused,
}

/// Every cell of every operation that has an access table.
fn cells() -> impl Iterator<Item = (Cell, Mark)> {
    operations().filter(|operation| !operation.access.is_empty()).flat_map(|operation| {
        let of = move |organisation| {
            RELATIONS.into_iter().map(move |relation| {
                (
                    Cell { operation: operation.name, organisation, relation },
                    mark(operation, organisation, relation),
                )
            })
        };
        ORGANISATIONS.into_iter().flat_map(of)
    })
}

fn mark(operation: &Operation, organisation: &str, relation: &str) -> Mark {
    let has = |relation: &str| {
        let mut rows = operation.access.iter().filter(|row| row.organisation == organisation);
        rows.any(|row| row.relations.contains(&relation))
    };
    let to_all = if relation.starts_with("anden-aktoer-") { "anden-aktoer-alle" } else { "alle" };
    if has(relation) {
        Mark::Allowed
    } else if has(to_all) {
        Mark::Covered
    } else {
        Mark::Refused
    }
}

/// The caller of a cell, in whose table's column it stands.
fn caller(cell: Cell) -> Caller {
    let caller = Caller::of_kind(cell.organisation);
    match cell.relation {
        "system-alle" => caller.as_system(),
        relation if relation.starts_with("anden-aktoer-") => caller.as_anden_aktoer(),
        _ => caller,
    }
}

/// A citizen whom the organisation knows by this relation and by no other; whoever sees all needs none.
async fn citizen(server: &Server, cell: Cell) -> Citizen {
    if cell.relation.ends_with("alle") {
        server.citizen(&[]).await
    } else {
        server.citizen(&[(cell.organisation, cell.relation)]).await
    }
}

#[test]
fn the_tables_have_forty_five_marks_and_no_words_of_their_own() {
    let marks: usize = operations()
        .flat_map(|operation| operation.access)
        .map(|row| {
            assert!(ORGANISATIONS.contains(&row.organisation), "{}", row.organisation);
            row.relations.iter().for_each(|relation| assert!(RELATIONS.contains(relation), "{relation}"));
            row.relations.len()
        })
        .sum();
    assert_eq!(marks, 45);
    assert_eq!(cells().filter(|(_, mark)| *mark == Mark::Allowed).count(), 45);
    assert_eq!(operations().filter(|operation| operation.access.is_empty()).count(), 6);
}

#[tokio::test]
async fn every_mark_lets_the_call_succeed() {
    let server = Server::start().await;
    let mut succeeded = 0;
    for (cell, _) in cells().filter(|(_, mark)| *mark == Mark::Allowed) {
        let (dfdg, citizen) = (server.dfdg(&caller(cell)), citizen(&server, cell).await);
        let result = call(&dfdg, cell.operation, &citizen, &fresh_id()).await;
        assert!(result.is_ok(), "{cell:?}: {result:?}");
        succeeded += 1;
    }
    assert_eq!(succeeded, 45);
}

#[tokio::test]
async fn whoever_may_see_all_may_see_these_too() {
    let server = Server::start().await;
    for (cell, _) in cells().filter(|(_, mark)| *mark == Mark::Covered) {
        let (dfdg, citizen) = (server.dfdg(&caller(cell)), citizen(&server, cell).await);
        let result = call(&dfdg, cell.operation, &citizen, &fresh_id()).await;
        assert!(result.is_ok(), "{cell:?}: {result:?}");
    }
}

#[tokio::test]
async fn every_relation_without_a_mark_is_refused_and_nothing_is_written() {
    let server = Server::start().await;
    let mut hands = BTreeMap::new();
    for organisation in ORGANISATIONS {
        for relation in RELATIONS {
            let cell = Cell { operation: "", organisation, relation };
            let hand = (server.dfdg(&caller(cell)), citizen(&server, cell).await);
            hands.insert((organisation, relation), hand);
        }
    }
    let before = server.rows().await;
    let mut refused = 0;
    for (cell, _) in cells().filter(|(_, mark)| *mark == Mark::Refused) {
        let (dfdg, citizen) = &hands[&(cell.organisation, cell.relation)];
        let told = call(dfdg, cell.operation, citizen, &fresh_id()).await.unwrap_err();
        assert_eq!((told.status, told.codes.as_slice()), (Some(403), [4575].as_slice()), "{cell:?}");
        refused += 1;
    }
    // 16 tables of 32 cells, without the 45 marks and what `alle` covers.
    let covered = cells().filter(|(_, mark)| *mark == Mark::Covered).count();
    assert_eq!(refused, 16 * 32 - 45 - covered);
    assert_eq!(server.rows().await.changed_since(&before), [""; 0]);
}

#[tokio::test]
async fn a_relation_to_another_organisation_of_the_kind_is_none() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let mut refused = 0;
    for operation in operations().filter(|operation| !operation.access.is_empty()) {
        for (organisation, elsewhere) in [("JobCenter", "10202"), ("Kommune", "102"), ("A-kasse", "22")] {
            let kind = Caller::of_kind(organisation).active.unwrap().organisation_type;
            if mark(operation, organisation, "alle") == Mark::Allowed {
                continue;
            }
            let dfdg = server.dfdg(&Caller::acting_for(kind, elsewhere));
            let told = call(&dfdg, operation.name, &citizen, &fresh_id()).await.unwrap_err();
            assert_eq!(
                (told.status, told.codes.as_slice()),
                (Some(403), [4575].as_slice()),
                "{}",
                operation.name
            );
            refused += 1;
        }
    }
    assert_eq!(refused, 16 * 3 - 3);
}

#[tokio::test]
async fn another_actor_than_the_one_that_was_given_the_citizen_is_refused() {
    let server = Server::start().await;
    let citizen = server.citizen(&[("JobCenter", "anden-aktoer-egne")]).await;
    let mut other = Caller::anden_aktoer();
    other.claims.organisations[0].anden_aktoer = Some("40404040".to_owned());
    let told = call(&server.dfdg(&other), "GetKontaktinformation", &citizen, "").await.unwrap_err();
    assert_eq!((told.status, told.codes.as_slice()), (Some(403), [4575].as_slice()));
    call(&server.dfdg(&Caller::anden_aktoer()), "GetKontaktinformation", &citizen, "").await.unwrap();
}

#[tokio::test]
async fn an_operation_without_a_table_goes_by_its_scope_alone() {
    let server = Server::start().await;
    for operation in operations().filter(|operation| operation.access.is_empty()) {
        let stranger = server.citizen(&[]).await;
        let result = call(&server.dfdg(&Caller::job_center()), operation.name, &stranger, &fresh_id()).await;
        assert!(result.is_ok(), "{}: {result:?}", operation.name);
    }
}

#[tokio::test]
async fn every_operation_needs_its_own_scope() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    for operation in operations() {
        let scopes: Vec<_> = operation.scopes().collect();
        assert_eq!(scopes.len(), 1, "{}", operation.name);
        let without = server.dfdg(&Caller::star().without_scopes(&scopes));
        let told = call(&without, operation.name, &citizen, &fresh_id()).await.unwrap_err();
        assert_eq!(
            (told.status, told.codes.as_slice()),
            (Some(403), [1013].as_slice()),
            "{}",
            operation.name
        );
        let with = server.dfdg(&Caller::star().with_scopes(scopes));
        let citizen = server.own_citizen().await;
        let result = call(&with, operation.name, &citizen, &fresh_id()).await;
        assert!(result.is_ok(), "{}: {result:?}", operation.name);
    }
}
