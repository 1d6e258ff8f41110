//! Items as they are sent.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use serde::Serialize;

use super::{Framing, JsonLines, LineError};
use crate::body::{self, Body, BodyError};
use crate::violation::Violation;

/// Says what is wrong with an item.
type Check<T> = Box<dyn Fn(&T) -> Vec<Violation> + Send>;

/// The body that sends items as they come, each of which `check` has nothing against.
pub(crate) fn body<T: Serialize + 'static>(
    lines: JsonLines<T>,
    media_type: &str,
    check: impl Fn(&T) -> Vec<Violation> + Send + 'static,
) -> Body {
    let source = Sending { lines, framing: Framing::of(media_type), check: Box::new(check) };
    Body::from_source(source, None, body::USUAL_LIMIT)
}

struct Sending<T> {
    lines: JsonLines<T>,
    framing: Framing,
    check: Check<T>,
}

impl<T: Serialize> Sending<T> {
    fn written(&self, item: &T) -> Result<Bytes, BodyError> {
        let found = (self.check)(item);
        if !found.is_empty() {
            return Err(BodyError::source(LineError::data(found).into()));
        }
        let mut line = match self.framing {
            Framing::Lines => Vec::new(),
            Framing::Sequence => vec![0x1E],
        };
        serde_json::to_writer(&mut line, item)
            .map_err(|_| BodyError::source("an item has no JSON form".into()))?;
        line.push(b'\n');
        Ok(line.into())
    }
}

impl<T: Serialize> body::Source for Sending<T> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = ready!(self.lines.poll_item(context));
        Poll::Ready(next.map(|item| match item {
            Ok(item) => self.written(&item),
            Err(error) => Err(BodyError::source(error.into())),
        }))
    }
}
