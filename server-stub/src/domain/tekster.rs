//! Dynamic texts. The documents give them no codes: a text that is not there is 404, a reference that leads nowhere
//! is 1014 with its place.

use uuid::Uuid;

use crate::fault::Fault;
use crate::store::tekster::{self as rows, Tekst, Tekstgruppe};
use crate::store::{Conn, Store, Ticket};

/// A text as a caller writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NyTekst {
    /// The text.
    pub text: String,
    /// The text as it is shown.
    pub display_text: String,
    /// The group that it belongs to.
    pub gruppe: Option<Uuid>,
}

/// Makes a text, and returns its identifier.
pub async fn create(store: &Store, ticket: &Ticket, ny: &NyTekst) -> Result<Uuid, Fault> {
    let mut tx = store.write(Some(ticket)).await?;
    require_group(&mut tx, ny).await?;
    let (id, now) = (Uuid::new_v4(), tx.now());
    rows::put(&mut tx, id, &ny.text, &ny.display_text, ny.gruppe, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// The text with this identifier.
pub async fn get(store: &Store, id: Uuid) -> Result<Tekst, Fault> {
    rows::find(&mut *store.read().await?, id).await?.ok_or(Fault::FindesIkke)
}

/// The texts of a group, or all. A group that is not there has no texts.
pub async fn list(store: &Store, gruppe: Option<Uuid>) -> Result<Vec<Tekst>, Fault> {
    Ok(rows::list(&mut *store.read().await?, gruppe).await?)
}

/// All groups.
pub async fn groups(store: &Store) -> Result<Vec<Tekstgruppe>, Fault> {
    Ok(rows::groups(&mut *store.read().await?).await?)
}

/// Writes a text anew. `path_id` is the identifier in the address, which the contract has as any string; it must be
/// `id`, that of the body.
pub async fn update(
    store: &Store,
    ticket: &Ticket,
    path_id: &str,
    id: Uuid,
    ny: &NyTekst,
) -> Result<(), Fault> {
    if path_id.parse() != Ok(id) {
        let message = "must be the identifier that stands in the address";
        return Err(Fault::invalid("/externalIdentifier", "x-assumed", message));
    }
    let mut tx = store.write(Some(ticket)).await?;
    rows::find(&mut tx, id).await?.ok_or(Fault::FindesIkke)?;
    require_group(&mut tx, ny).await?;
    let now = tx.now();
    rows::put(&mut tx, id, &ny.text, &ny.display_text, ny.gruppe, now).await?;
    Ok(tx.commit().await?)
}

/// Deletes a text.
pub async fn delete(store: &Store, ticket: &Ticket, id: Uuid) -> Result<(), Fault> {
    let mut tx = store.write(Some(ticket)).await?;
    if !rows::delete(&mut tx, id).await? {
        return Err(Fault::FindesIkke);
    }
    Ok(tx.commit().await?)
}

async fn require_group(conn: &mut Conn, ny: &NyTekst) -> Result<(), Fault> {
    match ny.gruppe {
        Some(gruppe) if !rows::group_exists(conn, gruppe).await? => {
            Err(Fault::invalid("/groupExternalIdentifier", "x-assumed", "no group has this identifier"))
        }
        _ => Ok(()),
    }
}
