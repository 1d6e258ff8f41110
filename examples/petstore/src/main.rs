//! .
include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));
fn main() {}
