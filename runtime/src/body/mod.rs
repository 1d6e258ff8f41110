//! Bodies of any size: as bytes, or as a stream of them.

mod error;
#[cfg(any(feature = "client", feature = "server"))]
mod source;
#[cfg(any(feature = "client", feature = "server"))]
mod wire;

use std::fmt;
use std::future::poll_fn;
#[cfg(any(feature = "client", feature = "server"))]
use std::sync::Mutex;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

pub use error::BodyError;
#[cfg(feature = "client")]
pub(crate) use source::Once;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use source::Source;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use wire::{Frames, Outgoing};

/// How many bytes [`Body::bytes`] takes of a stream for which nothing else was said: 64 MiB.
pub(crate) const USUAL_LIMIT: usize = 64 << 20;

/// The body of a request or an answer that is taken as it comes: bytes, or a stream of them that is never held as a
/// whole.
///
/// It is made of bytes or text by `From`, and of a stream by [`Body::stream`]; it is read with [`Body::bytes`], chunk by
/// chunk with [`Body::chunk`], or as the `Stream` that it is. `Debug` shows nothing of its content.
pub struct Body {
    held: Held,
    /// How many bytes `bytes` takes.
    limit: usize,
    /// It is that of a request that a server reads.
    #[cfg(feature = "server")]
    of_request: bool,
}

enum Held {
    Whole(Bytes),
    #[cfg(any(feature = "client", feature = "server"))]
    Stream {
        // A lock that is never taken, since `poll_next` has it to itself: it makes a body one that can be shared.
        source: Mutex<Box<dyn Source>>,
        /// How many bytes are still to come, where that was said.
        left: Option<u64>,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size() {
            Some(size) => write!(f, "Body({size} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::held(Held::Whole(bytes), USUAL_LIMIT)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        text.as_bytes().into()
    }
}

/// Reading one.
impl Body {
    fn held(held: Held, limit: usize) -> Self {
        Self {
            held,
            limit,
            #[cfg(feature = "server")]
            of_request: false,
        }
    }

    /// How many bytes are still to come, where that is known: of bytes, of a stream that was made with its
    /// [size](Body::sized), and of what comes with `Content-Length`.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match &self.held {
            Held::Whole(bytes) => Some(bytes.len() as u64),
            #[cfg(any(feature = "client", feature = "server"))]
            Held::Stream { left, .. } => *left,
        }
    }

    /// The next bytes; nothing where there are no more. After an error there are none.
    ///
    /// # Errors
    /// As [`Body::bytes`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|context| self.poll_chunk(context)).await.transpose()
    }

    /// All that is left, as long as it is no more than the usual: what the transport takes of an answer, what the route
    /// takes of a request, 64 MiB of other streams. What is bytes already is given whatever its size.
    ///
    /// # Errors
    /// More than that, a connection that broke, or the error of the stream that the body is made of.
    pub async fn bytes(self) -> Result<Bytes, BodyError> {
        let limit = self.limit;
        self.bytes_within(limit).await
    }

    /// As [`Body::bytes`], as long as it is no more than `limit` bytes.
    ///
    /// # Errors
    /// As [`Body::bytes`].
    pub async fn bytes_within(mut self, limit: usize) -> Result<Bytes, BodyError> {
        if let Some(bytes) = self.whole() {
            return Ok(bytes.clone());
        }
        let Some(first) = self.chunk().await? else { return Ok(Bytes::new()) };
        let mut size = first.len();
        let mut all: Option<BytesMut> = None;
        while size <= limit {
            let Some(chunk) = self.chunk().await? else {
                return Ok(all.map_or(first, BytesMut::freeze));
            };
            size = size.saturating_add(chunk.len());
            all.get_or_insert_with(|| BytesMut::from(first.as_ref())).extend_from_slice(&chunk);
        }
        Err(self.marked(BodyError::too_large(limit)))
    }

    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let _ = &context;
        match &mut self.held {
            Held::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
            }
            #[cfg(any(feature = "client", feature = "server"))]
            Held::Stream { source, left } => {
                let next = std::task::ready!(source::poll(source, left, context));
                if !matches!(next, Some(Ok(_))) {
                    self.held = Held::Whole(Bytes::new());
                }
                Poll::Ready(next.map(|chunk| chunk.map_err(|error| self.marked(error))))
            }
        }
    }

    fn marked(&self, error: BodyError) -> BodyError {
        #[cfg(feature = "server")]
        if self.of_request {
            return error.of_request();
        }
        error
    }

    /// The bytes, where it is no stream.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match &self.held {
            Held::Whole(bytes) => Some(bytes),
            #[cfg(any(feature = "client", feature = "server"))]
            Held::Stream { .. } => None,
        }
    }
}

/// Streams.
#[cfg(any(feature = "client", feature = "server"))]
impl Body {
    /// A body that is made while it is sent: no more of `stream` is asked for than the connection takes. An error of it
    /// breaks the request or the answer off, so that the other end does not take what came for the whole.
    ///
    /// ```
    /// # use std::pin::Pin;
    /// # use std::task::{Context, Poll};
    /// use kontrakt::reexport::futures_core::Stream;
    ///
    /// /// A stream of a thousand lines.
    /// struct Lines(u32);
    ///
    /// impl Stream for Lines {
    ///     type Item = Result<String, std::io::Error>;
    ///
    ///     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
    ///         self.0 += 1;
    ///         let line = self.0;
    ///         Poll::Ready((line <= 1000).then(|| Ok(format!("{line}\n"))))
    ///     }
    /// }
    ///
    /// let body = kontrakt::Body::stream(Lines(0));
    /// assert_eq!(body.size(), None);
    /// ```
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::from_source(source::Foreign(Box::pin(stream)), None, USUAL_LIMIT)
    }

    /// As [`Body::stream`], of which it is known how many bytes come: it is sent with `Content-Length`. A stream that
    /// gives another number of bytes fails.
    pub fn sized<S, B, E>(size: u64, stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::from_source(source::Foreign(Box::pin(stream)), Some(size), USUAL_LIMIT)
    }

    /// How many bytes [`Body::bytes`] takes.
    #[cfg(feature = "client")]
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// What a source gives; `limit` is what [`Body::bytes`] takes of it.
    pub(crate) fn from_source(source: impl Source + 'static, size: Option<u64>, limit: usize) -> Self {
        Self::held(Held::Stream { source: Mutex::new(Box::new(source)), left: size }, limit)
    }
}

/// Bodies of requests.
#[cfg(feature = "server")]
impl Body {
    /// The same, as that of a request that a server reads.
    pub(crate) fn of_request(self) -> Self {
        Self { of_request: true, ..self }
    }

    /// Whether it is that of a request that a server reads.
    pub(crate) fn is_of_request(&self) -> bool {
        self.of_request
    }

    /// The same, unless there is nothing in it.
    pub(crate) async fn unless_empty(mut self) -> Result<Option<Self>, BodyError> {
        let Some(first) = self.chunk().await? else { return Ok(None) };
        let size = self.size().map(|left| left.saturating_add(first.len() as u64));
        let (limit, of_request) = (self.limit, self.of_request);
        let body = Self::from_source(source::Led { first: Some(first), rest: self }, size, limit);
        Ok(Some(Self { of_request, ..body }))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl futures_core::Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}
