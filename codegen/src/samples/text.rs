//! Strings at the edges of what their rules allow, and just beyond.

use super::format;
use super::{Maker, Wire};
use crate::ir::Rule;

/// Strings of more characters are not written into a test.
const LONGEST: u64 = 3000;

/// What is asked of the strings of a type.
pub(super) struct Texts<'m> {
    maker: &'m Maker<'m>,
    rules: &'m [Rule],
    /// The format that the type itself stands for, or that a rule names.
    format: Option<&'m str>,
    min: u64,
    max: Option<u64>,
}

impl<'m> Texts<'m> {
    pub(super) fn of(maker: &'m Maker<'m>, own: Option<&'m str>, rules: &'m [Rule]) -> Texts<'m> {
        let named = rules.iter().find_map(|rule| match rule {
            Rule::Format(word) => Some(*word),
            _ => None,
        });
        let min = rules.iter().filter_map(|rule| match rule {
            Rule::MinLength(min) => Some(*min),
            _ => None,
        });
        let max = rules.iter().filter_map(|rule| match rule {
            Rule::MaxLength(max) => Some(*max),
            _ => None,
        });
        Texts { maker, rules, format: own.or(named), min: min.max().unwrap_or_default(), max: max.min() }
    }

    /// Allowed ones, the plainest first.
    pub(super) fn allowed(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for text in self.candidates() {
            if self.allows(&text) && !found.contains(&text) && found.len() < 5 {
                found.push(text);
            }
        }
        found
    }

    fn candidates(&self) -> Vec<String> {
        if let Some(word) = self.format {
            return format::allowed(word).iter().map(|text| (*text).to_owned()).collect();
        }
        let most = self.max.unwrap_or(LONGEST).min(LONGEST);
        let pattern = self.sources().next();
        let mut found = vec!["text".to_owned(), "Text 1".to_owned(), "1".to_owned()];
        if let Some(pattern) = pattern.and_then(|source| self.maker.patterns.get(source)) {
            found.extend(self.between(pattern, self.min, most));
            if self.max.is_some_and(|max| max <= LONGEST) {
                found.extend(self.between(pattern, most, most));
            }
            found.extend(SIMPLE.iter().map(|text| (*text).to_owned()));
            return found;
        }
        found.push(filled("kontrakt ", self.min));
        if self.max.is_some_and(|max| max <= LONGEST) {
            found.push(filled(self.maker.wire.letters(), most));
        }
        found.extend(self.maker.wire.oddities().iter().map(|text| (*text).to_owned()));
        found
    }

    /// The shortest of such a length that matches.
    fn between(&self, pattern: &crate::pattern::Compiled, min: u64, max: u64) -> Option<String> {
        pattern.example(usize::try_from(min).ok()?, usize::try_from(max).ok()?)
    }

    fn sources(&self) -> impl Iterator<Item = &'m str> {
        self.rules.iter().filter_map(|rule| match rule {
            Rule::Pattern(source) => Some(source.as_str()),
            _ => None,
        })
    }

    fn fits_length(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }

    fn matches(&self, text: &str) -> bool {
        self.sources()
            .all(|source| self.maker.patterns.get(source).is_none_or(|pattern| pattern.is_match(text)))
    }

    /// Whether a string of the contract is one of them, as far as can be told here.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.format.is_none() && self.allows(text)
    }

    fn allows(&self, text: &str) -> bool {
        self.fits_length(text) && self.matches(text) && self.maker.wire.carries(text)
    }

    /// One that breaks a rule, and no other one, if there is one.
    pub(super) fn breaking(&self, rule: &Rule) -> Option<String> {
        let pattern = self.sources().next().and_then(|source| self.maker.patterns.get(source));
        let plain = |min: u64, max: u64| match (pattern, self.format) {
            (_, Some(_)) => None,
            (Some(pattern), None) => self.between(pattern, min, max),
            (None, None) => Some(filled("kontrakt", min.max(max.min(LONGEST + 1)))),
        };
        let found = match rule {
            Rule::MinLength(min) => plain(0, min.checked_sub(1)?).filter(|text| self.matches(text)),
            Rule::MaxLength(max) if *max <= LONGEST => {
                plain(max + 1, max + 1).or_else(|| plain(max + 1, max + 64)).filter(|text| self.matches(text))
            }
            Rule::Pattern(source) => {
                let pattern = self.maker.patterns.get(source)?;
                let misfits = self.misfits();
                misfits.into_iter().find(|text| self.fits_length(text) && !pattern.is_match(text))
            }
            Rule::Format(word) => self.breaking_format(word),
            _ => None,
        };
        found.filter(|text| self.maker.wire.carries(text))
    }

    /// One that is not of the format, and breaks nothing else.
    pub(super) fn breaking_format(&self, word: &str) -> Option<String> {
        let broken = format::refused(word).iter().map(|text| (*text).to_owned());
        broken.into_iter().find(|text| self.fits_length(text) && self.matches(text))
    }

    /// Allowed ones with something in them that hardly any pattern takes.
    fn misfits(&self) -> Vec<String> {
        let mut found = Vec::new();
        for text in self.allowed() {
            for odd in ['!', '~', ' ', 'x', '0'] {
                let mut characters: Vec<char> = text.chars().collect();
                if let Some(last) = characters.last_mut() {
                    *last = odd;
                    found.push(characters.iter().collect());
                }
                if let Some(first) = characters.first_mut() {
                    *first = odd;
                    found.push(characters.iter().collect());
                }
                found.push(format!("{text}{odd}"));
                found.push(format!("{odd}{text}"));
                found.push(String::from(odd).repeat(text.chars().count().max(1)));
            }
        }
        found
    }
}

/// What many patterns take that have no table.
const SIMPLE: [&str; 14] = [
    "a",
    "A",
    "0",
    "aa",
    "Aa1!Aa1!",
    "Abcdef1!",
    "name",
    "some-name",
    "some_name",
    "example.org",
    "a.b",
    "https://example.org/a",
    "2024-02-29",
    "+4512345678",
];

/// A text of so many characters.
fn filled(of: &str, length: u64) -> String {
    of.chars().cycle().take(usize::try_from(length.min(LONGEST + 64)).unwrap_or_default()).collect()
}

impl Wire {
    /// Whether a string arrives as it was sent.
    pub(super) fn carries(self, text: &str) -> bool {
        match self {
            Wire::Json => true,
            Wire::Form => !text.is_empty(),
            Wire::Path => !matches!(text, "" | "." | ".."),
            Wire::Url => true,
            Wire::Ascii => {
                text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
                    && !text.starts_with(' ')
                    && !text.ends_with(' ')
            }
            Wire::Item => {
                !text.is_empty()
                    && text.bytes().all(|byte| byte.is_ascii_graphic() && !b",|=[];".contains(&byte))
            }
        }
    }

    /// What long texts are made of.
    fn letters(self) -> &'static str {
        match self {
            Wire::Json | Wire::Form | Wire::Url | Wire::Path => "smørrebrød ",
            Wire::Ascii | Wire::Item => "kontrakt",
        }
    }

    /// Texts that are easily spoilt on the way.
    fn oddities(self) -> &'static [&'static str] {
        match self {
            Wire::Json => &["", "smørrebrød, 日本 ☕\n\"\\/~\t"],
            Wire::Form | Wire::Url => &["æ ø+å&b=c%20;?#/,\"日本\""],
            Wire::Path => &["æ ø+å&b=c%20;?#,\"日本\""],
            Wire::Ascii => &["a b;c=d,\"e\""],
            Wire::Item => &["a-b_c.d~e"],
        }
    }
}
