//! ECMA-262 expressions, read with the meaning of the `u` flag; what the flag forbids is read as Annex B does, construct by construct.
//!
//! One pass makes three things: the language as a regular expression over Unicode scalar values (repetition lazy throughout, which changes no
//! language and lets a search end at its first match), the spelling that the `u` flag accepts, and notes.

use regex_syntax::hir::{Class, ClassUnicode, Hir, Look, Repetition};

use super::{
    class,
    compiled::{Note, Reason},
};
use escape::Member;

mod bracket;
mod escape;

/// Deeper nesting is refused, so that no stack overflows.
const MAX_DEPTH: usize = 100;

/// What an expression says.
pub(super) struct Parsed {
    pub(super) hir: Hir,
    /// Look-around that applies to the whole text, and so is a condition beside the rest.
    pub(super) conditions: Vec<Condition>,
    /// The first thing in it that is not regular.
    pub(super) irregular: Option<&'static str>,
    pub(super) spelling: String,
    pub(super) notes: Vec<Note>,
}

/// An expression that must, or must not, match.
pub(super) struct Condition {
    pub(super) hir: Hir,
    pub(super) negative: bool,
}

/// A term of a sequence.
enum Item {
    /// May be repeated.
    Atom(Hir),
    Assertion(Look),
    Around {
        body: Hir,
        behind: bool,
        negative: bool,
    },
}

struct Parser<'s> {
    source: &'s str,
    position: usize,
    spelling: String,
    notes: Vec<Note>,
    irregular: Option<&'static str>,
    conditions: Vec<Condition>,
    ignore_case: bool,
    dot_all: bool,
    multiline: bool,
    depth: usize,
    groups: usize,
    names: Vec<&'s str>,
}

/// Reads an expression.
pub(super) fn parse(source: &str) -> Result<Parsed, Reason> {
    let mut parser = Parser::new(source);
    parser.scan_groups();
    parser.note_delimiters();
    let closing = parser.leading_flags()?;
    let hir = parser.alternatives()?;
    if parser.peek() == Some(')') {
        return Err(reason("this parenthesis closes no group", parser.position));
    }
    parser.spelling.push_str(closing);
    let Parser { spelling, notes, irregular, conditions, .. } = parser;
    Ok(Parsed { hir, conditions, irregular, spelling, notes })
}

impl<'s> Parser<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            position: 0,
            spelling: String::with_capacity(source.len()),
            notes: Vec::new(),
            irregular: None,
            conditions: Vec::new(),
            ignore_case: false,
            dot_all: false,
            multiline: false,
            depth: 0,
            groups: 0,
            names: Vec::new(),
        }
    }

    fn rest(&self) -> &'s str {
        &self.source[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.position += text.len();
        }
        found
    }

    fn note(&mut self, message: impl Into<String>, position: usize) {
        self.notes.push(Note { message: message.into(), position });
    }

    /// Keeps the spelling of what was read since `start`.
    fn keep(&mut self, start: usize) {
        self.spelling.push_str(&self.source[start..self.position]);
    }

    fn irregular(&mut self, what: &'static str) {
        self.irregular.get_or_insert(what);
    }

    /// Counts the capturing groups and their names, which back references refer to before they are read.
    fn scan_groups(&mut self) {
        let mut in_class = false;
        let mut at = 0;
        while let Some(c) = self.source[at..].chars().next() {
            let after = at + c.len_utf8();
            let rest = &self.source[after..];
            match c {
                '\\' => at = after + rest.chars().next().map_or(0, char::len_utf8),
                '[' => (in_class, at) = (true, after),
                ']' => (in_class, at) = (false, after),
                '(' if !in_class => {
                    let name = rest.strip_prefix("?<").or_else(|| rest.strip_prefix("?P<"));
                    match name.filter(|name| !name.starts_with(['=', '!'])) {
                        Some(name) => {
                            self.groups += 1;
                            self.names.extend(name.split_once('>').map(|(name, _)| name));
                        }
                        None if !rest.starts_with('?') => self.groups += 1,
                        None => {}
                    }
                    at = after;
                }
                _ => at = after,
            }
        }
    }

    fn note_delimiters(&mut self) {
        let Some((inner, flags)) = self.source.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'))
        else {
            return;
        };
        let flags_only = flags.chars().all(|flag| "dgimsuvy".contains(flag));
        if flags_only && (!flags.is_empty() || inner.starts_with('^') || inner.ends_with('$')) {
            self.note(
                "the slashes and flags around the expression are part of it: only a text with them matches",
                0,
            );
        }
    }

    /// `(?i)` and `(?s)` before everything else, which other dialects have for the whole expression. Returns what closes their
    /// spelling.
    fn leading_flags(&mut self) -> Result<&'static str, Reason> {
        let Some(flags) = self.rest().strip_prefix("(?").and_then(|rest| rest.split_once(')')) else {
            return Ok("");
        };
        let flags = flags.0;
        if flags.is_empty() || !flags.chars().all(|flag| flag.is_ascii_alphabetic()) {
            return Ok("");
        }
        self.flags(flags, 2, true)?;
        self.position = flags.len() + 3;
        self.note(format!("`(?{flags})` is not in ECMA-262; read as applying to the whole expression"), 0);
        self.spelling.push_str(&format!("(?{flags}:"));
        Ok(")")
    }

    fn flags(&mut self, flags: &str, position: usize, on: bool) -> Result<(), Reason> {
        for flag in flags.chars() {
            match flag {
                'i' => self.ignore_case = on,
                's' => self.dot_all = on,
                'm' => self.multiline = on,
                _ => return Err(reason(format!("the flag `{flag}` has no meaning in ECMA-262"), position)),
            }
        }
        Ok(())
    }

    /// `a|b|c`, up to the end or a closing parenthesis.
    fn alternatives(&mut self) -> Result<Hir, Reason> {
        let mut alternatives = Vec::new();
        loop {
            let items = self.sequence()?;
            let alone = alternatives.is_empty() && self.peek() != Some('|');
            alternatives.push(if self.depth == 0 && alone { self.whole(items) } else { self.joined(items) });
            if !self.eat("|") {
                return Ok(Hir::alternation(alternatives));
            }
            self.spelling.push('|');
        }
    }

    /// The only sequence of the expression: look-ahead beside its leading `^` and look-behind beside its trailing `$` concern the whole text.
    fn whole(&mut self, mut items: Vec<Item>) -> Hir {
        let leading = items
            .iter()
            .take_while(|item| {
                matches!(item, Item::Assertion(Look::Start) | Item::Around { behind: false, .. })
            })
            .count();
        if items[..leading].iter().any(|item| matches!(item, Item::Assertion(Look::Start))) {
            for item in items.iter_mut().take(leading) {
                if let Item::Around { body, negative, .. } = item {
                    let body = std::mem::replace(body, Hir::empty());
                    let hir = Hir::concat(vec![Hir::look(Look::Start), body]);
                    self.conditions.push(Condition { hir, negative: *negative });
                    *item = Item::Assertion(Look::Start);
                }
            }
        }
        let trailing = items
            .iter()
            .rev()
            .take_while(|item| matches!(item, Item::Assertion(Look::End) | Item::Around { behind: true, .. }))
            .count();
        if items.iter().rev().take(trailing).any(|item| matches!(item, Item::Assertion(Look::End))) {
            for item in items.iter_mut().rev().take(trailing) {
                if let Item::Around { body, negative, .. } = item {
                    let body = std::mem::replace(body, Hir::empty());
                    let hir = Hir::concat(vec![body, Hir::look(Look::End)]);
                    self.conditions.push(Condition { hir, negative: *negative });
                    *item = Item::Assertion(Look::End);
                }
            }
        }
        self.joined(items)
    }

    fn joined(&mut self, items: Vec<Item>) -> Hir {
        let parts = items.into_iter().map(|item| match item {
            Item::Atom(hir) => hir,
            Item::Assertion(look) => Hir::look(look),
            Item::Around { behind, .. } => {
                self.irregular(if behind { "it looks behind" } else { "it looks ahead" });
                Hir::empty()
            }
        });
        Hir::concat(parts.collect())
    }

    fn sequence(&mut self) -> Result<Vec<Item>, Reason> {
        let mut items = Vec::new();
        while let Some(c) = self.peek()
            && !matches!(c, '|' | ')')
        {
            let start = self.position;
            let item = self.term()?;
            let quantifier_at = self.position;
            let Some((min, max)) = self.quantifier()? else {
                items.push(item);
                continue;
            };
            let Item::Atom(sub) = item else {
                return Err(reason("an assertion cannot be repeated", start));
            };
            if matches!(self.peek(), Some('+' | '*' | '?')) || self.at_quantifier() {
                let message = if self.peek() == Some('+') {
                    "possessive repetition is not in ECMA-262; without the last `+` it is an ordinary one"
                } else {
                    "a repetition cannot be repeated"
                };
                return Err(reason(message, quantifier_at));
            }
            items.push(Item::Atom(Hir::repetition(Repetition {
                min,
                max,
                greedy: false,
                sub: Box::new(sub),
            })));
        }
        Ok(items)
    }

    /// Reads `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, lazy or not.
    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, Reason> {
        let start = self.position;
        let counts = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match counts(self.rest()) {
                Some((length, min, max)) => {
                    self.position += length - 1;
                    (min, max)
                }
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.position += 1;
        if counts.1.is_some_and(|max| max < counts.0) {
            return Err(reason("the numbers of this repetition are out of order", start));
        }
        self.eat("?");
        self.keep(start);
        Ok(Some(counts))
    }

    fn at_quantifier(&self) -> bool {
        self.peek() == Some('{') && counts(self.rest()).is_some()
    }

    fn term(&mut self) -> Result<Item, Reason> {
        let start = self.position;
        let Some(c) = self.next() else {
            return Err(reason("the expression ends early", start));
        };
        match c {
            '^' | '$' => {
                if self.multiline {
                    self.irregular("it matches at line ends");
                }
                self.keep(start);
                Ok(Item::Assertion(if c == '^' { Look::Start } else { Look::End }))
            }
            '(' => self.group(start),
            '[' => self.bracketed(start).map(|set| Item::Atom(Hir::class(Class::Unicode(set)))),
            '.' => {
                self.keep(start);
                let set = if self.dot_all { class::any() } else { class::negated(class::line_terminators()) };
                Ok(Item::Atom(Hir::class(Class::Unicode(set))))
            }
            '\\' => self.escape(start),
            '*' | '+' | '?' => Err(reason("there is nothing before this to repeat", start)),
            '{' if counts(&self.source[start..]).is_some() => {
                Err(reason("there is nothing before this to repeat", start))
            }
            _ => {
                self.note_literal_brace(c, start);
                Ok(self.literal(c.into()))
            }
        }
    }

    /// `{,5}` is a repetition elsewhere, and literal text in ECMA-262.
    fn note_literal_brace(&mut self, c: char, start: usize) {
        let Some(rest) = self.rest().strip_prefix(',') else { return };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if c == '{' && digits > 0 && rest[digits..].starts_with('}') {
            self.note("a repetition needs its lower bound: `{,n}` is literal text, `{0,n}` repeats", start);
        }
    }

    fn literal(&mut self, code: u32) -> Item {
        spell(&mut self.spelling, code);
        let mut set = ClassUnicode::empty();
        class::add(&mut set, code, code);
        if self.ignore_case {
            set.case_fold_simple();
        }
        Item::Atom(Hir::class(Class::Unicode(set)))
    }

    /// A backslash and what follows, outside of brackets.
    fn escape(&mut self, start: usize) -> Result<Item, Reason> {
        let assertion = match self.peek() {
            Some('b') => Look::WordAscii,
            Some('B') => Look::WordAsciiNegate,
            Some('A') => Look::Start,
            Some('z' | 'Z') => Look::End,
            _ => return self.escaped_atom(start),
        };
        let letter = self.next().unwrap_or_default();
        match assertion {
            Look::Start => self.spelling.push('^'),
            Look::End => self.spelling.push('$'),
            _ => self.keep(start),
        }
        if matches!(assertion, Look::Start | Look::End) {
            let meaning = if assertion == Look::Start { "start" } else { "end" };
            self.note(format!("`\\{letter}` is not in ECMA-262; read as the {meaning} of the text"), start);
        }
        Ok(Item::Assertion(assertion))
    }

    fn escaped_atom(&mut self, start: usize) -> Result<Item, Reason> {
        if self.back_reference(start)? {
            self.irregular("it refers back to a group");
            return Ok(Item::Atom(Hir::empty()));
        }
        Ok(match self.escaped(start)? {
            Member::One(code) => self.literal(code),
            Member::Set(set, spelling) => {
                self.spelling.push_str(&spelling);
                Item::Atom(Hir::class(Class::Unicode(set)))
            }
        })
    }

    /// What follows an opening parenthesis.
    fn group(&mut self, start: usize) -> Result<Item, Reason> {
        if self.depth == MAX_DEPTH {
            return Err(reason(format!("groups are nested deeper than {MAX_DEPTH}"), start));
        }
        let (ignore_case, dot_all, multiline) = (self.ignore_case, self.dot_all, self.multiline);
        let around = self.group_kind(start)?;
        self.depth += 1;
        let body = self.alternatives()?;
        self.depth -= 1;
        (self.ignore_case, self.dot_all, self.multiline) = (ignore_case, dot_all, multiline);
        if !self.eat(")") {
            return Err(reason("this group is never closed", start));
        }
        self.spelling.push(')');
        Ok(match around {
            Some((behind, negative)) => Item::Around { body, behind, negative },
            None => Item::Atom(body),
        })
    }

    /// Reads up to the body of a group; for look-around, whether it looks behind and whether it is negative.
    fn group_kind(&mut self, start: usize) -> Result<Option<(bool, bool)>, Reason> {
        let mut around = None;
        if self.eat("?<=") {
            around = Some((true, false));
        } else if self.eat("?<!") {
            around = Some((true, true));
        } else if self.eat("?=") {
            around = Some((false, false));
        } else if self.eat("?!") {
            around = Some((false, true));
        } else if self.eat("?<") || self.eat("?P<") {
            return self.named_group(start).map(|()| None);
        } else if self.eat("?>") {
            return Err(reason("atomic groups are not in ECMA-262", start));
        } else if self.rest().starts_with('?') {
            self.modifiers(start)?;
        }
        self.keep(start);
        Ok(around)
    }

    fn named_group(&mut self, start: usize) -> Result<(), Reason> {
        let python = self.source[start..].starts_with("(?P");
        let Some((name, _)) = self.rest().split_once('>') else {
            return Err(reason("the name of this group is never closed", start));
        };
        let starts_well = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'));
        if !starts_well || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            return Err(reason(format!("`{name}` is no name for a group"), start));
        }
        if self.names.iter().filter(|&&known| known == name).count() > 1 {
            return Err(reason(format!("two groups have the name `{name}`"), start));
        }
        self.position += name.len() + 1;
        self.spelling.push_str("(?<");
        self.spelling.push_str(name);
        self.spelling.push('>');
        if python {
            self.note("`(?P<name>…)` is not in ECMA-262; read as `(?<name>…)`", start);
        }
        Ok(())
    }

    /// `?:` and `?i-s:`.
    fn modifiers(&mut self, start: usize) -> Result<(), Reason> {
        let inner = self.rest().get(1..).unwrap_or_default();
        let length = inner.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
        if !inner[length..].starts_with(':') {
            return Err(reason("this kind of group is not in ECMA-262", start));
        }
        let (on, off) = inner[..length].split_once('-').unwrap_or((&inner[..length], ""));
        self.flags(on, start, true)?;
        self.flags(off, start, false)?;
        self.position += length + 2;
        Ok(())
    }
}

fn reason(message: impl Into<String>, position: usize) -> Reason {
    Reason { message: message.into(), position }
}

/// Reads `{n}`, `{n,}` or `{n,m}`: its length and its numbers. A number beyond 32 bits stands for the largest there is.
fn counts(text: &str) -> Option<(usize, u32, Option<u32>)> {
    let (inner, _) = text.strip_prefix('{')?.split_once('}')?;
    let (min, max) = inner.split_once(',').map_or((inner, None), |(min, max)| (min, Some(max)));
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let min = number(min)?;
    let max = match max {
        None => Some(min),
        Some("") => None,
        Some(max) => Some(number(max)?),
    };
    Some((inner.len() + 2, min, max))
}

/// Spells a code point so that the `u` flag reads it as itself, in brackets and outside.
fn spell(spelling: &mut String, code: u32) {
    match char::from_u32(code) {
        Some(c) if "^$\\.*+?()[]{}|/-".contains(c) => {
            // `\-` is only allowed in brackets, `\x2D` everywhere.
            spelling.push_str(if c == '-' { "\\x2" } else { "\\" });
            spelling.push(if c == '-' { 'D' } else { c });
        }
        Some(c) if !c.is_control() => spelling.push(c),
        _ => spelling.push_str(&format!("\\u{{{code:X}}}")),
    }
}
