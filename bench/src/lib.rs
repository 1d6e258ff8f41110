//! The same types twice: [`generated`] from `shop.yaml` by kontrakt, and [`derived`] by hand with serde's derives.
//!
//! The bench `serialise` compares how fast the two are, the tests that they read and write the same JSON.

pub mod derived;

/// What kontrakt writes for `shop.yaml`.
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));
}
