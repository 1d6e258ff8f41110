//! Events of an answer.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::parse::Parser;
use super::{Event, EventError, Source, is_text};
use crate::body::Body;
use crate::schema::Schema;
use crate::strict::strictly;

/// What several vendors send at the end of a stream of JSON.
const DONE: &str = "[DONE]";
/// How often a lost connection is made again before another event comes.
const ATTEMPTS: u32 = 5;
/// How long to wait before that, unless the server says so.
const DELAY: Duration = Duration::from_secs(1);
/// The longest that is waited.
const LONGEST: Duration = Duration::from_secs(300);

/// Asks for the events after the last one that came.
pub(crate) trait Again: Send {
    fn again(&self, last_id: Option<&str>, delay: Duration) -> Pin<Box<dyn Future<Output = Opened> + Send>>;
}

/// What comes of asking again.
pub(crate) enum Opened {
    Going(Body),
    /// The server has no more.
    Ended,
    /// Another attempt may go better, unless this is `lasting`.
    Failed {
        error: EventError,
        lasting: bool,
    },
}

/// The events of an answer, and of those that follow it where it breaks off.
pub(crate) struct Reading<T> {
    state: State,
    parser: Parser,
    schema: &'static Schema,
    strict: bool,
    again: Option<Box<dyn Again>>,
    attempts: u32,
    delay: Duration,
    /// Attempts since the last event.
    tried: u32,
    data: PhantomData<fn() -> T>,
}

enum State {
    Open(Body),
    Waiting(Pin<Box<dyn Future<Output = Opened> + Send>>),
}

impl<T> Reading<T> {
    /// Reads `body`; what data is, `schema` says, which a `strict` reader takes by the letter.
    pub(crate) fn new(
        body: Body,
        schema: &'static Schema,
        strict: bool,
        again: Option<Box<dyn Again>>,
    ) -> Self {
        let parser = Parser::new(body.limit());
        let (attempts, delay) = (ATTEMPTS, DELAY);
        Self {
            state: State::Open(body),
            parser,
            schema,
            strict,
            again,
            attempts,
            delay,
            tried: 0,
            data: PhantomData,
        }
    }

    /// Asks for what is missing, unless that was done often enough.
    fn resume(&mut self, error: EventError) -> Result<(), EventError> {
        let Some(again) = self.again.as_ref().filter(|_| self.tried < self.attempts) else {
            return Err(error);
        };
        let delay = self.parser.delay.unwrap_or(self.delay);
        let delay = delay.saturating_mul(2_u32.saturating_pow(self.tried)).min(LONGEST.max(delay));
        self.tried += 1;
        self.state = State::Waiting(again.again(self.parser.last_id(), delay));
        Ok(())
    }
}

impl<T: DeserializeOwned> Reading<T> {
    fn read(&self, event: Event<String>) -> Result<Event<T>, EventError> {
        let Event { event, data, id, retry } = event;
        let json = match is_text(self.schema) {
            true => serde_json::to_vec(&data).unwrap_or_default(),
            false => data.into_bytes(),
        };
        let read = || crate::decode_leniently(&json, self.schema);
        let data = if self.strict { strictly(read) } else { read() };
        Ok(Event { event, data: data.map_err(EventError::data)?, id, retry })
    }
}

impl<T: DeserializeOwned> Source<T> for Reading<T> {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, EventError>>> {
        loop {
            if let Some(event) = self.parser.next() {
                self.tried = 0;
                let is_done = !is_text(self.schema) && event.data.trim() == DONE;
                return Poll::Ready((!is_done).then(|| self.read(event)));
            }
            let lost = match &mut self.state {
                State::Open(body) => match ready!(body.poll_chunk(context)) {
                    None => return Poll::Ready(None),
                    Some(Ok(chunk)) => match self.parser.feed(&chunk) {
                        Ok(()) => continue,
                        Err(error) => return Poll::Ready(Some(Err(EventError::too_large(error)))),
                    },
                    Some(Err(error)) => EventError::broken(error),
                },
                State::Waiting(opened) => match ready!(opened.as_mut().poll(context)) {
                    Opened::Going(body) => {
                        self.parser.restart();
                        self.state = State::Open(body);
                        continue;
                    }
                    Opened::Ended => return Poll::Ready(None),
                    Opened::Failed { error, lasting: true } => return Poll::Ready(Some(Err(error))),
                    Opened::Failed { error, .. } => error,
                },
            };
            if let Err(error) = self.resume(lost) {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn reconnect(&mut self, attempts: u32, delay: Duration) {
        self.attempts = attempts;
        self.delay = delay;
    }
}
