//! The contract becomes the module `pets`, with tests that send samples of every operation through client and server.
fn main() {
    kontrakt_codegen::Generator::new().document("pets.yaml").with_tests().build();
}
