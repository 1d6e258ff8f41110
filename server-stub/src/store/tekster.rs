//! Dynamic texts and their groups.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::row::{get, instant};
use super::{Conn, Result};

/// A group of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tekstgruppe {
    /// Its identifier.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tekst {
    /// Its identifier.
    pub id: Uuid,
    /// The text.
    pub text: String,
    /// The text as it is shown.
    pub display_text: String,
    /// The group that it belongs to.
    pub gruppe: Option<Tekstgruppe>,
}

/// All groups, by name.
pub async fn groups(conn: &mut Conn) -> Result<Vec<Tekstgruppe>> {
    let rows = sqlx::query("SELECT id, name FROM tekstgrupper ORDER BY name, id").fetch_all(conn).await?;
    rows.iter().map(|row| Ok(Tekstgruppe { id: get(row, "id")?, name: get(row, "name")? })).collect()
}

/// Whether there is a group with this identifier.
pub async fn group_exists(conn: &mut Conn, id: Uuid) -> Result<bool> {
    let row = sqlx::query("SELECT id FROM tekstgrupper WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Writes a group, over what was there.
pub async fn put_group(conn: &mut Conn, gruppe: &Tekstgruppe) -> Result<()> {
    sqlx::query("INSERT INTO tekstgrupper (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name")
        .bind(gruppe.id.to_string())
        .bind(gruppe.name.clone())
        .execute(conn)
        .await?;
    Ok(())
}

/// The text with this identifier.
pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Tekst>> {
    let row = sqlx::query(
        "SELECT t.id, t.text, t.display_text, g.id AS gruppe_id, g.name AS gruppe_name
         FROM tekster t LEFT JOIN tekstgrupper g ON g.id = t.gruppe_id WHERE t.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(tekst).transpose()
}

/// The texts of a group, or all; in the order in which they were made.
pub async fn list(conn: &mut Conn, gruppe: Option<Uuid>) -> Result<Vec<Tekst>> {
    let rows = match gruppe {
        Some(gruppe) => {
            sqlx::query(
                "SELECT t.id, t.text, t.display_text, g.id AS gruppe_id, g.name AS gruppe_name
                 FROM tekster t JOIN tekstgrupper g ON g.id = t.gruppe_id
                 WHERE g.id = $1 ORDER BY t.created_at, t.id",
            )
            .bind(gruppe.to_string())
            .fetch_all(conn)
            .await?
        }
        None => {
            sqlx::query(
                "SELECT t.id, t.text, t.display_text, g.id AS gruppe_id, g.name AS gruppe_name
                 FROM tekster t LEFT JOIN tekstgrupper g ON g.id = t.gruppe_id ORDER BY t.created_at, t.id",
            )
            .fetch_all(conn)
            .await?
        }
    };
    rows.iter().map(tekst).collect()
}

/// Writes a text, over what was there. Of its group only the identifier counts.
pub async fn put(
    conn: &mut Conn,
    id: Uuid,
    text: &str,
    display_text: &str,
    gruppe: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO tekster (id, text, display_text, gruppe_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (id) DO UPDATE SET text = excluded.text, display_text = excluded.display_text,
         gruppe_id = excluded.gruppe_id, updated_at = excluded.updated_at",
    )
    .bind(id.to_string())
    .bind(text.to_owned())
    .bind(display_text.to_owned())
    .bind(gruppe.map(|id| id.to_string()))
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a text, and says whether it was there.
pub async fn delete(conn: &mut Conn, id: Uuid) -> Result<bool> {
    let deleted = sqlx::query("DELETE FROM tekster WHERE id = $1").bind(id.to_string()).execute(conn).await?;
    Ok(deleted.rows_affected() > 0)
}

fn tekst(row: &AnyRow) -> Result<Tekst> {
    let gruppe = match get::<Option<Uuid>>(row, "gruppe_id")? {
        Some(id) => Some(Tekstgruppe { id, name: get(row, "gruppe_name")? }),
        None => None,
    };
    Ok(Tekst {
        id: get(row, "id")?,
        text: get(row, "text")?,
        display_text: get(row, "display_text")?,
        gruppe,
    })
}
