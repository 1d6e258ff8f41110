//! The contract becomes the half of this crate that kontrakt writes.

use kontrakt_codegen::{Generator, Part};

fn main() {
    Generator::new().document("shop.yaml").client(Part::Never).server(Part::Never).build();
}
