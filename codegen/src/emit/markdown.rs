//! Prose of a contract as it may stand in a doc comment: rustdoc takes every block of code for Rust to be tested, unless it
//! is fenced and says otherwise.
//!
//! Read here is only as much Markdown as it takes to know where code is: fences, indented code, and the lists, quotes and
//! blocks of HTML around them.

/// How deep quotes may stand in each other; what is deeper is text.
const QUOTES: usize = 8;

/// Markdown without anything that rustdoc would test: indented code is fenced, and a fence without a language, or one for
/// Rust, is of plain text. Characters that no comment may hold, such as carriage returns and those that turn the direction
/// of the text, are dropped.
pub(super) fn tamed(text: &str) -> String {
    let text = text.trim();
    let is_plain =
        !text.contains(['\n', '\r', '\t']) && !["```", "~~~", "    "].iter().any(|s| text.contains(s));
    if is_plain && !text.contains(is_forbidden) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = Blocks::default();
    for line in text.split('\n') {
        blocks.line(&expanded(line));
    }
    blocks.finish().join("\n")
}

/// A line with spaces in place of tabs, and without what a comment cannot hold.
fn expanded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.trim_end().chars() {
        let width = match c {
            '\t' => 4 - column % 4,
            _ if is_forbidden(c) => continue,
            _ => 1,
        };
        match c {
            '\t' => out.extend(std::iter::repeat_n(' ', width)),
            c => out.push(c),
        }
        column += width;
    }
    out
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') || (c.is_control() && c != '\t')
}

/// What the next line may belong to.
#[derive(Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// Goes on with any line that begins nothing else, however far it is indented.
    Paragraph,
    /// The mark of an item of a list without a text yet.
    Item,
    Fence {
        mark: char,
        length: usize,
    },
    /// Indented code, fenced in the output: where the fence stands there.
    Code {
        fence: usize,
    },
    /// Up to a line with the text, or to a blank line where there is none.
    Html(Option<&'static str>),
    /// The lines of a quote, and what stands before the first.
    Quote {
        prefix: String,
        lines: Vec<String>,
    },
}

/// Reads line by line.
#[derive(Debug, Default)]
struct Blocks {
    out: Vec<String>,
    /// In which column the text of each list item around begins.
    items: Vec<usize>,
    open: Open,
    /// How many quotes this stands in.
    quotes: usize,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        if bare.is_empty() {
            return self.blank();
        }
        let depth = self.items.iter().take_while(|column| **column <= indent).count();
        let is_inside = depth == self.items.len();
        if is_inside && self.goes_on(line, bare, indent - self.column()) {
            return;
        }
        if !is_inside && self.open == Open::Paragraph && is_text(bare) {
            return self.out.push(line.to_owned());
        }
        self.close();
        self.items.truncate(depth);
        let inner = indent - self.column();
        if inner < 4 {
            self.block(&line[..indent], bare, !is_inside);
        } else if self.open == Open::Paragraph {
            self.out.push(line.to_owned());
        } else {
            self.open = Open::Code { fence: self.out.len() };
            self.out.push(String::new());
            self.out.push(line[4..].to_owned());
        }
    }

    /// Where the text of the innermost list item begins.
    fn column(&self) -> usize {
        self.items.last().copied().unwrap_or_default()
    }

    fn blank(&mut self) {
        match self.open {
            Open::Fence { .. } | Open::Code { .. } | Open::Html(Some(_)) => {}
            _ => {
                self.close();
                if self.open == Open::Item {
                    self.items.pop();
                }
                self.open = Open::Nothing;
            }
        }
        self.out.push(String::new());
    }

    /// Whether a line belongs to what is open and begins nothing; it is written then.
    fn goes_on(&mut self, line: &str, bare: &str, indent: usize) -> bool {
        match &mut self.open {
            Open::Fence { mark, length } => {
                let marks = bare.chars().take_while(|c| c == mark).count();
                if indent < 4 && marks >= *length && bare.len() == marks {
                    self.open = Open::Nothing;
                }
            }
            Open::Html(end) => {
                if end.is_some_and(|end| line.contains(end)) {
                    self.open = Open::Nothing;
                }
            }
            Open::Code { .. } if indent >= 4 => {
                self.out.push(line[4..].to_owned());
                return true;
            }
            Open::Quote { lines, .. } if indent < 4 && bare.starts_with('>') => {
                lines.push(unquoted(bare).to_owned());
                return true;
            }
            _ => return false,
        }
        self.out.push(line.to_owned());
        true
    }

    /// A line that begins something, and what stands before it there.
    fn block(&mut self, prefix: &str, bare: &str, leaves_item: bool) {
        let mut prefix = prefix.to_owned();
        let mut rest = bare;
        while let Some(width) = item(rest).filter(|_| !is_break(rest)) {
            let text = rest[width..].trim_start_matches(' ');
            let interrupts = self.open == Open::Paragraph && !leaves_item;
            let may_interrupt = !text.is_empty() && (width == 1 || rest.starts_with("1"));
            if interrupts && !may_interrupt {
                break;
            }
            let spaces = rest.len() - width - text.len();
            prefix.push_str(&rest[..width]);
            if text.is_empty() {
                self.items.push(prefix.len() + 1);
                self.open = Open::Item;
                return self.out.push(prefix);
            }
            // More than four spaces would be code again.
            prefix.push_str(if spaces > 4 { " " } else { &rest[width..width + spaces] });
            self.items.push(prefix.len());
            self.open = Open::Nothing;
            rest = text;
        }
        self.leaf(prefix, rest);
    }

    /// A line that is no item of a list.
    fn leaf(&mut self, prefix: String, text: &str) {
        if let Some((mark, length)) = fence(text) {
            self.open = Open::Fence { mark, length };
            return self.out.push(format!("{prefix}{}{}", &text[..length], language(&text[length..])));
        }
        if text.starts_with('>') && self.quotes < QUOTES {
            self.open = Open::Quote { prefix, lines: vec![unquoted(text).to_owned()] };
            return;
        }
        let is_in_paragraph = self.open == Open::Paragraph;
        self.open = match html(text, is_in_paragraph) {
            Some(Some(end)) if text.contains(end) => Open::Nothing,
            Some(end) => Open::Html(end),
            None if is_heading(text) || is_break(text) || is_definition(text) => Open::Nothing,
            None => Open::Paragraph,
        };
        let is_deep = text.starts_with('>');
        self.out.push(format!("{prefix}{}{text}", if is_deep { "\\" } else { "" }));
    }

    /// Ends what does not go on with the next line. A paragraph may.
    fn close(&mut self) {
        match std::mem::take(&mut self.open) {
            open @ (Open::Paragraph | Open::Item) => self.open = open,
            Open::Code { fence } => self.fence(fence),
            Open::Quote { prefix, lines } => self.quote(&prefix, &lines),
            Open::Nothing | Open::Fence { .. } | Open::Html(_) => {}
        }
    }

    /// Writes the fence around indented code.
    fn fence(&mut self, start: usize) {
        let end = self.out.iter().rposition(|line| !line.is_empty()).map_or(start, |last| last + 1);
        let inside = self.out[start + 1..end].iter();
        let longest = inside.map(|line| line.trim_start().chars().take_while(|c| *c == '`').count()).max();
        let marks = "`".repeat((longest.unwrap_or_default() + 1).max(3));
        let indent = " ".repeat(self.column());
        self.out[start] = format!("{indent}{marks}text");
        self.out.insert(end, format!("{indent}{marks}"));
    }

    fn quote(&mut self, prefix: &str, lines: &[String]) {
        let mut inner = Blocks { quotes: self.quotes + 1, ..Blocks::default() };
        for line in lines {
            inner.line(line);
        }
        if inner.open == Open::Paragraph {
            self.open = Open::Paragraph;
        }
        let indent = " ".repeat(prefix.len());
        for (index, line) in inner.finish().into_iter().enumerate() {
            let before = if index == 0 { prefix } else { &indent };
            self.out.push(format!("{before}> {line}").trim_end().to_owned());
        }
    }

    fn finish(mut self) -> Vec<String> {
        match self.open {
            Open::Fence { mark, length } => {
                let indent = " ".repeat(self.column());
                self.out.push(format!("{indent}{}", mark.to_string().repeat(length)));
            }
            _ => self.close(),
        }
        self.out
    }
}

/// The line of a quote without its mark.
fn unquoted(line: &str) -> &str {
    let inner = line.strip_prefix('>').unwrap_or(line);
    inner.strip_prefix(' ').unwrap_or(inner)
}

/// How wide the mark of a list item is with which a line begins.
fn item(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line[digits..].chars().next()?;
    let is_mark = match digits {
        0 => matches!(mark, '-' | '*' | '+'),
        1..=9 => matches!(mark, '.' | ')'),
        _ => false,
    };
    let rest = &line[digits + mark.len_utf8()..];
    (is_mark && (rest.is_empty() || rest.starts_with(' '))).then_some(digits + 1)
}

/// The mark and its number, where a line opens a fence.
fn fence(line: &str) -> Option<(char, usize)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let is_inline = mark == '`' && line[length..].contains('`');
    (length >= 3 && !is_inline).then_some((mark, length))
}

/// The language of a fence, if rustdoc does not take it for Rust.
fn language(info: &str) -> &str {
    let info = info.trim_start();
    let end = info
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '#' | '.'))
        .unwrap_or(info.len());
    let word = &info[..end];
    let of_rust = [
        "rust",
        "ignore",
        "should",
        "no",
        "compile",
        "test",
        "edition",
        "standalone",
        "custom",
        "allow",
        "E0",
    ];
    if word.is_empty() || of_rust.iter().any(|start| word.starts_with(start)) { "text" } else { word }
}

/// A line across, or the line below a heading.
fn is_break(line: &str) -> bool {
    let marks = line.chars().filter(|c| *c != ' ').count();
    ["-", "*", "_"].iter().any(|mark| marks >= 3 && line.replace(' ', "") == mark.repeat(marks))
        || line.chars().all(|c| c == '=')
        || line.chars().all(|c| c == '-')
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    rest.len() < line.len() && (rest.is_empty() || rest.starts_with(' '))
}

/// `[label]: address`, which is no paragraph.
fn is_definition(line: &str) -> bool {
    line.starts_with('[') && line.contains("]:")
}

/// Whether a line begins a block of HTML; with the text that ends it, if it is not a blank line.
fn html(line: &str, is_in_paragraph: bool) -> Option<Option<&'static str>> {
    const RAW: [(&str, &str); 4] =
        [("pre", "</pre>"), ("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>")];
    const BLOCKS: [&str; 24] = [
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
    ];
    let tag = line.strip_prefix('<')?;
    if tag.starts_with("!--") {
        return Some(Some("-->"));
    }
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    if let Some((_, end)) = RAW.iter().find(|(raw, _)| *raw == name && !tag.starts_with('/')) {
        return Some(Some(end));
    }
    let is_alone = tag.find('>').is_some_and(|end| end + 1 == tag.len()) && !name.is_empty();
    (name == "ul" || BLOCKS.contains(&name.as_str()) || (is_alone && !is_in_paragraph)).then_some(None)
}

/// Whether a line can only be a part of a paragraph.
fn is_text(line: &str) -> bool {
    let begins = line.starts_with('>') || is_heading(line) || is_break(line);
    !begins && item(line).is_none() && fence(line).is_none() && html(line, true).is_none()
}

#[cfg(test)]
mod tests {
    use super::tamed;

    #[test]
    fn a_fence_without_a_language_or_for_rust_is_of_text() {
        for info in ["", " ", "rust", "rust,ignore", "no_run", "{.rust}", "should_panic", "edition2021"] {
            assert_eq!(tamed(&format!("a\n```{info}\nx\n```\nb")), "a\n```text\nx\n```\nb", "{info}");
        }
        assert_eq!(tamed("~~~json {\n    x\n~~~"), "~~~json\n    x\n~~~");
        assert_eq!(tamed("```JSON  {\n x"), "```JSON\n x\n```");
    }

    #[test]
    fn what_only_looks_like_a_fence_opens_none() {
        for text in ["```x``` y\n\nz", "a ```\nb\n``", "````text\n```\n````"] {
            assert_eq!(tamed(text), text);
        }
    }

    #[test]
    fn indented_code_is_fenced() {
        let fenced = "a\n\n```text\nb\n\n  c\n```\n\nd";
        assert_eq!(tamed("a\n\n    b\n\n      c\n\nd"), fenced);
        assert_eq!(tamed("a\n\n\tb\n\n\t  c\n\nd"), fenced);
        assert_eq!(tamed("# a\n    ```"), "# a\n````text\n```\n````");
    }

    #[test]
    fn a_paragraph_goes_on_however_it_is_indented() {
        for text in ["a\n      b", "- a\n        b", "> a\n     b", "- a\nb\n      c"] {
            assert_eq!(tamed(text), text);
        }
    }

    #[test]
    fn lists_keep_their_levels() {
        let text = "- a\n  - b\n    - c\n\n      d\n1. e\n\n   f";
        assert_eq!(tamed(text), text);
        assert_eq!(tamed("- a\n\n      b\n- c"), "- a\n\n  ```text\n  b\n  ```\n- c");
        assert_eq!(tamed("-      a"), "- a");
        assert_eq!(tamed("- ```\n  a\n  ```"), "- ```text\n  a\n  ```");
        assert_eq!(tamed("-\n\n     a"), "-\n\n```text\n a\n```");
        assert_eq!(tamed("a\n2. b\n\n     c"), "a\n2. b\n\n```text\n c\n```");
    }

    #[test]
    fn quotes_are_read_too() {
        assert_eq!(tamed("> ```\n> a\n> ```\n    b"), "> ```text\n> a\n> ```\n```text\nb\n```");
        assert_eq!(tamed(">     a\n\nb"), "> ```text\n> a\n> ```\n\nb");
        assert!(tamed(&">".repeat(100_000)).len() < 200_000);
        assert!(tamed(&"+ ".repeat(10_000)).len() < 30_000);
    }

    #[test]
    fn html_is_left_alone() {
        for text in ["<pre>\na\n\n    b\n</pre>", "<div>\n    a\n</div>", "<!-- a\n\n    b -->"] {
            assert_eq!(tamed(text), text);
        }
        assert_eq!(tamed("<pre>a</pre>\n    b"), "<pre>a</pre>\n```text\nb\n```");
    }

    #[test]
    fn what_no_comment_may_hold_is_dropped() {
        assert_eq!(tamed("a\u{202E}b\rc\u{0}"), "ab\nc");
    }
}
