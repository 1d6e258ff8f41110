//! Items of a body.

use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};

use super::{Framing, LineError, Source};
use crate::body::{Body, BodyError};
use crate::violation::{At, Violation};

/// Reads an item, or says what is wrong with it.
type Decode<T> = Box<dyn Fn(&[u8]) -> Result<T, Vec<Violation>> + Send>;

/// The items of a body as they come.
pub(crate) struct Reading<T> {
    body: Body,
    framing: Framing,
    decode: Decode<T>,
    /// What came and was not read yet.
    rest: BytesMut,
    /// How much of `rest` is known to end no item.
    seen: usize,
    ended: bool,
    /// The place of the next item.
    index: usize,
    limit: usize,
}

impl<T> Reading<T> {
    /// The items of `body`, none of which has more than `limit` bytes.
    pub(crate) fn new(
        body: Body,
        media_type: &str,
        limit: usize,
        decode: impl Fn(&[u8]) -> Result<T, Vec<Violation>> + Send + 'static,
    ) -> Self {
        let (framing, decode) = (Framing::of(media_type), Box::new(decode));
        let rest = BytesMut::new();
        Self { body, framing, decode, rest, seen: 0, ended: false, index: 0, limit }
    }

    /// The next item that is whole, which may be empty.
    fn take(&mut self) -> Option<BytesMut> {
        let end = match self.framing {
            Framing::Lines => b'\n',
            Framing::Sequence => 0x1E,
        };
        let unseen = self.rest.get(self.seen..).unwrap_or_default();
        match unseen.iter().position(|byte| *byte == end) {
            Some(at) => {
                let item = self.rest.split_to(self.seen + at);
                self.rest.advance(1);
                self.seen = 0;
                Some(item)
            }
            None if self.ended && !self.rest.is_empty() => {
                self.seen = 0;
                Some(self.rest.split())
            }
            None => {
                self.seen = self.rest.len();
                None
            }
        }
    }

    fn read(&mut self, item: &[u8]) -> Result<T, LineError> {
        let index = self.index;
        self.index += 1;
        (self.decode)(item).map_err(|violations| {
            let place = At::root("").index(index).pointer();
            let at = |found: Violation| Violation { pointer: format!("{place}{}", found.pointer), ..found };
            let error = LineError::data(violations.into_iter().map(at).collect());
            #[cfg(feature = "server")]
            if self.body.is_of_request() {
                return error.of_request();
            }
            error
        })
    }
}

impl<T> Source<T> for Reading<T> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, LineError>>> {
        loop {
            while let Some(item) = self.take() {
                let item = item.trim_ascii();
                if !item.is_empty() {
                    return Poll::Ready(Some(self.read(item)));
                }
            }
            if self.ended {
                return Poll::Ready(None);
            }
            if self.rest.len() > self.limit {
                return Poll::Ready(Some(Err(BodyError::too_large(self.limit).into())));
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(chunk)) => self.rest.extend_from_slice(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => self.ended = true,
            }
        }
    }
}
