//! The table of the CPR pattern against the `regex` crate, in nanoseconds a call.
//!
//! `cargo bench -p kontrakt --bench pattern`

#![allow(clippy::print_stdout)]

use std::{hint::black_box, time::Instant};

use kontrakt::Pattern;
use regex::Regex;

/// As the generator emits it; a test of the generator holds the two together.
static CPR: Pattern = include!("cpr.in");

const TEXTS: [&str; 8] = [
    "0101701234",
    "3112991234",
    "0000000000",
    "2902041234",
    "3113991234",
    "0101",
    "010170-1234",
    "ikke et nummer",
];
const ROUNDS: u32 = 200_000;
const SAMPLES: u32 = 15;

fn main() {
    let regex = match Regex::new(CPR.source()) {
        Ok(regex) => regex,
        Err(error) => return eprintln!("{error}"),
    };
    for text in TEXTS {
        assert_eq!(CPR.is_match(text), regex.is_match(text), "{text}");
        report(text, best(text, |text| CPR.is_match(text)), best(text, |text| regex.is_match(text)));
    }
    let all = |check: &dyn Fn(&str) -> bool| TEXTS.iter().map(|text| best(text, check)).sum::<f64>();
    report("all", all(&|text| CPR.is_match(text)), all(&|text| regex.is_match(text)));
}

/// The best of several samples, which is the one with the least disturbance.
fn best(text: &str, check: impl Fn(&str) -> bool) -> f64 {
    let sample = || {
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            black_box(check(black_box(text)));
        }
        begun.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
    };
    (0..SAMPLES).map(|_| sample()).fold(f64::INFINITY, f64::min)
}

fn report(text: &str, table: f64, regex: f64) {
    println!("{text:16} table {table:7.1} ns   regex {regex:7.1} ns   ratio {:.2}", table / regex);
}
