//! What a file may have to import; the printer imports what its code does say.

use super::{Import, has_operations};
use crate::ir::ModuleId;
use crate::plan::Plan;

/// Which file of a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Types,
    Tables,
    Security,
    Operations,
    Client,
    Server,
    RoundTrips,
}

use File::{Client, Operations, RoundTrips, Security, Server, Tables, Types};

const ALL: &[File] = &[Types, Tables, Operations, Client, Server, RoundTrips];

/// Names from outside: where they come from, and which files use them in this sense. The paths are made of words, so
/// that they can be read.
///
/// A name may stand for something else in a file, and is imported for nothing then: only what exists may be offered.
const NAMES: &[(&str, &[File], &[&str])] = &[
    ("std::collections", ALL, &["BTreeMap"]),
    ("std", &[Types], &["fmt"]),
    ("std::sync", &[Server], &["Arc"]),
    ("kontrakt", ALL, &["Base64"]),
    ("kontrakt", &[Types], &["Masked"]),
    ("kontrakt", &[Tables], &["At", "Check", "Pattern", "Schema", "Violations"]),
    ("kontrakt", &[Operations, Client, Server, RoundTrips], &["Body", "Events", "JsonLines"]),
    ("kontrakt", &[Operations], &["OperationError", "Violation"]),
    ("kontrakt", &[Server], &["Masked"]),
    ("kontrakt::error", &[Operations], &["ErrorAnswer"]),
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
    ("kontrakt::operation", &[RoundTrips], &["Operation"]),
    ("kontrakt::operation", &[Tables], &["ErrorBody"]),
    ("kontrakt::security", &[Security], &["ApiKey", "Basic", "Bearer", "Http", "MutualTls"]),
    ("kontrakt::security", &[Operations], &["SecurityScheme"]),
    ("kontrakt::scalar", &[Types], &["IntegerEnum", "TextEnum"]),
    ("kontrakt::scalar", &[Tables], &["ScalarEnum"]),
    ("kontrakt", &[Tables], &["sequence"]),
    ("kontrakt::sequence", &[Tables], &["Sequence"]),
    (
        "kontrakt::schema",
        &[Tables, Operations, Client, Server, RoundTrips],
        &[
            "ANY",
            "BOOLEAN",
            "BYTE",
            "DATE",
            "DATE_TIME",
            "DECIMAL",
            "FLOAT",
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
    ("kontrakt::reexport::serde::de", &[Tables], &["SeqAccess"]),
    ("kontrakt::reexport::axum", &[Server], &["Router"]),
    ("kontrakt::reexport::jiff", ALL, &["Timestamp"]),
    ("kontrakt::reexport::jiff::civil", ALL, &["Date"]),
    ("kontrakt::reexport::rust_decimal", ALL, &["Decimal"]),
    ("kontrakt::reexport::serde_json", ALL, &["Value"]),
    ("kontrakt::reexport::uuid", ALL, &["Uuid"]),
    ("kontrakt::reexport::bytes", &[Operations, Client, Server, RoundTrips], &["Bytes"]),
    ("kontrakt::client", &[Client], &["BuildError", "Call", "Error", "Pending", "Transport"]),
    (
        "kontrakt::server",
        &[Server],
        &[
            "Asked",
            "Authenticate",
            "Claim",
            "Context",
            "Credential",
            "Failure",
            "Gate",
            "Input",
            "OpenGate",
            "Refusal",
            "Reply",
            "RequestTicket",
            "Routes",
        ],
    ),
    ("kontrakt::server", &[RoundTrips], &["Context", "Failure", "OpenGate", "Refusal"]),
    (
        "kontrakt::testing",
        &[RoundTrips],
        &["Answer", "BodyKind", "Broken", "Given", "Samples", "Sent", "Slot", "Told", "Trip"],
    ),
];

/// What a file may have to import.
pub(super) fn of(plan: &Plan<'_>, module: ModuleId, file: File) -> Vec<Import> {
    let import = |path: &str, name: &str| Import { path: path.to_owned(), name: name.to_owned() };
    let is_there = |path: &str| match path {
        "kontrakt::decimal" | "kontrakt::reexport::rust_decimal" => plan.api.features.contains("decimal"),
        _ => true,
    };
    let outside = NAMES.iter().filter(|(path, files, _)| files.contains(&file) && is_there(path));
    let mut imports: Vec<Import> =
        outside.flat_map(|(path, _, names)| names.iter().map(|name| import(path, name))).collect();
    let others = plan.modules().filter(|(id, _)| *id != module);
    imports.extend(others.map(|(ModuleId(index), _)| import("super::super", &plan.names.modules[index])));
    let own = &plan.api.modules[module.0];
    let is_there = |name: &&&str| match **name {
        "security" => own.has_security(),
        "operations" => has_operations(own),
        _ => true,
    };
    imports.extend(beside(file).iter().filter(is_there).map(|name| import("super", name)));
    imports
}

/// The files of the same module that it may name.
fn beside(file: File) -> &'static [&'static str] {
    match file {
        Types => &["operations", "tables"],
        Tables => &["operations", "types"],
        Security => &[],
        Operations => &["security", "tables", "types"],
        Client | Server => &["operations", "tables", "types"],
        RoundTrips => &["client", "operations", "server", "tables", "types"],
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
