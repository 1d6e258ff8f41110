//! Path templates: as routes of axum where it can tell them apart, and matched here where it cannot.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The values of a template by name, as they stand in the path.
pub(super) type Captures<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// A path template, taken apart.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Vec<Piece>>,
    /// Pairs that the query must have: some contracts tell operations apart by them.
    query: Vec<&'static str>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// Text, decoded.
    Literal(String),
    Name(&'static str),
}

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.strip_prefix('/').unwrap_or(path);
        Self {
            segments: path.split('/').map(pieces).collect(),
            query: query.split('&').filter(|pair| !pair.is_empty()).collect(),
        }
    }

    /// The route under which axum finds it; several templates may share one. axum compares a path as it was sent, so
    /// only text that has no other spelling stands in the route.
    pub(super) fn route(&self) -> String {
        let mut route = String::new();
        for (index, pieces) in self.segments.iter().enumerate() {
            match pieces.as_slice() {
                [] => route.push('/'),
                [Piece::Literal(text)] if text.bytes().all(is_unreserved) => {
                    route.push('/');
                    route.push_str(text);
                }
                _ => route.push_str(&format!("/{{p{index}}}")),
            }
        }
        route
    }

    /// The values in `path`, where it fits.
    pub(super) fn captures<'a>(&self, path: &'a str) -> Option<Captures<'a>> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.split('/').count() != self.segments.len() {
            return None;
        }
        let mut captures = Vec::new();
        for (pieces, text) in self.segments.iter().zip(path.split('/')) {
            segment(pieces, text, &mut captures)?;
        }
        Some(captures)
    }

    /// Whether a request is meant, by its path and its query.
    pub(super) fn fits(&self, path: &str, query: Option<&str>) -> bool {
        let query = query.unwrap_or_default();
        self.query.iter().all(|wanted| query.split('&').any(|pair| pair == *wanted))
            && self.captures(path).is_some()
    }

    /// How much of it is fixed, segment by segment: of two that fit, the greater one is meant.
    pub(super) fn weight(&self) -> Vec<usize> {
        let segments = self.segments.iter().map(|pieces| match pieces.as_slice() {
            [] | [Piece::Literal(_)] => usize::MAX,
            pieces => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => text.len(),
                    Piece::Name(_) => 0,
                })
                .sum(),
        });
        segments.chain([self.query.len()]).collect()
    }
}

fn pieces(segment: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let literal = |text: &'static str, pieces: &mut Vec<Piece>| {
        if !text.is_empty() {
            pieces.push(Piece::Literal(percent_decode_str(text).decode_utf8_lossy().into_owned()));
        }
    };
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        literal(before, &mut pieces);
        pieces.push(Piece::Name(name));
        rest = after;
    }
    literal(rest, &mut pieces);
    pieces
}

/// One byte of a segment, with where it stands in the path.
struct Unit {
    byte: u8,
    encoded: bool,
    begin: usize,
}

impl Unit {
    /// A reserved character that is percent-encoded is data, not the template's own.
    fn is(&self, byte: u8) -> bool {
        self.byte == byte && (!self.encoded || is_unreserved(byte) || !byte.is_ascii())
    }
}

/// Text between names is found as early as it can be, the text at the end at the end; no name is left empty.
fn segment<'a>(pieces: &[Piece], text: &'a str, captures: &mut Captures<'a>) -> Option<()> {
    let units = units(text);
    let mut from = 0;
    let mut pieces = pieces.iter().enumerate().peekable();
    let last = pieces.len().checked_sub(1);
    while let Some((_, piece)) = pieces.next() {
        let name = match piece {
            Piece::Literal(literal) => {
                from = find(literal, &units, from..from + 1)? + literal.len();
                continue;
            }
            Piece::Name(name) => name,
        };
        let end = match pieces.peek() {
            None => units.len(),
            Some((_, Piece::Name(_))) => from + 1,
            Some((index, Piece::Literal(literal))) if Some(*index) == last => {
                let end = units.len().checked_sub(literal.len())?;
                find(literal, &units, end..end + 1)?
            }
            Some((_, Piece::Literal(literal))) => find(literal, &units, from + 1..units.len())?,
        };
        let place = |at: usize| units.get(at).map_or(text.len(), |unit| unit.begin);
        if end <= from || end > units.len() {
            return None;
        }
        captures.push((name, Cow::Borrowed(text.get(place(from)..place(end))?)));
        from = end;
    }
    (from == units.len()).then_some(())
}

/// The first place within `starts` where `literal` stands.
fn find(literal: &str, units: &[Unit], mut starts: std::ops::Range<usize>) -> Option<usize> {
    starts.find(|start| {
        let there = units.get(*start..*start + literal.len());
        there.is_some_and(|there| there.iter().zip(literal.bytes()).all(|(unit, byte)| unit.is(byte)))
    })
}

fn units(text: &str) -> Vec<Unit> {
    let bytes = text.as_bytes();
    let mut units = Vec::with_capacity(bytes.len());
    let mut begin = 0;
    while let Some(&byte) = bytes.get(begin) {
        let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (byte, hex(begin + 1), hex(begin + 2)) {
            (b'%', Some(high), Some(low)) => {
                let byte = u8::try_from(high * 16 + low).unwrap_or_default();
                units.push(Unit { byte, encoded: true, begin });
                begin += 3;
            }
            _ => {
                units.push(Unit { byte, encoded: false, begin });
                begin += 1;
            }
        }
    }
    units
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::Template;

    fn values(template: &'static str, path: &str) -> Option<Vec<String>> {
        let captures = Template::new(template).captures(path)?;
        Some(captures.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn names_take_whole_segments_and_parts_of_them() {
        assert_eq!(values("/x/{id}", "/x/1%2F2").unwrap(), ["id=1%2F2"]);
        assert_eq!(values("/x/{id}.json", "/x/a.b.json").unwrap(), ["id=a.b"]);
        assert_eq!(values("/x/{id}.json", "/x/a%2Ejson").unwrap(), ["id=a"]);
        assert_eq!(values("/{a}-{b}", "/1-2-3").unwrap(), ["a=1", "b=2-3"]);
        assert_eq!(values("/{a}..{b}", "/1..2").unwrap(), ["a=1", "b=2"]);
        assert_eq!(values("/{a}{b}", "/12").unwrap(), ["a=1", "b=2"]);
        assert_eq!(values("/x/{id}:cancel", "/x/7:cancel").unwrap(), ["id=7"]);
        assert_eq!(values("/smør/{id}", "/sm%C3%B8r/7").unwrap(), ["id=7"]);
    }

    #[test]
    fn what_does_not_fit_is_no_match() {
        assert_eq!(values("/x/{id}", "/x/"), None);
        assert_eq!(values("/x/{id}", "/x/1/2"), None);
        assert_eq!(values("/x/{id}.json", "/x/.json"), None);
        assert_eq!(values("/x/{id}.json", "/x/json"), None);
        assert_eq!(values("/x/{id}:cancel", "/x/7%3Acancel"), None);
        assert_eq!(values("/{a}-{b}", "/12-"), None);
        assert_eq!(values("/{a}{b}", "/1"), None);
        assert_eq!(values("/{a}{b}", "/ø1"), None);
        assert_eq!(values("/x", "/y"), None);
    }

    #[test]
    fn routes_of_axum_hold_only_what_axum_can_tell_apart() {
        let route = |path| Template::new(path).route();
        assert_eq!(route("/x/{id}/y"), "/x/{p1}/y");
        assert_eq!(route("/x/{other}/y"), "/x/{p1}/y");
        assert_eq!(route("/x/{id}.json"), "/x/{p1}");
        assert_eq!(route("/*rest/:id/smør"), "/{p0}/{p1}/{p2}");
        assert_eq!(route("/"), "/");
        assert_eq!(route("x/"), "/x/");
        assert!(Template::new("/x/{id}.json").weight() > Template::new("/x/{id}").weight());
        assert!(Template::new("/x/a").weight() > Template::new("/x/{id}.json").weight());
    }

    #[test]
    fn a_query_in_a_template_tells_operations_apart() {
        let template = Template::new("/x?action=open#1");
        assert!(template.fits("/x", Some("a=1&action=open")));
        assert!(!template.fits("/x", Some("action=close")));
        assert!(!template.fits("/x", None));
    }
}
