//! String patterns (`pattern` of a schema), compiled when the code was generated.
//!
//! A pattern is an ECMA-262 regular expression with the meaning of the `u` flag: it may match anywhere in the text unless it says
//! `^` or `$`, and it is matched over Unicode code points. `kontrakt-codegen` turns each into a table at generation, so that nothing is compiled when
//! the program runs and no regular-expression engine is linked.
//!
//! # How a table is laid out
//! The table is a deterministic automaton over the bytes of the UTF-8 text, as small as it can be.
//!
//! - **Classes.** Bytes that no state tells apart are one class. `classes` lists inclusive byte ranges with their class; a byte
//!   that stands in no range is of class 0.
//! - **States.** State 0 is *refused*: no continuation can match. State 1 is *matched*: every continuation does. Both end the search and have no row.
//! - **Rows.** One row a state, from state 2 on; entry `c` of a row is the state after a byte of class `c`. Where a pattern has more than
//!   256 states, each entry takes two bytes, the lower one first ([`Pattern::wide_table`]).
//! - **The end.** States are numbered so that those in which the text may end are the last ones: from `accepting_from` on. Matching begins in `start`.
//!
//! For `^(?:AB|[0-9]+)$`, with a line for each of the states 2 (the start), 3 (after `A`), 4 (after `AB`, may end) and 5 (in digits, may end):
//!
//! ```
//! use kontrakt::Pattern;
//!
//! static CODE: Pattern = Pattern::table(
//!     "^(?:AB|[0-9]+)$",
//!     &[(b'0', b'9', 1), (b'A', b'A', 2), (b'B', b'B', 3)],
//!     b"\x00\x05\x03\x00\
//!       \x00\x00\x00\x04\
//!       \x00\x00\x00\x00\
//!       \x00\x05\x00\x00",
//!     2,
//!     4,
//! );
//!
//! assert!(CODE.is_match("AB") && CODE.is_match("2024"));
//! assert!(!CODE.is_match("A1") && !CODE.is_match(""));
//! ```

use std::fmt;

#[cfg(feature = "regress")]
use std::sync::OnceLock;

const REFUSED: usize = 0;
const MATCHED: usize = 1;
/// The first state with a row.
const FIRST: usize = 2;

/// A compiled ECMA-262 pattern. See the [module](self) for its meaning and its layout.
pub struct Pattern {
    source: &'static str,
    matcher: Matcher,
    length: Option<(u32, u32)>,
}

/// Tables stand in statics, so the difference in size of the variants costs nothing.
#[allow(clippy::large_enum_variant)]
enum Matcher {
    Narrow(Table),
    Wide(Table),
    #[cfg(feature = "regress")]
    Regress {
        expression: &'static str,
        compiled: OnceLock<Option<regress::Regex>>,
    },
}

struct Table {
    classes: [u8; 256],
    rows: &'static [u8],
    class_count: usize,
    start: usize,
    accepting_from: usize,
}

impl Pattern {
    /// A pattern with at most 256 states, a byte for each entry.
    ///
    /// A malformed table (a class or a state that does not exist) does not compile when the pattern is a `static` or `const`, and
    /// panics otherwise: tables are made by the generator, never from input.
    pub const fn table(
        source: &'static str,
        classes: &[(u8, u8, u8)],
        rows: &'static [u8],
        start: u16,
        accepting_from: u16,
    ) -> Self {
        let table = Table::new(classes, rows, start, accepting_from);
        assert!(rows.len().is_multiple_of(table.class_count), "a row has an entry for each class");
        let states = FIRST + rows.len() / table.class_count;
        assert!(table.start >= FIRST && table.start < states, "matching begins in a state that has a row");
        let mut entry = 0;
        while entry < rows.len() {
            assert!(table.narrow_entry(entry) < states, "a row names a state that does not exist");
            entry += 1;
        }
        Self { source, matcher: Matcher::Narrow(table), length: None }
    }

    /// A pattern with more than 256 states, two bytes for each entry, the lower one first.
    ///
    /// A malformed table is treated as in [`Pattern::table`].
    pub const fn wide_table(
        source: &'static str,
        classes: &[(u8, u8, u8)],
        rows: &'static [u8],
        start: u16,
        accepting_from: u16,
    ) -> Self {
        let table = Table::new(classes, rows, start, accepting_from);
        assert!(rows.len().is_multiple_of(2 * table.class_count), "a row has two bytes for each class");
        let states = FIRST + rows.len() / 2 / table.class_count;
        assert!(table.start >= FIRST && table.start < states, "matching begins in a state that has a row");
        let mut entry = 0;
        while entry < rows.len() / 2 {
            assert!(table.wide_entry(entry) < states, "a row names a state that does not exist");
            entry += 1;
        }
        Self { source, matcher: Matcher::Wide(table), length: None }
    }

    /// A pattern that no table of reasonable size expresses: with look-around or back references, or with very many states.
    ///
    /// `expression` is `source` as the `u` flag wants it spelt. It is compiled at its first use, once. The generator has compiled it before; an expression that cannot be compiled matches nothing.
    ///
    /// Matching backtracks, so a contract should bound the length of such a text with `maxLength`.
    #[cfg(feature = "regress")]
    pub const fn regress(source: &'static str, expression: &'static str) -> Self {
        Self { source, matcher: Matcher::Regress { expression, compiled: OnceLock::new() }, length: None }
    }

    /// The same pattern for texts of `min` to `max` characters only. `^[a-z]{1,4000}$` is the table of `^[a-z]*$` with this: counting needs
    /// no state for each character.
    pub const fn length(mut self, min: u32, max: u32) -> Self {
        self.length = Some((min, max));
        self
    }

    /// Whether the pattern matches somewhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.length.is_none_or(|(min, max)| has_length(text, min, max)) && self.matcher_accepts(text)
    }

    #[inline]
    fn matcher_accepts(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Narrow(table) => table.is_match(text, |entry| table.narrow_entry(entry)),
            Matcher::Wide(table) => table.is_match(text, |entry| table.wide_entry(entry)),
            #[cfg(feature = "regress")]
            Matcher::Regress { expression, compiled } => compiled
                .get_or_init(|| regress::Regex::with_flags(expression, "u").ok())
                .as_ref()
                .is_some_and(|regex| regex.find(text).is_some()),
        }
    }

    /// The expression as the contract has it.
    pub const fn source(&self) -> &'static str {
        self.source
    }
}

/// Whether `text` has `min` to `max` characters; `u32::MAX` is no bound.
fn has_length(text: &str, min: u32, max: u32) -> bool {
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    min <= length && length <= max
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

impl Table {
    const fn new(ranges: &[(u8, u8, u8)], rows: &'static [u8], start: u16, accepting_from: u16) -> Self {
        assert!(!rows.is_empty(), "a table has a start");
        let mut classes = [0; 256];
        let mut class_count = 1;
        let mut range = 0;
        while range < ranges.len() {
            let (first, last, class) = ranges[range];
            if class as usize >= class_count {
                class_count = class as usize + 1;
            }
            let mut byte = first as usize;
            while byte <= last as usize {
                classes[byte] = class;
                byte += 1;
            }
            range += 1;
        }
        Self { classes, rows, class_count, start: start as usize, accepting_from: accepting_from as usize }
    }

    #[inline]
    const fn narrow_entry(&self, entry: usize) -> usize {
        self.rows[entry] as usize
    }

    #[inline]
    const fn wide_entry(&self, entry: usize) -> usize {
        u16::from_le_bytes([self.rows[2 * entry], self.rows[2 * entry + 1]]) as usize
    }

    #[inline]
    fn is_match(&self, text: &str, next: impl Fn(usize) -> usize) -> bool {
        let mut state = self.start;
        for byte in text.bytes() {
            let class = usize::from(self.classes[usize::from(byte)]);
            state = next((state - FIRST) * self.class_count + class);
            if state <= MATCHED {
                return state != REFUSED;
            }
        }
        state >= self.accepting_from
    }
}
