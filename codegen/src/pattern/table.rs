//! The form in which generated code has an automaton.

use super::dfa::{Dfa, MATCHED, REFUSED, START};

/// A minimal automaton, laid out as `kontrakt::pattern` describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Inclusive byte ranges and their class, ascending; bytes in none are of class 0.
    pub classes: Vec<(u8, u8, u8)>,
    /// By state, from 2 on, the next state for each class.
    pub rows: Vec<Vec<u16>>,
    /// Where matching starts.
    pub start: u16,
    /// States from this one on may end the text.
    pub accepting_from: u16,
    /// The least and the greatest number of characters, to be checked beside the table by `Pattern::length`.
    pub length: Option<(u32, u32)>,
}

impl Table {
    /// The table of an automaton; `None` where the numbers of its states or classes are too large for one.
    pub(super) fn new(dfa: &Dfa, length: Option<(u32, u32)>) -> Option<Self> {
        let (renumbered, accepting_from) = accepting_last(dfa);
        let order = classes_by_use(dfa);
        let mut rows = vec![Vec::new(); dfa.rows.len()];
        for (row, entries) in dfa.rows.iter().enumerate() {
            let entries = order.iter().map(|&class| u16::try_from(renumbered[entries[class]]).ok());
            rows[renumbered[START + row] - START] = entries.collect::<Option<_>>()?;
        }
        Some(Self {
            classes: ranges(dfa, &order)?,
            rows,
            start: u16::try_from(renumbered[START]).ok()?,
            accepting_from: u16::try_from(accepting_from).ok()?,
            length,
        })
    }

    /// Whether entries take two bytes, and the table is for `Pattern::wide_table`.
    pub fn is_wide(&self) -> bool {
        START + self.rows.len() > 256
    }

    /// The rows as the runtime has them.
    pub fn row_bytes(&self) -> Vec<Vec<u8>> {
        let bytes = |entry: &u16| entry.to_le_bytes().into_iter().take(if self.is_wide() { 2 } else { 1 });
        self.rows.iter().map(|row| row.iter().flat_map(bytes).collect()).collect()
    }

    /// The bytes that all rows take in the compiled program.
    pub fn size(&self) -> usize {
        self.rows.iter().map(Vec::len).sum::<usize>() * if self.is_wide() { 2 } else { 1 }
    }

    /// Whether the pattern matches in `text`, as the generated code will say.
    pub fn is_match(&self, text: &str) -> bool {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.length.is_none_or(|(min, max)| (min..=max).contains(&length)) && self.accepts(text)
    }

    fn accepts(&self, text: &str) -> bool {
        let mut state = usize::from(self.start);
        for byte in text.bytes() {
            let range = self.classes.iter().find(|(first, last, _)| (first..=last).contains(&&byte));
            let class = range.map_or(0, |&(_, _, class)| usize::from(class));
            state = usize::from(self.rows[state - START][class]);
            if state <= MATCHED {
                return state != REFUSED;
            }
        }
        state >= usize::from(self.accepting_from)
    }
}

/// New numbers by which the accepting states come last, and the first of these.
fn accepting_last(dfa: &Dfa) -> (Vec<usize>, usize) {
    let states = || START..dfa.accepting.len();
    let refusing = states().filter(|&state| !dfa.accepting[state]);
    let accepting_from = START + refusing.clone().count();
    let mut renumbered = vec![0; dfa.accepting.len()];
    renumbered[MATCHED] = MATCHED;
    for (place, state) in refusing.chain(states().filter(|&state| dfa.accepting[state])).enumerate() {
        renumbered[state] = START + place;
    }
    (renumbered, accepting_from)
}

/// The classes, the one with most bytes first, which needs no ranges in the table; the others as their bytes come.
fn classes_by_use(dfa: &Dfa) -> Vec<usize> {
    let mut order = Vec::new();
    for class in &dfa.classes {
        if !order.contains(class) {
            order.push(*class);
        }
    }
    let bytes = |class: usize| dfa.classes.iter().filter(|&&other| other == class).count();
    if let Some(most) = (0..order.len()).max_by_key(|&place| bytes(order[place])) {
        order[..=most].rotate_right(1);
    }
    order
}

fn ranges(dfa: &Dfa, order: &[usize]) -> Option<Vec<(u8, u8, u8)>> {
    let mut ranges: Vec<(u8, u8, u8)> = Vec::new();
    for byte in 0..=255u8 {
        let class = dfa.classes[usize::from(byte)];
        let class = u8::try_from(order.iter().position(|&other| other == class)?).ok()?;
        match ranges.last_mut() {
            Some(range) if range.2 == class => range.1 = byte,
            _ => ranges.push((byte, byte, class)),
        }
    }
    ranges.retain(|range| range.2 != 0);
    Some(ranges)
}
