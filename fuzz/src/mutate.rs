//! Inputs made of other inputs.

mod tree;

use fastrand::Rng;

use crate::{Entry, Form};

/// Numbers at which something ends.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "1.0",
    "1e3",
    "0.1",
    "1e-7",
    "127",
    "128",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "1e309",
    "5e-324",
    "0.30000000000000004",
    "170141183460469231731687303715884105728",
    "1000000000000000000000000000000000000000000",
];

/// A changed copy of `input`; `other` is an input that parts are taken from.
pub fn mutate(entry: &Entry, input: &[u8], other: &[u8], random: &mut Rng) -> Vec<u8> {
    // What follows a first line that only says how to read the rest.
    let says_how = |line: &[u8]| !line.is_empty() && line.iter().all(u8::is_ascii_alphanumeric);
    let first = input.iter().position(|byte| *byte == b'\n').filter(|end| says_how(&input[..*end]));
    let kept = first.filter(|_| random.u8(..) > 4).map_or(0, |end| end + 1);
    let (head, rest) = input.split_at(kept);
    let mut changed = rest.to_vec();
    for _ in 0..1 + random.usize(..4) * random.usize(..2) {
        changed = if entry.form == Form::Tree && random.u8(..3) > 0 {
            tree::change(&changed, entry.words, random).unwrap_or(changed)
        } else {
            bytes(changed, other, entry, random)
        };
    }
    changed.truncate(entry.largest);
    [head, &changed].concat()
}

fn bytes(mut input: Vec<u8>, other: &[u8], entry: &Entry, random: &mut Rng) -> Vec<u8> {
    let range = part(&input, random);
    match random.u8(..14) {
        0 => flip(&mut input, random),
        1 => input.insert(random.usize(..=input.len()), random.u8(..)),
        2 => drop(input.drain(range)),
        3 => {
            let copy = input[range.clone()].to_vec();
            insert(&mut input, range.end, &copy);
        }
        // What takes more than linear time shows when there is much of it.
        4 => repeat(&mut input, range, entry.largest, random),
        5 => {
            let from = part(other, random);
            let at = random.usize(..=input.len());
            insert(&mut input, at, &other[from]);
        }
        6 => {
            let end = random.usize(..=other.len());
            input.truncate(range.end);
            input.extend_from_slice(&other[end..]);
        }
        7 => number(&mut input, random),
        8 => lines(&mut input, random),
        9 => {
            let word = random.choice(entry.words).map_or("", |word| word);
            drop(input.splice(range, word.bytes()));
        }
        10 => input.truncate(range.start),
        11 => input[range].reverse(),
        _ => {
            let word = random.choice(entry.words).map_or("", |word| word);
            let at = random.usize(..=input.len());
            insert(&mut input, at, word.as_bytes());
        }
    }
    input
}

/// A part of some bytes, mostly a short one.
fn part(of: &[u8], random: &mut Rng) -> std::ops::Range<usize> {
    let start = random.usize(..=of.len());
    let longest = if random.bool() { 8 } else { 400 };
    start..(start + random.usize(..=longest)).min(of.len())
}

fn insert(input: &mut Vec<u8>, at: usize, what: &[u8]) {
    drop(input.splice(at..at, what.iter().copied()));
}

fn flip(input: &mut [u8], random: &mut Rng) {
    if !input.is_empty() {
        let at = random.usize(..input.len());
        input[at] ^= 1 << random.u8(..8);
    }
}

fn repeat(input: &mut Vec<u8>, range: std::ops::Range<usize>, largest: usize, random: &mut Rng) {
    let room = largest.saturating_sub(input.len()) / range.len().max(1);
    let most = if random.u8(..40) == 0 { room } else { room.min(30) };
    let copies = input[range.clone()].repeat(random.usize(..=most));
    insert(input, range.end, &copies);
}

/// Puts a number at which something ends in place of one.
fn number(input: &mut Vec<u8>, random: &mut Rng) {
    let from = random.usize(..=input.len());
    let Some(start) = input[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
    let length = input[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let other = random.choice(NUMBERS).map_or("0", |number| number);
    drop(input.splice(start..start + length, other.bytes()));
}

/// Swaps, doubles, removes or indents lines.
fn lines(input: &mut Vec<u8>, random: &mut Rng) {
    let mut lines: Vec<Vec<u8>> = input.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (random.usize(..lines.len()), random.usize(..lines.len()));
    match random.u8(..4) {
        0 => lines.swap(one, other),
        1 => lines.insert(other, lines[one].clone()),
        2 => drop(lines.remove(one)),
        _ => {
            let copy: Vec<u8> = [b"  ", lines[one].as_slice()].concat();
            lines[one] = copy;
        }
    }
    *input = lines.join(&b'\n');
}
