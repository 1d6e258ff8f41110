//! Pointer → position: the text is read once more, and only what was asked for is kept.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser};

use super::limits::Format;
use crate::diagnostic::{Part, Pointer};

/// Finds the bytes of each place; for a place that does not exist those of the nearest existing one above it.
pub(super) fn locate(
    text: &str,
    format: Format,
    lines: &Lines,
    places: &[(&Pointer, Part)],
) -> Vec<Range<usize>> {
    let mut wanted = Wanted::default();
    let nodes: Vec<usize> = places.iter().map(|(pointer, _)| wanted.add(pointer)).collect();
    // The top is where it is, even of a text that cannot be read.
    if wanted.nodes.len() > 1 {
        match format {
            Format::Json => scan_json(text, &mut Tracker::new(&mut wanted)),
            Format::Yaml => scan_yaml(text, lines, &mut wanted),
        }
    }
    nodes.iter().zip(places).map(|(node, (_, part))| wanted.range(text, *node, *part)).collect()
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Lines {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(starts).collect())
    }

    /// The line of a byte, from 1, and the byte at which that line begins.
    pub(super) fn line(&self, byte: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= byte);
        (line, self.0.get(line.wrapping_sub(1)).copied().unwrap_or(0))
    }

    /// The byte of a line (from 1) and a column in characters (from 0).
    pub(super) fn byte(&self, text: &str, line: usize, column: usize) -> usize {
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or(text.len()).min(text.len());
        let rest = &text[start..];
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }
}

/// The places that are asked for, as a tree of keys.
#[derive(Default)]
struct Wanted {
    nodes: Vec<Sought>,
}

#[derive(Default)]
struct Sought {
    parent: usize,
    children: HashMap<String, usize>,
    key: Option<Range<usize>>,
    first_key: Option<Range<usize>>,
    value: Option<Range<usize>>,
    container: bool,
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) -> usize {
        if self.nodes.is_empty() {
            self.nodes.push(Sought::default());
        }
        let mut at = 0;
        for segment in pointer.segments() {
            at = match self.nodes[at].children.get(&*segment) {
                Some(child) => *child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Sought { parent: at, ..Sought::default() });
                    self.nodes[at].children.insert(segment.into_owned(), child);
                    child
                }
            };
        }
        at
    }

    /// Of a container only the key is marked, or else its first line: the whole of it would fill the screen.
    fn range(&self, text: &str, mut node: usize, mut part: Part) -> Range<usize> {
        while self.nodes[node].value.is_none() && node != 0 {
            node = self.nodes[node].parent;
            part = Part::Value;
        }
        let sought = &self.nodes[node];
        let range = match (part, &sought.key, &sought.value) {
            (Part::Byte(at), _, _) => at..at,
            (Part::FirstKey, Some(key), _) => sought.first_key.as_ref().unwrap_or(key).clone(),
            (Part::Key, Some(key), _) => key.clone(),
            (_, Some(key), _) if sought.container => key.clone(),
            (_, _, Some(value)) => value.clone(),
            _ => 0..text.len(),
        };
        first_line(text, range)
    }
}

/// The range, ending with its first line.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let end = range.end.clamp(start, text.len());
    match text.get(start..end).and_then(|marked| marked.find('\n').map(|at| marked[..at].trim_end().len())) {
        Some(length) => start..start + length,
        None => start..end,
    }
}

/// Follows a walk over a document and remembers what is wanted.
struct Tracker<'w> {
    wanted: &'w mut Wanted,
    open: Vec<Frame>,
    /// The wanted node that the key just read leads to, and the key's range.
    key: Option<(Option<usize>, Range<usize>)>,
}

struct Frame {
    node: Option<usize>,
    /// The next index of an array; `None` in an object.
    index: Option<usize>,
    start: usize,
}

impl<'w> Tracker<'w> {
    fn new(wanted: &'w mut Wanted) -> Tracker<'w> {
        Tracker { wanted, open: Vec::new(), key: None }
    }

    /// Whether the next scalar is worth decoding if it is a key.
    fn cares(&self) -> bool {
        self.open.last().is_none_or(|frame| frame.node.is_some())
    }

    fn key(&mut self, text: &str, range: Range<usize>) {
        let node = self.open.last().and_then(|frame| frame.node);
        let child = node.and_then(|node| self.wanted.nodes[node].children.get(text).copied());
        self.key = Some((child, range));
    }

    /// The wanted node of the value that begins now.
    fn begin(&mut self) -> Option<usize> {
        let key = self.key.take();
        let Some(frame) = self.open.last_mut() else { return Some(0) };
        match &mut frame.index {
            Some(index) => {
                let at = *index;
                *index += 1;
                let node = frame.node?;
                let children = &self.wanted.nodes[node].children;
                if children.is_empty() { None } else { children.get(&at.to_string()).copied() }
            }
            None => {
                let (child, range) = key?;
                let sought = &mut self.wanted.nodes[child?];
                sought.first_key.get_or_insert_with(|| range.clone());
                sought.key = Some(range);
                child
            }
        }
    }

    fn scalar(&mut self, range: impl FnOnce() -> Range<usize>) {
        if let Some(node) = self.begin() {
            self.wanted.nodes[node].value = Some(range());
        }
    }

    fn open(&mut self, array: bool, start: impl FnOnce() -> usize) {
        let node = self.begin();
        let start = if node.is_some() { start() } else { 0 };
        if let Some(node) = node {
            self.wanted.nodes[node].value = Some(start..start + 1);
        }
        self.open.push(Frame { node, index: array.then_some(0), start });
    }

    fn close(&mut self, end: impl FnOnce() -> usize) {
        let Some(frame) = self.open.pop() else { return };
        if let Some(node) = frame.node {
            let sought = &mut self.wanted.nodes[node];
            sought.value = Some(frame.start..end().max(frame.start));
            sought.container = true;
        }
    }
}

/// Walks a JSON text that is known to be right.
fn scan_json(text: &str, tracker: &mut Tracker<'_>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut expects_key = Vec::new();
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                tracker.open(*byte == b'[', || start);
                expects_key.push(*byte == b'{');
            }
            b'}' | b']' => {
                tracker.close(|| start + 1);
                expects_key.pop();
            }
            b',' => {
                if let Some(expects) = expects_key.last_mut() {
                    *expects = tracker.open.last().is_some_and(|frame| frame.index.is_none());
                }
            }
            b'"' => {
                at = end_of_string(bytes, at);
                if let Some(expects) = expects_key.last_mut().filter(|expects| **expects) {
                    *expects = false;
                    let raw = if tracker.cares() { &text[start..at] } else { "" };
                    let key: std::borrow::Cow<'_, str> = serde_json::from_str(raw).unwrap_or_default();
                    tracker.key(&key, start..at);
                } else {
                    tracker.scalar(|| start..at);
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' | b':' => {}
            _ => {
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
                at = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length.max(1));
                tracker.scalar(|| start..at);
            }
        }
    }
}

/// The byte after the closing quote of a string whose first byte stands at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Walks a YAML text as far as it can be read.
fn scan_yaml(text: &str, lines: &Lines, wanted: &mut Wanted) {
    let byte = |marker: Marker| lines.byte(text, marker.line(), marker.col());
    let mut tracker = Tracker::new(wanted);
    // For each open mapping, whether a key comes next.
    let mut expects_key: Vec<bool> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return };
        let is_key = expects_key.last().copied().unwrap_or(false);
        match event {
            Event::Scalar(value, ..) if is_key => {
                let range = if tracker.cares() { byte(span.start)..byte(span.end) } else { 0..0 };
                tracker.key(&value, range);
            }
            Event::Alias(_) if is_key => tracker.key("", byte(span.start)..byte(span.end)),
            Event::Scalar(..) | Event::Alias(_) => {
                tracker.scalar(|| byte(span.start)..byte(span.end));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let array = matches!(event, Event::SequenceStart(..));
                if is_key {
                    // A collection as key: nothing in it can be pointed at.
                    tracker.open.push(Frame { node: None, index: Some(0), start: 0 });
                } else {
                    tracker.open(array, || byte(span.start));
                }
                expects_key.push(!array);
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                tracker.close(|| byte(span.end));
                expects_key.pop();
            }
            Event::DocumentEnd => return,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => continue,
        }
        if let (Some(expects), Some(Frame { index: None, .. })) =
            (expects_key.last_mut(), tracker.open.last())
        {
            *expects = !*expects;
        }
    }
}
