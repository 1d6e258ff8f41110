//! Golden cases of the generator as a crate would have them: they compile without a warning, and its tests run them.

//!
//! A gate has to say something of every security scheme that an operation asks for:
//!
//! ```
//! use kontrakt::server::{Asked, Refusal};
//! # struct Door;
//! # impl kontrakt::server::Gate for Door {
//! #     type Caller = ();
//! # }
//! impl kontrakt_compiled::vault::webhooks::Security for Door {
//!     async fn header_key(&self, key: &str, _: &Asked<'_>) -> Result<(), Refusal> {
//!         if key == "secret" { Ok(()) } else { Err(Refusal::unauthorized()) }
//!     }
//! }
//! ```
//!
//! Without that method it does not compile:
//!
//! ```compile_fail,E0046
//! use kontrakt::server::{Asked, Refusal};
//! # struct Door;
//! # impl kontrakt::server::Gate for Door {
//! #     type Caller = ();
//! # }
//! impl kontrakt_compiled::vault::webhooks::Security for Door {}
//! ```

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

/// The schemas of some types of `schemas`, which are private to generated code, for tests of what they say.
pub mod schemas_tables {
    macro_rules! shown {
        ($($name:ident)*) => {
            $(
                /// As it was generated.
                pub static $name: &kontrakt::Schema = &crate::schemas::tables::$name;
            )*
        };
    }
    shown! {
        ALTITUDE BESIDE_PATTERN BOTH BY_CONSTANT BY_KEY BY_OPTIONAL_KEY BY_PATTERN BY_PATTERNS BY_TYPE
        BY_VERSION CONSTANTS COUNTS FRACTIONS IDED LISTED_KEYS MIXED_VALUES NAMED_KEYS POINT REFINED SEALED
        SENTENCE TAGGED_DEFAULT TAGGED_INLINE TAGGED_PLACE TRUE_ONLY TYPED_VALUES
    }
}

/// The same of `rules` and `usual`.
pub mod rules_tables {
    /// As it was generated.
    pub static THING: &kontrakt::Schema = &crate::usual::tables::THING;
    /// As it was generated.
    pub static MOMENTS: &kontrakt::Schema = &crate::rules::tables::MOMENTS;
    /// As it was generated.
    pub static SMALL: &kontrakt::Schema = &crate::rules::tables::SMALL;
}
