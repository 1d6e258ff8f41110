//! Request ids: what a call asks for is done once, or not at all.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

use std::collections::BTreeMap;
use std::time::Duration;

use dfdg_end_to_end::{Caller, Citizen, Rows, Server, Told, call, fresh_id, operations};
use dfdg_sdk::{DfdgError, Error, Operation, Uuid};

/// How long ids are remembered.
const RETENTION: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The operations whose calls carry an id.
fn with_id() -> impl Iterator<Item = &'static Operation> {
    operations().filter(|operation| operation.idempotency_key().is_some())
}

/// The answer of a call whose id was used: 412, without a code.
#[track_caller]
fn was_used(result: Result<(), Told>) {
    let told = result.unwrap_err();
    assert_eq!((told.status, told.codes.as_slice()), (Some(412), [].as_slice()), "{}", told.body);
}

/// By how many rows each table has grown.
fn growth(before: &Rows, after: &Rows) -> BTreeMap<String, usize> {
    let changed = after.changed_since(before).into_iter();
    changed.map(|table| (table.to_owned(), after.count(table) - before.count(table))).collect()
}

fn tables(grown: &[(&str, usize)]) -> BTreeMap<String, usize> {
    grown.iter().map(|(table, rows)| ((*table).to_owned(), *rows)).collect()
}

#[test]
fn twelve_operations_carry_an_id_that_is_kept_for_seven_days() {
    assert_eq!(with_id().count(), 12);
    for operation in with_id() {
        let (_, key) = operation.idempotency_key().unwrap();
        assert_eq!((key.retention, key.duplicate_status), (RETENTION.as_secs(), 412), "{}", operation.name);
    }
}

/// Calls `name` twice at the same time under one id, twenty times over.
async fn at_the_same_time(name: &'static str, written: &[(&str, usize)]) {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    // Two handles: two connections, which nothing orders on their way.
    let hands = [server.dfdg(&Caller::job_center()), server.dfdg(&Caller::job_center())];
    for round in 0..20 {
        let (id, before) = (fresh_id(), server.rows().await);
        let [one, two] = hands.clone().map(|dfdg| {
            let (citizen, id) = (citizen.clone(), id.clone());
            tokio::spawn(async move { call(&dfdg, name, &citizen, &id).await })
        });
        let results = [one.await.unwrap(), two.await.unwrap()];
        let (done, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (1, 1), "round {round}: {refused:?}");
        refused.into_iter().for_each(was_used);
        assert_eq!(growth(&before, &server.rows().await), tables(written), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_simultaneous_creations_one_is_carried_out() {
    at_the_same_time("CreateIndkaldelse", &[("indkaldelser", 1), ("request_ids", 1)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_simultaneous_messages_one_is_sent() {
    let written = [("outbox", 1), ("outbox_borgere", 1), ("request_ids", 1)];
    at_the_same_time("SendOrdningsnotifikation", &written).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_simultaneous_calls_one_is_carried_out() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let (id, before) = (fresh_id(), server.rows().await);
    let calls: Vec<_> = (0..24)
        .map(|_| {
            let (dfdg, citizen, id) = (server.dfdg(&Caller::job_center()), citizen.clone(), id.clone());
            tokio::spawn(async move { call(&dfdg, "SendGdprSlettetNotifikation", &citizen, &id).await })
        })
        .collect();
    let mut done = 0;
    for one in calls {
        match one.await.unwrap() {
            Ok(()) => done += 1,
            refused => was_used(refused),
        }
    }
    assert_eq!(done, 1);
    let written = [("outbox", 1), ("outbox_borgere", 1), ("request_ids", 1)];
    assert_eq!(growth(&before, &server.rows().await), tables(&written));
}

#[tokio::test]
async fn a_second_use_is_refused_by_every_operation_and_writes_nothing() {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    for operation in with_id() {
        let (citizen, id) = (server.own_citizen().await, fresh_id());
        let before = server.rows().await.count("request_ids");
        call(&dfdg, operation.name, &citizen, &id).await.unwrap();
        let after = server.rows().await;
        assert_eq!(after.count("request_ids"), before + 1, "{}", operation.name);
        was_used(call(&dfdg, operation.name, &citizen, &id).await);
        assert_eq!(server.rows().await.changed_since(&after), [""; 0], "{}", operation.name);
    }
}

#[tokio::test]
async fn the_sdk_tells_a_second_use_by_its_type_and_keeps_the_id_of_a_clone() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
    call.clone().await.unwrap();
    let error = call.clone().await.unwrap_err();
    assert!(matches!(error, Error::Duplicate(_)) && error.is_duplicate() && !error.is_retryable());
    let used = server.texts("SELECT id FROM request_ids WHERE system = 'end-to-end'").await;
    assert_eq!(used, [error.idempotency_key().unwrap()]);
    // Another call has another id.
    dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse()).await.unwrap();
}

#[tokio::test]
async fn an_id_is_remembered_for_seven_days_and_no_longer() {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    let mut used = Vec::new();
    for operation in with_id() {
        let (citizen, id) = (server.own_citizen().await, fresh_id());
        call(&dfdg, operation.name, &citizen, &id).await.unwrap();
        used.push((operation, id));
    }
    // A minute before; the calls above took less.
    server.clock.advance(RETENTION - Duration::from_secs(60));
    for (operation, id) in &used {
        was_used(call(&dfdg, operation.name, &server.own_citizen().await, id).await);
    }
    server.clock.advance(Duration::from_secs(61));
    for (operation, id) in &used {
        let citizen = server.own_citizen().await;
        let again = call(&dfdg, operation.name, &citizen, id).await;
        assert!(again.is_ok(), "{}: {again:?}", operation.name);
        // And from then on it is remembered anew.
        was_used(call(&dfdg, operation.name, &citizen, id).await);
    }
}

#[tokio::test]
async fn a_call_that_may_not_be_made_leaves_no_row_and_uses_no_id_up() {
    let server = Server::start().await;
    let (good, without_scopes) = (server.dfdg(&Caller::star()), server.dfdg(&Caller::star().with_scopes([])));
    let elsewhere = server.dfdg(&Caller::acting_for(dfdg_sdk::organisation_type::A_KASSE, "22"));
    for operation in with_id() {
        let (citizen, id) = (server.own_citizen().await, fresh_id());
        let before = server.rows().await;
        assert_eq!(call(&without_scopes, operation.name, &citizen, &id).await.unwrap_err().codes, [1013]);
        if operation.name != "CreateFraflytningsbekraeftelse" {
            assert_eq!(call(&elsewhere, operation.name, &citizen, &id).await.unwrap_err().codes, [4575]);
        }
        assert_eq!(server.rows().await.changed_since(&before), [""; 0], "{}", operation.name);
        let result = call(&good, operation.name, &citizen, &id).await;
        assert!(result.is_ok(), "{}: {result:?}", operation.name);
    }
}

#[tokio::test]
async fn a_request_against_the_contract_uses_no_id_up() {
    let server = Server::start().await;
    let caller = Caller::star();
    let with_body =
        with_id().filter(|operation| Citizen::of_demo("2902010001").body(operation.name).is_some());
    let mut spoiled = 0;
    for operation in with_body {
        let (citizen, before) = (server.own_citizen().await, server.rows().await);
        let request = server.request(&caller, operation.name, &citizen);
        let broken = server.send(request.clone().body("{}")).await;
        assert_eq!(broken.status, 400, "{}", operation.name);
        let changed = server.rows().await;
        assert!(changed.count("request_ids") == before.count("request_ids"), "{}", operation.name);
        let answer = server.send(request).await;
        assert!((200..=204).contains(&answer.status), "{}: {}", operation.name, answer.body);
        spoiled += 1;
    }
    assert_eq!(spoiled, 9);
}

#[tokio::test]
async fn a_rule_that_refuses_leaves_no_row_and_uses_no_id_up() {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    let citizen = server.own_citizen().await;
    let of_citizen = [
        "CreateIndkaldelse",
        "CreateMyndighedsdeltager",
        "UpdateMyndighedsdeltager",
        "DeleteMyndighedsdeltager",
        "CreateFraflytningsbekraeftelse",
        "CreateTilflytningsbekraeftelse",
        "OverfoerLetAsylIntegrationslovsdata",
    ];
    for name in of_citizen {
        let id = fresh_id();
        server.set_dead(&citizen, true).await;
        let before = server.rows().await;
        assert_eq!(call(&dfdg, name, &citizen, &id).await.unwrap_err().codes.len(), 1, "{name}");
        assert_eq!(server.rows().await.changed_since(&before), [""; 0], "{name}");
        server.set_dead(&citizen, false).await;
        let result = call(&dfdg, name, &citizen, &id).await;
        assert!(result.is_ok(), "{name}: {result:?}");
    }
}

#[tokio::test]
async fn a_refused_message_or_text_leaves_no_row_and_uses_no_id_up() {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    let (citizen, before, id) = (server.own_citizen().await, server.rows().await, fresh_id());
    let (beskeder, letasyl) = (dfdg.webservicebesked(), dfdg.letasyl());

    let mut ordning = citizen.ordningsnotifikation();
    ordning.ordningsnotifikation.body.virksomhedsordning_skabelon.0 = 77;
    let refused = beskeder.send_ordningsnotifikation(&ordning).x_request_id(&id).await;
    assert!(refused.unwrap_err().has_code(2002));
    let mut slettet = citizen.gdpr_slettet_notifikation();
    slettet.gdpr_slettet_notifikation.body.virksomhedsordning_skabelon.0 = 77;
    let refused = beskeder.send_gdpr_slettet_notifikation(&slettet).x_request_id(&id).await;
    assert!(refused.unwrap_err().has_code(2002));
    let mut tekst = citizen.ny_tekst();
    tekst.group_external_identifier = Some(Uuid::new_v4());
    assert!(letasyl.create_text(&tekst).x_request_id(&id).await.unwrap_err().has_code(1014));
    let mut tekst = citizen.aendret_tekst();
    tekst.group_external_identifier = Some(Uuid::new_v4());
    let refused = letasyl.update_text(&citizen.tekst.to_string(), &tekst).x_request_id(&id).await;
    assert!(refused.unwrap_err().has_code(1014));
    let missing = letasyl.delete_text(Uuid::new_v4()).x_request_id(&id).await.unwrap_err();
    assert_eq!(missing.status(), Some(404));

    assert_eq!(server.rows().await.changed_since(&before), [""; 0]);
    call(&dfdg, "SendOrdningsnotifikation", &citizen, &id).await.unwrap();
}

/// The ticket, the business write and the message are one transaction: where one of them fails, none has happened.
#[tokio::test]
async fn a_write_that_fails_half_way_leaves_no_row_and_uses_no_id_up() {
    let server = Server::start().await;
    let dfdg = server.dfdg(&Caller::star());
    let citizen = server.own_citizen().await;
    for (name, table) in [
        ("SendOrdningsnotifikation", "outbox_borgere"),
        ("CreateIndkaldelse", "indkaldelser"),
        ("CreateTilflytningsbekraeftelse", "borgerflytninger"),
        ("OverfoerLetAsylIntegrationslovsdata", "integrationslovsdata_overfoersler"),
    ] {
        let (id, before) = (fresh_id(), server.rows().await);
        let verb = if table == "borgerflytninger" { "UPDATE" } else { "INSERT" };
        server
            .execute(&format!(
                "CREATE TRIGGER spaerret BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'spærret'); END"
            ))
            .await;
        let told = call(&dfdg, name, &citizen, &id).await.unwrap_err();
        assert_eq!((told.status, told.codes.as_slice()), (Some(500), [1011].as_slice()), "{name}");
        assert!(!told.body.contains("spærret"), "{}", told.body);
        assert_eq!(server.rows().await.changed_since(&before), [""; 0], "{name}");
        server.execute("DROP TRIGGER spaerret").await;
        let result = call(&dfdg, name, &citizen, &id).await;
        assert!(result.is_ok(), "{name}: {result:?}");
    }
}

#[tokio::test]
async fn ids_of_different_systems_never_meet() {
    let server = Server::start().await;
    let (one, other) =
        (server.dfdg(&Caller::star().named("one")), server.dfdg(&Caller::star().named("other")));
    let (citizen, id) = (server.own_citizen().await, fresh_id());
    call(&one, "CreateIndkaldelse", &citizen, &id).await.unwrap();
    call(&other, "CreateIndkaldelse", &citizen, &id).await.unwrap();
    was_used(call(&one, "CreateIndkaldelse", &citizen, &id).await);
    was_used(call(&other, "CreateIndkaldelse", &citizen, &id).await);
}

/// An id belongs to the system, not to the operation, the organisation or what the body says.
#[tokio::test]
async fn an_id_of_a_system_is_used_for_all_its_calls() {
    let server = Server::start().await;
    let star = server.dfdg(&Caller::star());
    let (citizen, id) = (server.own_citizen().await, fresh_id());
    call(&star, "CreateText", &citizen, &id).await.unwrap();
    for operation in with_id() {
        was_used(call(&star, operation.name, &citizen, &id).await);
    }
    was_used(call(&server.dfdg(&Caller::job_center()), "CreateIndkaldelse", &citizen, &id).await);
    was_used(call(&star, "CreateIndkaldelse", &server.own_citizen().await, &id).await);
    // In capitals it is another one: ids are compared letter by letter.
    let capitals = id.to_uppercase();
    assert_ne!(capitals, id);
    call(&star, "CreateIndkaldelse", &citizen, &capitals).await.unwrap();
}

/// A used id is told only to who could have made the call.
#[tokio::test]
async fn a_used_id_is_told_after_all_that_the_border_refuses() {
    let server = Server::start().await;
    let (caller, citizen) = (Caller::star(), server.own_citizen().await);
    let request = server.request(&caller, "CreateIndkaldelse", &citizen);
    assert_eq!(server.send(request.clone()).await.status, 200);
    assert_eq!(server.send(request.clone()).await.status, 412);
    assert_eq!(server.send(request.clone().body("{}")).await.status, 400);
    assert_eq!(server.send(request.without("Authorization")).await.status, 401);
}

/// Whoever comes second waits until the first has got through or given up; where it gave up, the id is free.
#[tokio::test(flavor = "multi_thread")]
async fn beside_a_call_that_fails_another_with_its_id_is_carried_out() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let hands = [server.dfdg(&Caller::star()), server.dfdg(&Caller::star())];
    let good = citizen.ny_tekst();
    let mut bad = good.clone();
    bad.group_external_identifier = Some(Uuid::new_v4());
    for round in 0..20 {
        let (id, before) = (fresh_id(), server.rows().await);
        let [bad, good] = [(&hands[0], &bad), (&hands[1], &good)].map(|(dfdg, body)| {
            let call = dfdg.letasyl().create_text(body).x_request_id(&id);
            tokio::spawn(async move { call.await })
        });
        let refused = bad.await.unwrap().unwrap_err();
        assert!(refused.has_code(1014) || refused.is_duplicate(), "round {round}: {refused:?}");
        assert!(good.await.unwrap().is_ok(), "round {round}");
        let written = [("request_ids", 1), ("tekster", 1)];
        assert_eq!(growth(&before, &server.rows().await), tables(&written), "round {round}");
    }
}

/// A caller that has lost patience sends the call again: it is done once, whichever of the two got through.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_was_given_up_and_sent_again_is_carried_out_once() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    for round in 0..20 {
        let before = server.rows().await;
        let call = dfdg.indkaldelse().create_indkaldelse(&citizen.cpr, &citizen.ny_indkaldelse());
        let patience = Duration::from_micros(300 * round);
        let first = call.clone().timeout(patience).await;
        let again = call.await;
        match (&first, &again) {
            (Ok(_), Err(error)) => assert!(error.is_duplicate(), "round {round}: {error:?}"),
            (Err(_), Err(error)) => assert!(error.is_duplicate(), "round {round}: {error:?}"),
            (Err(error), Ok(_)) => assert!(error.is_retryable(), "round {round}: {error:?}"),
            (Ok(_), Ok(_)) => panic!("round {round}: done twice"),
        }
        let written = [("indkaldelser", 1), ("request_ids", 1)];
        assert_eq!(growth(&before, &server.rows().await), tables(&written), "round {round}");
    }
}
