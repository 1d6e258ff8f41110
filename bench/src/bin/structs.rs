//! Writes the same structs twice: as a contract for `kontrakt generate`, and as Rust with serde's derives.
//!
//! `structs COUNT CONTRACT.yaml DERIVED.rs`

use std::fmt::Write as _;
use std::process::ExitCode;

const FIELDS: usize = 8;

/// What a field holds: its schema in the contract and its type in Rust.
#[derive(Clone, Copy)]
enum Kind {
    Plain(&'static str, &'static str),
    Nested,
}

const KINDS: [Kind; 9] = [
    Kind::Plain("{type: string}", "String"),
    Kind::Plain("{type: integer, format: int32}", "i32"),
    Kind::Plain("{type: array, items: {type: string}}", "Vec<String>"),
    Kind::Plain("{type: boolean}", "bool"),
    Kind::Plain("{type: string, format: uuid}", "Uuid"),
    Kind::Plain("{type: string}", "String"),
    Kind::Nested,
    Kind::Plain("{type: integer, format: int64}", "i64"),
    Kind::Plain("{type: number, format: double}", "f64"),
];

const WORDS: [&str; 7] = ["given", "paid", "sent", "total", "start", "owner", "place"];

struct Field {
    kind: Kind,
    required: bool,
    word: &'static str,
    number: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, contract, derived] = arguments.as_slice() else {
        eprintln!("usage: structs COUNT CONTRACT.yaml DERIVED.rs");
        return ExitCode::FAILURE;
    };
    let Ok(count) = count.parse() else {
        eprintln!("{count} is no number of structs");
        return ExitCode::FAILURE;
    };
    let written = std::fs::write(contract, as_contract(count))
        .and_then(|()| std::fs::write(derived, as_derives(count)));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The fields of a struct: every kind at every place, as often required as not.
fn fields(index: usize) -> impl Iterator<Item = Field> {
    (0..FIELDS).map(move |number| Field {
        kind: KINDS[(index + number) % KINDS.len()],
        required: (index / KINDS.len() + number).is_multiple_of(2),
        word: WORDS[(index + 3 * number) % WORDS.len()],
        number,
    })
}

/// Nesting is a tree, so it is about as deep as the logarithm of the count.
fn nested(index: usize) -> String {
    name(index / 2)
}

fn name(index: usize) -> String {
    format!("Record{index:04}")
}

fn as_contract(count: usize) -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: Many structs, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
            .to_owned();
    for index in 0..count {
        let required: Vec<_> =
            fields(index).filter(|field| field.required).map(|field| wire(&field)).collect();
        let _ = writeln!(text, "    {}:\n      type: object", name(index));
        let _ = writeln!(text, "      required: [{}]\n      properties:", required.join(", "));
        for field in fields(index) {
            let schema = match field.kind {
                // The first struct would hold itself.
                Kind::Nested if index == 0 => "{type: string}".to_owned(),
                Kind::Nested => format!("{{$ref: '#/components/schemas/{}'}}", nested(index)),
                Kind::Plain(schema, _) => schema.to_owned(),
            };
            let _ = writeln!(text, "        {}: {schema}", wire(&field));
        }
    }
    text
}

fn as_derives(count: usize) -> String {
    let mut text = "//! Many structs.\n\nuse serde::{Deserialize, Serialize};\nuse uuid::Uuid;\n".to_owned();
    for index in 0..count {
        let name = name(index);
        let default = if fields(index).any(|field| field.required) { "" } else { ", Default" };
        let _ = writeln!(text, "\n/// The schema `{name}`.");
        let _ = writeln!(text, "#[derive(Clone, Debug, PartialEq{default}, Serialize, Deserialize)]");
        let _ = writeln!(text, "pub struct {name} {{");
        for field in fields(index) {
            let wire = wire(&field);
            let bare = match field.kind {
                Kind::Nested if index == 0 => "String".to_owned(),
                Kind::Nested => nested(index),
                Kind::Plain(_, rust) => rust.to_owned(),
            };
            let _ = writeln!(text, "    /// `{wire}`");
            let rust = format!("{}_value{}", field.word, field.number);
            if field.required {
                let _ = writeln!(text, "    #[serde(rename = \"{wire}\")]\n    pub {rust}: {bare},");
            } else {
                let rename =
                    format!("#[serde(rename = \"{wire}\", skip_serializing_if = \"Option::is_none\")]");
                let _ = writeln!(text, "    {rename}\n    pub {rust}: Option<{bare}>,");
            }
        }
        text.push_str("}\n");
    }
    text
}

fn wire(field: &Field) -> String {
    format!("{}Value{}", field.word, field.number)
}
