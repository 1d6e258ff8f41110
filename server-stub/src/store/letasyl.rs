//! Integration-law data: the versions that were fetched, transfers, and what the simulator answers.

use jiff::Timestamp;
use uuid::Uuid;

use super::row::{get, instant};
use super::{Conn, Result, StoreError};
use crate::letasyl::{Failure, Integrationslovsdata};
use crate::sensitive::{Cpr, masked};

/// What the simulator answers for a citizen.
#[derive(Clone, PartialEq, Default)]
pub struct Simulated {
    /// The citizen's data, if LetAsyl has any.
    pub data: Option<Integrationslovsdata>,
    /// The way in which asking fails.
    pub failure: Option<Failure>,
}

masked!(Simulated);

/// The identifier of this version of the citizen's data: the latest one's where nothing changed since, else a new one.
pub async fn put_version(
    conn: &mut Conn,
    cpr: &Cpr,
    data: &Integrationslovsdata,
    now: Timestamp,
) -> Result<Uuid> {
    let data = to_json(data)?;
    let latest = sqlx::query(
        "SELECT id, data FROM integrationslovsdata WHERE cpr = $1 ORDER BY fetched_at DESC, id LIMIT 1",
    )
    .bind(cpr.expose().to_owned())
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(latest) = latest
        && get::<String>(&latest, "data")? == data
    {
        return get(&latest, "id");
    }
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO integrationslovsdata (id, cpr, data, fetched_at) VALUES ($1, $2, $3, $4)")
        .bind(id.to_string())
        .bind(cpr.expose().to_owned())
        .bind(data)
        .bind(instant(now))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Notes that a version of a citizen's data, or the lack of any, was transferred.
pub async fn insert_transfer(
    conn: &mut Conn,
    cpr: &Cpr,
    version: Option<Uuid>,
    system: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO integrationslovsdata_overfoersler (id, cpr, version_id, system, created_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(Uuid::new_v4().to_string())
    .bind(cpr.expose().to_owned())
    .bind(version.map(|id| id.to_string()))
    .bind(system.to_owned())
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// The versions that were transferred for a citizen, in order.
pub async fn transfers(conn: &mut Conn, cpr: &Cpr) -> Result<Vec<Option<Uuid>>> {
    let rows = sqlx::query(
        "SELECT version_id FROM integrationslovsdata_overfoersler WHERE cpr = $1 ORDER BY created_at, id",
    )
    .bind(cpr.expose().to_owned())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| get(row, "version_id")).collect()
}

/// What the simulator answers for a citizen.
pub async fn simulated(conn: &mut Conn, cpr: &Cpr) -> Result<Simulated> {
    let row = sqlx::query("SELECT data, failure FROM letasyl_simulator WHERE cpr = $1")
        .bind(cpr.expose().to_owned())
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(Simulated::default()) };
    let data = get::<Option<String>>(&row, "data")?
        .map(|data| serde_json::from_str(&data).map_err(|_| unreadable("data")))
        .transpose()?;
    let failure = get::<Option<String>>(&row, "failure")?
        .map(|failure| Failure::from_name(&failure).ok_or_else(|| unreadable("failure")))
        .transpose()?;
    Ok(Simulated { data, failure })
}

/// Writes what the simulator answers for a citizen, over what was there.
pub async fn put_simulated(conn: &mut Conn, cpr: &Cpr, simulated: &Simulated) -> Result<()> {
    sqlx::query(
        "INSERT INTO letasyl_simulator (cpr, data, failure) VALUES ($1, $2, $3)
         ON CONFLICT (cpr) DO UPDATE SET data = excluded.data, failure = excluded.failure",
    )
    .bind(cpr.expose().to_owned())
    .bind(simulated.data.as_ref().map(to_json).transpose()?)
    .bind(simulated.failure.map(|failure| failure.name().to_owned()))
    .execute(conn)
    .await?;
    Ok(())
}

fn to_json(data: &Integrationslovsdata) -> Result<String> {
    serde_json::to_string(data)
        .map_err(|_| StoreError::Internal("integration-law data cannot be written as JSON".to_owned()))
}

fn unreadable(column: &str) -> StoreError {
    StoreError::Internal(format!("column {column} cannot be read"))
}
