use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use serde_json::json;

use super::*;
use crate::settings;

async fn listen(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn ask(base_url: &str) -> Result<Option<Integrationslovsdata>, Failure> {
    let settings = settings::LetAsyl {
        username: "dfdg".to_owned(),
        connect_timeout_ms: 300,
        timeout_ms: 300,
        ..settings::LetAsyl::default()
    };
    let client = HttpLetAsyl::new(base_url, &settings).unwrap();
    let cpr = Cpr::new("2902010001").unwrap();
    client.integrationslovsdata(Question { cpr: &cpr, kommune: Some("999"), system: "test" }).await
}

async fn refused(status: StatusCode, body: serde_json::Value) -> Failure {
    let router =
        Router::new().route("/integrationslovsdata", get(move || async move { (status, Json(body)) }));
    ask(&listen(router).await).await.unwrap_err()
}

#[tokio::test]
async fn data_is_read_and_the_citizen_is_named_in_a_header() {
    let seen = Arc::new(Mutex::new(HeaderMap::new()));
    let noted = Arc::clone(&seen);
    let answer =
        json!({ "kommentar": "Blåbærgrød", "borgersprog": [{ "sprogStamdata": { "sprogkode": 7 } }] });
    let router = Router::new().route(
        "/integrationslovsdata",
        get(move |headers: HeaderMap| async move {
            *noted.lock().unwrap() = headers;
            Json(answer)
        }),
    );
    let data = ask(&listen(router).await).await.unwrap().unwrap();
    assert_eq!(data.kommentar.as_deref(), Some("Blåbærgrød"));
    assert_eq!(data.borgersprog[0].sprog_stamdata.sprogkode, Some(7));
    let seen = seen.lock().unwrap();
    assert_eq!(seen["x-cpr"], "2902010001");
    assert_eq!(seen["x-kommunekode"], "999");
    assert!(seen["authorization"].to_str().unwrap().starts_with("Basic "));
}

#[tokio::test]
async fn no_content_is_no_data() {
    let router = Router::new().route("/integrationslovsdata", get(|| async { StatusCode::NO_CONTENT }));
    assert!(ask(&listen(router).await).await.unwrap().is_none());
}

#[tokio::test]
async fn every_refusal_is_one_of_the_eight_failures() {
    let none = || json!({});
    assert_eq!(
        refused(StatusCode::BAD_REQUEST, json!({ "fejl": "kommunekode" })).await,
        Failure::Kommunekode
    );
    assert_eq!(
        refused(StatusCode::BAD_REQUEST, json!({ "fejl": "logningsoverskrifter" })).await,
        Failure::LoggingHeaders
    );
    assert_eq!(refused(StatusCode::BAD_REQUEST, none()).await, Failure::Parameters);
    assert_eq!(refused(StatusCode::UNAUTHORIZED, none()).await, Failure::Credentials);
    assert_eq!(refused(StatusCode::NOT_FOUND, none()).await, Failure::NotFound);
    assert_eq!(refused(StatusCode::SERVICE_UNAVAILABLE, none()).await, Failure::Unreachable);
    assert_eq!(refused(StatusCode::INTERNAL_SERVER_ERROR, none()).await, Failure::Unhandled);
    assert_eq!(refused(StatusCode::FOUND, none()).await, Failure::Unhandled);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_unhandled() {
    let router = Router::new().route("/integrationslovsdata", get(|| async { "no JSON" }));
    assert_eq!(ask(&listen(router).await).await.unwrap_err(), Failure::Unhandled);
}

#[tokio::test]
async fn silence_is_a_timeout_and_a_closed_port_is_unreachable() {
    let router = Router::new()
        .route("/integrationslovsdata", get(|| async { tokio::time::sleep(Duration::from_secs(5)).await }));
    assert_eq!(ask(&listen(router).await).await.unwrap_err(), Failure::Timeout);

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    assert_eq!(ask(&address).await.unwrap_err(), Failure::Unreachable);
}

#[test]
fn a_failure_has_a_code_and_a_name_of_its_own() {
    for failure in Failure::ALL {
        assert_eq!(Failure::from_name(failure.name()), Some(failure));
    }
    let codes: Vec<_> = Failure::ALL.iter().map(|failure| failure.code()).collect();
    assert_eq!(codes, (9287..=9294).collect::<Vec<_>>());
}
