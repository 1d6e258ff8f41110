//! Messages that are to leave the server.

use jiff::Timestamp;
use uuid::Uuid;

use super::row::{get, instant};
use super::{Conn, Result};
use crate::sensitive::masked;

/// A message, written in the transaction of what it tells of.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identifier, by which a receiver knows one that comes twice.
    pub id: Uuid,
    /// Its type, as `Ordningsnotifikation`.
    pub kind: &'static str,
    /// The domain within which order is kept, as `Virksomhedsordning`.
    pub domain: &'static str,
    /// The citizens whom it is about, as the caller wrote them: it may not overtake an earlier message of its domain
    /// about one of them.
    pub borgere: Vec<String>,
    /// The body, JSON.
    pub payload: String,
}

/// A message that waits to be delivered.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its place in the order.
    pub nr: i64,
    /// Its identifier.
    pub id: Uuid,
    /// Its type.
    pub kind: String,
    /// The body, JSON.
    pub payload: String,
}

masked!(Message, Waiting);

/// Puts a message into the outbox.
pub async fn put(conn: &mut Conn, message: &Message, now: Timestamp) -> Result<()> {
    let row = sqlx::query(
        "INSERT INTO outbox (id, type, domain, payload, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING nr",
    )
    .bind(message.id.to_string())
    .bind(message.kind)
    .bind(message.domain)
    .bind(message.payload.clone())
    .bind(instant(now))
    .fetch_one(&mut *conn)
    .await?;
    let nr: i64 = get(&row, "nr")?;
    for borger in &message.borgere {
        sqlx::query("INSERT INTO outbox_borgere (nr, cpr) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(nr)
            .bind(borger.clone())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The first `limit` messages that may be delivered now, in order: those with no earlier undelivered message of their
/// domain about one of their citizens.
pub async fn deliverable(conn: &mut Conn, limit: u32) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(
        "SELECT o.nr, o.id, o.type, o.payload FROM outbox o
         WHERE o.delivered_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM outbox_borgere mine
             JOIN outbox_borgere theirs ON theirs.cpr = mine.cpr AND theirs.nr < mine.nr
             JOIN outbox earlier ON earlier.nr = theirs.nr
             WHERE mine.nr = o.nr AND earlier.domain = o.domain AND earlier.delivered_at IS NULL)
         ORDER BY o.nr LIMIT $1",
    )
    .bind(i64::from(limit))
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                nr: get(row, "nr")?,
                id: get(row, "id")?,
                kind: get(row, "type")?,
                payload: get(row, "payload")?,
            })
        })
        .collect()
}

/// Notes that a message was delivered.
pub async fn delivered(conn: &mut Conn, nr: i64, now: Timestamp) -> Result<()> {
    sqlx::query("UPDATE outbox SET delivered_at = $2 WHERE nr = $1 AND delivered_at IS NULL")
        .bind(nr)
        .bind(instant(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many messages there are, delivered or not.
pub async fn count(conn: &mut Conn) -> Result<i64> {
    get(&sqlx::query("SELECT COUNT(*) AS number FROM outbox").fetch_one(conn).await?, "number")
}

/// Deletes the messages that were delivered before `before`. Returns how many those were.
pub async fn purge(conn: &mut Conn, before: Timestamp) -> Result<u64> {
    let purged =
        sqlx::query("DELETE FROM outbox WHERE delivered_at < $1").bind(instant(before)).execute(conn).await?;
    Ok(purged.rows_affected())
}
