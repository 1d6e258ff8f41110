//! Runs an entry on one input after another and remembers those with an outcome of their own.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::mutate::mutate;
use crate::{Entry, Outcome};

/// How many inputs are kept to be changed.
const KEPT: usize = 20_000;

/// How much longer than an optimised build another one may take.
const SLOWER: u32 = if cfg!(debug_assertions) { 20 } else { 1 };

/// An input on which something is wrong.
#[derive(Debug)]
pub struct Finding {
    /// The input.
    pub input: Vec<u8>,
    /// What is wrong.
    pub what: String,
}

/// An entry with the inputs that it had.
#[derive(Debug)]
pub struct Runner {
    entry: &'static Entry,
    random: Rng,
    /// What has not been run yet.
    seeds: Vec<Vec<u8>>,
    kept: Vec<Vec<u8>>,
    seen: HashSet<Outcome>,
    /// How many inputs there were.
    pub executed: u64,
}

impl Runner {
    /// A runner that does the same for the same seed.
    #[must_use]
    pub fn new(entry: &'static Entry, seed: u64) -> Self {
        let mut seeds = (entry.seeds)();
        seeds.retain(|seed| seed.len() <= entry.largest);
        Self {
            entry,
            random: Rng::with_seed(seed),
            seeds,
            kept: vec![Vec::new()],
            seen: HashSet::new(),
            executed: 0,
        }
    }

    /// How many outcomes there were.
    #[must_use]
    pub fn outcomes(&self) -> usize {
        self.seen.len()
    }

    /// The next input.
    #[must_use]
    pub fn next_input(&mut self) -> Vec<u8> {
        if let Some(seed) = self.seeds.pop() {
            return seed;
        }
        let (one, other) = (self.pick(), self.pick());
        mutate(self.entry, &self.kept[one], &self.kept[other], &mut self.random)
    }

    /// One of the inputs, mostly a small one: ten of those are run in the time of a large one.
    fn pick(&mut self) -> usize {
        let picked = [(); 3].map(|()| self.random.usize(..self.kept.len()));
        let smallest = picked.into_iter().min_by_key(|index| self.kept[*index].len());
        smallest.filter(|_| self.random.u8(..8) > 0).unwrap_or(picked[0])
    }

    /// Runs an input, and keeps it where its outcome is new.
    ///
    /// # Errors
    /// What is wrong.
    pub fn run(&mut self, input: Vec<u8>) -> Result<(), Finding> {
        self.executed += 1;
        match examine(self.entry, &input) {
            Ok(outcome) => {
                if self.seen.len() < KEPT && self.seen.insert(outcome) {
                    self.kept.push(input);
                }
                Ok(())
            }
            Err(what) => Err(Finding { input, what }),
        }
    }
}

/// Runs one input. One that takes too long is run once more, since the machine may have been busy.
///
/// # Errors
/// What is wrong: a panic with its place, or the time that it took.
pub fn examine(entry: &Entry, input: &[u8]) -> Result<Outcome, String> {
    let patience = patience(entry);
    let (outcome, took) = timed(entry, input)?;
    if took < patience {
        return Ok(outcome);
    }
    let (outcome, again) = timed(entry, input)?;
    if again < patience {
        Ok(outcome)
    } else {
        Err(format!("{} bytes take {took:?}, and again {again:?}", input.len()))
    }
}

/// How long an input may take.
#[must_use]
pub fn patience(entry: &Entry) -> Duration {
    entry.patience * SLOWER
}

thread_local! {
    static EXAMINING: Cell<bool> = const { Cell::new(false) };
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

fn timed(entry: &Entry, input: &[u8]) -> Result<(Outcome, Duration), String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !noted(info) {
                usual(info);
            }
        }));
    });
    EXAMINING.set(true);
    let begun = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| (entry.run)(input)));
    let took = begun.elapsed();
    EXAMINING.set(false);
    let panic = PANIC.take();
    match result {
        Ok(outcome) => Ok((outcome, took)),
        Err(_) => Err(panic),
    }
}

/// Keeps what a panic says, where it is that of an entry.
fn noted(info: &PanicHookInfo<'_>) -> bool {
    let examining = EXAMINING.get();
    if examining {
        let message = info.payload_as_str().unwrap_or_default();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let mut text = format!("{place}: {message}");
        if let Some((end, _)) = text.char_indices().nth(3000) {
            text.truncate(end);
        }
        // Where one panic is caught and another follows from it, the first one tells more.
        PANIC.with_borrow_mut(|panic| {
            if panic.is_empty() { *panic = text } else { panic.push_str(&format!("\nthen {text}")) }
        });
    }
    examining
}
