//! Code-list values in requests: known, and valid today.

use crate::fault::{Fault, Violation};
use crate::store::kodelister::{self, Vaerdi};
use crate::store::{Conn, Result as StoreResult, Store, StoreError};

/// Contact kinds: mobile, landline, mail.
pub const KONTAKTDATA: &str = "KontaktdataCodelList";
/// States of contact information.
pub const KONTAKTDATASTATUS: &str = "KontaktdataStatusCodelList";
/// Roles of participants in a meeting.
pub const DELTAGERROLLE: &str = "DeltagerrolleTypeCodeList";
/// Why a participant stays away from a meeting.
pub const MOEDEAFBUDSAARSAG: &str = "MoedeafbudsaarsagTypeCodeList";

/// A value in a request.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// A JSON pointer to it.
    pub pointer: &'a str,
    /// The name of its list.
    pub liste: &'a str,
    /// The value.
    pub vaerdi: i32,
}

impl<'a> Given<'a> {
    /// A value that stands at `pointer`.
    pub fn new(pointer: &'a str, liste: &'a str, vaerdi: i32) -> Self {
        Self { pointer, liste, vaerdi }
    }
}

/// Refuses the first value that is not known (2001, 2002) or not valid today (2003).
pub async fn check(store: &Store, conn: &mut Conn, given: &[Given<'_>]) -> Result<(), Fault> {
    for given in given {
        check_one(store, conn, given).await?;
    }
    Ok(())
}

async fn check_one(store: &Store, conn: &mut Conn, given: &Given<'_>) -> Result<(), Fault> {
    let violation =
        |message: String| Violation { pointer: given.pointer.to_owned(), rule: "x-code-list", message };
    match kodelister::find(conn, given.liste, given.vaerdi).await? {
        Some(value) if value.is_valid_on(store.clock().today()) => Ok(()),
        Some(_) => {
            Err(Fault::UdloebetKodelistevaerdi(violation(format!("not valid today in {}", given.liste))))
        }
        None if kodelister::exists(conn, given.liste).await? => {
            Err(Fault::UkendtKodelistevaerdi(violation(format!("not a value of {}", given.liste))))
        }
        None => Err(Fault::UkendtKodeliste(violation(format!("no values of {} are known", given.liste)))),
    }
}

/// The value with this number, where it is valid today.
pub async fn valid(store: &Store, conn: &mut Conn, liste: &str, vaerdi: i32) -> StoreResult<Option<Vaerdi>> {
    let today = store.clock().today();
    Ok(kodelister::find(conn, liste, vaerdi).await?.filter(|value| value.is_valid_on(today)))
}

/// The value that the rules know by this word; the server's data is incomplete where there is none.
pub async fn meaning(conn: &mut Conn, liste: &str, betydning: &str) -> StoreResult<i32> {
    kodelister::find_by_meaning(conn, liste, betydning)
        .await?
        .map(|value| value.vaerdi)
        .ok_or_else(|| StoreError::Internal(format!("code list {liste} has no value that means {betydning}")))
}
