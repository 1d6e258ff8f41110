//! The second YAML reader: from the events of a parser that accepts more than the first one.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::limits::{Failure, Limits};
use super::node::{Node, Number};

/// Reads the first document of a YAML text.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Node, Failure> {
    let mut builder = Builder { limits, open: Vec::new(), anchors: HashMap::new(), root: None };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|error| syntax(&error))?;
        match event {
            Event::Scalar(text, style, anchor, _) => {
                builder.spend(1)?;
                builder.put(scalar(&text, style), anchor, Some(text.into()))?;
            }
            Event::SequenceStart(anchor, _) => builder.open(Vec::new(), Collection::Sequence, anchor)?,
            Event::MappingStart(anchor, _) => builder.open(Vec::new(), Collection::Mapping(None), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::Alias(anchor) => builder.alias(anchor)?,
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Ok(builder.root.unwrap_or(Node::Null))
}

fn syntax(error: &ScanError) -> Failure {
    Failure::Syntax {
        message: error.info().to_owned(),
        line: error.marker().line(),
        column: error.marker().col() + 1,
    }
}

enum Collection {
    Sequence,
    /// With the key whose value comes next.
    Mapping(Option<Box<str>>),
}

struct Open {
    entries: Vec<(Box<str>, Node)>,
    collection: Collection,
    anchor: usize,
    nodes: usize,
}

struct Builder<'a> {
    limits: &'a Limits,
    open: Vec<Open>,
    /// Anchored values with the number of their nodes.
    anchors: HashMap<usize, (Node, usize)>,
    root: Option<Node>,
}

impl Builder<'_> {
    fn spend(&mut self, nodes: usize) -> Result<(), Failure> {
        if let Some(open) = self.open.last_mut() {
            open.nodes += nodes;
        }
        if self.limits.spend(nodes) { Ok(()) } else { Err(Failure::TooLarge) }
    }

    fn open(
        &mut self,
        entries: Vec<(Box<str>, Node)>,
        collection: Collection,
        anchor: usize,
    ) -> Result<(), Failure> {
        self.spend(1)?;
        if !self.limits.descend() {
            return Err(Failure::TooDeep);
        }
        self.open.push(Open { entries, collection, anchor, nodes: 0 });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Failure> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.limits.ascend();
        if let Some(parent) = self.open.last_mut() {
            parent.nodes += open.nodes;
        }
        let node = match open.collection {
            Collection::Sequence => Node::Array(open.entries.into_iter().map(|(_, value)| value).collect()),
            Collection::Mapping(_) => {
                Node::Object(self.limits.object(open.entries).ok_or(Failure::TooLarge)?)
            }
        };
        if open.anchor != 0 {
            self.anchors.insert(open.anchor, (node.clone(), open.nodes + 1));
        }
        self.put(node, 0, None)
    }

    fn alias(&mut self, anchor: usize) -> Result<(), Failure> {
        let (node, nodes) = self.anchors.get(&anchor).cloned().unwrap_or((Node::Null, 1));
        self.spend(nodes)?;
        let text = node.as_str().map(Box::from);
        self.put(node, 0, text)
    }

    /// Puts a finished value where it belongs; `text` is what it is called if it turns out to be a key.
    fn put(&mut self, node: Node, anchor: usize, text: Option<Box<str>>) -> Result<(), Failure> {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), 1));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open { collection: Collection::Sequence, entries, .. }) => {
                entries.push((Box::default(), node));
            }
            Some(Open { collection: Collection::Mapping(key), entries, .. }) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(text.unwrap_or_default()),
            },
        }
        Ok(())
    }
}

/// A scalar by the core schema of YAML 1.2.
fn scalar(text: &str, style: ScalarStyle) -> Node {
    if style != ScalarStyle::Plain {
        return Node::String(text.into());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Node::Null,
        "true" | "True" | "TRUE" => Node::Bool(true),
        "false" | "False" | "FALSE" => Node::Bool(false),
        _ => number(text).map_or_else(|| Node::String(text.into()), Node::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(hex) = digits.strip_prefix("0x") {
        return i64::from_str_radix(hex, 16).ok().map(Number::Signed);
    }
    if let Some(octal) = digits.strip_prefix("0o") {
        return i64::from_str_radix(octal, 8).ok().map(Number::Signed);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !digits.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        let whole = text.parse().map(Number::Signed).or_else(|_| text.parse().map(Number::Unsigned));
        return Some(whole.unwrap_or_else(|_| Number::Text(text.into())));
    }
    digits
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
        .then(|| text.parse().ok().map(Number::Float))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_have_the_types_of_the_core_schema() {
        let plain = |text| scalar(text, ScalarStyle::Plain).to_json();
        assert_eq!(plain("12"), 12);
        assert_eq!(plain("-1.5e3"), -1500.0);
        assert_eq!(plain("0x1F"), 31);
        assert_eq!(plain("True"), true);
        assert_eq!(plain("~"), serde_json::Value::Null);
        for text in ["yes", "1.2.3", "1-2", "007", ".", "e1", "2026-01-01", "-"] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(scalar("12", ScalarStyle::DoubleQuoted).to_json(), "12");
        assert_eq!(
            scalar("123456789012345678901", ScalarStyle::Plain),
            Node::Number(Number::Text("123456789012345678901".into()))
        );
    }
}
