//! Code lists: numbered values, each valid from a day to a day.

use jiff::civil::Date;

use super::row::get;
use super::{Conn, Result};

/// A value of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vaerdi {
    /// The number.
    pub vaerdi: i32,
    /// What people call it.
    pub navn: String,
    /// What the server's rules know it as, as `mail` of the contact kinds.
    pub betydning: Option<String>,
    /// The first day on which it is valid; since ever where there is none.
    pub gyldig_fra: Option<Date>,
    /// The last day on which it is valid; for ever where there is none.
    pub gyldig_til: Option<Date>,
}

impl Vaerdi {
    /// Whether the value may be used on `day`.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.gyldig_fra.is_none_or(|first| first <= day) && self.gyldig_til.is_none_or(|last| day <= last)
    }
}

/// Whether there is a list of this name.
pub async fn exists(conn: &mut Conn, liste: &str) -> Result<bool> {
    let row = sqlx::query("SELECT name FROM kodelister WHERE name = $1")
        .bind(liste.to_owned())
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// The value of a list with this number.
pub async fn find(conn: &mut Conn, liste: &str, vaerdi: i32) -> Result<Option<Vaerdi>> {
    let row = sqlx::query(
        "SELECT vaerdi, navn, betydning, gyldig_fra, gyldig_til FROM kodelistevaerdier
         WHERE liste = $1 AND vaerdi = $2",
    )
    .bind(liste.to_owned())
    .bind(i64::from(vaerdi))
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(value).transpose()
}

/// The lowest value of a list that the server's rules know by this word.
pub async fn find_by_meaning(conn: &mut Conn, liste: &str, betydning: &str) -> Result<Option<Vaerdi>> {
    let row = sqlx::query(
        "SELECT vaerdi, navn, betydning, gyldig_fra, gyldig_til FROM kodelistevaerdier
         WHERE liste = $1 AND betydning = $2 ORDER BY vaerdi LIMIT 1",
    )
    .bind(liste.to_owned())
    .bind(betydning.to_owned())
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(value).transpose()
}

/// All values of a list, by number.
pub async fn list(conn: &mut Conn, liste: &str) -> Result<Vec<Vaerdi>> {
    let rows = sqlx::query(
        "SELECT vaerdi, navn, betydning, gyldig_fra, gyldig_til FROM kodelistevaerdier
         WHERE liste = $1 ORDER BY vaerdi",
    )
    .bind(liste.to_owned())
    .fetch_all(conn)
    .await?;
    rows.iter().map(value).collect()
}

/// Writes a list's name; `demo` where its values are made up.
pub async fn put_list(conn: &mut Conn, liste: &str, demo: bool) -> Result<()> {
    sqlx::query(
        "INSERT INTO kodelister (name, demo) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET demo = excluded.demo",
    )
    .bind(liste.to_owned())
    .bind(i64::from(demo))
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes a value of a list, over what was there.
pub async fn put(conn: &mut Conn, liste: &str, vaerdi: &Vaerdi) -> Result<()> {
    sqlx::query(
        "INSERT INTO kodelistevaerdier (liste, vaerdi, navn, betydning, gyldig_fra, gyldig_til)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (liste, vaerdi) DO UPDATE SET navn = excluded.navn, betydning = excluded.betydning,
         gyldig_fra = excluded.gyldig_fra, gyldig_til = excluded.gyldig_til",
    )
    .bind(liste.to_owned())
    .bind(i64::from(vaerdi.vaerdi))
    .bind(vaerdi.navn.clone())
    .bind(vaerdi.betydning.clone())
    .bind(vaerdi.gyldig_fra.map(|day| day.to_string()))
    .bind(vaerdi.gyldig_til.map(|day| day.to_string()))
    .execute(conn)
    .await?;
    Ok(())
}

fn value(row: &sqlx::any::AnyRow) -> Result<Vaerdi> {
    Ok(Vaerdi {
        vaerdi: get(row, "vaerdi")?,
        navn: get(row, "navn")?,
        betydning: get(row, "betydning")?,
        gyldig_fra: get(row, "gyldig_fra")?,
        gyldig_til: get(row, "gyldig_til")?,
    })
}
