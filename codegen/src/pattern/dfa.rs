//! Deterministic automata over bytes: made from an expression, combined, minimised.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regex_automata::{
    Anchored, MatchKind,
    dfa::{Automaton, StartKind, dense},
    nfa::thompson,
    util::{primitives::StateID, start},
};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// Bounds on what is built on the way, so that no expression takes long or much: enough for any table that is small in the end.
const NFA_BYTES: usize = 512 << 10;
const DFA_BYTES: usize = 2 << 20;
/// What sets of the expression's states may take, on which most of the time goes.
const SETS_BYTES: usize = 512 << 10;
const MAX_STATES: usize = 4096;

/// No continuation matches.
pub(super) const REFUSED: usize = 0;
/// Every continuation matches.
pub(super) const MATCHED: usize = 1;
/// Where matching starts. The first state with a row.
pub(super) const START: usize = 2;

/// The automaton would be too large.
pub(super) struct TooLarge;

/// An automaton whose states [`REFUSED`] and [`MATCHED`] end the search and have no row.
pub(super) struct Dfa {
    /// The class of each byte. Bytes of a class are not told apart.
    pub(super) classes: Vec<usize>,
    /// By state, from [`START`] on, the next state for each class.
    pub(super) rows: Vec<Vec<usize>>,
    /// By state, from 0 on, whether the text may end there.
    pub(super) accepting: Vec<bool>,
}

impl Dfa {
    /// The automaton that finds `hir` anywhere in a text.
    pub(super) fn new(hir: &Hir) -> Result<Self, TooLarge> {
        let hir = if hir.properties().look_set_prefix().contains(Look::Start) {
            hir.clone()
        } else {
            anywhere(hir)
        };
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .nfa_size_limit(Some(NFA_BYTES))
                    .which_captures(thompson::WhichCaptures::None),
            )
            .build_from_hir(&hir)
            .map_err(|_| TooLarge)?;
        let dense = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .start_kind(StartKind::Anchored)
                    .match_kind(MatchKind::LeftmostFirst)
                    .accelerate(false)
                    .dfa_size_limit(Some(DFA_BYTES))
                    .determinize_size_limit(Some(SETS_BYTES)),
            )
            .build_from_nfa(&nfa)
            .map_err(|_| TooLarge)?;
        let mut dfa = explore(&dense)?;
        dfa.forget_impossible_bytes();
        Ok(dfa.minimised())
    }

    pub(super) fn class_count(&self) -> usize {
        self.classes.iter().max().map_or(0, |class| class + 1)
    }

    fn next(&self, state: usize, class: usize) -> usize {
        if state < START { state } else { self.rows[state - START][class] }
    }

    /// What the automaton refuses, and nothing else.
    pub(super) fn complement(mut self) -> Self {
        for entry in self.rows.iter_mut().flatten() {
            if *entry < START {
                *entry = REFUSED + MATCHED - *entry;
            }
        }
        for accepting in self.accepting.iter_mut() {
            *accepting = !*accepting;
        }
        self.accepting[REFUSED] = false;
        self.accepting[MATCHED] = true;
        self
    }

    /// What both automata match.
    pub(super) fn intersection(&self, other: &Self) -> Result<Self, TooLarge> {
        let mut classes = Numbering::default();
        let class_of =
            (0..256).map(|byte| classes.number((self.classes[byte], other.classes[byte]))).collect();
        let mut states = Numbering::default();
        states.number((REFUSED, REFUSED));
        states.number((MATCHED, MATCHED));
        states.number((START, START));
        let mut rows = Vec::new();
        while let Some(&(left, right)) = states.order.get(START + rows.len()) {
            let step = |&(a, b): &(usize, usize)| match (self.next(left, a), other.next(right, b)) {
                (REFUSED, _) | (_, REFUSED) => states.number((REFUSED, REFUSED)),
                next => states.number(next),
            };
            rows.push(classes.order.iter().map(step).collect());
            if rows.len() > MAX_STATES {
                return Err(TooLarge);
            }
        }
        let accepting = states.order.iter().map(|&(a, b)| self.accepting[a] && other.accepting[b]).collect();
        Ok(Self { classes: class_of, rows, accepting }.minimised())
    }

    /// Some bytes cannot come in UTF-8. What the automaton does with them is made what it does with others, which saves classes and states.
    fn forget_impossible_bytes(&mut self) {
        let mut entered_by: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.accepting.len()];
        for row in &self.rows {
            for (class, &next) in row.iter().enumerate() {
                entered_by[next].insert(class);
            }
        }
        // Each lead byte that bounds the byte after it: what cannot come then, and what may stand for it.
        for (lead, impossible, like) in [
            (0xE0, 0x80..=0x9F, 0xA0),
            (0xED, 0xA0..=0xBF, 0x9F),
            (0xF0, 0x80..=0x8F, 0x90),
            (0xF4, 0x90..=0xBF, 0x8F),
        ] {
            let class = self.classes[lead];
            let alone = self.classes.iter().filter(|&&other| other == class).count() == 1;
            for (row, entered_by) in self.rows.iter_mut().zip(&entered_by[START..]).skip(1) {
                if alone && entered_by.iter().eq([&class]) {
                    let entry = row[self.classes[like]];
                    for byte in impossible.clone() {
                        row[self.classes[byte]] = entry;
                    }
                }
            }
        }
        for byte in [0xC0, 0xC1] {
            self.classes[byte] = self.classes[0xC2];
        }
        for byte in 0xF5..=0xFF {
            self.classes[byte] = self.classes[0xF4];
        }
    }

    /// The smallest automaton of the same language, its states numbered in the order in which a search meets them, those that may end the text last.
    fn minimised(&self) -> Self {
        let group = self.equivalence();
        // The start has a row even if it is the same as REFUSED or MATCHED.
        let mut states = Numbering::default();
        for state in [REFUSED, MATCHED] {
            states.number(group[state]);
        }
        let mut met = vec![START];
        let start = states.number_apart(group[START]);
        debug_assert_eq!(start, START);
        let mut rows: Vec<Vec<usize>> = Vec::new();
        while let Some(&state) = met.get(rows.len()) {
            let row = self.rows[state - START].iter().map(|&next| {
                let known = states.order.len();
                let number = states.number(group[next]);
                if number == known {
                    met.push(next);
                }
                number
            });
            rows.push(row.collect());
        }
        let accepting =
            [false, true].into_iter().chain(met.iter().map(|&state| self.accepting[state])).collect();
        Self { classes: self.classes.clone(), rows, accepting }.with_fewest_classes()
    }

    /// By state, the number of its equivalence class: Hopcroft's algorithm, which splits a block of states where some lead into another block
    /// and some don't, and looks again only at the smaller half.
    fn equivalence(&self) -> Vec<usize> {
        let sources = self.sources();
        let mut partition = Partition::new(&self.accepting);
        let mut pending: Vec<usize> = (0..partition.blocks.len()).collect();
        while let Some(splitter) = pending.pop() {
            let members = partition.blocks[splitter].clone();
            for by_target in &sources {
                let leading = members.iter().flat_map(|&state| by_target[state].iter().copied());
                // Of a block that is split while it waits, both halves must wait: the new one is added, the old one is there still.
                pending.extend(partition.split(leading));
            }
        }
        partition.block_of
    }

    /// By class and state, the states that lead there.
    fn sources(&self) -> Vec<Vec<Vec<usize>>> {
        let mut sources = vec![vec![Vec::new(); self.accepting.len()]; self.class_count()];
        for (class, by_target) in sources.iter_mut().enumerate() {
            for state in 0..self.accepting.len() {
                by_target[self.next(state, class)].push(state);
            }
        }
        sources
    }

    fn with_fewest_classes(mut self) -> Self {
        let mut columns = Numbering::default();
        let class_count = self.class_count();
        let column = |class: usize| self.rows.iter().map(|row| row[class]).collect::<Vec<_>>();
        let merged: Vec<usize> = (0..class_count).map(|class| columns.number(column(class))).collect();
        let kept: Vec<usize> = (0..columns.order.len())
            .filter_map(|number| merged.iter().position(|&class| class == number))
            .collect();
        for class in self.classes.iter_mut() {
            *class = merged[*class];
        }
        for row in self.rows.iter_mut() {
            *row = kept.iter().map(|&class| row[class]).collect();
        }
        self
    }
}

/// States in blocks, refined step by step.
struct Partition {
    blocks: Vec<Vec<usize>>,
    block_of: Vec<usize>,
}

impl Partition {
    fn new(accepting: &[bool]) -> Self {
        let block_of: Vec<usize> = accepting.iter().map(|&accepting| usize::from(accepting)).collect();
        let mut blocks = vec![Vec::new(), Vec::new()];
        for (state, &block) in block_of.iter().enumerate() {
            blocks[block].push(state);
        }
        Self { blocks, block_of }
    }

    /// Parts the blocks that some, but not all, of `states` are in. Returns the new blocks, each the smaller part of an old one.
    fn split(&mut self, states: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut touched: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for state in states {
            touched.entry(self.block_of[state]).or_default().insert(state);
        }
        let mut added = Vec::new();
        for (block, inside) in touched {
            if inside.len() == self.blocks[block].len() {
                continue;
            }
            let new = self.blocks.len();
            let (inside, outside): (Vec<_>, Vec<_>) =
                self.blocks[block].iter().partition(|state| inside.contains(state));
            let (smaller, larger) =
                if inside.len() < outside.len() { (inside, outside) } else { (outside, inside) };
            for &state in &smaller {
                self.block_of[state] = new;
            }
            self.blocks[block] = larger;
            self.blocks.push(smaller);
            added.push(new);
        }
        added
    }
}

/// `hir` after any text.
fn anywhere(hir: &Hir) -> Hir {
    let any = Class::Unicode(ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)]));
    let skipped = Repetition { min: 0, max: None, greedy: false, sub: Box::new(Hir::class(any)) };
    Hir::concat(vec![Hir::repetition(skipped), hir.clone()])
}

/// Copies what can be reached. The library reports a match one byte late, here the state in which one is certain is [`MATCHED`] at once.
fn explore(dense: &dense::DFA<Vec<u32>>) -> Result<Dfa, TooLarge> {
    let start = dense.start_state(&start::Config::new().anchored(Anchored::Yes)).map_err(|_| TooLarge)?;
    let mut numbers = Numbering::default();
    let classes: Vec<usize> =
        (0..=255u8).map(|byte| numbers.number(dense.byte_classes().get(byte))).collect();
    let examples: Vec<u8> = (0..numbers.order.len())
        .filter_map(|class| (0..=255u8).find(|&byte| classes[usize::from(byte)] == class))
        .collect();
    let mut states = Numbering::default();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    states.number(start);
    while let Some(&state) = states.order.get(rows.len()) {
        let mut target = |next: StateID| match next {
            next if dense.is_match_state(next) => MATCHED,
            next if dense.is_dead_state(next) => REFUSED,
            next => START + states.number(next),
        };
        rows.push(examples.iter().map(|&byte| target(dense.next_state(state, byte))).collect());
        if rows.len() > MAX_STATES {
            return Err(TooLarge);
        }
    }
    let ends = states.order.iter().map(|&state| dense.is_match_state(dense.next_eoi_state(state)));
    let accepting = [false, true].into_iter().chain(ends).collect();
    Ok(Dfa { classes, rows, accepting })
}

/// Numbers things in the order in which they come.
struct Numbering<T> {
    order: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self { order: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbering<T> {
    fn number(&mut self, thing: T) -> usize {
        if let Some(&number) = self.numbers.get(&thing) {
            return number;
        }
        self.number_apart(thing)
    }

    /// A new number, even for a thing that has one, which keeps it.
    fn number_apart(&mut self, thing: T) -> usize {
        let number = self.order.len();
        self.numbers.entry(thing.clone()).or_insert(number);
        self.order.push(thing);
        number
    }
}
