//! JSON line by line (`application/jsonl` and its like), and JSON text sequences (`application/json-seq`).

mod error;
#[cfg(any(feature = "client", feature = "server"))]
mod read;
#[cfg(any(feature = "client", feature = "server"))]
mod write;

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

pub use error::LineError;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use read::Reading;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use write::body;

/// How items stand one behind the other.
#[cfg(any(feature = "client", feature = "server"))]
#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// Each in a line.
    Lines,
    /// Each behind a record separator (RFC 7464).
    Sequence,
}

#[cfg(any(feature = "client", feature = "server"))]
impl Framing {
    fn of(media_type: &str) -> Self {
        match crate::media::essence(media_type).as_str() {
            "application/json-seq" => Self::Sequence,
            _ => Self::Lines,
        }
    }
}

/// Gives items one by one. Nothing is asked of it after its end.
pub(crate) trait Source<T>: Send {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>>;
}

/// Items in JSON that come one by one, in an answer or a request. `Debug` shows nothing of them.
///
/// They are read with [`JsonLines::next`] or as the `Stream` that they are, and made of a stream or a `Vec`.
pub struct JsonLines<T> {
    // A lock that is never taken, since `poll_next` has it to itself: it makes lines something that can be shared.
    source: Mutex<Option<Box<dyn Source<T>>>>,
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}

impl<T> JsonLines<T> {
    /// The next item; nothing where there are no more.
    ///
    /// # Errors
    /// A line that is not of the contract's form: there may be more after that. A body that broke off or is too large:
    /// there are none then.
    pub async fn next(&mut self) -> Result<Option<T>, LineError> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    pub(crate) fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>> {
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = source else { return Poll::Ready(None) };
        let next = std::task::ready!(open.poll_item(context));
        let is_last = |error: &LineError| error.body().is_some();
        if next.as_ref().is_none_or(|next| next.as_ref().is_err_and(is_last)) {
            *source = None;
        }
        Poll::Ready(next)
    }

    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn from_source(source: impl Source<T> + 'static) -> Self {
        Self { source: Mutex::new(Some(Box::new(source))) }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl<T: Send + 'static> JsonLines<T> {
    /// Items that are made while they are sent: no more of `stream` is asked for than the connection takes.
    pub fn new<S>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = T> + Send + 'static,
    {
        Self::from_source(Certain(Box::pin(stream)))
    }

    /// As [`JsonLines::new`], of a stream that may fail, which breaks the request or the answer off.
    pub fn fallible<S, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::from_source(Fallible(Box::pin(stream)))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl<T: Send + 'static> From<Vec<T>> for JsonLines<T> {
    fn from(items: Vec<T>) -> Self {
        Self::from_source(Listed(items.into_iter()))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl<T> futures_core::Stream for JsonLines<T> {
    type Item = Result<T, LineError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

#[cfg(any(feature = "client", feature = "server"))]
struct Listed<T>(std::vec::IntoIter<T>);

#[cfg(any(feature = "client", feature = "server"))]
impl<T: Send> Source<T> for Listed<T> {
    fn poll_item(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
struct Certain<S>(std::pin::Pin<Box<S>>);

#[cfg(any(feature = "client", feature = "server"))]
impl<T, S: futures_core::Stream<Item = T> + Send> Source<T> for Certain<S> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>> {
        self.0.as_mut().poll_next(context).map(|next| next.map(Ok))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
struct Fallible<S>(std::pin::Pin<Box<S>>);

#[cfg(any(feature = "client", feature = "server"))]
impl<T, S, E> Source<T> for Fallible<S>
where
    S: futures_core::Stream<Item = Result<T, E>> + Send,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>> {
        let next = self.0.as_mut().poll_next(context);
        let failed = |error: E| crate::body::BodyError::source(error.into()).into();
        next.map(|next| next.map(|item| item.map_err(failed)))
    }
}
