//! In which order a request is refused, and with which codes beside the violations.

#![allow(clippy::unwrap_used)] // a failed expectation is a failed test

mod support;

use serde_json::Value;
use support::Server;

const ACTIVE: (&str, &str) = ("X-ActiveOrganisation", r#"{"organisationType":8,"organisationCode":"10101"}"#);
const OWN: (&str, &str) = ("x-civilregistrationIdentifier", "2902010001");
const JSON: (&str, &str) = ("content-type", "application/json");

/// What a caller is told: the status, the codes, and how many violations there are.
type Told = (u16, Vec<i64>, usize);

async fn post(
    server: &Server,
    path: &str,
    token: &str,
    headers: &[(&str, &str)],
    body: &'static str,
) -> Told {
    let request = reqwest::Client::new().post(format!("{}{path}", server.running.base_url()));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = request.bearer_auth(token).body(body).send().await.unwrap();
    let status = answer.status().as_u16();
    let problem: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
    let items = |name: &str| problem[name].as_array().cloned().unwrap_or_default();
    let codes = items("fejlkoder").iter().map(|one| one["fejlkode"].as_i64().unwrap()).collect();
    (status, codes, items("violations").len())
}

#[tokio::test]
async fn a_request_is_refused_for_the_first_reason_in_the_documented_order() {
    let server = Server::start().await;
    let path = "/v2/Indkaldelse/myndighedsdeltager/no-uuid";
    let good = server.token(8, "10101", "kontaktforloeb.samtale.write");
    let unreadable = ("X-ActiveOrganisation", "JobCenter");
    let told = async |token: &str, headers: &[(&str, &str)]| post(&server, path, token, headers, "{").await;

    assert_eq!(told("a.b.c", &[unreadable]).await, (401, vec![1012], 0));
    assert_eq!(told(&server.token(8, "10101", "other"), &[unreadable]).await, (403, vec![1013], 0));
    assert_eq!(told(&good, &[unreadable]).await, (400, vec![8234], 0));
    assert_eq!(told(&good, &[]).await, (400, vec![8232], 0));
    // Two headers are missing and the path has no uuid; the operation documents no code for that.
    assert_eq!(told(&good, &[ACTIVE]).await, (400, vec![], 3));

    let path = "/v2/Indkaldelse/myndighedsdeltager/00000000-0000-4000-8000-000000000001";
    let id = ("x-requestId", "a");
    let foreign = ("x-civilregistrationIdentifier", "2902010003");
    let told = async |headers: &[(&str, &str)]| post(&server, path, &good, headers, "{}").await;
    assert_eq!(told(&[ACTIVE, foreign, id, JSON]).await, (403, vec![4575], 0));
    assert_eq!(told(&[ACTIVE, OWN, id, JSON]).await, (400, vec![], 2));
    server.running.stop().await;
}

#[tokio::test]
async fn violations_carry_the_code_that_the_operation_documents() {
    let server = Server::start().await;
    let token =
        server.token(8, "10101", "Borgerkommunikation.BorgersKontaktinformationService.informationer.write");
    let told = async |cpr, body| {
        let headers = [ACTIVE, ("x-civilregistrationIdentifier", cpr), JSON];
        post(&server, "/v1/kontaktinformation", &token, &headers, body).await
    };
    assert_eq!(told("no number", "{}").await, (400, vec![1001], 1));
    assert_eq!(told("2902010001", "{}").await, (400, vec![1014], 1));
    let twice = r#"{"kontaktinformationer": {"kontaktinformation": [{"kontaktdataType": 1}, {"kontaktdataType": 1}]}}"#;
    assert_eq!(told("2902010001", twice).await, (400, vec![1014], 1));
    server.running.stop().await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_1011_and_worth_another_try() {
    let server = Server::start().await;
    let token = server.token(8, "10101", "kontaktforloeb.samtale.write");
    server.app.store.close().await;
    let headers = [ACTIVE, OWN, ("x-requestId", "a"), JSON];
    let told = post(
        &server,
        "/v2/Indkaldelse",
        &token,
        &headers,
        r#"{"moedeStarttidspunkt": "2027-03-01T10:00:00"}"#,
    );
    assert_eq!(told.await, (503, vec![1011], 0));
    server.running.stop().await;
}
