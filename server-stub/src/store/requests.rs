//! Request ids: each may be used once.

use std::time::Duration;

use jiff::Timestamp;

use super::row::instant;
use super::{Conn, Result, StoreError};
use crate::clock::earlier;

/// How long a used id is remembered.
pub const RETENTION: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The right to carry out one request: the caller's system and the id that it gave to the request. Ids of different
/// systems never meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The calling system.
    pub system: String,
    /// Its `x-requestId`.
    pub id: String,
}

impl Ticket {
    /// A ticket of a system's request.
    pub fn new(system: impl Into<String>, id: impl Into<String>) -> Self {
        Self { system: system.into(), id: id.into() }
    }
}

/// Uses the ticket up, or says that it was. One statement does both, so that of two callers with one id the second
/// waits until the first has committed or given up.
pub(super) async fn spend(conn: &mut Conn, ticket: &Ticket, now: Timestamp) -> Result<()> {
    let spent = sqlx::query(
        "INSERT INTO request_ids (system, id, used_at) VALUES ($1, $2, $3)
         ON CONFLICT (system, id) DO UPDATE SET used_at = excluded.used_at WHERE request_ids.used_at <= $4",
    )
    .bind(ticket.system.clone())
    .bind(ticket.id.clone())
    .bind(instant(now))
    .bind(instant(earlier(now, RETENTION)))
    .execute(conn)
    .await?;
    if spent.rows_affected() == 1 { Ok(()) } else { Err(StoreError::DuplicateRequest) }
}

/// Forgets the ids that may be used again. Returns how many those were.
pub async fn purge(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    let purged = sqlx::query("DELETE FROM request_ids WHERE used_at <= $1")
        .bind(instant(earlier(now, RETENTION)))
        .execute(conn)
        .await?;
    Ok(purged.rows_affected())
}
