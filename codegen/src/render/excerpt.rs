//! The line that is shown.

use std::ops::Range;

use crate::source::Position;

/// A line longer than this is shown in part.
const LONG: usize = 140;
/// How much of a long line is shown on either side of the place, in characters.
const AROUND: usize = 50;

/// A line of a text, or a part of a long one, and which bytes of it are marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) marked: Range<usize>,
    /// Something was left out before or after.
    pub(super) cut: bool,
}

impl Excerpt {
    pub(super) fn new(text: &str, position: &Position) -> Excerpt {
        let Range { start, end } = position.span;
        // A document may be one line of megabytes: no more of it is read than could be shown.
        let (first, last) = (back(text, start, LONG + 1), forward(text, start, LONG + 1));
        let line_start = text[first..start].rfind('\n').map_or(first, |at| first + at + 1);
        let line_end = text[start..last].find('\n').map_or(last, |at| start + at);
        let end = end.clamp(start, line_end);
        if line_end - line_start <= LONG {
            let line = text[line_start..line_end].trim_end_matches('\r');
            let marked = (start - line_start).min(line.len())..(end - line_start).min(line.len());
            return Excerpt { text: line.to_owned(), marked, cut: false };
        }
        let from = back(text, start, AROUND).max(line_start);
        let marked_end = end.min(forward(text, start, AROUND));
        let to = forward(text, marked_end, AROUND).min(line_end);
        let before = if from > line_start { "… " } else { "" };
        let after = if to < line_end { " …" } else { "" };
        let marked = before.len() + start - from..before.len() + marked_end - from;
        Excerpt { text: format!("{before}{}{after}", &text[from..to]), marked, cut: true }
    }
}

/// The byte `count` characters before `at`.
fn back(text: &str, at: usize, count: usize) -> usize {
    text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start)
}

/// The byte `count` characters after `at`.
fn forward(text: &str, at: usize, count: usize) -> usize {
    text[at..].char_indices().nth(count).map_or(text.len(), |(offset, _)| at + offset)
}
