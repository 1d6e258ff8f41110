//! Moves between job centres.
//!
//! A move is opened outside this server. It is carried out once both its ends are confirmed, in whichever order; the
//! confirmation that comes second carries it out. A confirmation that was given before changes nothing and is no
//! fault: a caller that lost its answer may ask again under a new request id.

use kontrakt::operation::Access;
use uuid::Uuid;

use crate::access;
use crate::auth::Caller;
use crate::fault::Fault;
use crate::sensitive::Cpr;
use crate::store::borgere::{self, Borger, Relation};
use crate::store::flytning::{self as rows, Borgerflytning};
use crate::store::{Conn, Result as StoreResult, Store, StoreError, Ticket, Tx, organisationer};

/// Why a confirmation was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FlytningFejl {
    /// 3: no move has the identifier, or it is not this citizen's.
    #[error("no such move")]
    ElementFindesIkke,
    /// 60007
    #[error("the citizen is dead")]
    BorgerErDoed,
    /// A fault that any operation may answer.
    #[error(transparent)]
    Faelles(#[from] Fault),
}

impl From<StoreError> for FlytningFejl {
    fn from(error: StoreError) -> Self {
        Self::Faelles(error.into())
    }
}

/// Confirms that the citizen moves out.
pub async fn confirm_fraflytning(
    store: &Store,
    ticket: &Ticket,
    cpr: &Cpr,
    id: Uuid,
) -> Result<(), FlytningFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    let borger = borgere::find(&mut tx, cpr).await?.ok_or(Fault::UkendtCpr)?;
    if borger.doed {
        return Err(FlytningFejl::BorgerErDoed);
    }
    let mut flytning = require(&mut tx, id).await?;
    if flytning.cpr != *cpr {
        return Err(FlytningFejl::ElementFindesIkke);
    }
    if flytning.fraflytning_bekraeftet.is_none() {
        flytning.fraflytning_bekraeftet = Some(tx.now());
        confirmed(&mut tx, &flytning, borger).await?;
    }
    Ok(tx.commit().await?)
}

/// Refuses a caller who may not confirm the moving in, by the operation's access table.
///
/// Until the move is carried out, the citizen counts as an own one of the job centre that is moved to as well: it is
/// the one to confirm the arrival, and no relation says so yet.
pub async fn may_confirm_tilflytning(
    store: &Store,
    table: &[Access],
    caller: &Caller,
    id: Uuid,
) -> Result<(), FlytningFejl> {
    let (kind, code) = caller.authority()?;
    // The connection goes back before another one is asked for.
    let flytning = require(&mut *store.read().await?, id).await?;
    let is_moved_to = kind == "JobCenter" && code == flytning.til_jobcenter && !flytning.is_carried_out();
    let by_itself = caller.roles().any(|role| role.is_none());
    if is_moved_to && by_itself && access::allows(table, kind, &["egne"]) {
        return Ok(());
    }
    Ok(access::check(store, table, caller, Some(&flytning.cpr)).await?)
}

/// Confirms that the citizen moves in. A dead citizen's move is not there any more: the operation has no other code
/// for it.
pub async fn confirm_tilflytning(store: &Store, ticket: &Ticket, id: Uuid) -> Result<(), FlytningFejl> {
    let mut tx = store.write(Some(ticket)).await?;
    let mut flytning = require(&mut tx, id).await?;
    let borger = borgere::find(&mut tx, &flytning.cpr)
        .await?
        .filter(|borger| !borger.doed)
        .ok_or(FlytningFejl::ElementFindesIkke)?;
    if flytning.tilflytning_bekraeftet.is_none() {
        flytning.tilflytning_bekraeftet = Some(tx.now());
        confirmed(&mut tx, &flytning, borger).await?;
    }
    Ok(tx.commit().await?)
}

async fn require(conn: &mut Conn, id: Uuid) -> Result<Borgerflytning, FlytningFejl> {
    rows::find(conn, id).await?.ok_or(FlytningFejl::ElementFindesIkke)
}

/// Writes a confirmation, and carries the move out where it was the last one.
async fn confirmed(tx: &mut Tx, flytning: &Borgerflytning, borger: Borger) -> StoreResult<()> {
    rows::update(tx, flytning).await?;
    if flytning.is_carried_out() {
        carry_out(tx, flytning, borger).await?;
    }
    Ok(())
}

/// The job centre that is left keeps the citizen as a former one, as does its municipality where that changes too;
/// what was granted on their behalf, to guests and other actors, ends.
async fn carry_out(tx: &mut Tx, flytning: &Borgerflytning, borger: Borger) -> StoreResult<()> {
    hand_over(tx, &flytning.cpr, "JobCenter", Some(&flytning.fra_jobcenter), &flytning.til_jobcenter).await?;
    let ny_kommune =
        organisationer::find(tx, "JobCenter", &flytning.til_jobcenter).await?.and_then(|there| there.kommune);
    if let Some(ny_kommune) = &ny_kommune
        && borger.kommune.as_ref() != Some(ny_kommune)
    {
        hand_over(tx, &flytning.cpr, "Kommune", borger.kommune.as_deref(), ny_kommune).await?;
    }
    let moved = Borger {
        jobcenter: Some(flytning.til_jobcenter.clone()),
        kommune: ny_kommune.or(borger.kommune),
        cpr: borger.cpr,
        doed: borger.doed,
    };
    borgere::put(tx, &moved).await
}

async fn hand_over(tx: &mut Tx, cpr: &Cpr, kind: &str, from: Option<&str>, to: &str) -> StoreResult<()> {
    let relation = |code: &str, relation: &str| Relation {
        cpr: cpr.clone(),
        organisation_kind: kind.to_owned(),
        organisation_code: code.to_owned(),
        relation: relation.to_owned(),
        anden_aktoer: None,
    };
    if let Some(from) = from {
        borgere::remove_relations(tx, cpr, kind, from).await?;
        borgere::add_relation(tx, &relation(from, "tidligere-egne")).await?;
    }
    borgere::remove_relations(tx, cpr, kind, to).await?;
    borgere::add_relation(tx, &relation(to, "egne")).await
}
