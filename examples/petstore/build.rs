//! The contract becomes the module `pets`.
fn main() {
    kontrakt_codegen::Generator::new().document("pets.yaml").build();
}
