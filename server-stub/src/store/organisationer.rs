//! Organisations.

use super::row::get;
use super::{Conn, Result};

/// An organisation that acts on citizens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// `A-kasse`, `JobCenter`, `Kommune` or `STAR`.
    pub kind: String,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Of a job centre: the code of its municipality.
    pub kommune: Option<String>,
}

/// The organisation with this kind and code.
pub async fn find(conn: &mut Conn, kind: &str, code: &str) -> Result<Option<Organisation>> {
    let row =
        sqlx::query("SELECT kind, code, name, kommune FROM organisationer WHERE kind = $1 AND code = $2")
            .bind(kind.to_owned())
            .bind(code.to_owned())
            .fetch_optional(conn)
            .await?;
    row.map(|row| {
        Ok(Organisation {
            kind: get(&row, "kind")?,
            code: get(&row, "code")?,
            name: get(&row, "name")?,
            kommune: get(&row, "kommune")?,
        })
    })
    .transpose()
}

/// Writes an organisation, over what was there.
pub async fn put(conn: &mut Conn, organisation: &Organisation) -> Result<()> {
    sqlx::query(
        "INSERT INTO organisationer (kind, code, name, kommune) VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, code) DO UPDATE SET name = excluded.name, kommune = excluded.kommune",
    )
    .bind(organisation.kind.clone())
    .bind(organisation.code.clone())
    .bind(organisation.name.clone())
    .bind(organisation.kommune.clone())
    .execute(conn)
    .await?;
    Ok(())
}
