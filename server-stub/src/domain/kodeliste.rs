//! Code-list values in requests: known, and valid today.

use crate::fault::{Fault, Kodefejl, Koder, Violation};
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

/// Refuses values that are not known (2001, 2002) or not valid today (2003): all of them at once.
pub async fn check(store: &Store, conn: &mut Conn, given: &[Given<'_>]) -> Result<(), Fault> {
    let mut koder = Koder::default();
    for given in given {
        if let Some((fejl, message)) = fault_of(store, conn, given).await? {
            koder.fejl.insert(fejl);
            let pointer = given.pointer.to_owned();
            koder.violations.push(Violation { pointer, rule: "x-code-list", message });
        }
    }
    if koder.violations.is_empty() { Ok(()) } else { Err(Fault::UgyldigeKoder(koder)) }
}

async fn fault_of(
    store: &Store,
    conn: &mut Conn,
    given: &Given<'_>,
) -> StoreResult<Option<(Kodefejl, String)>> {
    let list = given.liste;
    Ok(match kodelister::find(conn, list, given.vaerdi).await? {
        Some(value) if value.is_valid_on(store.clock().today()) => None,
        Some(_) => Some((Kodefejl::UdloebetVaerdi, format!("not valid today in {list}"))),
        None if kodelister::exists(conn, list).await? => {
            Some((Kodefejl::UkendtVaerdi, format!("not a value of {list}")))
        }
        None => Some((Kodefejl::UkendtListe, format!("no values of {list} are known"))),
    })
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
