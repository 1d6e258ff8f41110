//! JSON line by line: both ends against each other over a socket, and every line against the contract.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll};
use std::time::Duration;

use kontrakt::client::{Error, Transport};
use kontrakt::reexport::futures_core::Stream;
use kontrakt::reexport::serde_json::{Value, json};
use kontrakt::server::{Context, Failure, OpenGate, Refusal};
use kontrakt::{Body, Events, JsonLines};
use kontrakt_compiled::streams::Client;
use kontrakt_compiled::streams::operations::*;
use kontrakt_compiled::streams::server::*;
use kontrakt_compiled::streams::types::{Problem, Tick};
use support::{raw, serve};
use tokio::sync::Semaphore;
use tokio::time::sleep;

struct Lines {
    /// Imports go on past their first line when it says so.
    go_on: Arc<Semaphore>,
}

impl Service for Lines {
    type Caller = ();

    /// Says of every tick what its word is.
    async fn import_ticks(
        &self,
        _: &Context<()>,
        request: ImportTicksRequest,
    ) -> Result<JsonLines<Problem>, Failure<ImportTicksError>> {
        let mut ticks = request.body;
        let mut words = Vec::new();
        while let Some(tick) = ticks.next().await? {
            drop(self.go_on.acquire().await);
            words.push(Problem { why: format!("{} {}", tick.number, tick.word.unwrap_or_default()) });
        }
        Ok(words.into())
    }

    async fn export_ticks(
        &self,
        _: &Context<()>,
        request: ExportTicksRequest,
    ) -> Result<ExportTicksResponse, Failure<ExportTicksError>> {
        let mut body = Vec::new();
        if let Some(mut ticks) = request.body {
            while let Some(tick) = ticks.next().await? {
                body.push(tick);
            }
        }
        Ok(match request.accept {
            ExportTicksAccept::Json => ExportTicksResponse::Ok(body),
            ExportTicksAccept::JsonSeq => ExportTicksResponse::OkJsonSeq(body.into()),
        })
    }

    async fn ticks(&self, _: &Context<()>, _: TicksRequest) -> Result<Events<Tick>, Failure<TicksError>> {
        Err(Refusal::not_found().into())
    }

    async fn chat(&self, _: &Context<()>, _: ChatRequest) -> Result<ChatResponse, Failure<ChatError>> {
        Err(Refusal::not_found().into())
    }

    async fn words(&self, _: &Context<()>, _: WordsRequest) -> Result<WordsResponse, Failure<WordsError>> {
        Err(Refusal::not_found().into())
    }

    async fn lines(&self, _: &Context<()>, _: LinesRequest) -> Result<Events<String>, Failure<LinesError>> {
        Err(Refusal::not_found().into())
    }

    async fn upload(&self, _: &Context<()>, _: UploadRequest) -> Result<i64, Failure<UploadError>> {
        Err(Refusal::not_found().into())
    }

    async fn download(&self, _: &Context<()>, _: DownloadRequest) -> Result<Body, Failure<DownloadError>> {
        Err(Refusal::not_found().into())
    }

    async fn append(
        &self,
        _: &Context<()>,
        _: AppendRequest,
    ) -> Result<AppendResponse, Failure<AppendError>> {
        Err(Refusal::not_found().into())
    }

    async fn note(&self, _: &Context<()>, _: NoteRequest) -> Result<(), Failure<NoteError>> {
        Err(Refusal::not_found().into())
    }

    async fn log(&self, _: &Context<()>, _: LogRequest) -> Result<JsonLines<Value>, Failure<LogError>> {
        Ok(vec![json!({ "at": 1 }), json!("b"), json!(null)].into())
    }
}

/// Ticks that are made when they are asked for, with long words.
struct Ticks {
    left: usize,
    made: Arc<AtomicUsize>,
}

impl Stream for Ticks {
    type Item = Tick;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<Tick>> {
        let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(None) };
        self.left = left;
        self.made.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Tick { number: 1, word: Some("x".repeat(1 << 20)) }))
    }
}

fn tick(number: i32) -> Tick {
    Tick { number, word: Some("æ".to_owned()) }
}

async fn both(limit: usize) -> (Client, String, Arc<Semaphore>) {
    let go_on = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
    let service = Lines { go_on: Arc::clone(&go_on) };
    let url = serve(routes(service, OpenGate).body_limit(limit).into_router()).await;
    (Client::with_transport(Transport::builder(&url).build().unwrap()), url, go_on)
}

#[tokio::test]
async fn lines_come_as_they_were_given() {
    let (client, url, _) = both(10_000).await;
    let mut words = client.import_ticks(vec![tick(1), tick(2)]).await.unwrap();
    for why in ["1 æ", "2 æ"] {
        assert_eq!(words.next().await.unwrap(), Some(Problem { why: why.to_owned() }));
    }
    assert_eq!((words.next().await.unwrap(), words.next().await.unwrap()), (None, None));

    let import = format!("{url}/import");
    let body = "\n{\"number\": 1}\r\n \n{\"number\": 2, \"word\": \"b\"}";
    let (status, text) = raw("POST", &import, &[("Content-Type", "application/x-ndjson")], body).await;
    assert_eq!((status, text.as_str()), (200, "{\"why\":\"1 \"}\n{\"why\":\"2 b\"}\n"));
    assert_eq!(raw("POST", &import, &[("Content-Type", "application/json")], body).await.0, 415);
}

#[tokio::test]
async fn lines_that_nobody_describes_are_any_value() {
    let (client, ..) = both(100).await;
    let mut log = client.log().await.unwrap();
    for line in [json!({ "at": 1 }), json!("b"), json!(null)] {
        assert_eq!(log.next().await.unwrap(), Some(line));
    }
    assert_eq!(log.next().await.unwrap(), None);
}

#[tokio::test]
async fn sequences_have_separators() {
    let (client, url, _) = both(10_000).await;
    let ticks = vec![tick(1), tick(2)];
    assert_eq!(client.export_ticks().body(ticks.clone()).await.unwrap(), ticks);
    assert_eq!(client.export_ticks().await.unwrap(), []);
    let mut again = client.export_ticks().body(ticks).json_seq().await.unwrap();
    assert_eq!(again.next().await.unwrap(), Some(tick(1)));
    assert_eq!(again.next().await.unwrap(), Some(tick(2)));
    assert_eq!(again.next().await.unwrap(), None);

    let headers = [("Content-Type", "application/json-seq"), ("Accept", "application/json-seq")];
    let body = "\u{1e}{\"number\":\n 7}\n\u{1e}\u{1e}{\"number\":8}\n";
    let (status, text) = raw("POST", &format!("{url}/export"), &headers, body).await;
    assert_eq!((status, text.as_str()), (200, "\u{1e}{\"number\":7}\n\u{1e}{\"number\":8}\n"));
}

#[tokio::test]
async fn every_line_is_held_against_the_contract() {
    let (client, url, _) = both(10_000).await;
    let import = format!("{url}/import");
    let body = "{\"number\":1}\n{\"number\":0}\n{\"number\":1}\n";
    let (status, text) = raw("POST", &import, &[("Content-Type", "application/jsonl")], body).await;
    assert_eq!((status, text.contains("\"/1/number\"") && text.contains("minimum")), (400, true), "{text}");
    let body = "{\"number\":1}\n\n{marker}\n";
    let (status, text) = raw("POST", &import, &[("Content-Type", "application/jsonl")], body).await;
    assert_eq!((status, text.contains("\"/1\"") && !text.contains("marker")), (400, true), "{text}");
    // The client breaks off before it sends what is wrong.
    let error = client.import_ticks(vec![tick(1), tick(0)]).await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");
}

#[tokio::test]
async fn lines_of_answers_are_held_against_it_where_they_are_validated() {
    let answer = || async { ([("content-type", "application/jsonl")], "{\"why\":1}\n{\"why\":\"b\"}") };
    let url = serve(kontrakt::reexport::axum::Router::new().fallback(answer)).await;
    let client = Client::with_transport(Transport::builder(&url).build().unwrap());
    let mut words = client.import_ticks(Vec::new()).await.unwrap();
    let error = words.next().await.unwrap_err();
    assert_eq!(error.violations()[0].pointer, "/0/why");
    assert_eq!(words.next().await.unwrap(), Some(Problem { why: "b".to_owned() }));
    assert_eq!(words.next().await.unwrap(), None);
}

#[tokio::test]
async fn lines_have_the_limit_of_their_route() {
    let (client, ..) = both(100).await;
    let ticks = (1..20).map(tick).collect::<Vec<_>>();
    assert_eq!(client.import_ticks(ticks).await.unwrap_err().status(), Some(413));
}

#[tokio::test]
async fn lines_run_no_further_ahead_than_they_are_read() {
    let (client, _, go_on) = both(256 << 20).await;
    go_on.forget_permits(Semaphore::MAX_PERMITS);
    let made = Arc::new(AtomicUsize::new(0));
    let ticks = JsonLines::new(Ticks { left: 32, made: Arc::clone(&made) });
    let call = tokio::spawn(client.import_ticks(ticks).into_future());
    sleep(Duration::from_millis(700)).await;
    let ahead = made.load(Ordering::SeqCst);
    assert!((1..24).contains(&ahead), "{ahead} of 32 lines were made before the first was dealt with");
    go_on.add_permits(1000);
    let mut words = call.await.unwrap().unwrap();
    let mut count = 0;
    while words.next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 32);
}
