//! Golden cases of the generator as a crate would have them: they compile without a warning, and its tests run them.

use serde::{Deserialize, Serialize};

include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));

/// The same contracts without client and server.
pub mod types_only {
    include!(concat!(env!("OUT_DIR"), "/types/mod.rs"));
}

/// Stands for a schema of the contract (`x-rust-type`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// How much.
    pub amount: i64,
}

impl kontrakt::Check for Money {
    fn check(&self, _: &kontrakt::schema::Schema, at: &kontrakt::At<'_>, out: &mut kontrakt::Violations) {
        if self.amount < 0 {
            out.note(at, "money", "cannot be owed");
        }
    }
}

/// The schemas of the types of `schemas`, for tests of what they say.
pub mod schemas_tables {
    pub use crate::schemas::tables::*;
}
