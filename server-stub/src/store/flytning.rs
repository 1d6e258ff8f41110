//! Moves between job centres.

use jiff::Timestamp;
use uuid::Uuid;

use super::row::{get, instant};
use super::{Conn, Result};
use crate::sensitive::Cpr;

/// A citizen's move from one job centre to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borgerflytning {
    /// Its identifier.
    pub id: Uuid,
    /// Who moves.
    pub cpr: Cpr,
    /// The code of the job centre that is left.
    pub fra_jobcenter: String,
    /// The code of the job centre that is moved to.
    pub til_jobcenter: String,
    /// When the move was opened.
    pub aabnet: Timestamp,
    /// When the moving out was confirmed.
    pub fraflytning_bekraeftet: Option<Timestamp>,
    /// When the moving in was confirmed.
    pub tilflytning_bekraeftet: Option<Timestamp>,
}

impl Borgerflytning {
    /// Whether both ends are confirmed, which is when the citizen changes job centre.
    pub fn is_carried_out(&self) -> bool {
        self.fraflytning_bekraeftet.is_some() && self.tilflytning_bekraeftet.is_some()
    }
}

/// The move with this identifier.
pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Borgerflytning>> {
    let row = sqlx::query(
        "SELECT id, cpr, fra_jobcenter, til_jobcenter, aabnet_at, fraflytning_bekraeftet_at,
                tilflytning_bekraeftet_at
         FROM borgerflytninger WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Borgerflytning {
            id: get(&row, "id")?,
            cpr: get(&row, "cpr")?,
            fra_jobcenter: get(&row, "fra_jobcenter")?,
            til_jobcenter: get(&row, "til_jobcenter")?,
            aabnet: get(&row, "aabnet_at")?,
            fraflytning_bekraeftet: get(&row, "fraflytning_bekraeftet_at")?,
            tilflytning_bekraeftet: get(&row, "tilflytning_bekraeftet_at")?,
        })
    })
    .transpose()
}

/// Writes a new move; one that is there already stays as it is.
pub async fn open(conn: &mut Conn, flytning: &Borgerflytning) -> Result<()> {
    sqlx::query(
        "INSERT INTO borgerflytninger (id, cpr, fra_jobcenter, til_jobcenter, aabnet_at, fraflytning_bekraeftet_at,
             tilflytning_bekraeftet_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(flytning.id.to_string())
    .bind(flytning.cpr.expose().to_owned())
    .bind(flytning.fra_jobcenter.clone())
    .bind(flytning.til_jobcenter.clone())
    .bind(instant(flytning.aabnet))
    .bind(flytning.fraflytning_bekraeftet.map(instant))
    .bind(flytning.tilflytning_bekraeftet.map(instant))
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes how far the move has come.
pub async fn update(conn: &mut Conn, flytning: &Borgerflytning) -> Result<()> {
    sqlx::query(
        "UPDATE borgerflytninger SET fraflytning_bekraeftet_at = $2, tilflytning_bekraeftet_at = $3 WHERE id = $1",
    )
    .bind(flytning.id.to_string())
    .bind(flytning.fraflytning_bekraeftet.map(instant))
    .bind(flytning.tilflytning_bekraeftet.map(instant))
    .execute(conn)
    .await?;
    Ok(())
}
