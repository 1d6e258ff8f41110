//! Events as they are sent.

use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, Sleep, sleep};

use super::{Event, Events, is_text};
use crate::body::{self, Body, BodyError};
use crate::schema::Schema;

/// How long nothing is sent before a comment says that somebody is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const COMMENT: &str = ":\n\n";

/// The body that sends events as they come; `schema` says whether their data is JSON or text.
pub(crate) fn body<T: Serialize + 'static>(events: Events<T>, schema: &'static Schema) -> Body {
    Body::from_source(Sending { events, text: is_text(schema), pause: None }, None, body::USUAL_LIMIT)
}

struct Sending<T> {
    events: Events<T>,
    text: bool,
    /// Until the next comment.
    pause: Option<Pin<Box<Sleep>>>,
}

impl<T: Serialize> body::Source for Sending<T> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Poll::Ready(next) = self.events.poll_event(context) {
            if let Some(pause) = &mut self.pause {
                pause.as_mut().reset(Instant::now() + KEEP_ALIVE);
            }
            return Poll::Ready(next.map(|event| match event {
                Ok(event) => {
                    written(&event, self.text).map(Bytes::from).map_err(|why| BodyError::source(why.into()))
                }
                Err(error) => Err(BodyError::source(error.into())),
            }));
        }
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(KEEP_ALIVE)));
        std::task::ready!(pause.as_mut().poll(context));
        pause.as_mut().reset(Instant::now() + KEEP_ALIVE);
        Poll::Ready(Some(Ok(Bytes::from_static(COMMENT.as_bytes()))))
    }
}

/// An event in the lines of the HTML standard, or why it cannot be written. Whatever ends a line in data is a line feed
/// for who reads it.
fn written<T: Serialize>(event: &Event<T>, text: bool) -> Result<String, &'static str> {
    let breaks = |text: &String| text.contains(['\r', '\n']);
    if event.event.as_ref().is_some_and(breaks) {
        return Err("the kind of an event has more than one line");
    }
    if event.id.as_ref().is_some_and(|id| breaks(id) || id.contains('\0')) {
        return Err("the id of an event has more than one line, or a zero byte");
    }
    let data = match serde_json::to_value(&event.data) {
        Ok(Value::String(data)) if text => data,
        Ok(_) if text => return Err("the data of an event is no text"),
        _ => serde_json::to_string(&event.data).map_err(|_| "the data of an event has no JSON form")?,
    };
    let mut lines = String::new();
    if let Some(event) = &event.event {
        let _ = writeln!(lines, "event: {event}");
    }
    if let Some(id) = &event.id {
        let _ = writeln!(lines, "id: {id}");
    }
    if let Some(retry) = event.retry {
        let _ = writeln!(lines, "retry: {}", retry.as_millis());
    }
    for line in data.replace("\r\n", "\n").split(['\r', '\n']) {
        let _ = writeln!(lines, "data: {line}");
    }
    lines.push('\n');
    Ok(lines)
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;
    use crate::events::parse::Parser;

    fn round<T: Serialize>(event: &Event<T>, text: bool) -> Event<String> {
        let mut parser = Parser::new(10_000);
        let written = written(event, text).unwrap_or_default();
        assert!(parser.feed(written.as_bytes()).is_ok());
        let read = parser.next();
        assert!(read.is_some() && parser.next().is_none(), "{written:?}");
        read.unwrap_or_default()
    }

    #[test]
    fn what_is_written_is_read() {
        let texts = [
            "",
            " ",
            "a",
            " a",
            "a\nb",
            "\n",
            "\n\n",
            "a\n",
            ":a",
            "data: a",
            "\u{feff}",
            "æ\u{2028}b",
            "{\n}\n",
        ];
        for text in texts {
            let retry = Duration::from_millis(1500);
            let event = Event::new(text.to_owned()).event("add").id("7 : x").retry(retry);
            assert_eq!(round(&event, true), event);
            let json = round(&event, false).data;
            assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(text));
        }
        assert_eq!(round(&Event::new("a\r\nb\rc".to_owned()), true).data, "a\nb\nc");
    }

    /// Events that never come.
    struct Silent;

    impl futures_core::Stream for Silent {
        type Item = Event<i32>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Event<i32>>> {
            Poll::Pending
        }
    }

    #[tokio::test(start_paused = true)]
    async fn silence_has_comments_in_it() {
        let mut body = body(Events::new(Silent), &crate::schema::INT32);
        let begin = Instant::now();
        for number in 1..4 {
            let chunk = body.chunk().await.ok().flatten();
            assert_eq!(chunk.as_deref(), Some(COMMENT.as_bytes()));
            assert_eq!(begin.elapsed().as_secs(), 15 * number);
        }
    }

    #[test]
    fn what_would_end_a_line_is_not_written() {
        for event in [Event::new(1).event("a\nb"), Event::new(1).id("a\rb"), Event::new(1).id("a\0b")] {
            assert!(written(&event, false).is_err());
        }
        assert!(written(&Event::new(1), true).is_err());
    }
}
