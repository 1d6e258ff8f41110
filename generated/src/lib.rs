//! Five DFDG services of Denmark's labour-market agency STAR, as their contracts describe them.
//!
//! A module a service, made from its contract by `kontrakt-codegen` when this crate is built. The features `client`
//! and `server` add the two ends; without them there are only the types.

include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));
