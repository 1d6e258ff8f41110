//! Summons to meetings, and who takes part in them for an authority.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::kodeliste::{self, DELTAGERROLLE, Given, MOEDEAFBUDSAARSAG};
use crate::fault::Fault;
use crate::sensitive::{Cpr, masked};
use crate::store::indkaldelse::{self as rows, Indkaldelse, Myndighedsdeltager};
use crate::store::{Conn, Store, StoreError, Ticket, Tx, borgere};

/// Why a summons or a participant was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndkaldelseFejl {
    /// 4405
    #[error("the citizen is dead")]
    BorgerErDoed,
    /// 90101: a participant of the summons has yet to say whether it comes; say so first.
    #[error("existing participants have to be updated first")]
    EksisterendeDeltagereIkkeOpdateret,
    /// 90102: no summons of this citizen has the identifier.
    #[error("no such summons")]
    IndkaldelseFindesIkke,
    /// 90103
    #[error("the participant belongs to another summons")]
    DeltagerHoererTilAndenIndkaldelse,
    /// 90105
    #[error("the participant is there already")]
    DeltagerFindesAllerede,
    /// 90107
    #[error("no such participant")]
    DeltagerFindesIkke,
    /// A fault that any operation may answer.
    #[error(transparent)]
    Faelles(#[from] Fault),
}

impl From<StoreError> for IndkaldelseFejl {
    fn from(error: StoreError) -> Self {
        Self::Faelles(error.into())
    }
}

/// A summons to make.
#[derive(Clone, PartialEq)]
pub struct NyIndkaldelse {
    /// When the meeting starts.
    pub moede_starttidspunkt: Timestamp,
    /// Until when the citizen may call it off.
    pub aflysningsfrist: Option<Date>,
    /// The elements that the contract does not name, as they came.
    pub oevrige: serde_json::Map<String, serde_json::Value>,
}

masked!(NyIndkaldelse);

/// Summons a citizen, and returns the identifier of the summons.
pub async fn create(
    store: &Store,
    ticket: &Ticket,
    cpr: &Cpr,
    ny: NyIndkaldelse,
) -> Result<Uuid, IndkaldelseFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    require_living(&mut tx, cpr).await?;
    let indkaldelse = Indkaldelse {
        id: Uuid::new_v4(),
        cpr: cpr.clone(),
        moede_starttidspunkt: ny.moede_starttidspunkt,
        aflysningsfrist: ny.aflysningsfrist,
        oevrige: ny.oevrige,
        created_by: ticket.system.clone(),
    };
    let now = tx.now();
    rows::insert(&mut tx, &indkaldelse, now).await?;
    tx.commit().await?;
    Ok(indkaldelse.id)
}

/// Adds a participant under the identifier that the caller chose, and returns it.
///
/// As long as another participant of the summons has not said whether it comes, no new one is taken: what is open is
/// settled first (90101).
pub async fn create_deltager(
    store: &Store,
    ticket: &Ticket,
    cpr: &Cpr,
    deltager: &Myndighedsdeltager,
) -> Result<Uuid, IndkaldelseFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    require_indkaldelse(&mut tx, cpr, deltager.indkaldelse_id).await?;
    if rows::find_deltager(&mut tx, deltager.id).await?.is_some() {
        return Err(IndkaldelseFejl::DeltagerFindesAllerede);
    }
    if rows::has_undecided_deltager(&mut tx, deltager.indkaldelse_id).await? {
        return Err(IndkaldelseFejl::EksisterendeDeltagereIkkeOpdateret);
    }
    check_codes(store, &mut tx, deltager).await?;
    let now = tx.now();
    rows::insert_deltager(&mut tx, deltager, now).await.map_err(|error| match error {
        // Someone else was quicker.
        StoreError::Conflict => IndkaldelseFejl::DeltagerFindesAllerede,
        other => other.into(),
    })?;
    tx.commit().await?;
    Ok(deltager.id)
}

/// Writes a participant anew: what is not given is gone.
pub async fn update_deltager(
    store: &Store,
    ticket: &Ticket,
    cpr: &Cpr,
    deltager: &Myndighedsdeltager,
) -> Result<(), IndkaldelseFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    require_indkaldelse(&mut tx, cpr, deltager.indkaldelse_id).await?;
    require_deltager(&mut tx, deltager.id, deltager.indkaldelse_id).await?;
    check_codes(store, &mut tx, deltager).await?;
    let now = tx.now();
    rows::update_deltager(&mut tx, deltager, now).await?;
    Ok(tx.commit().await?)
}

/// Takes a participant out of a summons.
pub async fn delete_deltager(
    store: &Store,
    ticket: &Ticket,
    cpr: &Cpr,
    deltager_id: Uuid,
    indkaldelse_id: Uuid,
) -> Result<(), IndkaldelseFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    require_indkaldelse(&mut tx, cpr, indkaldelse_id).await?;
    require_deltager(&mut tx, deltager_id, indkaldelse_id).await?;
    rows::delete_deltager(&mut tx, deltager_id).await?;
    Ok(tx.commit().await?)
}

async fn require_living(conn: &mut Conn, cpr: &Cpr) -> Result<(), IndkaldelseFejl> {
    match borgere::find(conn, cpr).await? {
        None => Err(Fault::UkendtCpr.into()),
        Some(borger) if borger.doed => Err(IndkaldelseFejl::BorgerErDoed),
        Some(_) => Ok(()),
    }
}

/// The summons is this living citizen's. Another citizen's is as unknown as one that is not there.
async fn require_indkaldelse(conn: &mut Conn, cpr: &Cpr, id: Uuid) -> Result<(), IndkaldelseFejl> {
    require_living(conn, cpr).await?;
    match rows::find(conn, id).await? {
        Some(indkaldelse) if indkaldelse.cpr == *cpr => Ok(()),
        _ => Err(IndkaldelseFejl::IndkaldelseFindesIkke),
    }
}

async fn require_deltager(conn: &mut Conn, id: Uuid, indkaldelse_id: Uuid) -> Result<(), IndkaldelseFejl> {
    match rows::find_deltager(conn, id).await? {
        None => Err(IndkaldelseFejl::DeltagerFindesIkke),
        Some(there) if there.indkaldelse_id != indkaldelse_id => {
            Err(IndkaldelseFejl::DeltagerHoererTilAndenIndkaldelse)
        }
        Some(_) => Ok(()),
    }
}

async fn check_codes(store: &Store, tx: &mut Tx, deltager: &Myndighedsdeltager) -> Result<(), Fault> {
    let rolle = Given::new("/deltagerrolle", DELTAGERROLLE, deltager.deltagerrolle);
    let aarsag = deltager.afbudsaarsag.map(|value| Given::new("/afbudsaarsag", MOEDEAFBUDSAARSAG, value));
    let given: Vec<_> = std::iter::once(rolle).chain(aarsag).collect();
    kodeliste::check(store, tx, &given).await
}
