//! The `use` items of a file: for every name that its code says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::ir::ModuleId;
use crate::plan::{Plan, ident};

/// Which file of a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Types,
    Tables,
    Operations,
    Client,
    Server,
}

use File::{Client, Operations, Server, Tables, Types};

const ALL: &[File] = &[Types, Tables, Operations, Client, Server];

/// Names from outside: where they come from, and which files use them in this sense. The paths are made of words, so
/// that they can be read.
const NAMES: &[(&str, &[File], &[&str])] = &[
    ("std::collections", ALL, &["BTreeMap"]),
    ("std", &[Types], &["fmt"]),
    ("std::sync", &[Server], &["Arc"]),
    ("std::time", &[Client], &["Duration"]),
    ("kontrakt", ALL, &["Base64"]),
    ("kontrakt", &[Types], &["Invalid", "Masked"]),
    ("kontrakt", &[Tables], &["At", "Check", "Pattern", "Schema", "Violations"]),
    ("kontrakt", &[Operations], &["OperationError", "Violation"]),
    ("kontrakt", &[Server], &["Masked"]),
    ("kontrakt::decimal", ALL, &["DecimalNumber"]),
    ("kontrakt::format", &[Tables], &["Format"]),
    ("kontrakt::media", &[Operations, Client, Server], &["FilePart"]),
    ("kontrakt::media", &[Tables], &["Part"]),
    (
        "kontrakt::operation",
        &[Operations],
        &[
            "Access",
            "Code",
            "ErrorCode",
            "IdempotencyKey",
            "Location",
            "Operation",
            "Parameter",
            "Requirement",
            "Style",
        ],
    ),
    ("kontrakt::operation", &[Tables], &["ErrorBody"]),
    ("kontrakt::record", &[Tables], &["Input", "Record", "Walk"]),
    ("kontrakt::scalar", &[Types], &["IntegerEnum", "TextEnum"]),
    ("kontrakt::scalar", &[Tables], &["ScalarEnum"]),
    ("kontrakt", &[Tables], &["sequence"]),
    ("kontrakt::sequence", &[Tables], &["Sequence"]),
    (
        "kontrakt::schema",
        &[Tables, Operations, Client, Server],
        &[
            "ANY",
            "BOOLEAN",
            "BYTE",
            "DATE",
            "DATE_TIME",
            "DECIMAL",
            "INT32",
            "INT64",
            "NUMBER",
            "STRING",
            "UINT32",
            "UINT64",
            "UUID",
        ],
    ),
    (
        "kontrakt::schema",
        &[Tables],
        &[
            "Alternatives",
            "Choice",
            "Field",
            "Fields",
            "Items",
            "JsonType",
            "Limit",
            "Literal",
            "Rest",
            "Rule",
            "Shape",
            "Width",
        ],
    ),
    ("kontrakt::union", &[Tables], &["Alternative"]),
    ("kontrakt::reexport::serde", &[Tables], &["Deserialize", "Deserializer", "Serialize", "Serializer"]),
    ("kontrakt::reexport::serde::de", &[Tables], &["MapAccess", "SeqAccess"]),
    ("kontrakt::reexport::axum", &[Server], &["Router"]),
    ("kontrakt::reexport::jiff", ALL, &["Timestamp"]),
    ("kontrakt::reexport::jiff::civil", ALL, &["Date"]),
    ("kontrakt::reexport::rust_decimal", ALL, &["Decimal"]),
    ("kontrakt::reexport::serde_json", ALL, &["Value"]),
    ("kontrakt::reexport::uuid", ALL, &["Uuid"]),
    ("kontrakt::reexport::bytes", &[Operations, Client, Server], &["Bytes"]),
    ("kontrakt::client", &[Client], &["BuildError", "Call", "Error", "Pending", "Transport"]),
    (
        "kontrakt::server",
        &[Server],
        &["Context", "Failure", "Gate", "Input", "Refusal", "Reply", "RequestTicket", "Routes"],
    ),
];

/// The imports of a file with this body.
pub(super) fn of(plan: &Plan<'_>, module: ModuleId, body: &[TokenStream], file: File) -> Vec<TokenStream> {
    let mut said = BTreeSet::new();
    for tokens in body {
        collect(tokens.clone(), &mut said);
    }
    let mut items = Vec::new();
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, _, names) in NAMES.iter().filter(|(_, files, _)| files.contains(&file)) {
        known.entry(path).or_default().extend(names.iter().filter(|name| said.contains(**name)));
    }
    let mut listed = BTreeSet::new();
    for path in NAMES.iter().map(|(path, ..)| *path).filter(|path| listed.insert(*path)) {
        let names: Vec<_> = known.get(path).into_iter().flatten().map(|name| ident(name)).collect();
        let path: TokenStream = path.parse().unwrap_or_default();
        match names.as_slice() {
            [] => {}
            [name] => items.push(quote!(use #path::#name;)),
            names => items.push(quote!(use #path::{#(#names),*};)),
        }
    }
    let others = plan.names.modules.iter().enumerate().filter(|(id, _)| ModuleId(*id) != module);
    for (_, name) in others {
        if said.contains(name.trim_start_matches("r#")) {
            let name = ident(name);
            items.push(quote!(use super::super::#name;));
        }
    }
    let own = ["operations", "tables", "types"].into_iter().filter(|name| said.contains(*name));
    let own: Vec<_> = own.map(ident).filter(|name| !is_itself(file, &name.to_string())).collect();
    match own.as_slice() {
        [] => {}
        [name] => items.push(quote!(use super::#name;)),
        names => items.push(quote!(use super::{#(#names),*};)),
    }
    items
}

fn is_itself(file: File, name: &str) -> bool {
    matches!(
        (file, name),
        (File::Types, "types") | (File::Tables, "tables") | (File::Operations, "operations")
    )
}

fn collect(tokens: TokenStream, said: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), said),
            TokenTree::Ident(name) => {
                said.insert(name.to_string().trim_start_matches("r#").to_owned());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{File, NAMES};
    use crate::names::{RESERVED_TABLES, RESERVED_TYPES, is_reserved_stem};

    fn imported(file: File) -> impl Iterator<Item = &'static str> {
        let of_file = NAMES.iter().filter(move |(_, files, _)| files.contains(&file));
        of_file.flat_map(|(_, _, names)| *names).copied()
    }

    fn is_static(name: &str) -> bool {
        name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    }

    #[test]
    fn no_name_of_the_contract_can_be_an_imported_one() {
        let types: Vec<_> = imported(File::Types).filter(|name| !RESERVED_TYPES.contains(name)).collect();
        assert_eq!(types, ["fmt"], "a module, which no type is called like");
        for file in [File::Tables, File::Operations] {
            let statics = imported(file).filter(|name| is_static(name));
            let open: Vec<_> = statics.filter(|name| !RESERVED_TABLES.contains(name)).collect();
            assert!(open.is_empty(), "{open:?}");
        }
        let calls = imported(File::Client).filter(|name| !is_static(name));
        let open: Vec<_> = calls.filter(|name| !is_reserved_stem(name)).collect();
        assert!(open.is_empty(), "{open:?}");
        let pairs = [(File::Operations, "Error"), (File::Operations, "Body"), (File::Operations, "Response")];
        for (file, suffix) in pairs.into_iter().chain([(File::Server, "Request")]) {
            let stems = imported(file).filter_map(|name| name.strip_suffix(suffix));
            let open: Vec<_> = stems.filter(|stem| !stem.is_empty() && !is_reserved_stem(stem)).collect();
            assert!(open.is_empty(), "{open:?}");
        }
    }
}
