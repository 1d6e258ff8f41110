//! Server-sent events (`text/event-stream`), as the HTML standard has them.

mod error;
#[cfg(feature = "client")]
mod parse;
#[cfg(feature = "client")]
mod read;
#[cfg(feature = "server")]
mod write;

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

#[cfg(any(feature = "client", feature = "server"))]
use crate::check::shape;
#[cfg(any(feature = "client", feature = "server"))]
use crate::schema::{Literal, Schema, Shape};

pub use error::EventError;
#[cfg(feature = "client")]
pub(crate) use read::{Again, Opened, Reading};
#[cfg(feature = "server")]
pub(crate) use write::body;

/// The media type of server-sent events.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) const EVENT_STREAM: &str = "text/event-stream";

/// Whether the data of events is text, and not JSON: where the contract says that it is a string.
#[cfg(any(feature = "client", feature = "server"))]
fn is_text(schema: &'static Schema) -> bool {
    let is_string = |literal: &Literal| matches!(literal, Literal::String(_));
    !schema.nullable
        && match shape(schema) {
            Shape::String | Shape::Typed(_) | Shape::DateTime(_) => true,
            Shape::Enum(literals) => literals.iter().all(is_string),
            _ => false,
        }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Event<T> {
    /// What kind of event it is; `message` where nothing is said.
    pub event: Option<String>,
    /// What it says.
    pub data: T,
    /// What it can be told by: who lost the connection is given what came after it (`Last-Event-ID`). One that says
    /// nothing has that of the event before it.
    pub id: Option<String>,
    /// How long to wait from now on before a lost connection is made again.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// An event that says no more than this.
    #[must_use]
    pub fn new(data: T) -> Self {
        Self { event: None, data, id: None, retry: None }
    }

    /// The same of a kind.
    #[must_use]
    pub fn event(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// The same with something that it can be told by.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The same, saying how long to wait before a lost connection is made again. It is sent in milliseconds.
    #[must_use]
    pub fn retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }
}

/// Gives events one by one. Nothing is asked of it after its end.
pub(crate) trait Source<T>: Send {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, EventError>>>;

    /// How often a lost connection is made again, and how long to wait before that, where it can be.
    fn reconnect(&mut self, attempts: u32, delay: Duration) {
        let _ = (attempts, delay);
    }
}

/// Events as they come: what a client is given, and what a handler gives. `Debug` shows nothing of them.
///
/// A client reads them with [`Events::next`], or as the `Stream` that they are. An answer to `GET` that breaks off is
/// asked for again, from the event after the last one that came (`Last-Event-ID`); see [`Events::reconnect`].
pub struct Events<T> {
    // A lock that is never taken, since `poll_next` has it to itself: it makes events something that can be shared.
    source: Mutex<Option<Box<dyn Source<T>>>>,
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}

/// Reading them.
impl<T> Events<T> {
    /// The next event; nothing where there are no more.
    ///
    /// # Errors
    /// Data that is not of the contract's form: there may be more events after that. A connection that broke, and could
    /// not be made again: there are none then.
    pub async fn next(&mut self) -> Result<Option<Event<T>>, EventError> {
        poll_fn(|context| self.poll_event(context)).await.transpose()
    }

    /// The same events, which are asked for again at most `attempts` times before another event comes, `delay` after the
    /// connection broke, and twice as long after every attempt; what the server says of `retry` goes before that. A
    /// client that says nothing else tries five times, after a second at first. Only an answer to `GET` can be asked
    /// for again.
    #[must_use]
    pub fn reconnect(mut self, attempts: u32, delay: Duration) -> Self {
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = source {
            source.reconnect(attempts, delay);
        }
        self
    }

    pub(crate) fn poll_event(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Event<T>, EventError>>> {
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = source else { return Poll::Ready(None) };
        let next = std::task::ready!(open.poll_event(context));
        if next.as_ref().is_none_or(|next| next.as_ref().is_err_and(EventError::is_last)) {
            *source = None;
        }
        Poll::Ready(next)
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl<T> Events<T> {
    /// Events that are made while they are sent: no more of `stream` is asked for than the connection takes. Where
    /// nothing comes for 15 seconds, a comment is sent, so that nobody on the way takes the connection for dead.
    pub fn new<S>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Event<T>> + Send + 'static,
        T: 'static,
    {
        Self::from_source(Certain(Box::pin(stream)))
    }

    /// As [`Events::new`], of a stream that may fail, which breaks the answer off.
    pub fn fallible<S, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<Event<T>, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
        T: 'static,
    {
        Self::from_source(Fallible(Box::pin(stream)))
    }

    pub(crate) fn from_source(source: impl Source<T> + 'static) -> Self {
        Self { source: Mutex::new(Some(Box::new(source))) }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl<T> futures_core::Stream for Events<T> {
    type Item = Result<Event<T>, EventError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

#[cfg(any(feature = "client", feature = "server"))]
struct Certain<S>(std::pin::Pin<Box<S>>);

#[cfg(any(feature = "client", feature = "server"))]
impl<T, S: futures_core::Stream<Item = Event<T>> + Send> Source<T> for Certain<S> {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, EventError>>> {
        self.0.as_mut().poll_next(context).map(|next| next.map(Ok))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
struct Fallible<S>(std::pin::Pin<Box<S>>);

#[cfg(any(feature = "client", feature = "server"))]
impl<T, S, E> Source<T> for Fallible<S>
where
    S: futures_core::Stream<Item = Result<Event<T>, E>> + Send,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, EventError>>> {
        let next = self.0.as_mut().poll_next(context);
        next.map(|next| next.map(|event| event.map_err(|error| EventError::source(error.into()))))
    }
}
