//! The rules over the demo data on a real database.

mod flytning;
mod indkaldelse;
mod integrationslov;
mod kontaktinformation;
mod tekster;
mod webservicebesked;

use uuid::Uuid;

use crate::seed::{DEMO, Seed};
use crate::sensitive::Cpr;
use crate::store::tests::fresh;
use crate::store::{Store, Ticket};

/// A store with the demo data.
async fn demo() -> (tempfile::TempDir, Store) {
    let (folder, store) = fresh().await;
    Seed::parse(DEMO).unwrap().load(&store).await.unwrap();
    (folder, store)
}

/// The demo citizen with this number.
fn borger(nr: u32) -> Cpr {
    Cpr::new(&format!("290201{nr:04}")).unwrap()
}

/// A citizen whom nobody knows.
fn unknown() -> Cpr {
    borger(9999)
}

const DEAD: u32 = 11;

/// A ticket that was never used.
fn ticket() -> Ticket {
    Ticket::new("test", Uuid::new_v4().to_string())
}
