//! The contract becomes the module `petstore`.
fn main() {
    kontrakt_codegen::Generator::new().document("petstore.yaml").build();
}
