//! What a caller is told when a call fails.

use std::time::Duration;

use dfdg_sdk::api::borgerflytte::operations::CreateFraflytningsbekraeftelseError;
use dfdg_sdk::api::borgerflytte::types::CreateFraflytningsbekraeftelseRequestDto;
use dfdg_sdk::api::indkaldelse::operations::CreateMyndighedsdeltagerError;
use dfdg_sdk::api::indkaldelse::types::{CreateMyndighedsdeltagerRequestDto, DeltagerrolleTypeCodeList};
use dfdg_sdk::api::webservicebesked::operations::SendOrdningsnotifikationError;
use dfdg_sdk::{CommonError, Cpr, Dfdg, DfdgError as _, Error, Uuid};

use crate::server::{FOREIGN, MOVE, World, answering, client, cpr};
use crate::services::{kontakt, ordningsnotifikation};

pub(crate) fn deltager(navn: &str) -> CreateMyndighedsdeltagerRequestDto {
    let mut body = CreateMyndighedsdeltagerRequestDto::new(MOVE, DeltagerrolleTypeCodeList(1));
    body.navn = Some(navn.to_owned());
    body
}

/// How creating a participant with this name fails.
pub(crate) async fn failing(dfdg: &Dfdg, navn: &str) -> Error<CreateMyndighedsdeltagerError> {
    dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), Uuid::nil(), &deltager(navn)).await.unwrap_err()
}

#[tokio::test]
async fn a_documented_code_is_its_variant() {
    let dfdg = client(&World::default().serve().await);
    let error = failing(&dfdg, "død").await;
    assert_eq!(error.api(), Some(&CreateMyndighedsdeltagerError::BorgerErDoed));
    assert_eq!(error.status(), Some(400));
    assert!(error.has_code(4405) && !error.has_code(440) && error.common().is_none());
    assert!(!error.is_retryable() && !error.is_not_authorised() && !error.is_duplicate());
    assert!(error.to_string().contains("4405"), "{error}");

    let body = CreateFraflytningsbekraeftelseRequestDto { borgerflytning_id: Uuid::nil() };
    let error = dfdg.borger_flytte().create_fraflytningsbekraeftelse(&cpr(), &body).await.unwrap_err();
    assert_eq!(error.api(), Some(&CreateFraflytningsbekraeftelseError::ElementFindesIkke));
}

#[tokio::test]
async fn a_framework_fault_is_seen_whether_or_not_the_operation_documents_it() {
    let dfdg = client(&World::default().serve().await);
    let foreign = Cpr::new(FOREIGN).unwrap();
    let error = dfdg.letasyl().get_integrationslovsdata(&foreign).await.unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert_eq!(error.common(), Some(CommonError::IkkeAutoriseret));
    assert!(error.is_not_authorised() && !error.is_not_authenticated() && !error.is_retryable());

    let body = ordningsnotifikation("fremmed");
    let error = dfdg.webservicebesked().send_ordningsnotifikation(&body).await.unwrap_err();
    assert_eq!(error.api(), Some(&SendOrdningsnotifikationError::IkkeAutoriseret));
    assert_eq!(error.common(), Some(CommonError::IkkeAutoriseret));
    assert!(error.is_not_authorised());

    let error = failing(&dfdg, "cpr").await;
    assert_eq!(error.common(), Some(CommonError::UkendtCpr));
    assert!(!error.is_not_authorised());
}

#[tokio::test]
async fn a_caller_whom_nobody_knows_is_told_so() {
    let url = World::default().serve().await;
    let error = Dfdg::builder(url).build().unwrap().letasyl().get_all_groups().await.unwrap_err();
    assert_eq!((error.status(), error.common()), (Some(401), Some(CommonError::LogonFejlede)));
    assert!(error.is_not_authenticated() && !error.is_not_authorised() && !error.is_retryable());
}

#[tokio::test]
async fn a_call_against_the_contract_lists_every_fault_and_is_not_sent() {
    let world = World::default();
    let dfdg = client(&world.serve().await);
    let mut body = deltager("");
    body.telefonnummer = Some("ingen".to_owned());
    body.afbudsuddybning = Some("x".repeat(1001));
    let error = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), Uuid::nil(), &body).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    let mut found: Vec<_> =
        error.violations().iter().map(|found| (found.pointer.as_str(), found.rule)).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [("/afbudsuddybning", "maxLength"), ("/navn", "minLength"), ("/telefonnummer", "pattern")]
    );
    assert!(!error.is_retryable());
    assert!(world.seen.lock().unwrap().is_empty());

    let id = "x".repeat(47);
    let error = dfdg.letasyl().delete_text(MOVE).x_request_id(&id).await.unwrap_err();
    assert_eq!(error.violations()[0].pointer, "/header/x-requestId");
}

#[tokio::test]
async fn what_the_server_finds_against_the_contract_is_listed_as_well() {
    const REFUSAL: &str = concat!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n",
        r#"{"violations":[{"pointer":"/navn","rule":"maxLength","message":"too long"},"#,
        r#"{"pointer":"/email","rule":"format","message":"is no mail address"}]}"#
    );
    let error = failing(&client(&answering(REFUSAL).await), "Bo").await;
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    let pointers: Vec<_> = error.violations().iter().map(|found| found.pointer.as_str()).collect();
    assert_eq!(pointers, ["/navn", "/email"]);
    assert!(error.to_string().contains("/email"), "{error}");
}

#[tokio::test]
async fn a_request_id_is_good_for_one_call() {
    let dfdg = client(&World::default().serve().await);
    let call =
        dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager("Bo")).x_request_id("id-1");
    call.clone().await.unwrap();
    let error = call.await.unwrap_err();
    assert!(error.is_duplicate() && !error.is_retryable(), "{error:?}");
    assert_eq!((error.status(), error.idempotency_key()), (Some(412), Some("id-1")));
}

#[tokio::test]
async fn no_answer_in_time_is_a_timeout() {
    let dfdg = client(&World::default().serve().await);
    let brief = Duration::from_millis(100);
    let call = dfdg.indkaldelse().create_myndighedsdeltager(&cpr(), MOVE, &deltager("sov")).timeout(brief);
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!(error.status().is_none() && error.is_retryable());

    let brief = dfdg.to_builder().timeout(brief).build().unwrap();
    assert!(matches!(failing(&brief, "sov").await, Error::Timeout(_)), "the client's own limit");
}

#[tokio::test]
async fn nobody_at_the_address_is_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let dfdg = client(&url);
    let error = dfdg.letasyl().get_all_groups().await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");
    assert_eq!(error.to_string(), "GetAllGroups: no connection to the server");
    let error =
        dfdg.kontaktinformation().create_kontaktinformation(&cpr(), &kontakt(None)).await.unwrap_err();
    assert!(error.is_retryable(), "nothing was sent, so even a POST without an id may be sent again");
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_told_from_one_that_is() {
    const PAGE: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<h1>Velkommen</h1>";
    const CUT: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[{\"name\": ";
    const OTHER: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"a\": 1}";
    for answer in [PAGE, CUT, OTHER] {
        let error = client(&answering(answer).await).letasyl().get_all_groups().await.unwrap_err();
        assert!(matches!(error, Error::Decode(..)), "{error:?}");
        assert_eq!((error.status(), error.is_retryable()), (Some(200), false));
        assert!(!error.violations().is_empty());
    }
}
