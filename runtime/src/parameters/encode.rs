//! Values to texts.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::spec::Spec;
use super::typed::text_of;
use crate::inspect::inspect;
use crate::media;
use crate::operation::{Location, Style};
use crate::violation::{At, Violations};

/// Everything but what RFC 3986 calls unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The dot as well, where it divides items.
const STRICT_AND_DOT: &AsciiSet = &STRICT.add(b'.');
/// What `allowReserved` leaves alone: reserved characters but those that end a value or the query.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=')
    .remove(b',');
/// The same where a comma divides items.
const RESERVED_BUT_COMMA: &AsciiSet = &RESERVED.add(b',');

pub(super) fn encode(spec: &Spec<'_>, value: &Value, at: &At<'_>, out: &mut Violations) -> Option<String> {
    if value.is_null() && !(spec.content.is_some() && spec.schema.nullable) {
        if spec.required {
            out.note(at, "required", "must be there");
        }
        return None;
    }
    let before = out.len();
    inspect(value, spec.schema, at, out);
    if out.len() > before {
        return None;
    }
    write(spec, value, at, out)
}

/// The text of a value that is held against nothing but what its style can carry.
pub(super) fn write(spec: &Spec<'_>, value: &Value, at: &At<'_>, out: &mut Violations) -> Option<String> {
    let mut writer = Writer { spec, at, out };
    let text = match (spec.content, value) {
        (Some(media_type), value) => writer.content(media_type, value)?,
        (None, Value::Array(items)) => writer.list(items)?,
        (None, Value::Object(map)) if spec.style == Style::DeepObject => writer.deep_object(map)?,
        (None, Value::Object(map)) => writer.object(map)?,
        (None, value) => writer.scalar(&text_of(value)?)?,
    };
    let mark = if spec.style == Style::Label { "." } else { "" };
    if spec.location == Location::Path && text == mark {
        out.note(at, "path", "must not be empty in a path");
        return None;
    }
    Some(text)
}

struct Writer<'w> {
    spec: &'w Spec<'w>,
    at: &'w At<'w>,
    out: &'w mut Violations,
}

/// What stands around a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Nothing.
    Alone,
    /// A list, or an object, whose parts a delimiter divides.
    Divided,
    /// A key with its value behind it.
    Key,
}

impl Writer<'_> {
    fn scalar(&mut self, text: &str) -> Option<String> {
        let text = self.escape(text, Within::Alone)?;
        Some(self.whole(&text))
    }

    /// The one text of a parameter with its name or mark before it.
    fn whole(&self, text: &str) -> String {
        let name = utf8_percent_encode(self.spec.name, STRICT);
        match (self.spec.location, self.spec.style) {
            (Location::Query | Location::Cookie, _) => format!("{name}={text}"),
            (Location::Path, Style::Label) => format!(".{text}"),
            (Location::Path, Style::Matrix) if text.is_empty() => format!(";{name}"),
            (Location::Path, Style::Matrix) => format!(";{name}={text}"),
            (Location::Path | Location::Header, _) => text.to_owned(),
        }
    }

    fn content(&mut self, media_type: &str, value: &Value) -> Option<String> {
        let text = match text_of(value) {
            Some(text) if !media::is_json(&media::essence(media_type)) => text,
            _ if self.spec.location == Location::Header => ascii(&value.to_string()),
            _ => value.to_string(),
        };
        self.scalar(&text)
    }

    fn list(&mut self, items: &[Value]) -> Option<String> {
        let explode = self.repeats();
        if let [Value::String(only)] = items
            && only.is_empty()
        {
            self.refuse("a list of one empty text cannot be told from an empty list");
            return None;
        }
        if items.is_empty() && explode {
            return match self.spec.location {
                Location::Query | Location::Cookie if self.spec.required => Some(self.whole("")),
                Location::Path => Some(String::new()),
                _ => None,
            };
        }
        let within = if explode { Within::Alone } else { Within::Divided };
        let texts: Vec<String> = items.iter().map(|item| self.part(item, within)).collect::<Option<_>>()?;
        if explode {
            return Some(self.joined(&texts.iter().map(|text| self.whole(text)).collect::<Vec<_>>()));
        }
        Some(self.whole(&texts.join(self.delimiter())))
    }

    /// Whether every item gets the parameter's name, not a delimiter.
    fn repeats(&self) -> bool {
        self.spec.explode && !matches!(self.spec.style, Style::Simple | Style::Label)
    }

    fn object(&mut self, map: &Map<String, Value>) -> Option<String> {
        let mut parts = Vec::with_capacity(map.len());
        for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            let written = self.escape(key, Within::Key)?;
            match value {
                Value::Array(items) if self.spec.explode && self.spec.style == Style::Form => {
                    for item in items {
                        parts.push(format!("{written}={}", self.part(item, Within::Alone)?));
                    }
                }
                _ => {
                    let text = self.part(value, Within::Divided)?;
                    let mark = if self.spec.explode { "=" } else { self.delimiter() };
                    parts.push(format!("{written}{mark}{text}"));
                }
            }
        }
        if !self.spec.explode {
            return Some(self.whole(&parts.join(self.delimiter())));
        }
        Some(match self.spec.style {
            Style::Simple => parts.join(","),
            Style::Label => format!(".{}", parts.join(".")),
            Style::Matrix => parts.iter().map(|part| format!(";{part}")).collect(),
            _ => self.joined(&parts),
        })
    }

    fn deep_object(&mut self, map: &Map<String, Value>) -> Option<String> {
        let mut pairs = Vec::new();
        let name = utf8_percent_encode(self.spec.name, STRICT).to_string();
        self.deep(&name, map.iter(), &mut pairs)?;
        Some(pairs.join("&"))
    }

    fn deep<'v>(
        &mut self,
        name: &str,
        entries: impl Iterator<Item = (&'v String, &'v Value)>,
        pairs: &mut Vec<String>,
    ) -> Option<()> {
        for (key, value) in entries.filter(|(_, value)| !value.is_null()) {
            if key.contains(['[', ']']) {
                self.refuse("a key with a bracket in it cannot be written in this style");
                return None;
            }
            let name = format!("{name}%5B{}%5D", utf8_percent_encode(key, STRICT));
            match value {
                Value::Object(map) => self.deep(&name, map.iter(), pairs)?,
                Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object()) => {
                    let keys: Vec<String> = (0..items.len()).map(|index| index.to_string()).collect();
                    self.deep(&name, keys.iter().zip(items), pairs)?;
                }
                Value::Array(items) => {
                    for item in items {
                        pairs.push(format!("{name}={}", self.part(item, Within::Alone)?));
                    }
                }
                value => pairs.push(format!("{name}={}", self.part(value, Within::Alone)?)),
            }
        }
        Some(())
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(match self.spec.location {
            Location::Cookie => "; ",
            Location::Path => "",
            _ => "&",
        })
    }

    fn delimiter(&self) -> &'static str {
        match self.spec.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            Style::Label if self.spec.explode => ".",
            _ => ",",
        }
    }

    fn part(&mut self, value: &Value, within: Within) -> Option<String> {
        match text_of(value) {
            Some(text) => self.escape(&text, within),
            None if value.is_null() => {
                self.refuse("null in a list cannot be written in this style");
                None
            }
            None => {
                self.refuse("an array or an object in another cannot be written in this style");
                None
            }
        }
    }

    fn escape(&mut self, text: &str, within: Within) -> Option<String> {
        let spec = self.spec;
        if spec.location == Location::Header {
            return self.header(text, within);
        }
        let divided = within != Within::Alone;
        let delimiter = match spec.style {
            Style::SpaceDelimited => Some(' '),
            Style::PipeDelimited => Some('|'),
            _ => None,
        };
        if let Some(delimiter) =
            delimiter.filter(|delimiter| divided && !spec.explode && text.contains(*delimiter))
        {
            self.refuse(&format!("an item must not have `{delimiter}` in it, which divides the items"));
            return None;
        }
        let reserved = spec.allow_reserved && spec.location == Location::Query && within != Within::Key;
        let set = match (reserved, divided) {
            (true, true) => RESERVED_BUT_COMMA,
            (true, false) => RESERVED,
            (false, true) if spec.style == Style::Label => STRICT_AND_DOT,
            (false, _) => STRICT,
        };
        Some(utf8_percent_encode(text, set).to_string())
    }

    /// A header has no escapes, so what it cannot carry is refused.
    fn header(&mut self, text: &str, within: Within) -> Option<String> {
        let message = if text.chars().any(|c| !(c == '\t' || c == ' ' || c.is_ascii_graphic())) {
            "must be of printable ASCII characters in a header"
        } else if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
            "must not begin or end with a blank in a header"
        } else if within != Within::Alone && text.contains(',') {
            "must not have a comma in it, which divides the items of a header"
        } else if within == Within::Key && text.contains('=') {
            "must not have `=` in a key, which divides it from its value"
        } else {
            return Some(text.to_owned());
        };
        self.refuse(message);
        None
    }

    fn refuse(&mut self, message: &str) {
        self.out.note(self.at, "style", message);
    }
}

/// JSON in ASCII; what is not can only stand in strings, which have an escape for it.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            text.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
    }
    text
}
