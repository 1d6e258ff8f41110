//! The rules over the demo data on a real database.

mod flytning;
mod indkaldelse;
mod integrationslov;
mod kontaktinformation;
mod tekster;
mod webservicebesked;

use uuid::Uuid;

use crate::auth::{ActiveOrganisation, Caller, Identity, TokenOrganisation};
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

/// A caller whose token names one organisation; `names_it` where the call is made for it by name.
fn caller(kind: i32, code: &str, names_it: bool) -> Caller {
    let organisation =
        TokenOrganisation { organisation_type: kind, code: code.to_owned(), anden_aktoer: None };
    let active = ActiveOrganisation { organisation_type: kind, organisation_code: code.to_owned() };
    let identity = Identity {
        system: "test".to_owned(),
        scopes: Default::default(),
        organisations: vec![organisation],
        system_alle: false,
    };
    Caller { identity, active: names_it.then_some(active), user: None }
}
