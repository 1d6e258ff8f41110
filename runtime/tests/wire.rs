//! Both ends of a call against each other, over a real socket.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(all(feature = "client", feature = "server"))]

mod sample;
mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::request::Parts;
use kontrakt::client::{Error, Transport};
use kontrakt::media::FilePart;
use kontrakt::observe::{Ended, Observer};
use kontrakt::operation::{Code, ErrorCode, Operation};
use kontrakt::reexport::uuid::Uuid;
use kontrakt::server::{Asked, Context, Failure, Gate, Refusal};
use kontrakt::{OperationError, Violation};
use sample::client::Client;
use sample::operations::{
    CREATE_MYNDIGHEDSDELTAGER, CreateMyndighedsdeltagerError, ListIndkaldelserError, UploadDokumentError,
};
use sample::server::{
    CreateMyndighedsdeltagerRequest, ListIndkaldelserRequest, Security, Service, UploadDokumentRequest,
    routes,
};
use sample::types::{Cpr, CreateMyndighedsdeltagerRequestDto, ListIndkaldelserResponse, UploadDokumentBody};
use support::{places, raw, serve};

const TOKEN: &str = "t0ken-marker";
const CPR: &str = "0101010101";
const FOREIGN: &str = "0202020202";
const ID: Uuid = Uuid::from_u128(7);

/// Knows one token; its holder may do everything but see `FOREIGN`, and read only where the token says so.
struct Guard;

#[derive(Debug)]
struct Caller;

const INVALID: ErrorCode =
    ErrorCode { code: Code::Integer(1014), name: "Invalid", text: "Fejl i data", status: 400 };

impl Gate for Guard {
    type Caller = Caller;

    async fn permit(&self, _: &Caller, _: &'static Operation, parts: &Parts) -> Result<(), Refusal> {
        match parts.headers.get("x-civilregistrationIdentifier") {
            Some(cpr) if cpr == FOREIGN => Err(Refusal::forbidden().detail("ingen adgang")),
            _ => Ok(()),
        }
    }

    fn violation_codes(&self, operation: &'static Operation, _: &[Violation]) -> Vec<&'static ErrorCode> {
        if operation.name == "CreateMyndighedsdeltager" { vec![&INVALID] } else { Vec::new() }
    }
}

impl Security for Guard {
    async fn dfdg(&self, token: &str, scopes: &[&str], _: &Asked<'_>) -> Result<Caller, Refusal> {
        let reads_only = match token {
            TOKEN => false,
            "reader" => true,
            _ => return Err(Refusal::unauthorized()),
        };
        match scopes.iter().all(|scope| !reads_only || scope.ends_with(".read")) {
            true => Ok(Caller),
            false => Err(Refusal::insufficient_scope(scopes)),
        }
    }

    async fn anonymous(&self, _: &Asked<'_>) -> Result<Caller, Refusal> {
        Ok(Caller)
    }
}

/// Does what the name in the body asks for.
#[derive(Default)]
struct Sample {
    spent: Mutex<Vec<String>>,
}

impl Service for Sample {
    type Caller = Caller;

    async fn create_myndighedsdeltager(
        &self,
        context: &Context<Caller>,
        request: CreateMyndighedsdeltagerRequest,
    ) -> Result<Uuid, Failure<CreateMyndighedsdeltagerError>> {
        assert_eq!(context.operation.name, "CreateMyndighedsdeltager");
        match request.body.navn.as_deref() {
            Some("død") => return Err(CreateMyndighedsdeltagerError::BorgerErDoed.into()),
            Some("konflikt") => {
                return Err(CreateMyndighedsdeltagerError::Conflict("personal-marker".into()).into());
            }
            Some("væk") => return Err(Refusal::unavailable().into()),
            Some("panik") => panic!("on purpose"),
            Some("sov") => tokio::time::sleep(Duration::from_secs(5)).await,
            Some("hvem") => {
                let organisation = request.x_active_organisation.unwrap();
                assert_eq!(organisation["navn"], "Jobcenter Ærø");
            }
            _ => {}
        }
        let id = request.x_request_id.id().to_owned();
        let mut spent = self.spent.lock().unwrap();
        if spent.contains(&id) {
            return Err(Refusal::duplicate(&request.x_request_id).into());
        }
        spent.push(id);
        Ok(request.myndighedsdeltagerid)
    }

    async fn list_indkaldelser(
        &self,
        _: &Context<Caller>,
        request: ListIndkaldelserRequest,
    ) -> Result<ListIndkaldelserResponse, Failure<ListIndkaldelserError>> {
        Ok(match request.limit {
            Some(limit) => ListIndkaldelserResponse::Ok { x_total: Some(limit), body: request.status },
            None => ListIndkaldelserResponse::Accepted("senere".to_owned()),
        })
    }

    async fn upload_dokument(
        &self,
        _: &Context<Caller>,
        request: UploadDokumentRequest,
    ) -> Result<(), Failure<UploadDokumentError>> {
        assert_eq!(request.body, upload());
        Ok(())
    }
}

/// Keeps what it is told.
#[derive(Default)]
struct Journal(Mutex<Vec<(&'static str, Option<u16>)>>);

impl Observer for Journal {
    fn ended(&self, ended: &Ended) {
        self.0.lock().unwrap().push((ended.operation.name, ended.status));
    }
}

async fn server() -> String {
    serve(routes(Sample::default(), Guard).body_limit(10_000).into_router()).await
}

async fn client() -> Client {
    client_with(TOKEN).await
}

async fn client_with(token: &str) -> Client {
    Client::with_transport(Transport::builder(server().await).bearer_token(token).build().unwrap())
}

fn cpr(text: &str) -> Cpr {
    Cpr::try_from(text).unwrap()
}

fn body(navn: &str) -> CreateMyndighedsdeltagerRequestDto {
    CreateMyndighedsdeltagerRequestDto { indkaldelse_identifier: ID, navn: Some(navn.to_owned()) }
}

fn upload() -> UploadDokumentBody {
    UploadDokumentBody {
        titel: Some("En titel; \"æøå\"".to_owned()),
        emner: vec!["a,b".to_owned(), String::new()],
        deltager: body("a"),
        fil: FilePart::new(&b"\r\n--x\0\xff"[..]).name("å \"1\".pdf").media_type("application/pdf"),
        bilag: vec![
            FilePart::new("1").name("a").media_type("text/plain"),
            FilePart::new("").name("file").media_type("application/octet-stream"),
        ],
    }
}

#[tokio::test]
async fn a_call_comes_back_with_what_the_handler_answered() {
    let client = client().await;
    assert_eq!(client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await.unwrap(), ID);

    let status = ["a b".to_owned(), "æ&=,+%".to_owned()];
    let listed = client.list_indkaldelser(&status).limit(3).await.unwrap();
    assert_eq!(listed, ListIndkaldelserResponse::Ok { x_total: Some(3), body: status.to_vec() });
    let listed = client.list_indkaldelser(&status).await.unwrap();
    assert_eq!(listed, ListIndkaldelserResponse::Accepted("senere".to_owned()));

    client.upload_dokument(ID, &upload()).await.unwrap();
}

#[tokio::test]
async fn documented_errors_come_back_as_what_they_are() {
    let client = client().await;
    let error = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("død")).await.unwrap_err();
    assert_eq!(error.api(), Some(&CreateMyndighedsdeltagerError::BorgerErDoed));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.faults()[0].text, "Borgeren er død.");
    assert_eq!(error.to_string(), "CreateMyndighedsdeltager: 4405: Borgeren er død.");

    let error = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("konflikt")).await.unwrap_err();
    assert_eq!(error.api(), Some(&CreateMyndighedsdeltagerError::Conflict("personal-marker".to_owned())));
    assert_eq!(error.status(), Some(409));
    assert!(!error.to_string().contains("marker"));
}

#[tokio::test]
async fn a_used_key_is_a_duplicate_and_the_key_can_be_had_from_the_error() {
    let client = client().await;
    let call = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a"));
    call.clone().await.unwrap();
    let Error::Duplicate(exchange) = call.await.unwrap_err() else { panic!("no duplicate") };
    let key = exchange.idempotency_key().unwrap().to_owned();
    assert!(Uuid::parse_str(&key).is_ok());

    let again = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).x_request_id(&key).await;
    let error = again.unwrap_err();
    assert_eq!((error.status(), error.idempotency_key()), (Some(412), Some(key.as_str())));
    client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await.unwrap();
}

#[tokio::test]
async fn a_call_against_the_contract_is_not_sent() {
    let client = Client::new("http://127.0.0.1:1").unwrap();
    let error = client
        .create_myndighedsdeltager(&cpr(CPR), ID, &body(&"x".repeat(21)))
        .x_request_id(&"æ".repeat(47))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Invalid(_)));
    assert_eq!(places(error.violations()), [("/navn", "maxLength"), ("/header/x-requestId", "maxLength")]);
    assert!(error.to_string().contains("/navn: must have at most 20 characters (maxLength)"));

    let mut wrong = upload();
    wrong.emner = vec![String::new(); 4];
    wrong.titel = Some("x".repeat(21));
    let error = client.upload_dokument(ID, &wrong).await.unwrap_err();
    assert_eq!(places(error.violations()), [("/titel", "maxLength"), ("/emner", "maxItems")]);
}

#[tokio::test]
async fn no_answer_has_its_own_errors() {
    let client = client().await;
    let slow = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("sov"));
    let error = slow.timeout(Duration::from_millis(50)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!(error.idempotency_key().is_some());

    let nobody = Client::new("http://127.0.0.1:1").unwrap();
    let error = nobody.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await.unwrap_err();
    let Error::Transport(cause, _) = &error else { panic!("{error:?}") };
    assert!(cause.is_connect() && cause.url().is_none());
    assert_eq!(error.to_string(), "CreateMyndighedsdeltager: no connection to the server");
}

#[tokio::test]
async fn undocumented_answers_keep_what_they_said() {
    let client = client().await;
    for (name, status) in [("væk", 503), ("panik", 500)] {
        let error = client.create_myndighedsdeltager(&cpr(CPR), ID, &body(name)).await.unwrap_err();
        let Error::Unexpected(exchange) = &error else { panic!("{error:?}") };
        assert_eq!(exchange.status(), Some(status));
        assert!(exchange.title().is_some());
        assert!(error.to_string().contains(&format!("status {status}")));
    }
    client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await.unwrap();
}

/// A server that answers everything with one text.
async fn answering(status: u16, media_type: &'static str, text: &'static str) -> Client {
    let answer = move || async move {
        let status = http::StatusCode::from_u16(status).unwrap();
        (status, [("content-type", media_type)], text)
    };
    let url = serve(axum::Router::new().fallback(answer)).await;
    Client::with_transport(Transport::builder(url).answer_limit(200).build().unwrap())
}

#[tokio::test]
async fn foreign_answers_are_read_leniently_and_never_shown() {
    let call = async |status, media_type, text| {
        let client = answering(status, media_type, text).await;
        client.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await
    };
    let id = r#""00000000-0000-0000-0000-000000000007""#;
    for media_type in ["application/json", "application/vnd.x+json; charset=utf-8", "text/plain"] {
        assert_eq!(call(200, media_type, id).await.unwrap(), ID);
    }
    let several = r#"{"fejlkoder":[{"fejlkode":9},{"fejlkode":"4405","fejltekst":"secret-marker"}]}"#;
    let error = call(500, "text/html", several).await.unwrap_err();
    assert_eq!(error.api(), Some(&CreateMyndighedsdeltagerError::BorgerErDoed));
    assert_eq!(error.faults().len(), 2);

    for (status, media_type, text) in [
        (200, "text/html", "<p>secret-marker"),
        (200, "application/json", r#""secret-marker""#),
        (200, "application/json", "\"secret-marker"),
        (409, "application/json", r#"{"secret-marker":1}"#),
    ] {
        let error = call(status, media_type, text).await.unwrap_err();
        assert!(matches!(error, Error::Decode(..)), "{error:?}");
        assert_eq!(error.status(), Some(status));
        assert!(!format!("{error} {error:?}").contains("secret-marker"));
        assert!(error.exchange().unwrap().body().unwrap().windows(13).any(|at| at == b"secret-marker"));
    }
    let refused = r#"{"fejlkoder":[{"fejlkode":1014,"fejltekst":"secret-marker"}],
        "violations":[{"pointer":"/navn","rule":"maxLength","message":"secret-marker"}]}"#;
    let error = call(400, "application/problem+json", refused).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)));
    assert_eq!(places(error.violations()), [("/navn", "maxLength")]);
    assert_eq!(
        error.to_string(),
        "CreateMyndighedsdeltager: the server refused the request (status 400, code 1014); /navn breaks maxLength"
    );
    assert!(!format!("{error:?}").contains("secret-marker"));

    let error = call(418, "text/plain", "secret-marker").await.unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)));
    assert!(!format!("{error} {error:?}").contains("secret-marker"));

    let long: &'static str = Box::leak("x".repeat(201).into_boxed_str());
    let error = call(200, "application/json", long).await.unwrap_err();
    assert_eq!(places(error.violations()), [("", "maxLength")]);
}

const AUTH: (&str, &str) = ("authorization", "Bearer t0ken-marker");
const KEY: (&str, &str) = ("x-requestId", "1");
const JSON: (&str, &str) = ("content-type", "application/json");

fn create(url: &str) -> String {
    format!("{url}/v2/Indkaldelse/myndighedsdeltager/{ID}")
}

fn pointers(body: &serde_json::Value) -> Vec<&str> {
    body["violations"].as_array().unwrap().iter().map(|found| found["pointer"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn all_parameters_that_are_wrong_are_told_at_once() {
    let url = server().await;
    let path = format!("{url}/v2/Indkaldelse/myndighedsdeltager/7");
    let headers = [AUTH, ("x-civilregistrationIdentifier", "1"), ("X-ActiveOrganisation", "{}")];
    let (status, headers, body) = raw("POST", &path, &headers, "").await;
    assert_eq!(status, 400);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(
        pointers(&body),
        [
            "/header/x-civilregistrationIdentifier",
            "/path/myndighedsdeltagerid",
            "/header/x-requestId",
            "/header/X-ActiveOrganisation/navn",
        ]
    );
    assert_eq!(body["fejlkoder"], serde_json::json!([{"fejlkode": 1014, "fejltekst": "Fejl i data"}]));

    let (status, _, body) = raw("GET", &format!("{url}/v2/Indkaldelse?limit=0"), &[AUTH], "").await;
    assert_eq!((status, pointers(&body)), (400, vec!["/query/status", "/query/limit"]));
    assert_eq!(body.get("fejlkoder"), None);
}

#[tokio::test]
async fn bodies_are_refused_with_everything_that_is_wrong() {
    let url = create(&server().await);
    let good = [AUTH, KEY, ("x-civilregistrationIdentifier", CPR)];
    let send = async |extra: &[(&str, &str)], body: &str| {
        raw("POST", &url, &[good.as_slice(), extra].concat(), body).await
    };
    let (status, _, answer) = send(&[JSON], r#"{"navn": 7}"#).await;
    assert_eq!((status, pointers(&answer)), (400, vec!["/indkaldelseIdentifier", "/navn"]));
    let (status, _, answer) = send(&[JSON], "{").await;
    assert_eq!((status, pointers(&answer)), (400, vec![""]));
    let (status, headers, _) = send(&[("content-type", "text/plain")], "{}").await;
    assert_eq!((status, headers["accept"].to_str().unwrap()), (415, "application/json"));
    assert_eq!(send(&[], "{}").await.0, 415);
    assert_eq!(send(&[JSON], &" ".repeat(10_001)).await.0, 413);
}

#[tokio::test]
async fn parts_are_refused_with_everything_that_is_wrong() {
    let url = format!("{}/v2/Dokument/{ID}", server().await);
    let send = async |content_type: &str, body: &str| {
        raw("POST", &url, &[AUTH, ("content-type", content_type)], body).await
    };
    let part = |name: &str, text: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = [part("titel", "a"), part("titel", "b"), part("deltager", "{}"), part("other", "")].concat();
    let (status, _, answer) = send("multipart/form-data; boundary=b", &(body.clone() + "--b--\r\n")).await;
    assert_eq!(status, 400);
    assert_eq!(pointers(&answer), ["/titel", "/deltager/indkaldelseIdentifier", "/fil"]);
    for (content_type, body) in [("multipart/form-data", "x"), ("multipart/form-data; boundary=b", &body)] {
        let (status, _, answer) = send(content_type, body).await;
        assert_eq!((status, pointers(&answer)), (400, vec![""]));
    }
    assert_eq!(send("application/json", "{}").await.0, 415);
    let large = part("other", &"x".repeat(10_001)) + "--b--\r\n";
    assert_eq!(send("multipart/form-data; boundary=b", &large).await.0, 413);
}

#[tokio::test]
async fn a_request_that_is_wrong_in_several_ways_gets_the_answer_of_the_first_step() {
    let url = create(&server().await);
    let foreign = ("x-civilregistrationIdentifier", FOREIGN);
    let reader = ("authorization", "Bearer reader");
    type Step<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);
    let steps: &[Step<'_>] = &[
        ("PUT", &[], 405),
        ("POST", &[], 401),
        ("POST", &[("authorization", "Bearer wrong")], 401),
        ("POST", &[reader], 403),
        ("POST", &[AUTH, foreign], 400),
        ("POST", &[AUTH, foreign, KEY], 403),
        ("POST", &[AUTH, ("x-civilregistrationIdentifier", CPR), KEY], 415),
        ("POST", &[AUTH, ("x-civilregistrationIdentifier", CPR), KEY, JSON], 400),
    ];
    for (method, headers, expected) in steps {
        let (status, _, body) = raw(method, &url, headers, "{").await;
        assert_eq!((status, body["status"].as_u64()), (*expected, Some(u64::from(*expected))), "{headers:?}");
        assert_eq!(body["type"], "about:blank");
    }
    let (_, headers, _) = raw("POST", &url, &[], "").await;
    assert_eq!(headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn unknown_routes_and_methods_are_problems() {
    let url = server().await;
    let (status, headers, body) = raw("GET", &format!("{url}/nowhere"), &[AUTH], "").await;
    assert_eq!((status, body["title"].as_str()), (404, Some("Not Found")));
    assert_eq!(headers["content-type"], "application/problem+json");
    let (status, headers, body) = raw("DELETE", &format!("{url}/v2/Indkaldelse"), &[AUTH], "").await;
    assert_eq!((status, body["status"].as_u64()), (405, Some(405)));
    assert_eq!(headers["allow"], "GET,HEAD");
    let (status, headers, body) =
        raw("HEAD", &format!("{url}/v2/Indkaldelse?status=a&limit=2"), &[AUTH], "").await;
    assert_eq!((status, headers["x-total"].to_str().unwrap(), body), (200, "2", serde_json::Value::Null));
}

#[tokio::test]
async fn a_token_that_is_refused_is_told_to_its_source() {
    #[derive(Clone, Default)]
    struct Source(Arc<Mutex<Vec<String>>>);
    impl kontrakt::client::TokenSource for Source {
        fn token(&self) -> kontrakt::client::PendingToken<'_> {
            Box::pin(async { Ok("stale-marker".to_owned()) })
        }
        fn refused(&self, token: &str) {
            self.0.lock().unwrap().push(token.to_owned());
        }
    }
    let (url, source) = (server().await, Source::default());
    let client =
        Client::with_transport(Transport::builder(&url).token_source(source.clone()).build().unwrap());
    let error = client.list_indkaldelser(&[]).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert_eq!(*source.0.lock().unwrap(), ["stale-marker"]);

    let none = || async { Err("no token today".into()) };
    let client = Client::with_transport(Transport::builder(&url).token_from(none).build().unwrap());
    let error = client.list_indkaldelser(&[]).await.unwrap_err();
    assert!(matches!(error, Error::Credentials(..)));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no token today");

    let read = client_with("reader").await;
    assert!(read.list_indkaldelser(&["a".to_owned()]).await.is_ok());
    let error = read.create_myndighedsdeltager(&cpr(CPR), ID, &body("a")).await.unwrap_err();
    assert_eq!(error.status(), Some(403));
}

#[tokio::test]
async fn what_is_set_once_goes_with_every_operation_that_has_it() {
    let transport = Transport::builder(server().await)
        .bearer_token(TOKEN)
        .parameter("x-activeorganisation", &serde_json::json!({"navn": "Jobcenter Ærø"}))
        .build()
        .unwrap();
    let client = Client::with_transport(transport);
    client.create_myndighedsdeltager(&cpr(CPR), ID, &body("hvem")).await.unwrap();
    client.list_indkaldelser(&["a".to_owned()]).await.unwrap();
}

#[tokio::test]
async fn both_ends_tell_their_observers() {
    let (at_server, at_client) = (Arc::new(Journal::default()), Arc::new(Journal::default()));
    let router = routes(Sample::default(), Guard).observer(at_server.clone()).into_router();
    let builder = Transport::builder(serve(router).await).bearer_token(TOKEN).observer(at_client.clone());
    let client = Client::with_transport(builder.timeout(Duration::from_millis(300)).build().unwrap());
    client.list_indkaldelser(&["a".to_owned()]).await.unwrap();
    client.list_indkaldelser(&["a".to_owned()]).limit(-1).await.unwrap_err();
    client.create_myndighedsdeltager(&cpr(FOREIGN), ID, &body("a")).await.unwrap_err();
    client.create_myndighedsdeltager(&cpr(CPR), ID, &body("sov")).await.unwrap_err();
    let create = "CreateMyndighedsdeltager";
    let expected = [("ListIndkaldelser", Some(202)), (create, Some(403)), (create, None)];
    assert_eq!(*at_client.0.lock().unwrap(), expected);
    assert_eq!(*at_server.0.lock().unwrap(), expected[..2]);
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let url = server().await;
    let builder = Transport::builder(&url)
        .bearer_token(TOKEN)
        .header("x-secret", "header-marker")
        .parameter("X-ActiveOrganisation", "parameter-marker");
    let mut shown = format!("{builder:?}");
    let transport = builder.build().unwrap();
    let client = Client::with_transport(transport.clone());
    let call = client.create_myndighedsdeltager(&cpr(CPR), ID, &body("navn-marker"));
    shown += &format!("{transport:?} {client:?} {call:?} {:?}", upload().fil);
    assert_eq!(
        format!("{call:?}"),
        "CreateMyndighedsdeltager { call: POST /v2/Indkaldelse/myndighedsdeltager/{myndighedsdeltagerid} }"
    );
    let error = call.await.unwrap_err();
    shown += &format!("{error} {error:?}");

    let open = Client::with_transport(Transport::builder(&url).bearer_token(TOKEN).build().unwrap());
    for name in ["død", "konflikt", "væk"] {
        let error = open.create_myndighedsdeltager(&cpr(CPR), ID, &body(name)).await.unwrap_err();
        shown += &format!("{error} {:?}", error.exchange());
    }
    let refusal = Refusal::from(Failure::from(CreateMyndighedsdeltagerError::Conflict("body-marker".into())));
    shown += &format!("{refusal:?}");
    for secret in ["marker", CPR, "å \"1\".pdf"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn base_urls_are_checked() {
    for (url, word) in [
        ("example.org", "absolute"),
        ("ftp://example.org", "http://"),
        ("http://example.org/?a=b", "query"),
        ("http://user:secret-marker@example.org", "password"),
    ] {
        let error = Client::new(url).unwrap_err().to_string();
        assert!(error.contains(word) && !error.contains("marker"), "{error}");
    }
}

#[test]
fn an_operation_knows_its_errors() {
    let known = CreateMyndighedsdeltagerError::from_code(Code::Integer(4405)).unwrap();
    assert_eq!(known.code(), Some(&CREATE_MYNDIGHEDSDELTAGER.codes[0]));
}
