//! Texts to values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::raw::{Raw, unescape};
use super::spec::{Kind, Spec, fields, item, kind, property};
use super::typed::{first_fit, typed};
use crate::check::shape;
use crate::inspect::inspect;
use crate::media;
use crate::operation::{Location, Style};
use crate::schema::{Rest, Schema, Shape};
use crate::tree;
use crate::violation::{At, Violations};

/// Why a text is none of its style: the rule and what to tell.
pub(super) struct Wrong(pub(super) &'static str, pub(super) &'static str);

const TWICE: Wrong = Wrong("style", "stands more than once");
const ODD: Wrong = Wrong("style", "has a key without a value");
const ENCODING: Wrong = Wrong("style", "is not percent-encoded UTF-8");
const MARK: Wrong = Wrong("style", "does not begin as its style does");
const DEPTH: Wrong = Wrong("style", "is nested too deep");

pub(super) fn decode(
    spec: &Spec<'_>,
    others: &[Spec<'_>],
    raw: &Raw<'_>,
    at: &At<'_>,
    out: &mut Violations,
) -> Option<Value> {
    match read(spec, others, raw) {
        Ok(found) => found.inspect(|value| inspect(value, spec.schema, at, out)),
        Err(Wrong(rule, message)) => {
            out.note(at, rule, message);
            None
        }
    }
}

/// The value as its style has it, not held against its schema.
pub(super) fn read(spec: &Spec<'_>, others: &[Spec<'_>], raw: &Raw<'_>) -> Result<Option<Value>, Wrong> {
    Reader::new(spec, others, raw)?.read()
}

/// The texts that belong to a parameter, undecoded, and how to read them.
struct Reader<'r> {
    spec: &'r Spec<'r>,
    /// Its own texts: one of a path or a header, any number of a query or a cookie.
    texts: Vec<Cow<'r, str>>,
    /// Pairs that no other parameter claims, for objects that are spread over them.
    pairs: Vec<(&'r str, &'r str)>,
}

impl<'r> Reader<'r> {
    fn new(spec: &'r Spec<'r>, others: &[Spec<'_>], raw: &'r Raw<'_>) -> Result<Self, Wrong> {
        let pairs = match spec.location {
            Location::Query => raw.query.as_slice(),
            Location::Cookie => raw.cookies.as_slice(),
            Location::Path | Location::Header => &[],
        };
        let texts = match spec.location {
            Location::Path => {
                let found = raw.path.iter().find(|(name, _)| *name == spec.name);
                found.map(|(_, text)| Cow::Borrowed(text.as_ref())).into_iter().collect()
            }
            Location::Header => raw.headers.map_or(Ok(Vec::new()), |headers| header(headers, spec))?,
            _ => pairs
                .iter()
                .filter(|(key, _)| key == spec.name)
                .map(|(_, text)| Cow::Borrowed(*text))
                .collect(),
        };
        let pairs = pairs
            .iter()
            .filter(|(key, _)| !others.iter().any(|other| other.claims(key)))
            .map(|(key, text)| (key.as_str(), *text))
            .collect();
        Ok(Self { spec, texts, pairs })
    }

    fn read(&self) -> Result<Option<Value>, Wrong> {
        if let Some(media_type) = self.spec.content {
            return self.content(media_type);
        }
        self.by(self.spec.schema)
    }

    fn content(&self, media_type: &str) -> Result<Option<Value>, Wrong> {
        let Some(text) = self.single()? else { return Ok(None) };
        let text = self.unescape(text)?;
        if !media::is_json(&media::essence(media_type)) {
            return Ok(Some(typed(&text, self.spec.schema)));
        }
        let mut twice = Violations::default();
        let value = tree::read(text.as_bytes(), &mut twice).map_err(|_| Wrong("json", "is not JSON"))?;
        if twice.is_empty() { Ok(Some(value)) } else { Err(Wrong("json", "has a key that stands twice")) }
    }

    fn by(&self, schema: &'static Schema) -> Result<Option<Value>, Wrong> {
        match kind(schema) {
            Kind::Scalar if self.spec.style == Style::DeepObject && self.texts.is_empty() => {
                match self.pairs.iter().any(|(key, _)| self.spec.claims(key)) {
                    true => self.object(schema),
                    false => Ok(None),
                }
            }
            Kind::Scalar => {
                let Some(text) = self.single()? else { return Ok(None) };
                let text = self.unescape(self.unmarked(text)?)?;
                Ok(Some(typed(&text, schema)))
            }
            Kind::List => self.list(schema),
            Kind::Object => self.object(schema),
            Kind::Union(arms) => self.union(arms),
        }
    }

    /// The alternative that fits; where none does, the first one's reading, for the schema to refuse.
    fn union(&self, arms: &'static [&'static Schema]) -> Result<Option<Value>, Wrong> {
        let mut wrong = None;
        let readable: Vec<(&'static Schema, Value)> = arms
            .iter()
            .filter_map(|arm| match self.by(arm) {
                Ok(value) => value.map(|value| (*arm, value)),
                Err(why) => {
                    wrong.get_or_insert(why);
                    None
                }
            })
            .collect();
        if readable.is_empty() {
            return wrong.map_or(Ok(None), Err);
        }
        let arms: Vec<&'static Schema> = readable.iter().map(|(arm, _)| *arm).collect();
        let reading = |arm: &'static Schema| {
            let found = readable.iter().find(|(other, _)| std::ptr::eq(*other, arm));
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Ok(Some(first_fit(&arms, reading)))
    }

    fn single(&self) -> Result<Option<&str>, Wrong> {
        match self.texts.as_slice() {
            [] => Ok(None),
            [text] => Ok(Some(text)),
            _ => Err(TWICE),
        }
    }

    /// The text without what its style puts before it.
    fn unmarked<'t>(&self, text: &'t str) -> Result<&'t str, Wrong> {
        match self.spec.style {
            Style::Label => text.strip_prefix('.').ok_or(MARK),
            Style::Matrix => self.named(text.strip_prefix(';').ok_or(MARK)?),
            _ => Ok(text),
        }
    }

    /// The value of `name=value`.
    fn named<'t>(&self, pair: &'t str) -> Result<&'t str, Wrong> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if unescape(name, false).as_deref() == Some(self.spec.name) { Ok(value) } else { Err(MARK) }
    }

    fn unescape(&self, text: &str) -> Result<String, Wrong> {
        match self.spec.location {
            Location::Header => Ok(text.trim().to_owned()),
            Location::Query => unescape(text, true).ok_or(ENCODING),
            Location::Path | Location::Cookie => unescape(text, false).ok_or(ENCODING),
        }
    }

    fn list(&self, schema: &'static Schema) -> Result<Option<Value>, Wrong> {
        if self.texts.is_empty() {
            return Ok(None);
        }
        let mut items = Vec::new();
        for text in &self.texts {
            items.extend(self.items(text)?);
        }
        if items.len() == 1 && items[0].is_empty() {
            items.clear();
        }
        let values = items.iter().enumerate().map(|(index, text)| typed(text, item(schema, index)));
        Ok(Some(Value::Array(values.collect())))
    }

    /// The decoded items of one text.
    fn items(&self, text: &str) -> Result<Vec<String>, Wrong> {
        let spec = self.spec;
        let delimiter = match (spec.style, spec.explode) {
            (Style::Matrix, true) => {
                let parts = text.strip_prefix(';').ok_or(MARK)?.split(';');
                return parts.map(|part| self.unescape(self.named(part)?)).collect();
            }
            (Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject, true) => {
                return Ok(vec![self.unescape(text)?]);
            }
            (Style::SpaceDelimited, false) => return self.decoded_items(text, ' '),
            (Style::PipeDelimited, false) => return self.decoded_items(text, '|'),
            (Style::Label, true) => '.',
            _ => ',',
        };
        self.unmarked(text)?.split(delimiter).map(|part| self.unescape(part)).collect()
    }

    /// Delimiters that a URL can only carry percent-encoded count when they are.
    fn decoded_items(&self, text: &str, delimiter: char) -> Result<Vec<String>, Wrong> {
        Ok(self.unescape(text)?.split(delimiter).map(str::to_owned).collect())
    }

    fn object(&self, schema: &'static Schema) -> Result<Option<Value>, Wrong> {
        let spec = self.spec;
        match (spec.style, spec.explode) {
            (Style::DeepObject, _) => self.deep_object(schema),
            (Style::Form | Style::SpaceDelimited | Style::PipeDelimited, true) => self.spread(schema),
            (_, explode) => {
                let Some(text) = self.single()? else { return Ok(None) };
                let entries = if explode { self.exploded(text)? } else { self.alternating(text)? };
                object_of(schema, entries).map(Some)
            }
        }
    }

    /// `R=100,G=200`
    fn exploded(&self, text: &str) -> Result<Vec<(String, String)>, Wrong> {
        let (text, delimiter) = match self.spec.style {
            Style::Label => (text.strip_prefix('.').ok_or(MARK)?, '.'),
            Style::Matrix => (text.strip_prefix(';').ok_or(MARK)?, ';'),
            _ => (text, ','),
        };
        let parts = text.split(delimiter).filter(|part| !part.trim().is_empty());
        parts
            .map(|part| {
                let (key, value) = part.split_once('=').ok_or(ODD)?;
                Ok((self.unescape(key)?, self.unescape(value)?))
            })
            .collect()
    }

    /// `R,100,G,200`
    fn alternating(&self, text: &str) -> Result<Vec<(String, String)>, Wrong> {
        let mut items = self.items(text)?.into_iter();
        if items.len() == 1 && items.as_slice()[0].is_empty() {
            return Ok(Vec::new());
        }
        let mut entries = Vec::with_capacity(items.len() / 2);
        while let Some(key) = items.next() {
            entries.push((key, items.next().ok_or(ODD)?));
        }
        Ok(entries)
    }

    /// `R=100&G=200`: the object has no name of its own, so what is not named by its schema is taken only where the
    /// schema keeps such properties.
    fn spread(&self, schema: &'static Schema) -> Result<Option<Value>, Wrong> {
        let named = fields(schema);
        let open = named.is_none_or(|fields| matches!(fields.rest, Rest::Kept(_)));
        let is_named =
            |key: &str| named.is_some_and(|fields| fields.fields.iter().any(|field| field.name == key));
        let mut entries = Vec::new();
        for (key, text) in self.pairs.iter().filter(|(key, _)| open || is_named(key)) {
            entries.push(((*key).to_owned(), self.unescape(text)?));
        }
        if entries.is_empty() && !self.spec.required {
            return Ok(None);
        }
        object_of(schema, entries).map(Some)
    }

    fn deep_object(&self, schema: &'static Schema) -> Result<Option<Value>, Wrong> {
        let mut root = Node::default();
        for (key, text) in &self.pairs {
            let Some(path) = key.strip_prefix(self.spec.name).filter(|rest| rest.starts_with('[')) else {
                continue;
            };
            let text = self.unescape(text)?;
            root.put(path, text)?;
        }
        if root.children.is_empty() && !self.spec.required {
            return Ok(None);
        }
        Ok(Some(root.value(schema)))
    }
}

/// An object of texts; a key that stands several times is a list.
fn object_of(schema: &'static Schema, entries: Vec<(String, String)>) -> Result<Value, Wrong> {
    let schema =
        arm_of(schema, |tag| entries.iter().find(|(key, _)| key == tag).map(|(_, text)| text.as_str()));
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, text) in entries {
        texts.entry(key).or_default().push(text);
    }
    let mut map = Map::new();
    for (key, texts) in texts {
        let property = property(schema, &key);
        let value = match (kind(property), texts.as_slice()) {
            (Kind::List, _) => Value::Array(
                texts.iter().enumerate().map(|(n, text)| typed(text, item(property, n))).collect(),
            ),
            (_, [text]) => typed(text, property),
            _ => return Err(TWICE),
        };
        map.insert(key, value);
    }
    Ok(Value::Object(map))
}

/// Of a tagged union, the schema that the tag names.
fn arm_of<'t>(schema: &'static Schema, tag_of: impl FnOnce(&str) -> Option<&'t str>) -> &'static Schema {
    let Shape::Tagged { tag, arms, default } = shape(schema) else { return schema };
    let found = tag_of(tag).and_then(|value| arms.iter().find(|(name, _)| *name == value));
    found.map(|(_, schema)| *schema).or(default).unwrap_or(schema)
}

/// What `name[key][…]=text` says, before a schema tells what it is.
#[derive(Default)]
struct Node {
    texts: Vec<String>,
    children: BTreeMap<String, Node>,
}

impl Node {
    fn put(&mut self, mut path: &str, text: String) -> Result<(), Wrong> {
        const DEEPEST: usize = 8;
        let mut node = self;
        for _ in 0..DEEPEST {
            let Some(rest) = path.strip_prefix('[') else {
                node.texts.push(text);
                return if path.is_empty() { Ok(()) } else { Err(MARK) };
            };
            let (key, rest) = rest.split_once(']').ok_or(MARK)?;
            path = rest;
            if key.is_empty() && path.is_empty() {
                break;
            }
            node = node.children.entry(key.to_owned()).or_default();
        }
        if !path.is_empty() {
            return Err(DEPTH);
        }
        node.texts.push(text);
        Ok(())
    }

    fn value(&self, schema: &'static Schema) -> Value {
        match kind(schema) {
            Kind::Union(arms) => first_fit(arms, |arm| self.value(arm)),
            Kind::List if self.children.is_empty() => {
                let items = self.texts.iter().enumerate();
                Value::Array(items.map(|(index, text)| typed(text, item(schema, index))).collect())
            }
            Kind::List => {
                let mut children: Vec<(usize, &Self)> = self
                    .children
                    .iter()
                    .map(|(key, child)| (key.parse().unwrap_or(usize::MAX), child))
                    .collect();
                children.sort_by_key(|(index, _)| *index);
                let items = children.iter().enumerate();
                Value::Array(items.map(|(index, (_, child))| child.value(item(schema, index))).collect())
            }
            Kind::Scalar if self.children.is_empty() => match self.texts.as_slice() {
                [text] => typed(text, schema),
                texts => texts.iter().map(String::as_str).collect(),
            },
            Kind::Scalar | Kind::Object => {
                let tag = |tag: &str| self.children.get(tag)?.texts.first().map(String::as_str);
                let schema = arm_of(schema, tag);
                let children = self.children.iter();
                Value::Object(
                    children.map(|(key, child)| (key.clone(), child.value(property(schema, key)))).collect(),
                )
            }
        }
    }
}

/// A header's text; several headers of one name are one list.
fn header<'h>(headers: &'h HeaderMap, spec: &Spec<'_>) -> Result<Vec<Cow<'h, str>>, Wrong> {
    let mut texts = Vec::new();
    for value in headers.get_all(spec.name) {
        texts.push(Cow::Borrowed(std::str::from_utf8(value.as_bytes()).map_err(|_| ENCODING)?));
    }
    let joins = !matches!(kind(spec.schema), Kind::Scalar) && spec.content.is_none();
    Ok(if texts.len() > 1 && joins { vec![Cow::Owned(texts.join(","))] } else { texts })
}
