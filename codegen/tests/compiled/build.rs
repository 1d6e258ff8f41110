//! The cases become modules: with client and server, and once more as types alone.

use std::path::Path;

use kontrakt_codegen::{Generator, Part};

const CASES: [&str; 10] = [
    "../cases/directions/directions.yaml",
    "../cases/media/media.yaml",
    "../cases/names/names.yaml",
    "../cases/paths/paths.yaml",
    "../cases/rules/rules.yaml",
    "../cases/schemas/schemas.yaml",
    "../cases/security/vault.yaml",
    "../cases/streams/streams.yaml",
    "../cases/usual/usual.yaml",
    "../ledger/enforced.yaml",
];

fn main() {
    Generator::new().documents(CASES).with_tests().build();
    let folder = std::env::var_os("OUT_DIR").expect("Cargo sets it");
    let types = Generator::new().documents(CASES).client(Part::Never).server(Part::Never);
    types.write_to(Path::new(&folder).join("types")).expect("written as above");
}
