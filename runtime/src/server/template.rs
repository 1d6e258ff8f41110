//! Path templates of a server: what a path has to be like, and what its parameters are in it.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::operation::Operation;
use crate::path::{self, Piece as Part, encoded_byte, is_reserved, is_unreserved};

/// The values of a template by name, as they stand in the path.
pub(super) type Captures<'a> = Vec<(&'a str, Cow<'a, str>)>;

/// A path template, taken apart.
#[derive(Debug)]
pub(super) struct Template {
    /// The path from behind its first slash.
    path: Vec<Piece>,
    /// Pairs that the query must have: some contracts tell operations apart by them.
    query: Vec<Pair>,
    steps: Vec<Step>,
    weight: Vec<usize>,
}

/// A pair of the query, which has no segments.
#[derive(Debug)]
struct Pair {
    /// None where a name is a part of it.
    key: Option<String>,
    value: Wanted,
}

#[derive(Debug)]
enum Wanted {
    Text(String),
    Pieces(Vec<Piece>),
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(Vec<Unit>),
    Name { name: String, slashes: bool },
}

/// One byte of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    byte: u8,
    /// A reserved character that is percent-encoded is data, not the template's own.
    data: bool,
}

/// What a segment is to a table of routes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Fixed text in its one normal spelling.
    Fixed(String),
    /// Anything, as far as a table knows.
    Open,
    /// The rest of the path.
    Tail,
}

impl Template {
    /// The template `text` with the parameters of `operation`.
    pub(super) fn new(text: &str, operation: &Operation) -> Self {
        let (path, query) = path::split(text);
        let path = path.strip_prefix('/').unwrap_or(path);
        let (mut segments, tail) = segments(path::pieces(path, operation));
        without_dots(&mut segments, tail.is_some());
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query: Vec<Pair> = pairs.map(|pair| Pair::new(pair, operation)).collect();
        let (steps, weight) = (steps(&segments, tail.as_deref()), weight(&segments, tail.as_deref(), &query));
        let mut path = Vec::new();
        for (index, mut pieces) in segments.into_iter().chain(tail).enumerate() {
            if index > 0 {
                path.push(Piece::Literal(vec![Unit { byte: b'/', data: false }]));
            }
            path.append(&mut pieces);
        }
        Self { path, query, steps, weight }
    }

    /// The segments as a table of routes has them.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether no parameter is in its path.
    pub(super) fn is_fixed(&self) -> bool {
        self.steps.iter().all(|step| matches!(step, Step::Fixed(_)))
    }

    /// Whether the query of a request has to fit as well.
    pub(super) fn asks_of_query(&self) -> bool {
        !self.query.is_empty()
    }

    /// How much of it is fixed, segment by segment: of two that fit, the greater one is meant.
    pub(super) fn weight(&self) -> &[usize] {
        &self.weight
    }

    /// The values in a request's path and query, where both fit.
    pub(super) fn captures<'a>(&'a self, path: &'a str, query: Option<&'a str>) -> Option<Captures<'a>> {
        let mut captures = Vec::new();
        capture(&self.path, path.strip_prefix('/').unwrap_or(path), &mut captures)?;
        for wanted in &self.query {
            let mut pairs = query.unwrap_or_default().split('&');
            pairs.find_map(|pair| wanted.capture(pair, &mut captures))?;
        }
        Some(captures)
    }
}

/// The segments, and what follows them where a name may hold slashes: one text with slashes in it.
fn segments(parts: Vec<Part<'_>>) -> (Vec<Vec<Piece>>, Option<Vec<Piece>>) {
    let mut segments = Vec::new();
    let mut segment = Vec::new();
    let mut parts = parts.into_iter();
    while let Some(part) = parts.next() {
        match part {
            Part::Name { slashes: true, .. } => {
                segment.push(piece(part));
                segment.extend(parts.map(piece));
                return (segments, Some(segment));
            }
            Part::Name { .. } => segment.push(piece(part)),
            Part::Literal(text) => {
                for (index, text) in text.split('/').enumerate() {
                    if index > 0 {
                        segments.push(std::mem::take(&mut segment));
                    }
                    if !text.is_empty() {
                        segment.push(piece(Part::Literal(text)));
                    }
                }
            }
        }
    }
    segments.push(segment);
    (segments, None)
}

fn steps(segments: &[Vec<Piece>], tail: Option<&[Piece]>) -> Vec<Step> {
    let steps = segments.iter().map(|pieces| match pieces.as_slice() {
        [] => Step::Fixed(String::new()),
        [Piece::Literal(units)] => Step::Fixed(normal(units)),
        _ => Step::Open,
    });
    steps.chain(tail.is_some().then_some(Step::Tail)).collect()
}

fn weight(segments: &[Vec<Piece>], tail: Option<&[Piece]>, query: &[Pair]) -> Vec<usize> {
    let fixed = |pieces: &[Piece]| pieces.iter().map(Piece::fixed).sum::<usize>();
    let segments = segments.iter().map(|pieces| match pieces.as_slice() {
        [] | [Piece::Literal(_)] => usize::MAX,
        pieces => 1 + fixed(pieces),
    });
    let tail = tail.into_iter().flat_map(|pieces| [0, fixed(pieces)]);
    let query = query.iter().map(|pair| match &pair.value {
        Wanted::Text(_) => 2,
        Wanted::Pieces(_) => 1,
    });
    segments.chain(tail).chain([query.sum()]).collect()
}

impl Piece {
    fn fixed(&self) -> usize {
        match self {
            Self::Literal(units) => units.len(),
            Self::Name { .. } => 0,
        }
    }
}

fn piece(part: Part<'_>) -> Piece {
    match part {
        Part::Literal(text) => Piece::Literal(units(text).map(|(_, unit)| unit).collect()),
        Part::Name { name, slashes } => Piece::Name { name: name.to_owned(), slashes },
    }
}

impl Pair {
    fn new(pair: &str, operation: &Operation) -> Self {
        let named = |text| path::pieces(text, operation).iter().any(|part| matches!(part, Part::Name { .. }));
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = if named(key) { (None, pair) } else { (Some(decoded(key)), value) };
        if !named(value) {
            return Self { key, value: Wanted::Text(decoded(value)) };
        }
        let pieces = path::pieces(value, operation).into_iter().map(|part| match piece(part) {
            Piece::Name { name, .. } => Piece::Name { name, slashes: true },
            literal => literal,
        });
        Self { key, value: Wanted::Pieces(pieces.collect()) }
    }

    fn capture<'a>(&'a self, pair: &'a str, captures: &mut Captures<'a>) -> Option<()> {
        let value = match &self.key {
            None => pair,
            Some(wanted) => {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(key) == *wanted).then_some(value)?
            }
        };
        match &self.value {
            Wanted::Text(text) => (decoded(value) == *text).then_some(()),
            Wanted::Pieces(pieces) => capture(pieces, value, captures),
        }
    }
}

/// In a query a plus is a space.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Clients resolve the segments `.` and `..` before they send a path.
fn without_dots(segments: &mut Vec<Vec<Piece>>, more: bool) {
    let is = |pieces: &[Piece], text: &str| match pieces {
        [Piece::Literal(units)] => units.iter().map(|unit| unit.byte).eq(text.bytes()),
        _ => false,
    };
    let count = segments.len();
    let mut kept: Vec<Vec<Piece>> = Vec::with_capacity(count);
    for (index, pieces) in segments.drain(..).enumerate() {
        let up = is(&pieces, "..");
        if !up && !is(&pieces, ".") {
            kept.push(pieces);
            continue;
        }
        if up {
            kept.pop();
        }
        if index + 1 == count && !more {
            kept.push(Vec::new());
        }
    }
    *segments = kept;
}

/// The one normal spelling of a fixed text.
fn normal(units: &[Unit]) -> String {
    let mut text = String::with_capacity(units.len());
    for unit in units {
        match (unit.byte, unit.data) {
            (byte, false) if is_unreserved(byte) || is_reserved(byte) => text.push(char::from(byte)),
            (byte, _) => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// A segment of a request in its one normal spelling.
pub(super) fn normal_segment(segment: &str) -> Cow<'_, str> {
    match segment.bytes().all(|byte| is_unreserved(byte) || is_reserved(byte)) {
        true => Cow::Borrowed(segment),
        false => Cow::Owned(normal(&units(segment).map(|(_, unit)| unit).collect::<Vec<_>>())),
    }
}

/// The bytes of a text with their places in it.
fn units(text: &str) -> impl Iterator<Item = (usize, Unit)> {
    let bytes = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        let begin = next;
        let byte = *bytes.get(begin)?;
        let encoded = encoded_byte(bytes, begin);
        next = begin + if encoded.is_some() { 3 } else { 1 };
        let unit = match encoded {
            Some(byte) => Unit { byte, data: is_reserved(byte) },
            None => Unit { byte, data: false },
        };
        Some((begin, unit))
    })
}

/// Holds a text against pieces. A value ends where what follows it begins for the first time, no value is empty, and a
/// name that stands twice has one value.
fn capture<'a>(pieces: &'a [Piece], text: &'a str, captures: &mut Captures<'a>) -> Option<()> {
    let (places, units): (Vec<usize>, Vec<Unit>) = units(text).unzip();
    let ends = Search::new(pieces, &units, captures).ends()?;
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    let mut begin = 0;
    for (piece, end) in pieces.iter().zip(ends) {
        if let Piece::Name { name, .. } = piece
            && !captures.iter().any(|(known, _)| known == name)
        {
            captures.push((name, Cow::Borrowed(text.get(place(begin)..place(end))?)));
        }
        begin = end;
    }
    Some(())
}

struct Search<'s> {
    pieces: &'s [Piece],
    units: &'s [Unit],
    /// By piece: the value that its name has already.
    known: Vec<Option<Known>>,
    /// By piece: where it ends.
    ends: Vec<usize>,
    /// By piece: the stretch from anywhere in which it is known to lead nowhere.
    failed: Vec<Range<usize>>,
}

/// The value of a name that stands for another time.
enum Known {
    Value(Vec<Unit>),
    /// That of an earlier piece of the same text.
    Piece(usize),
}

impl<'s> Search<'s> {
    fn new(pieces: &'s [Piece], units: &'s [Unit], captures: &Captures<'_>) -> Self {
        let known = pieces.iter().enumerate().map(|(index, piece)| {
            let Piece::Name { name, .. } = piece else { return None };
            let is_same = |piece: &Piece| matches!(piece, Piece::Name { name: other, .. } if other == name);
            match captures.iter().find(|(known, _)| known == name) {
                Some((_, value)) => Some(Known::Value(self::units(value).map(|(_, unit)| unit).collect())),
                None => pieces.iter().take(index).position(is_same).map(Known::Piece),
            }
        });
        let failed = vec![0..0; pieces.len()];
        Self { pieces, units, known: known.collect(), ends: vec![0; pieces.len()], failed }
    }

    /// Where each piece ends, if they take everything.
    fn ends(mut self) -> Option<Vec<usize>> {
        self.from(0, 0).then_some(self.ends)
    }

    /// Whether the pieces from `index` on take everything from `at` on.
    fn from(&mut self, index: usize, at: usize) -> bool {
        let Some(piece) = self.pieces.get(index) else { return at == self.units.len() };
        let fixed = match (piece, self.known.get(index)) {
            (Piece::Literal(literal), _) => literal.as_slice(),
            (_, Some(Some(Known::Value(value)))) => value.as_slice(),
            (_, Some(Some(Known::Piece(earlier)))) => self.taken(*earlier),
            (Piece::Name { slashes, .. }, _) => return self.name(index, at, *slashes),
        };
        let end = at + fixed.len();
        // What a name stands for may be encoded in one place and not in another.
        let is_text = matches!(piece, Piece::Literal(_));
        let same = |a: &Unit, b: &Unit| a.byte == b.byte && (a.data == b.data || !is_text);
        let fits =
            self.units.get(at..end).is_some_and(|there| there.iter().zip(fixed).all(|(a, b)| same(a, b)));
        self.ends[index] = end;
        fits && self.from(index + 1, end)
    }

    fn taken(&self, index: usize) -> &[Unit] {
        let begin =
            index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(index).and_then(|end| self.units.get(begin..*end)).unwrap_or_default()
    }

    fn name(&mut self, index: usize, at: usize, slashes: bool) -> bool {
        // Where a value that begins at `at` cannot end, one that begins later in the same stretch cannot either, unless
        // it stands for another time.
        if self.failed[index].contains(&at) {
            return false;
        }
        let slash = |unit: &Unit| unit.byte == b'/' && !unit.data && !slashes;
        let here = self.units.get(at..).unwrap_or_default();
        let stop = at + here.iter().position(slash).unwrap_or(here.len());
        if index + 1 == self.pieces.len() {
            self.ends[index] = stop;
            return at < stop && stop == self.units.len();
        }
        let again = self.known.iter().any(|known| matches!(known, Some(Known::Piece(of)) if *of == index));
        for end in at + 1..=stop {
            let splits = self.units.get(end).is_some_and(|unit| unit.byte & 0xC0 == 0x80);
            if splits {
                continue;
            }
            if again {
                self.failed.iter_mut().skip(index + 1).for_each(|failed| *failed = 0..0);
            }
            self.ends[index] = end;
            if self.from(index + 1, end) {
                return true;
            }
        }
        if !again {
            self.failed[index] = at..stop + 1;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Template};
    use crate::operation::{ErrorBody, Operation};

    fn template(path: &'static str) -> Template {
        let operation = Operation {
            name: "",
            method: "GET",
            path,
            parameters: &[],
            security: &[],
            access: &[],
            codes: &[],
            error_body: &ErrorBody::PROBLEM,
        };
        Template::new(path, &operation)
    }

    fn values(path: &'static str, request: &str) -> Option<Vec<String>> {
        let template = template(path);
        let (path, query) = request.split_once('?').map_or((request, None), |(a, b)| (a, Some(b)));
        let captures = template.captures(path, query)?;
        Some(captures.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn names_take_whole_segments_and_parts_of_them() {
        assert_eq!(values("/x/{id}", "/x/1%2F2").unwrap(), ["id=1%2F2"]);
        assert_eq!(values("/x/{id}.json", "/x/a.b.json").unwrap(), ["id=a.b"]);
        assert_eq!(values("/x/{id}.json", "/x/a.json.json").unwrap(), ["id=a.json"]);
        assert_eq!(values("/x/{id}.json", "/x/a%2Ejson").unwrap(), ["id=a"]);
        assert_eq!(values("/{a}-{b}", "/1-2-3").unwrap(), ["a=1", "b=2-3"]);
        assert_eq!(values("/{a}..{b}", "/1..2").unwrap(), ["a=1", "b=2"]);
        assert_eq!(values("/{a}{b}", "/12").unwrap(), ["a=1", "b=2"]);
        assert_eq!(values("/{a}{b}", "/%C3%B81").unwrap(), ["a=%C3%B8", "b=1"]);
        assert_eq!(values("/{a}{b}/{b}", "/123/23").unwrap(), ["a=1", "b=23"]);
        assert_eq!(values("/{a}{b}/{b}", "/1212/12").unwrap(), ["a=12", "b=12"]);
        assert_eq!(values("/x/{id}:cancel", "/x/7:cancel").unwrap(), ["id=7"]);
        assert_eq!(values("/smør/{id}", "/sm%C3%B8r/7").unwrap(), ["id=7"]);
        assert_eq!(values("/a b/{id}", "/a%20b/7").unwrap(), ["id=7"]);
        assert_eq!(values("/a%2Fb/{id}", "/a%2fb/7").unwrap(), ["id=7"]);
        assert_eq!(values("/{id}/{id}", "/%37/7").unwrap(), ["id=%37"]);
        assert_eq!(values("/{x}{x}", "/1212").unwrap(), ["x=12"]);
        assert_eq!(values("/{x}/{x}{y}", "/12/123").unwrap(), ["x=12", "y=3"]);
        assert_eq!(values("/{/{id}", "/%7B/7").unwrap(), ["id=7"]);
        assert_eq!(values("/a/../b/./{id}", "/b/7").unwrap(), ["id=7"]);
    }

    #[test]
    fn names_with_a_plus_take_slashes() {
        assert_eq!(values("/v1/{+name}", "/v1/a/b%2Fc").unwrap(), ["name=a/b%2Fc"]);
        assert_eq!(values("/v1/{+name}:get", "/v1/a/b:get").unwrap(), ["name=a/b"]);
        assert_eq!(values("/v1/{+a}/x/{b}", "/v1/1/x/2/x/3").unwrap(), ["a=1/x/2", "b=3"]);
        assert_eq!(values("/v1/{+a}/x/{b}", "/v1/1/x/2/3"), None);
        assert_eq!(values("/v1/{+name}", "/v1/"), None);
        assert_eq!(values("/v1/{+name}/x", "/v1/x"), None);
    }

    #[test]
    fn what_does_not_fit_is_no_match() {
        assert_eq!(values("/x/{id}", "/x/"), None);
        assert_eq!(values("/x/{id}", "/x/1/2"), None);
        assert_eq!(values("/x/{id}.json", "/x/.json"), None);
        assert_eq!(values("/x/{id}.json", "/x/json"), None);
        assert_eq!(values("/x/{id}:cancel", "/x/7%3Acancel"), None);
        assert_eq!(values("/a%2Fb", "/a/b"), None);
        assert_eq!(values("/{a}-{b}", "/12-"), None);
        assert_eq!(values("/{a}{b}", "/1"), None);
        assert_eq!(values("/{a}{b}", "/ø"), None);
        assert_eq!(values("/{id}/{id}", "/1/2"), None);
        assert_eq!(values("/x", "/y"), None);
        assert_eq!(values("/x", "/x/"), None);
        assert_eq!(values("//x", "/x"), None);
    }

    #[test]
    fn a_search_that_fails_ends() {
        // Trying every way to share the text out would take longer than anybody waits.
        let text = format!("/{}", "a/".repeat(30_000));
        let path = "/{+a}a{b}/{+c}a/{+d}a{+e}b";
        assert_eq!(values(path, &text), None);
    }

    #[test]
    fn fixed_text_has_one_spelling() {
        let steps = |path| template(path).steps().to_vec();
        let fixed = |text: &str| Step::Fixed(text.to_owned());
        assert_eq!(steps("/x/{id}.json/y"), [fixed("x"), Step::Open, fixed("y")]);
        assert_eq!(steps("/*r/:id/sm%c3%b8r/"), [fixed("*r"), fixed(":id"), fixed("sm%C3%B8r"), fixed("")]);
        assert_eq!(steps("x%7e y/a-{+name}/b"), [fixed("x~%20y"), Step::Tail]);
        assert_eq!(super::normal_segment("sm%c3%b8%72"), "sm%C3%B8r");
        assert_eq!(steps("/c]d"), steps("/c%5dd"));
    }

    #[test]
    fn what_is_fixed_goes_before_what_is_open() {
        let order = ["/v1/x", "/v1/{id}.json", "/v1/{id}", "/v1/{+name}:get", "/v1/{+name}", "/{+all}"];
        assert!(order.is_sorted_by_key(|path| std::cmp::Reverse(template(path).weight().to_vec())));
    }

    #[test]
    fn a_query_in_a_template_tells_operations_apart() {
        assert!(values("/x?action=open%20it#1", "/x?a=1&action=open+it").is_some());
        assert!(values("/x?action=open", "/x?action=close").is_none());
        assert!(values("/x?action=open", "/x").is_none());
        assert_eq!(values("/x?a{id}=1", "/x?a7=1").unwrap(), ["id=7"]);
        assert_eq!(values("/x?of={id}", "/x?of=a%20b").unwrap(), ["id=a%20b"]);
    }
}
