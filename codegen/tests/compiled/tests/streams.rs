//! Bytes that are never held as a whole: both ends against each other over a socket, and what becomes of them where
//! something breaks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll};
use std::time::Duration;

use kontrakt::client::{Error, Transport};
use kontrakt::reexport::serde_json::Value;
use kontrakt::reexport::{bytes::Bytes, futures_core::Stream, reqwest};
use kontrakt::server::{Context, Failure, OpenGate, Refusal};
use kontrakt::status::Successful;
use kontrakt::{Body, BodyError, Events, JsonLines};
use kontrakt_compiled::streams::Client;
use kontrakt_compiled::streams::operations::*;
use kontrakt_compiled::streams::server::*;
use kontrakt_compiled::streams::types::{Problem, Tick};
use support::{raw, serve};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{sleep, timeout};

const CHUNK: usize = 64 << 10;
const LARGE: usize = 64 << 20;
/// What may be on its way between two ends: buffers of libraries and of the operating system.
const UNDERWAY: usize = 16 << 20;

/// A stream of zeros that is made when it is asked for, and counts how much that was.
struct Zeros {
    left: usize,
    made: Arc<AtomicUsize>,
    /// An error in place of its end.
    breaks: bool,
    /// Lets what was made arrive before its end.
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl Zeros {
    fn new(size: usize, made: &Arc<AtomicUsize>) -> Self {
        let pause = Box::pin(sleep(Duration::from_millis(100)));
        Self { left: size, made: made.clone(), breaks: false, pause }
    }

    fn breaking(size: usize) -> Self {
        Self { breaks: true, ..Self::new(size, &Arc::default()) }
    }
}

impl Stream for Zeros {
    type Item = Result<Bytes, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        static CONTENT: [u8; CHUNK] = [0; CHUNK];
        let size = self.left.min(CHUNK);
        if size == 0 {
            std::task::ready!(self.pause.as_mut().poll(task));
            return Poll::Ready(self.breaks.then_some(Err("on purpose")));
        }
        self.left -= size;
        self.made.fetch_add(size, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_static(&CONTENT[..size]))))
    }
}

/// What the handlers share with the tests.
struct Files {
    /// Uploads go on past their first chunk when it says so.
    go_on: Arc<Semaphore>,
    made: Arc<AtomicUsize>,
    /// What broke uploads.
    broken: UnboundedSender<BodyError>,
}

impl Service for Files {
    type Caller = ();

    async fn upload(&self, _: &Context<()>, request: UploadRequest) -> Result<i64, Failure<UploadError>> {
        let mut body = request.body;
        match request.name.as_str() {
            "taken" => return Err(UploadError::Conflict(Problem { why: "taken".to_owned() }).into()),
            "whole" => return Ok(i64::try_from(body.bytes().await?.len()).unwrap()),
            "little" => return Ok(i64::try_from(body.bytes_within(10).await?.len()).unwrap()),
            _ => {}
        }
        let mut size = 0;
        loop {
            let chunk = match body.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return Ok(i64::try_from(size).unwrap()),
                Err(error) if request.name == "watched" => {
                    self.broken.send(error).unwrap();
                    return Err(Refusal::internal().into());
                }
                Err(error) => return Err(error.into()),
            };
            size += chunk.len();
            if request.name == "slow" {
                drop(self.go_on.acquire().await.unwrap());
            }
        }
    }

    async fn download(
        &self,
        _: &Context<()>,
        request: DownloadRequest,
    ) -> Result<Body, Failure<DownloadError>> {
        Ok(match request.name.as_str() {
            "large" => Body::stream(Zeros::new(LARGE, &self.made)),
            "sized" => Body::sized(LARGE as u64, Zeros::new(LARGE, &self.made)),
            "short" => Body::sized(LARGE as u64, Zeros::new(CHUNK, &self.made)),
            "broken" => Body::stream(Zeros::breaking(CHUNK)),
            "late" => {
                sleep(Duration::from_secs(2)).await;
                "late".into()
            }
            "stalling" => Body::stream(Stalling::new()),
            "borrowed" => {
                let too_much = Body::stream(Zeros::new(100, &self.made)).bytes_within(10).await?;
                too_much.into()
            }
            "small" => "small".into(),
            _ => return Err(DownloadError::NotFound(Problem { why: "marker".to_owned() }).into()),
        })
    }

    async fn append(
        &self,
        _: &Context<()>,
        request: AppendRequest,
    ) -> Result<AppendResponse, Failure<AppendError>> {
        let (status, e_tag) = (Successful::FIRST, request.stream.map(|stream| stream.to_string()));
        let body = match request.body {
            Some(AppendBody::Bytes(body)) => body,
            Some(AppendBody::Png(_)) => {
                let body = Problem { why: "a picture".to_owned() };
                return Ok(AppendResponse::Status2xx { status, e_tag, body });
            }
            None => Body::default(),
        };
        Ok(AppendResponse::Status2xxBytes { status, e_tag, body })
    }

    async fn note(&self, _: &Context<()>, request: NoteRequest) -> Result<(), Failure<NoteError>> {
        let Some(body) = request.body else { return Err(Refusal::new(418).into()) };
        if body.bytes().await? == "%PDF" { Ok(()) } else { Err(Refusal::new(422).into()) }
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

    async fn import_ticks(
        &self,
        _: &Context<()>,
        _: ImportTicksRequest,
    ) -> Result<JsonLines<Problem>, Failure<ImportTicksError>> {
        Err(Refusal::not_found().into())
    }

    async fn export_ticks(
        &self,
        _: &Context<()>,
        _: ExportTicksRequest,
    ) -> Result<ExportTicksResponse, Failure<ExportTicksError>> {
        Err(Refusal::not_found().into())
    }

    async fn log(&self, _: &Context<()>, _: LogRequest) -> Result<JsonLines<Value>, Failure<LogError>> {
        Err(Refusal::not_found().into())
    }
}

/// Two chunks with a pause before the second.
struct Stalling {
    begun: bool,
    pause: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Stalling {
    fn new() -> Self {
        Self { begun: false, pause: Some(Box::pin(sleep(Duration::from_millis(500)))) }
    }
}

impl Stream for Stalling {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        if !std::mem::replace(&mut self.begun, true) {
            return Poll::Ready(Some(Ok("begin ")));
        }
        let Some(pause) = &mut self.pause else { return Poll::Ready(None) };
        std::task::ready!(pause.as_mut().poll(task));
        self.pause = None;
        Poll::Ready(Some(Ok("end")))
    }
}

struct Both {
    client: Client,
    url: String,
    go_on: Arc<Semaphore>,
    made: Arc<AtomicUsize>,
    broken: UnboundedReceiver<BodyError>,
}

async fn both() -> Both {
    let (go_on, made) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
    let (sender, broken) = unbounded_channel();
    let files = Files { go_on: go_on.clone(), made: made.clone(), broken: sender };
    let routes = routes(files, OpenGate).body_limit(100_000).body_limit_of(&UPLOAD, LARGE + 1);
    let url = serve(routes.into_router()).await;
    let transport = Transport::builder(&url).answer_limit(1 << 20).build().unwrap();
    Both { client: Client::with_transport(transport), url, go_on, made, broken }
}

/// Waits until a counter stands still.
async fn settled(counter: &AtomicUsize) -> usize {
    let mut last = usize::MAX;
    loop {
        sleep(Duration::from_millis(150)).await;
        let now = counter.load(Ordering::SeqCst);
        if now == last {
            return now;
        }
        last = now;
    }
}

#[tokio::test]
async fn an_upload_runs_no_further_ahead_than_it_is_read() {
    let both = both().await;
    let made = Arc::default();
    let call = both.client.upload("slow", Body::stream(Zeros::new(LARGE, &made))).into_future();
    let call = tokio::spawn(call);
    let ahead = settled(&made).await;
    assert!((CHUNK..UNDERWAY).contains(&ahead), "{ahead} bytes were made before the first was dealt with");
    both.go_on.add_permits(Semaphore::MAX_PERMITS);
    assert_eq!(call.await.unwrap().unwrap(), LARGE as i64);
    assert_eq!(made.load(Ordering::SeqCst), LARGE);
}

#[tokio::test]
async fn a_download_runs_no_further_ahead_than_it_is_read() {
    let Both { client, made, .. } = both().await;
    for name in ["large", "sized"] {
        made.store(0, Ordering::SeqCst);
        let mut body = client.download(name).stream().await.unwrap();
        assert_eq!(body.size(), (name == "sized").then_some(LARGE as u64));
        let mut size = body.chunk().await.unwrap().unwrap().len();
        let ahead = settled(&made).await;
        assert!((CHUNK..UNDERWAY).contains(&ahead), "{ahead} bytes were made before the second was read");
        while let Some(chunk) = body.chunk().await.unwrap() {
            size += chunk.len();
        }
        assert_eq!((size, made.load(Ordering::SeqCst)), (LARGE, LARGE));
        assert!(body.chunk().await.unwrap().is_none());
    }
    // As a whole there is a limit, whichever way it is asked for.
    assert!(matches!(client.download("large").await, Err(Error::Decode(..))));
    let body = client.download("large").stream().await.unwrap();
    assert!(body.bytes().await.unwrap_err().is_too_large());
    assert_eq!(client.download("small").await.unwrap(), "small");
}

#[tokio::test]
async fn who_stops_reading_stops_the_other_end() {
    let Both { client, made, .. } = both().await;
    drop(client.download("large").stream().await.unwrap());
    assert!(settled(&made).await < UNDERWAY);
}

#[tokio::test]
async fn an_upload_that_breaks_is_not_taken_for_the_whole() {
    let mut both = both().await;
    let body = Body::stream(Zeros::breaking(3 * CHUNK));
    let error = both.client.upload("watched", body).await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");
    let error = timeout(Duration::from_secs(5), both.broken.recv()).await.unwrap().unwrap();
    assert!(error.is_broken(), "{error:?}");
    let short = Body::sized(LARGE as u64, Zeros::new(CHUNK, &Arc::default()));
    assert!(matches!(both.client.upload("watched", short).await, Err(Error::Transport(..))));
    assert!(timeout(Duration::from_secs(5), both.broken.recv()).await.unwrap().unwrap().is_broken());
}

#[tokio::test]
async fn a_download_that_breaks_is_not_taken_for_the_whole() {
    let Both { client, .. } = both().await;
    for name in ["broken", "short"] {
        let body = client.download(name).stream().await.unwrap();
        let error = body.bytes().await.unwrap_err();
        assert!(error.is_broken(), "{error:?}");
        assert!(matches!(client.download(name).await, Err(Error::Transport(..))));
    }
}

#[tokio::test]
async fn a_request_has_no_more_than_its_route_takes() {
    let Both { client, .. } = both().await;
    let upload = |name: &'static str, body: Body| client.upload(name, body).into_future();
    assert_eq!(
        upload("whole", Body::stream(Zeros::new(LARGE, &Arc::default()))).await.unwrap(),
        LARGE as i64
    );
    for size in [LARGE + 2, LARGE + CHUNK] {
        // Said beforehand, it is refused before a handler sees it.
        let said = upload("any", Body::sized(size as u64, Zeros::new(size, &Arc::default()))).await;
        let found = upload("any", Body::stream(Zeros::new(size, &Arc::default()))).await;
        for error in [said.unwrap_err(), found.unwrap_err()] {
            // Who is still sending may lose the connection before the answer is there.
            let told = error.status() == Some(413) || matches!(error, Error::Transport(..));
            assert!(told, "{error:?}");
        }
    }
    // What the handler takes less of is too much as well, where it passes the error on.
    assert_eq!(upload("little", "0123456789".into()).await.unwrap(), 10);
    let error = upload("little", "0123456789 and more".into()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.exchange().unwrap().detail()),
        (Some(413), Some("the body may have at most 10 bytes"))
    );
    // Other operations keep the limit of all.
    let error = client.note().body(vec![0; 100_001]).await.unwrap_err();
    assert_eq!(error.status(), Some(413));
    let chunked = Body::stream(Zeros::new(100_001, &Arc::default()));
    assert_eq!(client.note().body(chunked).await.unwrap_err().status(), Some(413));
    // What is no body of a request is no fault of who sent it.
    assert_eq!(client.download("borrowed").await.unwrap_err().status(), Some(500));
}

#[tokio::test]
async fn documented_errors_are_typed_whatever_streams() {
    let Both { client, .. } = both().await;
    let error = client.download("none").stream().await.unwrap_err();
    assert_eq!(error.api(), Some(&DownloadError::NotFound(Problem { why: "marker".to_owned() })));
    let error = client.upload("taken", "0123").await.unwrap_err();
    assert_eq!(error.api(), Some(&UploadError::Conflict(Problem { why: "taken".to_owned() })));
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let Both { client, .. } = both().await;
    let call = client.upload("any", Body::stream(Zeros::new(10, &Arc::default())));
    let again = call.clone();
    assert_eq!(call.await.unwrap(), 10);
    let error = again.await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert!(error.to_string().contains("stream that was sent before"), "{error}");
    // Bytes are the same as often as they are sent.
    let call = client.upload("any", vec![0; 10]);
    let again = call.clone();
    assert_eq!((call.await.unwrap(), again.await.unwrap()), (10, 10));
}

#[tokio::test]
async fn the_timeout_of_a_stream_holds_up_to_its_head() {
    let Both { client, .. } = both().await;
    let short = Duration::from_millis(250);
    let late = client.download("late").timeout(short).stream().await;
    assert!(matches!(late, Err(Error::Timeout(_))));
    assert!(matches!(client.download("stalling").timeout(short).await, Err(Error::Timeout(_))));
    let body = client.download("stalling").timeout(short).stream().await.unwrap();
    assert_eq!(body.bytes().await.unwrap(), "begin end");
}

#[tokio::test]
async fn head_has_the_size_and_makes_nothing() {
    let Both { url, made, .. } = both().await;
    for (name, length) in [("sized", Some("67108864")), ("large", None), ("small", Some("5"))] {
        let answer = reqwest::Client::new().head(format!("{url}/files/{name}")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers().get("content-length").map(|value| value.to_str().unwrap()), length);
        assert_eq!(answer.headers()["content-type"], "application/octet-stream");
        assert_eq!(answer.bytes().await.unwrap(), "");
    }
    assert_eq!(made.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn optional_bodies_are_there_or_not() {
    let Both { client, url, .. } = both().await;
    assert_eq!(client.note().await.unwrap_err().status(), Some(418));
    client.note().body("%PDF").await.unwrap();
    client.note().body(Body::stream(Zeros::new(0, &Arc::default()))).await.unwrap_err();
    let note = format!("{url}/notes");
    assert_eq!(raw("POST", &note, &[("Content-Type", "application/pdf")], "").await.0, 418);
    assert_eq!(raw("POST", &note, &[("Content-Type", "application/pdf")], "%PDF").await.0, 204);
    assert_eq!(raw("POST", &note, &[("Content-Type", "text/plain")], "%PDF").await.0, 415);
}

#[tokio::test]
async fn a_stream_may_be_one_of_several_contents() {
    let Both { client, .. } = both().await;
    let parts = || Body::stream(Zeros::new(2_000, &Arc::default()));
    // The query has a parameter called `stream`.
    let call = client.append("a").stream(true).body(AppendBody::Bytes(parts())).stream_of_bytes();
    let AppendResponse::Status2xxBytes { e_tag, body, .. } = call.await.unwrap() else { panic!("JSON") };
    assert_eq!((e_tag.as_deref(), body.size()), (Some("true"), None));
    assert_eq!(body.bytes().await.unwrap().len(), 2_000);
    let AppendResponse::Status2xxBytes { body, .. } = client.append("a").await.unwrap() else {
        panic!("JSON")
    };
    assert_eq!(body.size(), Some(0));
    let call = client.append("a").body(AppendBody::Png(parts())).bytes_stream();
    assert!(matches!(call.await.unwrap(), AppendResponse::Status2xx { body, .. } if body.why == "a picture"));
}
