//! Texts that match an expression, for samples.

use std::collections::BTreeMap;

use super::compiled::{Compiled, Matcher};
use super::dfa::{MATCHED, REFUSED, START};
use super::table::Table;

/// Texts of more characters are not looked for.
const LONGEST: usize = 4096;

/// What is tried first: of the characters that an automaton does not tell apart, the first one here is taken.
const PLAIN: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/ @,;+*=?!#$%&'()<>[]{}|~^`\\\"\t\n\r";

/// What stands for the rest of Unicode.
const OTHERS: [char; 10] = ['é', 'ø', 'Å', 'ß', 'Ж', 'ا', '中', '☕', '\u{a0}', '😀'];

impl Compiled {
    /// Whether the pattern matches in `text`, as the generated code will say.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Table(table) => table.is_match(text),
            Matcher::Regress(engine) => {
                let regex = regress::Regex::with_flags(&engine.expression, "u");
                regex.is_ok_and(|regex| regex.find(text).is_some())
            }
        }
    }

    /// The shortest text of `min` to `max` characters that matches, as plain as there is one; none where the pattern has
    /// no table, or asks for characters that are not tried.
    pub fn example(&self, min: usize, max: usize) -> Option<String> {
        match &self.matcher {
            Matcher::Table(table) => table.example(min, max),
            Matcher::Regress(_) => None,
        }
    }
}

impl Table {
    fn example(&self, min: usize, max: usize) -> Option<String> {
        let own = |length: u32| usize::try_from(length).unwrap_or(usize::MAX);
        let (least, most) = self.length.map_or((0, usize::MAX), |(least, most)| (own(least), own(most)));
        let (min, max) = (min.max(least), max.min(most).min(LONGEST));
        let alphabet = self.alphabet();
        // By length, the states that can be reached, each with the state before it and the character between them.
        let mut reached = vec![BTreeMap::from([(usize::from(self.start), (REFUSED, ' '))])];
        for length in 0..=max {
            let states = reached.get(length)?;
            let end = states.keys().find(|state| length >= min && self.is_end(**state));
            if let Some(end) = end {
                return Some(spelled(&reached, length, *end));
            }
            let mut next = BTreeMap::new();
            for state in states.keys() {
                for c in &alphabet {
                    let to = self.step(*state, *c);
                    if to != REFUSED {
                        next.entry(to).or_insert((*state, *c));
                    }
                }
            }
            // No longer text is any different.
            if next.is_empty() || (length > min + START + self.rows.len()) {
                return None;
            }
            reached.push(next);
        }
        None
    }

    /// A character for each class of bytes, and some that take several bytes.
    fn alphabet(&self) -> Vec<char> {
        let mut classes = Vec::new();
        let mut alphabet = Vec::new();
        for c in PLAIN.chars() {
            let class = u8::try_from(c).map(|byte| self.class(byte)).unwrap_or_default();
            if !classes.contains(&class) {
                classes.push(class);
                alphabet.push(c);
            }
        }
        alphabet.extend(OTHERS);
        alphabet
    }

    fn class(&self, byte: u8) -> usize {
        let range = self.classes.iter().find(|(first, last, _)| (*first..=*last).contains(&byte));
        range.map_or(0, |(_, _, class)| usize::from(*class))
    }

    fn step(&self, state: usize, c: char) -> usize {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().fold(state, |state, byte| match state {
            REFUSED | MATCHED => state,
            state => usize::from(self.rows[state - START][self.class(byte)]),
        })
    }

    fn is_end(&self, state: usize) -> bool {
        state == MATCHED || state >= usize::from(self.accepting_from)
    }
}

/// The characters on the way to a state.
fn spelled(reached: &[BTreeMap<usize, (usize, char)>], length: usize, end: usize) -> String {
    let mut text = Vec::with_capacity(length);
    let mut state = end;
    for states in reached[1..=length].iter().rev() {
        let Some((before, c)) = states.get(&state) else { break };
        text.push(*c);
        state = *before;
    }
    text.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use crate::pattern::compile;

    fn example(pattern: &str, min: usize, max: usize) -> Option<String> {
        compile(pattern).ok()?.example(min, max)
    }

    #[test]
    fn the_shortest_text_that_matches_is_found() {
        for (pattern, min, max, text) in [
            (r"^[A-Z]{2}-\d{4}$", 0, 99, Some("AA-0000")),
            (r"\d", 3, 99, Some("0aa")),
            (r"^a*$", 2, 99, Some("aa")),
            (r"^a*$", 0, 99, Some("")),
            (r"^.{20,30}$", 0, 99, Some("aaaaaaaaaaaaaaaaaaaa")),
            (r"^[æøå]+$", 1, 99, Some("ø")),
            (r"^a{5}$", 0, 4, None),
            (r"^a{5}$", 6, 99, None),
            (r"^(?!aa)a\w$", 0, 99, Some("ab")),
        ] {
            assert_eq!(example(pattern, min, max).as_deref(), text, "{pattern}");
        }
    }

    #[test]
    fn what_is_found_matches() {
        for pattern in ["^(foo|ba[rz])+$", r"^[^a-z]+$", r"\w+@\w+\.\w{2,}", "^$", "[\u{1}-\u{1f}]"] {
            let compiled = compile(pattern).expect("a pattern");
            let text = compiled.example(0, 50).expect("a text");
            assert!(compiled.is_match(&text), "{pattern}: {text:?}");
        }
    }
}
