//! Which calls may be sent again.

use std::time::Duration;

use dfdg_sdk::{CommonError, Cpr, DfdgError as _, Error, Uuid};

use crate::errors::{deltager, failing};
use crate::server::{MOVE, World, answering, client, cpr};
use crate::services::kontakt;

#[tokio::test]
async fn a_call_that_is_sent_again_keeps_its_id_so_that_it_is_done_once() {
    let world = World::default();
    let dfdg = client(&world.serve().await);
    let brief = Duration::from_millis(100);
    let call = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager("sov")).timeout(brief);
    assert!(call.clone().await.unwrap_err().is_retryable());
    assert!(call.await.unwrap_err().is_duplicate(), "the first one had arrived");
    let seen = world.seen.lock().unwrap();
    assert_eq!(seen[0].header("x-requestid"), seen[1].header("x-requestid"));
}

#[tokio::test]
async fn passing_faults_of_the_service() {
    let dfdg = client(&World::default().serve().await);
    let error = failing(&dfdg, "fejl").await;
    assert_eq!((error.status(), error.common()), (Some(500), Some(CommonError::InternFejl)));
    assert!(error.is_retryable(), "it carries an id");
    let error = failing(&dfdg, "travl").await;
    assert!(error.status() == Some(503) && error.is_retryable());
}

#[tokio::test]
async fn letasyl_out_of_reach_may_pass_and_its_other_faults_do_not() {
    let dfdg = client(&World::default().serve().await);
    let slow = Cpr::new("0901011234").unwrap();
    let error = dfdg.letasyl().get_integrationslovsdata(&slow).await.unwrap_err();
    assert!(error.has_code(9292) && error.is_retryable(), "{error:?}");
    let locked_out = Cpr::new("0902011234").unwrap();
    let error = dfdg.letasyl().get_integrationslovsdata(&locked_out).await.unwrap_err();
    assert!(error.has_code(9288) && error.status() == Some(502) && !error.is_retryable(), "{error:?}");

    // The transfer documents no code, and fails as the others do.
    const FAULTS: [(&str, bool); 2] = [
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n{\"fejlkoder\":[{\"fejlkode\":9288,\"fejltekst\":\"?\"}]}",
            false,
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n{\"fejlkoder\":[{\"fejlkode\":9287,\"fejltekst\":\"?\"}]}",
            true,
        ),
    ];
    for (answer, passing) in FAULTS {
        let dfdg = client(&answering(answer).await);
        let error = dfdg.letasyl().overfoer_let_asyl_integrationslovsdata(&cpr()).await.unwrap_err();
        assert_eq!(error.is_retryable(), passing, "{error:?}");
    }
}

#[tokio::test]
async fn a_post_without_an_id_is_not_sent_again_once_it_may_have_arrived() {
    const GATEWAY: &str =
        "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<h1>?</h1>";
    const BUSY: &str = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    for (answer, post, get) in [(GATEWAY, false, true), (BUSY, true, true), ("", false, true)] {
        let dfdg = client(&answering(answer).await);
        let service = dfdg.kontaktinformation();
        let error = service.create_kontaktinformation(&cpr(), &kontakt(None)).await.unwrap_err();
        assert_eq!(error.is_retryable(), post, "{error:?}");
        let error = service.get_kontaktinformation(&cpr()).await.unwrap_err();
        assert_eq!(error.is_retryable(), get, "{error:?}");
        let error =
            dfdg.indkaldelse().delete_myndighedsdeltager(&cpr(), Uuid::nil(), MOVE).await.unwrap_err();
        assert!(error.is_retryable(), "{error:?}");
        assert!(!matches!(error, Error::Decode(..)));
    }
}
