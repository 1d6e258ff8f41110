//! The same types twice: [`generated`] from `shop.yaml` by kontrakt, and [`derived`] by hand with serde's derives.
//!
//! The bench `serialise` compares how fast the two are, the tests that they read and write the same JSON.
//!
//! The other modules serve the programs that measure the generator on real documents: `corpus` and `compare`.

pub mod derived;
pub mod index;
pub mod measure;
pub mod table;

/// What kontrakt writes for `shop.yaml`.
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));
}
