//! An item as a row of tokens: their text side by side, and what the layout asks about them.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};

use super::docs;
use super::imports::Said;

/// What stands between a pair of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `(…)`, `[…]` and `<…>`: a list.
    List,
    /// `{…}` of a value or pattern.
    Literal,
    /// `{…}` of a `use`.
    Use,
    /// Fields or variants.
    Fields,
    /// Members of an `impl`, a trait or a module.
    Members,
    /// Statements.
    Block,
    /// What a `let` does otherwise: a block that may stand in the line.
    Else,
    /// The arms of a `match`.
    Arms,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Literal,
    Punct,
    Doc,
    Open(Bracket),
    Close(Bracket),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Whether there is a space before it when it does not begin a line.
    pub(super) space: bool,
    /// Where the other bracket is.
    pub(super) partner: usize,
    start: usize,
    end: usize,
}

/// What stood before the next token, as far as spaces depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing may come between.
    Glue,
    /// A value or a type is complete: brackets call or index it, and `&` would be "and".
    Operand,
    /// A word after which brackets stand apart.
    Keyword,
    /// A mark after which something begins.
    Mark,
}

/// The tokens of one item. It is used again for the next, so that its memory is.
#[derive(Debug, Default)]
pub(super) struct Row {
    text: String,
    tokens: Vec<Token>,
    /// By token: the width of all before it, written side by side.
    widths: Vec<usize>,
    /// By token: how many before it cannot stand in one line with others.
    tall: Vec<usize>,
}

impl Row {
    /// Takes the tokens of an item in place of those it had.
    pub(super) fn fill(&mut self, tokens: TokenStream, said: &mut Said<'_>) {
        self.text.clear();
        self.tokens.clear();
        Reader { row: self, said, before: Before::Glue }.stream(tokens, None);
        self.measure();
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Token {
        self.tokens[at]
    }

    pub(super) fn text(&self, at: usize) -> &str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }

    pub(super) fn is(&self, at: usize, text: &str) -> bool {
        at < self.tokens.len() && self.text(at) == text
    }

    /// The width of some tokens side by side, without the space before the first.
    pub(super) fn width(&self, from: usize, to: usize) -> usize {
        if from >= to {
            return 0;
        }
        self.widths[to] - self.widths[from] - usize::from(self.tokens[from].space)
    }

    /// Whether there is something among some tokens that needs lines of its own.
    pub(super) fn is_tall(&self, from: usize, to: usize) -> bool {
        self.tall[to] > self.tall[from]
    }

    /// The token after this one, brackets taken as one token.
    pub(super) fn after(&self, at: usize) -> usize {
        match self.tokens[at].kind {
            Kind::Open(_) => self.tokens[at].partner + 1,
            _ => at + 1,
        }
    }

    fn push(&mut self, kind: Kind, space: bool, text: &str) -> usize {
        let start = self.text.len();
        self.text.push_str(text);
        self.push_written(kind, space, start)
    }

    /// A token whose text stands at the end of `text` already.
    fn push_written(&mut self, kind: Kind, space: bool, start: usize) -> usize {
        self.tokens.push(Token { kind, space, partner: 0, start, end: self.text.len() });
        self.tokens.len() - 1
    }

    fn measure(&mut self) {
        self.widths.clear();
        self.tall.clear();
        let (mut width, mut tall) = (0, 0);
        for at in 0..self.tokens.len() {
            self.widths.push(width);
            self.tall.push(tall);
            let token = self.tokens[at];
            width += token.end - token.start + usize::from(token.space);
            tall += usize::from(self.needs_lines(at));
        }
        self.widths.push(width);
        self.tall.push(tall);
    }

    /// Whether a literal has one field, or only such as are a word or a mark and a word.
    fn is_plain(&self, from: usize, to: usize) -> bool {
        let ends = |at: usize| at >= to || self.is(at, ",");
        let is_one = !(from..to).any(|at| self.is(at, ","));
        is_one || (from..to).filter(|at| self.is(*at, ":")).all(|at| ends(at + 2))
    }

    fn needs_lines(&self, at: usize) -> bool {
        let token = self.tokens[at];
        let is_empty = token.partner == at + 1;
        match token.kind {
            Kind::Doc => true,
            Kind::Literal => self.text(at).contains('\n'),
            Kind::Open(Bracket::Fields | Bracket::Members | Bracket::Block | Bracket::Arms) => !is_empty,
            Kind::Open(Bracket::Literal) => !self.is_plain(at + 1, token.partner),
            _ => false,
        }
    }
}

/// Fills a row.
struct Reader<'r, 's, 'n> {
    row: &'r mut Row,
    said: &'s mut Said<'n>,
    before: Before,
}

/// What is known at one level of brackets.
#[derive(Default)]
struct Level {
    /// What the next braces hold, after a keyword that says it.
    braces: Option<Bracket>,
    /// The `<` that are open.
    angles: Vec<usize>,
    /// Whether the parameters of a closure have begun.
    in_closure: bool,
}

impl Reader<'_, '_, '_> {
    fn stream(&mut self, tokens: TokenStream, around: Option<Bracket>) {
        let mut level = Level::default();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(tree) = tokens.next() {
            match tree {
                TokenTree::Ident(word) => self.word(&word, &mut level),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Group(group) => self.group(group, &mut level, around),
                TokenTree::Punct(mark) => {
                    let text = joined(&mark, &mut tokens);
                    match tokens.peek() {
                        Some(TokenTree::Ident(name)) if text == "'" => {
                            self.lifetime(&name.to_string());
                            tokens.next();
                        }
                        _ => self.mark(text, &mut level),
                    }
                }
            }
        }
    }

    fn word(&mut self, word: &Ident, level: &mut Level) {
        use std::fmt::Write as _;
        let (start, space) = (self.row.text.len(), self.before != Before::Glue);
        let _ = write!(self.row.text, "{word}");
        let at = self.row.push_written(Kind::Word, space, start);
        let text = self.row.text(at);
        self.said.note(text);
        level.braces = match text {
            "struct" | "enum" | "union" => Some(Bracket::Fields),
            "trait" | "mod" => Some(Bracket::Members),
            "impl" => level.braces.or(Some(Bracket::Members)),
            "fn" | "if" | "while" | "for" if level.braces.is_none() => Some(Bracket::Block),
            "else" => Some(Bracket::Else),
            "match" => Some(Bracket::Arms),
            "use" => Some(Bracket::Use),
            _ => level.braces,
        };
        let is_keyword = matches!(
            text,
            "as" | "else"
                | "for"
                | "if"
                | "in"
                | "let"
                | "match"
                | "mut"
                | "move"
                | "return"
                | "where"
                | "while"
        );
        self.before = if is_keyword { Before::Keyword } else { Before::Operand };
    }

    fn lifetime(&mut self, name: &str) {
        let at = self.row.push(Kind::Word, self.before != Before::Glue, "'");
        self.row.text.push_str(name);
        self.row.tokens[at].end = self.row.text.len();
        self.before = Before::Operand;
    }

    fn literal(&mut self, literal: &Literal) {
        use std::fmt::Write as _;
        let (start, space) = (self.row.text.len(), self.before != Before::Glue);
        let _ = write!(self.row.text, "{literal}");
        self.row.push_written(Kind::Literal, space, start);
        self.before = Before::Operand;
    }

    fn mark(&mut self, text: &str, level: &mut Level) {
        use Before::{Glue, Mark, Operand};
        let after_operand = self.before == Operand;
        let apart = self.before != Glue;
        let (space, before) = match text {
            "," | ";" | ":" => (false, Mark),
            "?" => (false, Operand),
            "." => (false, Glue),
            "::" | ".." | "..=" => (apart && !after_operand, Glue),
            "<" => return self.open_angle(level),
            ">" if !level.angles.is_empty() => return self.close_angle(level),
            "!" if after_operand => (false, Glue),
            "&" | "*" | "-" if after_operand => (true, Mark),
            "&" | "*" | "-" | "!" | "#" | "'" => (apart, Glue),
            "|" if level.in_closure => {
                level.in_closure = false;
                (false, Mark)
            }
            "|" if after_operand => (true, Mark),
            "|" => {
                level.in_closure = true;
                (apart, Glue)
            }
            _ => (true, Mark),
        };
        if matches!(text, ";" | "," | "=>") && level.angles.is_empty() {
            level.braces = None;
        }
        self.row.push(Kind::Punct, space, text);
        self.before = before;
    }

    fn open_angle(&mut self, level: &mut Level) {
        let at = self.row.push(Kind::Open(Bracket::List), self.before == Before::Mark, "<");
        level.angles.push(at);
        self.before = Before::Glue;
    }

    fn close_angle(&mut self, level: &mut Level) {
        if let Some(open) = level.angles.pop() {
            self.close(open, Bracket::List, ">");
        }
    }

    fn group(&mut self, group: Group, level: &mut Level, around: Option<Bracket>) {
        let is_attribute = self.row.tokens.last().is_some_and(|last| last.kind == Kind::Punct)
            && self.row.is(self.row.len() - 1, "#");
        let delimiter = group.delimiter();
        let inner = group.stream();
        // Were the group still there, its tokens would have to be copied.
        drop(group);
        if is_attribute && let Some(text) = docs::text(&inner) {
            return self.doc(&text);
        }
        let (open, close, bracket) = match delimiter {
            Delimiter::Parenthesis => ("(", ")", Bracket::List),
            Delimiter::Bracket => ("[", "]", Bracket::List),
            Delimiter::Brace => ("{", "}", self.braces(level, around)),
            Delimiter::None => return self.stream(inner, around),
        };
        let apart = match delimiter {
            Delimiter::Brace => self.before != Before::Glue || bracket == Bracket::Block,
            _ => matches!(self.before, Before::Keyword | Before::Mark),
        };
        let at = self.row.push(Kind::Open(bracket), apart, open);
        let is_apart = delimiter == Delimiter::Brace && bracket != Bracket::Use;
        self.before = if is_apart { Before::Mark } else { Before::Glue };
        self.stream(inner, Some(bracket));
        self.close(at, bracket, close);
        if is_attribute {
            self.before = Before::Mark;
        }
    }

    /// What braces hold.
    fn braces(&self, level: &mut Level, around: Option<Bracket>) -> Bracket {
        if let Some(bracket) = level.braces.take() {
            return bracket;
        }
        match self.before {
            _ if around == Some(Bracket::Fields) => Bracket::Fields,
            Before::Operand => Bracket::Literal,
            // Those of a macro.
            Before::Glue if !self.row.tokens.is_empty() && self.row.is(self.row.len() - 1, "!") => {
                Bracket::Block
            }
            Before::Glue
                if around.is_none()
                    || self.row.tokens.last().is_some_and(|last| last.kind == Kind::Punct) =>
            {
                Bracket::Use
            }
            _ => Bracket::Block,
        }
    }

    /// The closing bracket, in place of a comma that only a list over several lines has.
    fn close(&mut self, open: usize, bracket: Bracket, text: &str) {
        if self.row.is(self.row.len() - 1, ",")
            && matches!(bracket, Bracket::List | Bracket::Literal)
            && !self.is_tuple_of_one(open)
        {
            self.row.tokens.pop();
        }
        let is_empty = self.row.len() == open + 1;
        let has_space = matches!(bracket, Bracket::List | Bracket::Use);
        let close = self.row.push(Kind::Close(bracket), !is_empty && !has_space, text);
        self.row.tokens[open].partner = close;
        self.row.tokens[close].partner = open;
        self.before = Before::Operand;
    }

    fn is_tuple_of_one(&self, open: usize) -> bool {
        let is_call = open > 0
            && match self.row.tokens[open - 1].kind {
                Kind::Word | Kind::Close(_) => !self.row.tokens[open].space,
                Kind::Punct => self.row.is(open - 1, "!"),
                _ => false,
            };
        let commas = (open + 1..self.row.len()).filter(|at| self.row.is(*at, ",")).count();
        self.row.is(open, "(") && !is_call && commas == 1
    }

    /// Documentation, in place of the `#` before it.
    fn doc(&mut self, text: &str) {
        self.row.tokens.pop();
        self.row.push(Kind::Doc, false, text);
        self.before = Before::Mark;
    }
}

/// The mark with those behind it that belong to it.
fn joined(mark: &Punct, rest: &mut std::iter::Peekable<impl Iterator<Item = TokenTree>>) -> &'static str {
    let mut next = |wanted: char| {
        let found = matches!(rest.peek(), Some(TokenTree::Punct(next)) if next.as_char() == wanted);
        if found {
            rest.next();
        }
        found
    };
    let joint = mark.spacing() == Spacing::Joint;
    match mark.as_char() {
        ':' if joint && next(':') => "::",
        '-' if joint && next('>') => "->",
        '=' if joint && next('>') => "=>",
        '=' if joint && next('=') => "==",
        '!' if joint && next('=') => "!=",
        '&' if joint && next('&') => "&&",
        '|' if joint && next('|') => "||",
        '.' if joint && next('.') => {
            if next('=') {
                "..="
            } else {
                ".."
            }
        }
        '<' => "<",
        '>' => ">",
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '=' => "=",
        '.' => ".",
        '?' => "?",
        '&' => "&",
        '|' => "|",
        '!' => "!",
        '*' => "*",
        '-' => "-",
        '+' => "+",
        '#' => "#",
        '\'' => "'",
        '/' => "/",
        '%' => "%",
        '@' => "@",
        '$' => "$",
        '^' => "^",
        _ => "~",
    }
}
