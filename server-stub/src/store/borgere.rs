//! Citizens, and which organisation knows them as what.

use super::row::get;
use super::{Conn, Result};
use crate::sensitive::Cpr;

/// A citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borger {
    /// The civil registration number.
    pub cpr: Cpr,
    /// Whether the citizen is dead.
    pub doed: bool,
    /// The code of the job centre.
    pub jobcenter: Option<String>,
    /// The code of the municipality.
    pub kommune: Option<String>,
}

/// What a citizen is to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The citizen.
    pub cpr: Cpr,
    /// `A-kasse`, `JobCenter`, `Kommune` or `STAR`.
    pub organisation_kind: String,
    /// The organisation's number.
    pub organisation_code: String,
    /// `egne`, `tidligere-egne`, `gaesteadgang`, `anden-aktoer-egne` or `anden-aktoer-gaesteadgang`.
    pub relation: String,
    /// The other actor that an `anden-aktoer-…` relation is given to.
    pub anden_aktoer: Option<String>,
}

/// The citizen with this number.
pub async fn find(conn: &mut Conn, cpr: &Cpr) -> Result<Option<Borger>> {
    let row = sqlx::query("SELECT cpr, doed, jobcenter, kommune FROM borgere WHERE cpr = $1")
        .bind(cpr.expose().to_owned())
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        Ok(Borger {
            cpr: get(&row, "cpr")?,
            doed: get(&row, "doed")?,
            jobcenter: get(&row, "jobcenter")?,
            kommune: get(&row, "kommune")?,
        })
    })
    .transpose()
}

/// Writes a citizen, over what was there.
pub async fn put(conn: &mut Conn, borger: &Borger) -> Result<()> {
    sqlx::query(
        "INSERT INTO borgere (cpr, doed, jobcenter, kommune) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cpr) DO UPDATE
         SET doed = excluded.doed, jobcenter = excluded.jobcenter, kommune = excluded.kommune",
    )
    .bind(borger.cpr.expose().to_owned())
    .bind(i64::from(borger.doed))
    .bind(borger.jobcenter.clone())
    .bind(borger.kommune.clone())
    .execute(conn)
    .await?;
    Ok(())
}

/// The words for what the citizen is to an organisation, or to another actor on behalf of it.
pub async fn relations(
    conn: &mut Conn,
    cpr: &Cpr,
    organisation_kind: &str,
    organisation_code: &str,
    anden_aktoer: Option<&str>,
) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT relation FROM relationer
         WHERE cpr = $1 AND organisation_kind = $2 AND organisation_code = $3 AND anden_aktoer = $4
         ORDER BY relation",
    )
    .bind(cpr.expose().to_owned())
    .bind(organisation_kind.to_owned())
    .bind(organisation_code.to_owned())
    .bind(anden_aktoer.unwrap_or_default().to_owned())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| get(row, "relation")).collect()
}

/// Adds a relation where it is not there yet.
pub async fn add_relation(conn: &mut Conn, relation: &Relation) -> Result<()> {
    sqlx::query(
        "INSERT INTO relationer (cpr, organisation_kind, organisation_code, relation, anden_aktoer)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(relation.cpr.expose().to_owned())
    .bind(relation.organisation_kind.clone())
    .bind(relation.organisation_code.clone())
    .bind(relation.relation.clone())
    .bind(relation.anden_aktoer.clone().unwrap_or_default())
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes every relation of the citizen to this organisation away, those of other actors on its behalf included.
pub async fn remove_relations(
    conn: &mut Conn,
    cpr: &Cpr,
    organisation_kind: &str,
    organisation_code: &str,
) -> Result<()> {
    sqlx::query(
        "DELETE FROM relationer WHERE cpr = $1 AND organisation_kind = $2 AND organisation_code = $3",
    )
    .bind(cpr.expose().to_owned())
    .bind(organisation_kind.to_owned())
    .bind(organisation_code.to_owned())
    .execute(conn)
    .await?;
    Ok(())
}
