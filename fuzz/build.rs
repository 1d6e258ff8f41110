//! Contracts with schemas of every kind become the types, tables and ends that the entries read with.

use std::path::Path;

use kontrakt_codegen::{Generator, Part};

fn main() {
    Generator::new().document("kinds.yaml").build();
    let golden = ["../codegen/tests/cases/schemas/schemas.yaml", "../codegen/tests/cases/rules/rules.yaml"];
    for contract in golden {
        println!("cargo::rerun-if-changed={contract}");
    }
    let types = Generator::new().documents(golden).client(Part::Never).server(Part::Never);
    let folder = std::env::var_os("OUT_DIR").expect("Cargo sets it");
    types.write_to(Path::new(&folder).join("golden")).expect("written as above");
}
