//! The `use` items of a file: for every name that its code says.

use std::collections::BTreeSet;

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

/// Names from outside, by where they come from. The path is made of words, so that it can be read.
const NAMES: &[(&str, &[&str])] = &[
    ("std::collections", &["BTreeMap"]),
    ("std", &["fmt"]),
    ("std::sync", &["Arc"]),
    ("std::time", &["Duration"]),
    (
        "kontrakt",
        &[
            "At",
            "Base64",
            "Check",
            "Invalid",
            "Masked",
            "OperationError",
            "Pattern",
            "Schema",
            "Violation",
            "Violations",
        ],
    ),
    ("kontrakt::format", &["Format"]),
    ("kontrakt::media", &["FilePart", "Part"]),
    (
        "kontrakt::operation",
        &[
            "Access",
            "Code",
            "ErrorBody",
            "ErrorCode",
            "IdempotencyKey",
            "Location",
            "Operation",
            "Parameter",
            "Requirement",
            "Style",
        ],
    ),
    ("kontrakt::record", &["Input", "Record", "Walk"]),
    ("kontrakt::scalar", &["IntegerEnum", "TextEnum"]),
    (
        "kontrakt::schema",
        &[
            "ANY",
            "BOOLEAN",
            "BYTE",
            "DATE",
            "DATE_TIME",
            "DECIMAL",
            "Field",
            "Fields",
            "INT32",
            "INT64",
            "Limit",
            "Literal",
            "NUMBER",
            "Rest",
            "Rule",
            "STRING",
            "Shape",
            "UINT32",
            "UINT64",
            "UUID",
            "Width",
        ],
    ),
    ("kontrakt::union", &["Alternative"]),
    ("kontrakt::reexport::serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]),
    ("kontrakt::reexport::serde::de", &["MapAccess"]),
    ("kontrakt::reexport::axum", &["Router"]),
    ("kontrakt::reexport::jiff", &["Timestamp"]),
    ("kontrakt::reexport::jiff::civil", &["Date"]),
    ("kontrakt::reexport::rust_decimal", &["Decimal"]),
    ("kontrakt::reexport::serde_json", &["Value"]),
    ("kontrakt::reexport::uuid", &["Uuid"]),
    ("kontrakt::reexport::bytes", &["Bytes"]),
    ("kontrakt::client", &["BuildError", "Call", "Error", "Pending", "Transport"]),
    (
        "kontrakt::server",
        &["Context", "Failure", "Gate", "Input", "Refusal", "Reply", "RequestTicket", "Routes"],
    ),
];

/// The names that only one file uses in this sense.
fn belongs(path: &str, file: File) -> bool {
    match path {
        "kontrakt::client" | "std::time" => file == File::Client,
        "kontrakt::server" | "kontrakt::reexport::axum" | "std::sync" => file == File::Server,
        "kontrakt::operation" => file == File::Operations || file == File::Tables,
        "kontrakt::record"
        | "kontrakt::union"
        | "kontrakt::reexport::serde"
        | "kontrakt::reexport::serde::de" => file == File::Tables,
        "kontrakt::format" => file == File::Tables,
        "kontrakt::scalar" => file == File::Types,
        "kontrakt::schema" => file != File::Types,
        _ => true,
    }
}

/// The imports of a file with this body.
pub(super) fn of(plan: &Plan<'_>, module: ModuleId, body: &[TokenStream], file: File) -> Vec<TokenStream> {
    let mut said = BTreeSet::new();
    for tokens in body {
        collect(tokens.clone(), &mut said);
    }
    let mut items = Vec::new();
    for (path, names) in NAMES.iter().filter(|(path, _)| belongs(path, file)) {
        let names: Vec<_> =
            names.iter().filter(|name| said.contains(**name)).map(|name| ident(name)).collect();
        let path: TokenStream = path.parse().unwrap_or_default();
        match names.as_slice() {
            [] => {}
            [name] => items.push(quote!(use #path::#name;)),
            names => items.push(quote!(use #path::{#(#names),*};)),
        }
    }
    for (id, name) in plan.names.modules.iter().enumerate().filter(|(id, _)| ModuleId(*id) != module) {
        let _ = id;
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
