//! Server-sent events: both ends against each other over a socket, and what becomes of them where it breaks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Task, Poll};
use std::time::Duration;

use kontrakt::client::{Error, Transport};
use kontrakt::reexport::serde_json::Value;
use kontrakt::reexport::{axum, futures_core::Stream, reqwest};
use kontrakt::server::{Context, Failure, OpenGate, Refusal};
use kontrakt::{Body, Event, Events, JsonLines};
use kontrakt_compiled::streams::Client;
use kontrakt_compiled::streams::operations::*;
use kontrakt_compiled::streams::server::*;
use kontrakt_compiled::streams::types::{Problem, Tick, WordsResponse as Word};
use support::{raw, serve};
use tokio::time::{Instant, Sleep, sleep};

const SOON: Duration = Duration::from_millis(20);

/// Gives what it holds, each after a moment; an error is given as one.
struct Given<T>(std::vec::IntoIter<Result<Event<T>, &'static str>>, Pin<Box<Sleep>>);

impl<T> Given<T> {
    fn new(items: Vec<Result<Event<T>, &'static str>>) -> Self {
        Self(items.into_iter(), Box::pin(sleep(SOON)))
    }
}

impl<T> Unpin for Given<T> {}

impl<T> Stream for Given<T> {
    type Item = Result<Event<T>, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        std::task::ready!(self.1.as_mut().poll(task));
        self.1.as_mut().reset(Instant::now() + SOON);
        Poll::Ready(self.0.next())
    }
}

/// What the service does with a request for ticks: by attempt, from 0.
type Act = fn(usize, Option<i64>) -> Result<Events<Tick>, Failure<TicksError>>;

/// The last id that a request named, and when it came.
type Ask = (Option<i64>, Instant);

struct Clock {
    act: Act,
    asked: Arc<Mutex<Vec<Ask>>>,
}

fn tick(number: i32) -> Tick {
    Tick { number, word: None }
}

impl Service for Clock {
    type Caller = ();

    async fn ticks(
        &self,
        _: &Context<()>,
        request: TicksRequest,
    ) -> Result<Events<Tick>, Failure<TicksError>> {
        let mut asked = self.asked.lock().unwrap();
        asked.push((request.last_event_id, Instant::now()));
        (self.act)(asked.len() - 1, request.last_event_id)
    }

    async fn chat(&self, _: &Context<()>, request: ChatRequest) -> Result<ChatResponse, Failure<ChatError>> {
        self.asked.lock().unwrap().push((None, Instant::now()));
        let mut bits = vec![Ok(Event::new(tick(1)).id("1")), Ok(Event::new(tick(2)).id("2"))];
        if request.body.why == "break" {
            bits.push(Err("on purpose"));
        }
        Ok(match request.accept {
            ChatAccept::Json => tick(12).into(),
            ChatAccept::Events => ChatResponse::OkEvents(Events::fallible(Given::new(bits))),
        })
    }

    async fn words(&self, _: &Context<()>, _: WordsRequest) -> Result<WordsResponse, Failure<WordsError>> {
        let words = vec![Ok(Event::new(Word::One)), Ok(Event::new(Word::Two).event("second"))];
        Ok(WordsResponse::Ok { x_count: Some(2), body: Events::fallible(Given::new(words)) })
    }

    async fn lines(&self, _: &Context<()>, _: LinesRequest) -> Result<Events<String>, Failure<LinesError>> {
        let lines = ["", "a\nb", "[DONE]", "{\"number\": 1}"].map(|line| Ok(Event::new(line.to_owned())));
        Ok(Events::fallible(Given::new(lines.into())))
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

struct Both {
    client: Client,
    url: String,
    asked: Arc<Mutex<Vec<Ask>>>,
}

impl Both {
    fn ids(&self) -> Vec<Option<i64>> {
        self.asked.lock().unwrap().iter().map(|(id, _)| *id).collect()
    }
}

async fn both(act: Act) -> Both {
    let asked = Arc::default();
    let url = serve(router(Clock { act, asked: Arc::clone(&asked) }, OpenGate)).await;
    let client = Client::with_transport(Transport::builder(&url).timeout(5 * SOON).build().unwrap());
    Both { client, url, asked }
}

fn nothing(_: usize, _: Option<i64>) -> Result<Events<Tick>, Failure<TicksError>> {
    Ok(Events::fallible(Given::new(Vec::new())))
}

/// Two ticks behind the last one, the second of which breaks off; the sixth is the last.
fn by_twos(_: usize, last: Option<i64>) -> Result<Events<Tick>, Failure<TicksError>> {
    let next = i32::try_from(last.unwrap_or_default()).unwrap() + 1;
    let event = |number: i32| Event::new(tick(number)).id(number.to_string()).retry(SOON);
    let mut events = vec![Ok(event(next)), Ok(event(next + 1))];
    if next < 5 {
        events.push(Err("on purpose"));
    }
    Ok(Events::fallible(Given::new(events)))
}

async fn numbers(events: &mut Events<Tick>) -> Vec<i32> {
    let mut numbers = Vec::new();
    while let Some(event) = events.next().await.unwrap() {
        numbers.push(event.data.number);
    }
    numbers
}

#[tokio::test]
async fn events_come_as_they_were_given() {
    let Both { client, url, .. } = both(by_twos).await;
    let WordsResponse::Ok { x_count, mut body } = client.words().await.unwrap();
    assert_eq!(x_count, Some(2));
    assert_eq!(body.next().await.unwrap(), Some(Event::new(Word::One)));
    assert_eq!(body.next().await.unwrap(), Some(Event::new(Word::Two).event("second")));
    assert_eq!((body.next().await.unwrap(), body.next().await.unwrap()), (None, None));

    let mut lines = client.lines().await.unwrap();
    for line in ["", "a\nb", "[DONE]", "{\"number\": 1}"] {
        assert_eq!(lines.next().await.unwrap().unwrap().data, line);
    }
    assert_eq!(lines.next().await.unwrap(), None);

    let answer = reqwest::get(format!("{url}/words")).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.headers()["cache-control"], "no-cache");
    let (status, text) = raw("GET", &format!("{url}/words"), &[("Accept", "*/*")], "").await;
    assert_eq!((status, text.as_str()), (200, "data: one\n\nevent: second\ndata: two\n\n"));
}

#[tokio::test]
async fn what_breaks_off_goes_on_after_the_last_event() {
    let both = both(by_twos).await;
    let mut ticks = both.client.ticks().await.unwrap();
    let first = ticks.next().await.unwrap().unwrap();
    assert_eq!(first, Event::new(tick(1)).id("1").retry(SOON));
    assert_eq!(numbers(&mut ticks).await, [2, 3, 4, 5, 6]);
    assert_eq!(both.ids(), [None, Some(2), Some(4)]);
    // Where who calls says which was the last, that is where it begins.
    let mut ticks = both.client.ticks().last_event_id(4).await.unwrap();
    assert_eq!(numbers(&mut ticks).await, [5, 6]);
}

#[tokio::test]
async fn attempts_are_counted_and_wait_longer() {
    let both = both(|attempt, _| match attempt {
        0 => by_twos(0, None),
        _ => Err(Refusal::unavailable().into()),
    })
    .await;
    let mut ticks = both.client.ticks().await.unwrap().reconnect(3, Duration::from_secs(9));
    assert!(ticks.next().await.unwrap().is_some() && ticks.next().await.unwrap().is_some());
    let error = ticks.next().await.unwrap_err();
    assert_eq!((error.is_broken(), error.status()), (true, Some(503)));
    assert_eq!(ticks.next().await.unwrap(), None);
    assert_eq!(both.ids(), [None, Some(2), Some(2), Some(2)]);
    let asked = both.asked.lock().unwrap();
    // What the server said of `retry`, and twice as long every time.
    let between: Vec<Duration> = asked.windows(2).skip(1).map(|pair| pair[1].1 - pair[0].1).collect();
    assert!(between[0] >= 2 * SOON && between[1] >= 4 * SOON, "{between:?}");
}

#[tokio::test]
async fn an_event_begins_the_count_again() {
    let both = both(|_, last| {
        let number = i32::try_from(last.unwrap_or_default()).unwrap() + 1;
        if number > 6 {
            return Err(Refusal::new(204).into());
        }
        let event = Event::new(tick(number)).id(number.to_string()).retry(Duration::ZERO);
        Ok(Events::fallible(Given::new(vec![Ok(event), Err("on purpose")])))
    })
    .await;
    let mut ticks = both.client.ticks().await.unwrap().reconnect(1, SOON);
    // 204 says that there are no more.
    assert_eq!(numbers(&mut ticks).await, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_refusal_ends_what_broke_off() {
    let both = both(|attempt, _| match attempt {
        0 => by_twos(0, None),
        _ => Err(TicksError::NotFound(Problem { why: "gone".to_owned() }).into()),
    })
    .await;
    let mut ticks = both.client.ticks().await.unwrap();
    assert!(ticks.next().await.unwrap().is_some() && ticks.next().await.unwrap().is_some());
    assert_eq!(ticks.next().await.unwrap_err().status(), Some(404));
    assert_eq!(both.ids().len(), 2);
    // At the beginning it is the documented error.
    let error = both.client.ticks().await.unwrap_err();
    assert_eq!(error.api(), Some(&TicksError::NotFound(Problem { why: "gone".to_owned() })));
}

#[tokio::test]
async fn what_changes_something_is_not_asked_for_again() {
    let both = both(nothing).await;
    let chat = |why: &str| both.client.chat(&Problem { why: why.to_owned() });
    assert_eq!(chat("").await.unwrap(), tick(12));
    let mut bits = chat("").events().await.unwrap();
    assert_eq!(numbers(&mut bits).await, [1, 2]);
    let mut bits = chat("break").events().await.unwrap();
    assert!(bits.next().await.unwrap().is_some() && bits.next().await.unwrap().is_some());
    let error = bits.next().await.unwrap_err();
    assert!(error.is_broken(), "{error:?}");
    assert_eq!(both.ids().len(), 3);
}

/// Answers everything with one body.
async fn stubborn(content_type: &'static str, body: &'static str, validate: bool) -> Client {
    let answer = move || async move { ([("content-type", content_type)], body) };
    let url = serve(axum::Router::new().fallback(answer)).await;
    Client::with_transport(Transport::builder(&url).validate_responses(validate).build().unwrap())
}

#[tokio::test]
async fn json_ends_where_it_says_so() {
    let body = "data: {\"number\":1}\n\ndata: [DONE]\n\ndata: {\"number\":2}\n\n";
    let client = stubborn("text/event-stream; charset=utf-8", body, false).await;
    assert_eq!(numbers(&mut client.ticks().await.unwrap()).await, [1]);
}

#[tokio::test]
async fn data_is_held_against_the_contract() {
    let body = "data: {\"number\":0}\n\ndata: {\"number\":\"marker\"}\n\ndata: {\"number\":3}\n\ndata: {\"number\":4}";
    let client = stubborn("text/event-stream", body, false).await;
    let mut ticks = client.ticks().await.unwrap();
    assert_eq!(ticks.next().await.unwrap().unwrap().data.number, 0);
    let error = ticks.next().await.unwrap_err();
    assert_eq!((error.violations()[0].pointer.as_str(), error.is_broken()), ("/number", false));
    assert!(!format!("{error} {error:?}").contains("marker"));
    // One that is wrong does not keep the others from coming; one that does not end is dropped.
    assert_eq!(numbers(&mut ticks).await, [3]);

    let client = stubborn("text/event-stream", body, true).await;
    let mut ticks = client.ticks().await.unwrap();
    let error = ticks.next().await.unwrap_err();
    assert_eq!((error.violations()[0].pointer.as_str(), error.violations()[0].rule), ("/number", "minimum"));
    assert!(ticks.next().await.is_err());
    assert_eq!(numbers(&mut ticks).await, [3]);
}

#[tokio::test]
async fn what_is_no_event_stream_is_not_read_as_one() {
    let client = stubborn("text/html", "data: {\"number\":1}\n\n", false).await;
    assert!(matches!(client.ticks().await, Err(Error::Decode(..))));
}

#[tokio::test]
async fn the_timeout_is_for_the_head() {
    // Twice as many events as the timeout has time for.
    let both = both(|_, _| {
        let ticks = (1..=12).map(|number| Ok(Event::new(tick(number))));
        Ok(Events::fallible(Given::new(ticks.collect())))
    })
    .await;
    assert_eq!(numbers(&mut both.client.ticks().await.unwrap()).await.len(), 12);
}
