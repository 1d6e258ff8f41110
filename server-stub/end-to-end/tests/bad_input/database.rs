//! A database that is out of reach: 1011, and nothing on why or where.

use std::time::{Duration, Instant};

use dfdg_end_to_end::{Caller, Server, call, fresh_id, operations};
use dfdg_sdk::{CommonError, DfdgError};
use dfdg_server::clock::Clock;
use dfdg_server::store::Store;

/// Closed, as after the loss of a connection that does not come back. The contract has 500 for 1011; 503 tells the
/// caller that it may try again.
#[tokio::test]
async fn without_a_connection_every_operation_is_503_with_1011() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::star());
    server.app.store.close().await;
    for operation in operations() {
        let told = call(&dfdg, operation.name, &citizen, &fresh_id()).await.unwrap_err();
        // LetAsyl is asked after the citizen was looked up, which is what fails.
        assert_eq!(
            (told.status, told.codes.as_slice()),
            (Some(503), [1011].as_slice()),
            "{}",
            operation.name
        );
        let place = server.folder().display().to_string();
        for hidden in ["sqlite", "pool", "closed", &place, citizen.cpr.as_str()] {
            assert!(!told.body.contains(hidden), "{}", operation.name);
        }
    }
    let error = dfdg.letasyl().get_texts().await.unwrap_err();
    assert!(error.is_retryable() && error.common() == Some(CommonError::InternFejl));
}

/// Another process holds the write lock for longer than the server waits.
#[tokio::test]
async fn while_another_process_writes_a_call_waits_and_then_gives_up_and_loses_nothing() {
    let server = Server::start_with(|settings| settings.database.timeout_ms = 300).await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::job_center());
    let (id, before) = (fresh_id(), server.rows().await);
    let other = Store::open(&server.app.settings.database, Clock::default()).await.unwrap();
    let lock = other.write(None).await.unwrap();

    let begun = Instant::now();
    let told = call(&dfdg, "CreateIndkaldelse", &citizen, &id).await.unwrap_err();
    assert_eq!((told.status, told.codes.as_slice()), (Some(503), [1011].as_slice()));
    assert!((Duration::from_millis(250)..Duration::from_secs(5)).contains(&begun.elapsed()));
    // Who only reads is not held up.
    call(&dfdg, "GetKontaktinformation", &citizen, "").await.unwrap();
    drop(lock);
    other.close().await;

    assert_eq!(server.rows().await.changed_since(&before), [""; 0]);
    call(&dfdg, "CreateIndkaldelse", &citizen, &id).await.unwrap();
}

/// The file is damaged under the server's feet.
#[tokio::test]
async fn a_damaged_file_is_1011() {
    let server = Server::start().await;
    let citizen = server.own_citizen().await;
    let dfdg = server.dfdg(&Caller::star());
    server.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let file = server.folder().join("dfdg.sqlite");
    let length = std::fs::metadata(&file).unwrap().len();
    std::fs::write(&file, vec![0xaa; usize::try_from(length).unwrap()]).unwrap();
    let told = call(&dfdg, "CreateIndkaldelse", &citizen, &fresh_id()).await.unwrap_err();
    assert!(matches!(told.status, Some(500 | 503)), "{:?}", told.status);
    assert_eq!(told.codes, [1011]);
}
