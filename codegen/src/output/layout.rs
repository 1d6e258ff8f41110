//! A row of tokens becomes lines.
//!
//! What fits stays in one line. What does not is opened at its last brackets, or before each call of a chain, and its
//! parts are laid out in the same way.

use std::ops::Range;

use super::docs;
use super::row::{Bracket, Kind, Row};

/// The longest line, in bytes, wherever there is a place to break it.
pub(super) const WIDTH: usize = 100;
/// The longest tuple that shares a line with others.
const SHORT_TUPLE: usize = 32;
const STEP: usize = 4;

/// Writes the tokens of one row.
pub(super) struct Layout<'a> {
    row: &'a Row,
    out: &'a mut String,
    /// Where the current line begins.
    line: usize,
}

/// Some tokens of the row.
type Part = Range<usize>;

impl<'a> Layout<'a> {
    /// Writes to the end of `out`, which is at the beginning of a line.
    pub(super) fn new(row: &'a Row, out: &'a mut String) -> Self {
        let line = out.len();
        Self { row, out, line }
    }

    fn column(&self) -> usize {
        self.out.len() - self.line
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.line = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn fits(&self, part: &Part, tail: usize) -> bool {
        !self.row.is_tall(part.start, part.end)
            && self.column() + self.row.width(part.start, part.end) + tail <= WIDTH
    }

    /// Side by side; the first without the space before it.
    fn flat(&mut self, part: Part) {
        for at in part.clone() {
            if at > part.start && self.row.token(at).space {
                self.out.push(' ');
            }
            self.out.push_str(self.row.text(at));
        }
    }

    /// The same with the space before the first.
    fn flat_on(&mut self, part: Part) {
        if part.start < part.end && self.row.token(part.start).space {
            self.out.push(' ');
        }
        self.flat(part);
    }

    // ------------------------------------------------------------------------------------------ what stands in lines

    /// Docs and attributes, a line each; gives what is left.
    pub(super) fn lead(&mut self, part: Part, indent: usize) -> Part {
        let mut start = part.start;
        while start < part.end {
            let end = match self.row.token(start).kind {
                Kind::Doc => {
                    docs::push(self.out, "///", self.row.text(start), indent);
                    start + 1
                }
                Kind::Punct if self.row.is(start, "#") => {
                    let end = self.row.after(start + 1);
                    self.flat(start..end);
                    end
                }
                _ => break,
            };
            start = end;
            self.new_line(indent);
        }
        start..part.end
    }

    /// An item, a member or a statement.
    pub(super) fn statement(&mut self, part: Part, indent: usize) {
        let part = self.lead(part, indent);
        match self.signature(&part) {
            Some(parameters) => self.function(part, parameters, indent),
            None => self.value(part, indent, 0),
        }
    }

    /// The brackets of the parameters, where a part is a function.
    fn signature(&self, part: &Part) -> Option<usize> {
        let word = part.clone().take(5).find(|at| self.row.is(*at, "fn"))?;
        let is_head = |at: usize| {
            let kind = self.row.token(at).kind;
            matches!(kind, Kind::Word | Kind::Open(Bracket::List) | Kind::Close(Bracket::List))
        };
        let before_is_head = (part.start..word).all(is_head);
        let after_name = word + 2;
        let open = if self.row.is(after_name, "<") { self.row.after(after_name) } else { after_name };
        (before_is_head && self.row.is(open, "(")).then_some(open)
    }

    fn function(&mut self, part: Part, parameters: usize, indent: usize) {
        let body = self.tops(&part).find(|at| self.row.token(*at).kind == Kind::Open(Bracket::Block));
        let head = part.start..body.unwrap_or(part.end);
        let tail = if body.is_some() { 2 } else { 0 };
        if self.fits(&head, tail) {
            self.flat(head);
        } else {
            self.flat(head.start..parameters);
            self.opened(parameters, indent);
            let result = self.row.after(parameters)..head.end;
            if self.fits(&result, tail + 1) {
                self.flat_on(result);
            } else {
                self.out.push(' ');
                self.value(result, indent, tail);
            }
        }
        if let Some(open) = body {
            self.out.push(' ');
            self.opened(open, indent);
        }
    }

    /// The statements or members among some tokens.
    pub(super) fn statements(&self, part: Part) -> Vec<Part> {
        let mut statements = Vec::new();
        let mut start = part.start;
        while start < part.end {
            let end = self.statement_end(start, part.end);
            statements.push(start..end);
            start = end;
        }
        statements
    }

    fn statement_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            let next = self.row.after(at);
            match self.row.token(at).kind {
                Kind::Punct if self.row.is(at, ";") => return next,
                Kind::Open(Bracket::Fields | Bracket::Members | Bracket::Block | Bracket::Arms)
                    if next >= end || !matches!(self.row.text(next), ";" | "." | "?" | "else") =>
                {
                    return next;
                }
                _ => at = next,
            }
        }
        end
    }

    /// The parts between commas; a block ends a part without one.
    fn elements(&self, part: Part) -> Vec<Part> {
        let mut elements = Vec::new();
        let mut start = part.start;
        let mut at = part.start;
        while at < part.end {
            let next = self.row.after(at);
            let ends_in_block = matches!(self.row.token(at).kind, Kind::Open(Bracket::Block))
                && at > start
                && self.row.is(at - 1, "=>");
            if self.row.is(at, ",") {
                elements.push(start..at);
                start = next;
            } else if ends_in_block {
                elements.push(start..next);
                start = if self.row.is(next, ",") { next + 1 } else { next };
                at = start;
                continue;
            }
            at = next;
        }
        if start < part.end {
            elements.push(start..part.end);
        }
        elements
    }

    /// The tokens of a part outside of its brackets, and the opening brackets.
    fn tops(&self, part: &Part) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let mut tops = Vec::new();
        let mut at = part.start;
        while at < part.end {
            tops.push(at);
            at = self.row.after(at);
        }
        tops.into_iter()
    }

    // -------------------------------------------------------------------------------------------------------- values

    /// A part whose line has begun; `tail` is the width of what follows it there.
    fn value(&mut self, part: Part, indent: usize, tail: usize) {
        if self.fits(&part, tail) {
            return self.flat(part);
        }
        let tops: Vec<usize> = self.tops(&part).collect();
        if let Some(equals) = tops.iter().copied().find(|at| self.row.is(*at, "=")) {
            return self.assignment(part, equals, indent, tail);
        }
        if let Some(body) = self.closure_body(&part) {
            return self.closure(part, body, indent, tail);
        }
        if tops.iter().any(|at| self.row.is(*at, "&&")) {
            return self.conjunction(part, &tops, indent, tail);
        }
        let calls: Vec<usize> = tops.iter().copied().filter(|at| self.is_call(*at, part.start)).collect();
        let is_one = calls.len() == 1 && self.hugs_last(&part, &tops);
        if !calls.is_empty() && !is_one && !self.is_statement(part.start) {
            return self.chain(part, &calls, indent, tail);
        }
        self.last_opened(part, &tops, indent, tail);
    }

    /// Whether a keyword with a block begins here, or behind the name of a field.
    fn is_statement(&self, at: usize) -> bool {
        let at = if self.row.is(at + 1, ":") { at + 2 } else { at };
        matches!(self.row.text(at), "match" | "while" | "if" | "for")
    }

    /// `left = right`.
    fn assignment(&mut self, part: Part, equals: usize, indent: usize, tail: usize) {
        let right = equals + 1..part.end;
        let otherwise = self.tops(&right).find(|at| self.row.token(*at).kind == Kind::Open(Bracket::Else));
        match otherwise {
            Some(open) if !self.fits(&(part.start..open), 2) => self.let_else(part, equals, open, indent),
            _ => {
                self.flat(part.start..equals);
                self.out.push_str(" = ");
                self.value(right, indent, tail);
            }
        }
    }

    /// `let (…) = (…) else {…};`, where that is long.
    fn let_else(&mut self, part: Part, equals: usize, otherwise: usize, indent: usize) {
        self.tuple(part.start..equals, indent);
        self.out.push_str(" = ");
        self.tuple(equals + 1..otherwise, indent);
        self.out.push(' ');
        self.opened(otherwise, indent);
        self.flat_on(self.row.after(otherwise)..part.end);
    }

    /// Something with a tuple in it, whose members share lines where all does not fit in one.
    fn tuple(&mut self, part: Part, indent: usize) {
        match self.tops(&part).rfind(|at| self.row.is(*at, "(")) {
            Some(open) if !self.fits(&part, 2) => {
                let close = self.row.token(open).partner;
                self.flat(part.start..open + 1);
                self.side_by_side(open + 1..close, indent + STEP);
                self.new_line(indent);
                self.flat(close..part.end);
            }
            _ => self.flat(part),
        }
    }

    /// Where the body of a closure begins, where a part is one.
    fn closure_body(&self, part: &Part) -> Option<usize> {
        let start = part.start + usize::from(self.row.is(part.start, "&"));
        if !self.row.is(start, "|") {
            return None;
        }
        (start + 1..part.end).find(|at| self.row.is(*at, "|")).map(|at| at + 1)
    }

    fn closure(&mut self, part: Part, body: usize, indent: usize, tail: usize) {
        self.flat(part.start..body);
        self.out.push(' ');
        let has_lines = matches!(self.row.token(body).kind, Kind::Open(_)) || self.is_statement(body);
        if has_lines {
            return self.value(body..part.end, indent, tail);
        }
        self.out.push('{');
        self.new_line(indent + STEP);
        self.value(body..part.end, indent + STEP, 0);
        self.new_line(indent);
        self.out.push('}');
    }

    /// `a && b && c`: as many in a line as fit.
    fn conjunction(&mut self, part: Part, tops: &[usize], indent: usize, tail: usize) {
        let ands = tops.iter().copied().filter(|at| self.row.is(*at, "&&"));
        let mut start = part.start;
        for end in ands.chain([part.end]) {
            let is_first = start == part.start;
            let after = if end == part.end { tail } else { 0 };
            if is_first {
                self.flat(start..end);
            } else if self.fits(&(start..end), after + 1) {
                self.flat_on(start..end);
            } else {
                self.new_line(indent + STEP);
                self.flat(start..end);
            }
            start = end;
        }
    }

    /// Whether a method is called at this dot.
    fn is_call(&self, at: usize, start: usize) -> bool {
        if at == start || !self.row.is(at, ".") {
            return false;
        }
        let mut next = at + 2;
        if self.row.is(next, "::") {
            next = self.row.after(next + 1);
        }
        self.row.is(next, "(") && !self.row.token(next).space
    }

    /// `head.call(…).call(…)`, each call in a line of its own.
    fn chain(&mut self, part: Part, calls: &[usize], indent: usize, tail: usize) {
        let is_word = self.row.width(part.start, calls[0]) <= STEP && calls.len() > 1;
        let calls = if is_word { &calls[1..] } else { calls };
        let head = part.start..calls[0];
        let is_short = self.fits(&head, 0);
        self.value(head, indent, 0);
        let indent = if is_short { indent + STEP } else { indent };
        let ends = calls[1..].iter().copied().chain([part.end]);
        for (start, end) in calls.iter().copied().zip(ends) {
            self.new_line(indent);
            let call = start..end;
            let after = if end == part.end { tail } else { 0 };
            if self.fits(&call, after) {
                self.flat(call);
            } else {
                let tops: Vec<usize> = self.tops(&call).collect();
                self.last_opened(call, &tops, indent, after);
            }
        }
    }

    /// Whether the last brackets of a part can open in its line: they hold one thing, which needs lines itself.
    fn hugs_last(&self, part: &Part, tops: &[usize]) -> bool {
        let Some(open) = self.last_open(tops) else { return false };
        let elements = self.elements(open + 1..self.row.token(open).partner);
        let fits = self.column() + self.row.width(part.start, open + 1) <= WIDTH;
        let [only] = elements.as_slice() else { return false };
        fits && (self.row.is_tall(only.start, only.end) || self.row.is(only.start + 1, "["))
    }

    fn ends_in_brackets(&self, part: &Part) -> bool {
        part.end > part.start + 1
            && self.row.token(part.start).kind != Kind::Doc
            && matches!(self.row.token(part.end - 1).kind, Kind::Close(_))
            && self.row.token(part.end - 1).partner + 1 < part.end - 1
    }

    /// The brackets that open where a part does not fit: the last that need lines, or else the last with something in them.
    fn last_open(&self, tops: &[usize]) -> Option<usize> {
        let filled = |at: &usize| {
            matches!(self.row.token(*at).kind, Kind::Open(_))
                && self.row.token(*at).partner > at + 1
                && !self.is_index(*at)
        };
        let tall = tops
            .iter()
            .rev()
            .copied()
            .filter(filled)
            .find(|at| self.row.is_tall(*at, self.row.token(*at).partner));
        tall.or_else(|| tops.iter().rev().copied().find(filled))
    }

    /// Whether brackets hold an index, which is no list.
    fn is_index(&self, open: usize) -> bool {
        self.row.is(open, "[")
            && open > 0
            && !self.row.token(open).space
            && matches!(self.row.token(open - 1).kind, Kind::Word | Kind::Close(_))
    }

    fn last_opened(&mut self, part: Part, tops: &[usize], indent: usize, tail: usize) {
        match self.last_open(tops) {
            Some(open) => {
                self.flat(part.start..open);
                if self.row.token(open).space && open > part.start {
                    self.out.push(' ');
                }
                self.opened_before(open, indent, self.row.width(self.row.after(open), part.end) + tail);
                self.flat_on(self.row.after(open)..part.end);
            }
            None => self.flat(part),
        }
    }

    // ------------------------------------------------------------------------------------------------------ brackets

    fn opened(&mut self, open: usize, indent: usize) {
        self.opened_before(open, indent, 0);
    }

    /// Brackets over several lines, with `tail` behind them.
    fn opened_before(&mut self, open: usize, indent: usize, tail: usize) {
        let close = self.row.token(open).partner;
        let inner = open + 1..close;
        self.out.push_str(self.row.text(open));
        if inner.is_empty() {
            self.out.push_str(self.row.text(close));
            return;
        }
        match self.row.token(open).kind {
            Kind::Open(Bracket::Members) => self.members(inner, indent + STEP),
            Kind::Open(Bracket::Block | Bracket::Else) => {
                for statement in self.statements(inner) {
                    self.new_line(indent + STEP);
                    self.statement(statement, indent + STEP);
                }
            }
            Kind::Open(Bracket::Arms) => {
                for arm in self.elements(inner) {
                    self.new_line(indent + STEP);
                    self.arm(arm, indent + STEP);
                }
            }
            Kind::Open(Bracket::Use) => self.side_by_side(inner, indent + STEP),
            Kind::Open(Bracket::Literal)
                if inner.clone().all(|at| {
                    self.row.token(at).kind == Kind::Word || matches!(self.row.text(at), "," | ":")
                }) =>
            {
                self.side_by_side(inner, indent + STEP);
            }
            Kind::Open(Bracket::List) if self.hugged(&inner, indent, tail) => {
                self.out.push_str(self.row.text(close));
                return;
            }
            _ => self.list(inner, indent + STEP, open > 0 && self.row.is(open - 1, "!")),
        }
        self.new_line(indent);
        self.out.push_str(self.row.text(close));
    }

    /// Members with blank lines between, save where both are short.
    fn members(&mut self, inner: Part, indent: usize) {
        let mut above_is_short = None;
        for member in self.statements(inner) {
            let is_short = matches!(self.row.text(member.start), "const" | "type");
            if above_is_short.is_some_and(|above| !(above && is_short)) {
                self.out.push('\n');
            }
            above_is_short = Some(is_short);
            self.new_line(indent);
            self.statement(member, indent);
        }
    }

    /// A list, an element a line. A macro gets no more commas than were there: it may not know what to do with them; nor
    /// does a type get one.
    fn list(&mut self, inner: Part, indent: usize, is_macro: bool) {
        let mut above_is_tuple = false;
        let end = inner.end;
        for element in self.elements(inner.clone()) {
            let is_tuple = self.is_short_tuple(&element);
            if is_tuple && above_is_tuple && self.fits(&element, 2) {
                self.out.push(' ');
            } else {
                self.new_line(indent);
            }
            above_is_tuple = is_tuple;
            let element = self.lead(element, indent);
            let ends = element.end == end && (is_macro || self.may_be_item(&element, inner.start));
            self.value(element, indent, 1);
            if !ends {
                self.out.push(',');
            }
        }
    }

    /// Whether all that brackets hold may be the type of a slice's items, behind which stands no comma.
    fn may_be_item(&self, element: &Part, start: usize) -> bool {
        element.start == start
            && self.row.is(start - 1, "[")
            && element.clone().all(|at| {
                self.row.token(at).kind == Kind::Word || matches!(self.row.text(at), "::" | "<" | ">")
            })
    }

    /// Tables have hundreds of them.
    fn is_short_tuple(&self, element: &Part) -> bool {
        self.row.is(element.start, "(")
            && self.row.after(element.start) == element.end
            && self.row.width(element.start, element.end) < SHORT_TUPLE
            && element
                .clone()
                .skip(1)
                .step_by(2)
                .all(|at| self.row.token(at).kind == Kind::Literal && !self.row.text(at).starts_with('"'))
    }

    /// Names, as many in a line as fit.
    fn side_by_side(&mut self, inner: Part, indent: usize) {
        self.new_line(indent);
        for element in self.elements(inner.clone()) {
            if element.start > inner.start {
                if self.fits(&element, 2) {
                    self.out.push(' ');
                } else {
                    self.new_line(indent);
                }
            }
            self.flat(element);
            self.out.push(',');
        }
    }

    /// The only element opens in the line of the brackets around it, where it would not fit in a line of its own.
    fn hugged(&mut self, inner: &Part, indent: usize, tail: usize) -> bool {
        let elements = self.elements(inner.clone());
        let [only] = elements.as_slice() else { return false };
        let alone = indent + STEP + self.row.width(only.start, only.end) + 1;
        let is_tall = self.row.is_tall(only.start, only.end);
        if (!is_tall && alone <= WIDTH) || !self.ends_in_brackets(only) {
            return false;
        }
        let tops: Vec<usize> = self.tops(only).collect();
        let Some(open) = self.last_open(&tops) else { return false };
        let is_chain = match self.closure_body(only) {
            Some(_) => !is_tall,
            None => tops.iter().any(|at| self.is_call(*at, only.start)),
        };
        if is_chain || self.column() + self.row.width(only.start, open + 1) > WIDTH {
            return false;
        }
        self.value(only.clone(), indent, tail + 1);
        true
    }

    /// An arm of a `match`.
    fn arm(&mut self, arm: Part, indent: usize) {
        let arm = self.lead(arm, indent);
        let tops: Vec<usize> = self.tops(&arm).collect();
        let arrow = tops.iter().copied().find(|at| self.row.is(*at, "=>")).unwrap_or(arm.start);
        if self.fits(&arm, 1) {
            let is_block = self.row.token(arm.end - 1).kind == Kind::Close(Bracket::Block);
            self.flat(arm);
            if !is_block {
                self.out.push(',');
            }
            return;
        }
        self.pattern(arm.start..arrow, indent);
        self.out.push_str(" => ");
        let body = arrow + 1..arm.end;
        let is_tall = self.row.is_tall(body.start, body.end);
        let alone = indent + STEP + self.row.width(body.start, body.end) <= WIDTH;
        if self.row.token(body.start).kind == Kind::Open(Bracket::Block) {
            self.opened(body.start, indent);
        } else if !is_tall && alone {
            self.out.push('{');
            self.new_line(indent + STEP);
            self.flat(body);
            self.new_line(indent);
            self.out.push('}');
        } else {
            self.value(body, indent, 1);
            self.out.push(',');
        }
    }

    /// Alternatives stand below each other where they do not fit.
    fn pattern(&mut self, pattern: Part, indent: usize) {
        if self.fits(&pattern, 4) {
            return self.flat(pattern);
        }
        let tops: Vec<usize> = self.tops(&pattern).collect();
        let bars: Vec<usize> = tops.iter().copied().filter(|at| self.row.is(*at, "|")).collect();
        if bars.is_empty() {
            return self.last_opened(pattern, &tops, indent, 4);
        }
        let mut start = pattern.start;
        for end in bars.into_iter().chain([pattern.end]) {
            if start > pattern.start {
                self.new_line(indent);
            }
            self.flat(start..end);
            start = end;
        }
    }
}
