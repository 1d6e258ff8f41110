use std::sync::Arc;

use super::*;
use crate::sensitive::Cpr;

/// A store on a file of its own, with its tables.
pub(crate) async fn fresh() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let settings = settings::Database { url, ..settings::Database::default() };
    let store = Store::open(&settings, Clock::default()).await.unwrap();
    store.migrate().await.unwrap();
    (folder, store)
}

fn borger(cpr: &str) -> borgere::Borger {
    borgere::Borger { cpr: Cpr::new(cpr).unwrap(), doed: false, jobcenter: None, kommune: None }
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let (_folder, store) = fresh().await;
    store.migrate().await.unwrap();
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_connection_is_set_up_as_the_store_needs_it() {
    let (_folder, store) = fresh().await;
    let mut conn = store.read().await.unwrap();
    for (pragma, expected) in
        [("PRAGMA foreign_keys", "1"), ("PRAGMA busy_timeout", "5000"), ("PRAGMA journal_mode", "wal")]
    {
        let row = sqlx::query(pragma).fetch_one(&mut *conn).await.unwrap();
        let value = sqlx::Row::try_get::<String, _>(&row, 0)
            .or_else(|_| sqlx::Row::try_get::<i64, _>(&row, 0).map(|number| number.to_string()));
        assert_eq!(value.unwrap(), expected, "{pragma}");
    }
}

#[tokio::test]
async fn what_is_not_committed_never_happened() {
    let (_folder, store) = fresh().await;
    let someone = borger("2902010001");
    let mut tx = store.write(None).await.unwrap();
    borgere::put(&mut tx, &someone).await.unwrap();
    drop(tx);
    let mut conn = store.read().await.unwrap();
    assert_eq!(borgere::find(&mut conn, &someone.cpr).await.unwrap(), None);

    let mut tx = store.write(None).await.unwrap();
    borgere::put(&mut tx, &someone).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(borgere::find(&mut conn, &someone.cpr).await.unwrap(), Some(someone));
}

#[tokio::test]
async fn a_ticket_is_spent_by_a_commit_alone() {
    let (_folder, store) = fresh().await;
    let ticket = Ticket::new("system", "a");
    drop(store.write(Some(&ticket)).await.unwrap());
    store.write(Some(&ticket)).await.unwrap().commit().await.unwrap();
    assert_eq!(store.write(Some(&ticket)).await.unwrap_err(), StoreError::DuplicateRequest);
    // Another system's ids are its own.
    store.write(Some(&Ticket::new("other", "a"))).await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn a_ticket_is_remembered_for_seven_days() {
    let (_folder, store) = fresh().await;
    let ticket = Ticket::new("system", "a");
    store.write(Some(&ticket)).await.unwrap().commit().await.unwrap();
    store.clock().advance(requests::RETENTION - Duration::from_secs(60));
    assert_eq!(store.write(Some(&ticket)).await.unwrap_err(), StoreError::DuplicateRequest);
    store.clock().advance(Duration::from_secs(61));
    store.write(Some(&ticket)).await.unwrap().commit().await.unwrap();
    assert_eq!(store.write(Some(&ticket)).await.unwrap_err(), StoreError::DuplicateRequest);

    store.clock().advance(requests::RETENTION);
    let mut tx = store.write(None).await.unwrap();
    let now = tx.now();
    assert_eq!(requests::purge(&mut tx, now).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_calls_with_one_ticket_one_wins() {
    let (_folder, store) = fresh().await;
    let start = Arc::new(tokio::sync::Barrier::new(16));
    let calls: Vec<_> = (0..16)
        .map(|nr| {
            let (store, start) = (store.clone(), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                let mut tx = store.write(Some(&Ticket::new("system", "a"))).await?;
                borgere::put(&mut tx, &borger(&format!("29020100{nr:02}"))).await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
                tx.commit().await
            })
        })
        .collect();
    let mut won = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(()) => won += 1,
            Err(error) => assert_eq!(error, StoreError::DuplicateRequest),
        }
    }
    assert_eq!(won, 1);
    let mut conn = store.read().await.unwrap();
    let rows = sqlx::query("SELECT cpr FROM borgere").fetch_all(&mut *conn).await.unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_second_call_waits_for_the_outcome_of_the_first() {
    for first_commits in [true, false] {
        let (_folder, store) = fresh().await;
        // Two processes on one file: their queues are not shared, the file's lock is.
        let url = format!("sqlite://{}", _folder.path().join("test.sqlite").display());
        let other =
            Store::open(&settings::Database { url, ..Default::default() }, Clock::default()).await.unwrap();
        let ticket = Ticket::new("system", "a");
        let first = store.write(Some(&ticket)).await.unwrap();
        let second = tokio::spawn({
            let ticket = ticket.clone();
            async move { other.write(Some(&ticket)).await?.commit().await }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!second.is_finished());
        if first_commits {
            first.commit().await.unwrap();
        } else {
            drop(first);
        }
        let expected = if first_commits { Err(StoreError::DuplicateRequest) } else { Ok(()) };
        assert_eq!(second.await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_unavailable() {
    let settings = settings::Database {
        url: "sqlite:///nowhere/at/all.sqlite".to_owned(),
        timeout_ms: 300,
        ..settings::Database::default()
    };
    assert_eq!(Store::open(&settings, Clock::default()).await.unwrap_err(), StoreError::Unavailable);

    let (_folder, store) = fresh().await;
    store.close().await;
    assert_eq!(store.write(None).await.unwrap_err(), StoreError::Unavailable);
    assert_eq!(store.ping().await.unwrap_err(), StoreError::Unavailable);
}

#[tokio::test]
async fn a_broken_rule_of_the_database_is_internal_and_quotes_nothing() {
    let (_folder, store) = fresh().await;
    let mut tx = store.write(None).await.unwrap();
    let relation = borgere::Relation {
        cpr: Cpr::new("2902010099").unwrap(),
        organisation_kind: "JobCenter".to_owned(),
        organisation_code: "1".to_owned(),
        relation: "egne".to_owned(),
        anden_aktoer: None,
    };
    let error = borgere::add_relation(&mut tx, &relation).await.unwrap_err();
    assert!(matches!(error, StoreError::Internal(_)), "{error}");
    assert!(!format!("{error:?} {error}").contains("2902010099"));
}

#[tokio::test]
async fn an_outbox_keeps_the_order_of_each_citizen() {
    let (_folder, store) = fresh().await;
    let [anna, bo] = ["2902010001", "2902010002"].map(str::to_owned);
    let mut tx = store.write(None).await.unwrap();
    let now = tx.now();
    for borgere in [vec![anna.clone()], vec![bo.clone()], vec![anna, bo], vec![]] {
        let message = outbox::Message {
            id: uuid::Uuid::new_v4(),
            kind: "T",
            domain: "D",
            borgere,
            payload: "{}".to_owned(),
        };
        outbox::put(&mut tx, &message, now).await.unwrap();
    }
    let waiting =
        |messages: Vec<outbox::Waiting>| messages.iter().map(|message| message.nr).collect::<Vec<_>>();
    assert_eq!(waiting(outbox::deliverable(&mut tx, 10).await.unwrap()), [1, 2, 4]);
    outbox::delivered(&mut tx, 1, now).await.unwrap();
    assert_eq!(waiting(outbox::deliverable(&mut tx, 10).await.unwrap()), [2, 4]);
    outbox::delivered(&mut tx, 2, now).await.unwrap();
    assert_eq!(waiting(outbox::deliverable(&mut tx, 10).await.unwrap()), [3, 4]);

    assert_eq!(outbox::purge(&mut tx, crate::clock::later(now, Duration::from_secs(1))).await.unwrap(), 2);
    assert_eq!(outbox::count(&mut tx).await.unwrap(), 2);
}
