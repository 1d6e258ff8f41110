//! The contracts become the code of this crate.

use kontrakt_codegen::{Generator, Part};

fn main() {
    let contracts =
        ["common", "indkaldelse", "borgerflytte", "kontaktinformation", "webservicebesked", "letasyl"];
    Generator::new()
        .documents(contracts.map(|name| format!("spec/{name}.yaml")))
        .client(Part::feature("client"))
        .server(Part::feature("server"))
        .with_tests()
        .deny_warnings()
        .build();
}
