//! Patterns as Rust text.

use super::{
    compiled::{Compiled, Matcher},
    table::Table,
};

impl Compiled {
    /// The expression that makes a `kontrakt::Pattern` of this, with `Pattern` in scope: `source` is the pattern as the contract has it. In a
    /// `static` it is evaluated by the compiler.
    pub fn constructor(&self, source: &str) -> String {
        match &self.matcher {
            Matcher::Table(table) => table_constructor(source, table),
            Matcher::Regress(other) => {
                format!("Pattern::regress({}, {})", string(source), string(&other.expression))
            }
        }
    }
}

fn table_constructor(source: &str, table: &Table) -> String {
    let name = if table.is_wide() { "wide_table" } else { "table" };
    let range = |&(first, last, class): &(u8, u8, u8)| format!("({}, {}, {class})", byte(first), byte(last));
    let classes: Vec<String> = table.classes.iter().map(range).collect();
    let row = |row: Vec<u8>| row.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let rows: Vec<String> = table.row_bytes().into_iter().map(row).collect();
    let length = table.length.map_or_else(String::new, |(min, max)| match max {
        u32::MAX => format!(".length({min}, u32::MAX)"),
        _ => format!(".length({min}, {max})"),
    });
    // Each state has a line: a line break after a backslash is no part of the literal, nor are the blanks after it.
    format!(
        "Pattern::{name}({}, &[{}], b\"\\\n        {}\", {}, {}){length}",
        string(source),
        classes.join(", "),
        rows.join("\\\n        "),
        table.start,
        table.accepting_from
    )
}

/// A byte literal, readable where the byte is.
fn byte(byte: u8) -> String {
    format!("b'{}'", byte.escape_ascii())
}

/// A string literal, raw where that saves escapes.
fn string(text: &str) -> String {
    if text.chars().any(char::is_control) || !text.contains(['\\', '"']) {
        return format!("{text:?}");
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}
