//! Reading the lines of an event stream, wherever its chunks end.

use std::collections::VecDeque;
use std::time::Duration;

use super::Event;

/// Puts events together. What it was given last may be incomplete; an event that never ends is dropped.
pub(super) struct Parser {
    /// A byte order mark may still come.
    begins: bool,
    /// The last byte was a carriage return, to which a line feed may belong.
    after_return: bool,
    line: Vec<u8>,
    event: String,
    data: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    found: VecDeque<Event<String>>,
    /// How long `retry` asked to wait last.
    pub(super) delay: Option<Duration>,
    limit: usize,
}

/// An event has more bytes than are taken.
#[derive(Debug)]
pub(super) struct TooLarge;

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event is larger than what the transport takes of an answer")
    }
}

impl std::error::Error for TooLarge {}

impl Parser {
    /// One that takes no event of more than `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            begins: true,
            after_return: false,
            line: Vec::new(),
            event: String::new(),
            data: None,
            id: None,
            retry: None,
            found: VecDeque::new(),
            delay: None,
            limit,
        }
    }

    /// What was said last can be told by this.
    pub(super) fn last_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// A new connection: what is incomplete is dropped, what was learnt is kept.
    pub(super) fn restart(&mut self) {
        let (id, delay) = (self.id.take(), self.delay);
        *self = Self { id, delay, ..Self::new(self.limit) };
    }

    pub(super) fn next(&mut self) -> Option<Event<String>> {
        self.found.pop_front()
    }

    pub(super) fn feed(&mut self, mut chunk: &[u8]) -> Result<(), TooLarge> {
        while !chunk.is_empty() {
            if std::mem::take(&mut self.after_return)
                && let Some(rest) = chunk.strip_prefix(b"\n")
            {
                chunk = rest;
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let text = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            if self.line.len() + text.len() + self.data.as_ref().map_or(0, String::len) > self.limit {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(text);
            let Some(end) = end else { return Ok(()) };
            self.after_return = chunk.get(end) == Some(&b'\r');
            chunk = chunk.get(end + 1..).unwrap_or_default();
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        Ok(())
    }

    fn take_line(&mut self, line: &[u8]) {
        let begins = std::mem::take(&mut self.begins);
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).filter(|_| begins).unwrap_or(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                // More milliseconds than can be counted are as many as can be.
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)));
                self.delay = self.retry;
            }
            // A comment has no name; what else there is says nothing.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let (event, retry) = (std::mem::take(&mut self.event), self.retry.take());
        if let Some(data) = self.data.take() {
            let event = Some(event).filter(|event| !event.is_empty());
            let id = self.id.clone().filter(|id| !id.is_empty());
            self.found.push_back(Event { event, data, id, retry });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever chunks it comes in.
    fn read(stream: &[u8]) -> Vec<Event<String>> {
        let all = events(&[stream]);
        for at in 0..=stream.len() {
            assert_eq!(events(&[&stream[..at], &stream[at..]]), all, "cut at {at}");
        }
        let bytes: Vec<&[u8]> = stream.chunks(1).collect();
        assert_eq!(events(&bytes), all);
        all
    }

    fn events(chunks: &[&[u8]]) -> Vec<Event<String>> {
        let mut parser = Parser::new(1000);
        for chunk in chunks {
            assert!(parser.feed(chunk).is_ok());
        }
        std::iter::from_fn(|| parser.next()).collect()
    }

    fn message(data: &str) -> Event<String> {
        Event::new(data.to_owned())
    }

    #[test]
    fn lines_end_in_three_ways() {
        for stream in ["data: a\ndata: b\n\ndata: c\n\n", "data: a\rdata: b\r\rdata: c\r\r"] {
            assert_eq!(read(stream.as_bytes()), [message("a\nb"), message("c")]);
        }
        let mixed = "data: a\r\ndata: b\r\n\r\ndata: c\n\r\n";
        assert_eq!(read(mixed.as_bytes()), [message("a\nb"), message("c")]);
    }

    #[test]
    fn fields_are_read_as_the_standard_has_it() {
        assert_eq!(
            read(b"data:a\n\ndata:  b\n\ndata\n\ndata:\ndata\n\n"),
            ["a", " b", "", "\n"].map(message)
        );
        assert_eq!(read(b": comment\n:\ndata: a\nother: x\nDATA: y\n data: z\n\n"), [message("a")]);
        assert_eq!(read("data: \u{e6}\u{1f600}:\n\n".as_bytes()), [message("\u{e6}\u{1f600}:")]);
        assert_eq!(read(b"data: \xff\n\n"), [message("\u{fffd}")]);
        assert_eq!(
            read(b"event: add\ndata: a\n\nevent: other\n\ndata: b\n\n"),
            [message("a").event("add"), message("b")]
        );
    }

    #[test]
    fn a_byte_order_mark_begins_a_stream_only() {
        assert_eq!(read("\u{feff}data: a\n\n\u{feff}data: b\n\n".as_bytes()), [message("a")]);
        assert_eq!(read("\u{feff}\u{feff}data: a\n\n".as_bytes()), []);
    }

    #[test]
    fn an_event_that_does_not_end_is_dropped() {
        assert_eq!(read(b"data: a\n\ndata: b\n"), [message("a")]);
        assert_eq!(read(b"data: a\n\ndata: b"), [message("a")]);
    }

    #[test]
    fn an_id_stays_and_has_no_zero_byte() {
        let found = read(b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n");
        let expected = [message("a").id("1"), message("b").id("1"), message("c").id("1"), message("d")];
        assert_eq!(found, expected);
        // One without data is learnt, and no event.
        assert_eq!(read(b"id: 7\n\ndata: a\n\n"), [message("a").id("7")]);
    }

    #[test]
    fn retry_is_digits() {
        let mut parser = Parser::new(100);
        for (text, delay) in
            [("retry: 20", 20), ("retry: 1s", 20), ("retry: -5", 20), ("retry:", 20), ("retry: 0", 0)]
        {
            assert!(parser.feed(format!("{text}\n\n").as_bytes()).is_ok());
            assert_eq!(parser.delay, Some(Duration::from_millis(delay)), "{text}");
        }
        assert_eq!(read(b"retry: 5\ndata: a\n\n"), [message("a").retry(Duration::from_millis(5))]);
    }

    #[test]
    fn an_event_has_its_limit() {
        let mut parser = Parser::new(10);
        assert!(parser.feed(b"data: 123\n\ndata: 456\n\n").is_ok());
        assert!(parser.feed(b"data: 12345").is_err());
        let mut parser = Parser::new(10);
        assert!(parser.feed(b"data: 123\ndata: 456\ndata: 789\n").is_err());
    }
}
