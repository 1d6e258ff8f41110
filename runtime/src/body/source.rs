//! Where the bytes of a stream come from.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::{Body, BodyError};

/// Gives a body chunk by chunk. Nothing is asked of it after its end or an error.
pub(crate) trait Source: Send {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>>;
}

/// The next chunk that is not empty, held against the size that was said.
pub(super) fn poll(
    source: &mut Mutex<Box<dyn Source>>,
    left: &mut Option<u64>,
    context: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, BodyError>>> {
    let source = source.get_mut().unwrap_or_else(PoisonError::into_inner);
    loop {
        let next = ready!(source.poll_chunk(context));
        match (&next, left.as_mut()) {
            (Some(Ok(chunk)), _) if chunk.is_empty() => continue,
            (Some(Ok(chunk)), Some(left)) => match left.checked_sub(chunk.len() as u64) {
                Some(rest) => *left = rest,
                None => return Poll::Ready(Some(Err(BodyError::size()))),
            },
            (None, Some(1..)) => return Poll::Ready(Some(Err(BodyError::size()))),
            _ => {}
        }
        return Poll::Ready(next);
    }
}

/// A stream that somebody else made.
pub(super) struct Foreign<S>(pub(super) Pin<Box<S>>);

impl<S, B, E> Source for Foreign<S>
where
    S: futures_core::Stream<Item = Result<B, E>> + Send,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|chunk| match chunk {
            Ok(chunk) => Ok(chunk.into()),
            Err(error) => Err(BodyError::source(error.into())),
        }))
    }
}

/// A body of which the first chunk was looked at.
#[cfg(feature = "server")]
pub(super) struct Led {
    pub(super) first: Option<Bytes>,
    pub(super) rest: Body,
}

#[cfg(feature = "server")]
impl Source for Led {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(first))),
            None => self.rest.poll_chunk(context),
        }
    }
}

/// A body that can be taken once by all who share it.
#[cfg(feature = "client")]
#[derive(Clone)]
pub(crate) struct Once(std::sync::Arc<Mutex<Option<Body>>>);

#[cfg(feature = "client")]
impl Once {
    pub(crate) fn new(body: Body) -> Self {
        Self(std::sync::Arc::new(Mutex::new(Some(body))))
    }

    /// The body, unless it was taken before.
    pub(crate) fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn is_taken(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
