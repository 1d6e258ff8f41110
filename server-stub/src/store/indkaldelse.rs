//! Summons to meetings and the authorities' participants in them.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::row::{get, instant};
use super::{Conn, Result, StoreError};
use crate::sensitive::{Cpr, masked};

/// A summons.
#[derive(Clone, PartialEq)]
pub struct Indkaldelse {
    /// Its identifier.
    pub id: Uuid,
    /// The citizen who is summoned.
    pub cpr: Cpr,
    /// When the meeting starts.
    pub moede_starttidspunkt: Timestamp,
    /// Until when the citizen may call it off.
    pub aflysningsfrist: Option<Date>,
    /// The elements that the contract does not name, as they came.
    pub oevrige: serde_json::Map<String, serde_json::Value>,
    /// The system that made it.
    pub created_by: String,
}

/// An authority's participant in a meeting.
#[derive(Clone, PartialEq, Eq)]
pub struct Myndighedsdeltager {
    /// Its identifier, given by the caller.
    pub id: Uuid,
    /// The summons that it belongs to.
    pub indkaldelse_id: Uuid,
    /// Full name.
    pub navn: Option<String>,
    /// Other contact information.
    pub kontaktdetaljer: Option<String>,
    /// Telephone number.
    pub telefonnummer: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// The caller's own identifier.
    pub eksternt_id: Option<String>,
    /// A value of `DeltagerrolleTypeCodeList`.
    pub deltagerrolle: i32,
    /// A value of `MoedeafbudsaarsagTypeCodeList`.
    pub afbudsaarsag: Option<i32>,
    /// More about why the participant stays away.
    pub afbudsuddybning: Option<String>,
    /// Whether the participant comes; nothing while that is not decided.
    pub deltager: Option<bool>,
}

masked!(Indkaldelse, Myndighedsdeltager);

/// Writes a new summons.
pub async fn insert(conn: &mut Conn, indkaldelse: &Indkaldelse, now: Timestamp) -> Result<()> {
    let oevrige = serde_json::to_string(&indkaldelse.oevrige)
        .map_err(|_| StoreError::Internal("a summons cannot be written as JSON".to_owned()))?;
    sqlx::query(
        "INSERT INTO indkaldelser (id, cpr, moede_starttidspunkt, aflysningsfrist, oevrige, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(indkaldelse.id.to_string())
    .bind(indkaldelse.cpr.expose().to_owned())
    .bind(instant(indkaldelse.moede_starttidspunkt))
    .bind(indkaldelse.aflysningsfrist.map(|day| day.to_string()))
    .bind(oevrige)
    .bind(indkaldelse.created_by.clone())
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// The summons with this identifier.
pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Indkaldelse>> {
    let row = sqlx::query(
        "SELECT id, cpr, moede_starttidspunkt, aflysningsfrist, oevrige, created_by FROM indkaldelser WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Indkaldelse {
            id: get(&row, "id")?,
            cpr: get(&row, "cpr")?,
            moede_starttidspunkt: get(&row, "moede_starttidspunkt")?,
            aflysningsfrist: get(&row, "aflysningsfrist")?,
            oevrige: serde_json::from_str(&get::<String>(&row, "oevrige")?)
                .map_err(|_| StoreError::Internal("column oevrige cannot be read".to_owned()))?,
            created_by: get(&row, "created_by")?,
        })
    })
    .transpose()
}

/// The participant with this identifier.
pub async fn find_deltager(conn: &mut Conn, id: Uuid) -> Result<Option<Myndighedsdeltager>> {
    let row = sqlx::query(
        "SELECT id, indkaldelse_id, navn, kontaktdetaljer, telefonnummer, email, eksternt_id, deltagerrolle,
                afbudsaarsag, afbudsuddybning, deltager
         FROM myndighedsdeltagere WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(deltager).transpose()
}

/// Whether a participant of the summons has yet to say if it comes.
pub async fn has_undecided_deltager(conn: &mut Conn, indkaldelse_id: Uuid) -> Result<bool> {
    let row = sqlx::query(
        "SELECT id FROM myndighedsdeltagere WHERE indkaldelse_id = $1 AND deltager IS NULL LIMIT 1",
    )
    .bind(indkaldelse_id.to_string())
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Writes a new participant.
pub async fn insert_deltager(conn: &mut Conn, deltager: &Myndighedsdeltager, now: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO myndighedsdeltagere (id, indkaldelse_id, navn, kontaktdetaljer, telefonnummer, email,
             eksternt_id, deltagerrolle, afbudsaarsag, afbudsuddybning, deltager, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
    )
    .bind(deltager.id.to_string())
    .bind(deltager.indkaldelse_id.to_string())
    .bind(deltager.navn.clone())
    .bind(deltager.kontaktdetaljer.clone())
    .bind(deltager.telefonnummer.clone())
    .bind(deltager.email.clone())
    .bind(deltager.eksternt_id.clone())
    .bind(i64::from(deltager.deltagerrolle))
    .bind(deltager.afbudsaarsag.map(i64::from))
    .bind(deltager.afbudsuddybning.clone())
    .bind(deltager.deltager.map(i64::from))
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a participant over the one with its identifier.
pub async fn update_deltager(conn: &mut Conn, deltager: &Myndighedsdeltager, now: Timestamp) -> Result<()> {
    sqlx::query(
        "UPDATE myndighedsdeltagere SET navn = $2, kontaktdetaljer = $3, telefonnummer = $4, email = $5,
             eksternt_id = $6, deltagerrolle = $7, afbudsaarsag = $8, afbudsuddybning = $9, deltager = $10,
             updated_at = $11
         WHERE id = $1",
    )
    .bind(deltager.id.to_string())
    .bind(deltager.navn.clone())
    .bind(deltager.kontaktdetaljer.clone())
    .bind(deltager.telefonnummer.clone())
    .bind(deltager.email.clone())
    .bind(deltager.eksternt_id.clone())
    .bind(i64::from(deltager.deltagerrolle))
    .bind(deltager.afbudsaarsag.map(i64::from))
    .bind(deltager.afbudsuddybning.clone())
    .bind(deltager.deltager.map(i64::from))
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the participant with this identifier.
pub async fn delete_deltager(conn: &mut Conn, id: Uuid) -> Result<()> {
    sqlx::query("DELETE FROM myndighedsdeltagere WHERE id = $1").bind(id.to_string()).execute(conn).await?;
    Ok(())
}

fn deltager(row: &AnyRow) -> Result<Myndighedsdeltager> {
    Ok(Myndighedsdeltager {
        id: get(row, "id")?,
        indkaldelse_id: get(row, "indkaldelse_id")?,
        navn: get(row, "navn")?,
        kontaktdetaljer: get(row, "kontaktdetaljer")?,
        telefonnummer: get(row, "telefonnummer")?,
        email: get(row, "email")?,
        eksternt_id: get(row, "eksternt_id")?,
        deltagerrolle: get(row, "deltagerrolle")?,
        afbudsaarsag: get(row, "afbudsaarsag")?,
        afbudsuddybning: get(row, "afbudsuddybning")?,
        deltager: get(row, "deltager")?,
    })
}
