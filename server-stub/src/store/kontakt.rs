//! Contact information, verification codes, and the mailbox that codes go to by default.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::row::{get, instant};
use super::{Conn, Result};
use crate::sensitive::{Cpr, Kode, masked};

/// A citizen's contact information of one kind.
#[derive(Clone, PartialEq, Eq)]
pub struct Kontakt {
    /// A value of `KontaktdataCodelist`.
    pub kind: i32,
    /// The number or address.
    pub data: String,
    /// A value of `KontaktdataStatusCodelist`.
    pub status: i32,
    /// Whether a subscription is sent there.
    pub abonnement: bool,
}

/// A verification code on its way; its text is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKode {
    /// The keyed hash of the code.
    pub hash: String,
    /// From when on it cannot be used.
    pub expires: Timestamp,
    /// Wrong answers that it still allows.
    pub tries_left: u32,
}

/// A code in the mailbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whose contact information is verified.
    pub cpr: Cpr,
    /// Its kind.
    pub kind: i32,
    /// The number or address that the code is for.
    pub recipient: String,
    /// The code.
    pub kode: Kode,
}

masked!(Kontakt, StoredKode, Mail);

/// All contact information of a citizen, by kind.
pub async fn list(conn: &mut Conn, cpr: &Cpr) -> Result<Vec<Kontakt>> {
    let rows = sqlx::query(
        "SELECT kind, data, status, abonnement FROM kontaktinformation WHERE cpr = $1 ORDER BY kind",
    )
    .bind(cpr.expose().to_owned())
    .fetch_all(conn)
    .await?;
    rows.iter().map(kontakt).collect()
}

/// A citizen's contact information of one kind.
pub async fn find(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<Option<Kontakt>> {
    let row = sqlx::query(
        "SELECT kind, data, status, abonnement FROM kontaktinformation WHERE cpr = $1 AND kind = $2",
    )
    .bind(cpr.expose().to_owned())
    .bind(i64::from(kind))
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(kontakt).transpose()
}

/// Writes contact information, over what there was of its kind.
pub async fn put(conn: &mut Conn, cpr: &Cpr, kontakt: &Kontakt, now: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO kontaktinformation (cpr, kind, data, status, abonnement, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (cpr, kind) DO UPDATE SET data = excluded.data, status = excluded.status,
         abonnement = excluded.abonnement, updated_at = excluded.updated_at",
    )
    .bind(cpr.expose().to_owned())
    .bind(i64::from(kontakt.kind))
    .bind(kontakt.data.clone())
    .bind(i64::from(kontakt.status))
    .bind(i64::from(kontakt.abonnement))
    .bind(instant(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the contact information of one kind, and the code on its way to it.
pub async fn delete(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<()> {
    sqlx::query("DELETE FROM kontaktinformation WHERE cpr = $1 AND kind = $2")
        .bind(cpr.expose().to_owned())
        .bind(i64::from(kind))
        .execute(conn)
        .await?;
    Ok(())
}

/// The code on its way to contact information of this kind.
pub async fn find_kode(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<Option<StoredKode>> {
    let row = sqlx::query(
        "SELECT hash, expires_at, tries_left FROM verifikationskoder WHERE cpr = $1 AND kind = $2",
    )
    .bind(cpr.expose().to_owned())
    .bind(i64::from(kind))
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(StoredKode {
            hash: get(&row, "hash")?,
            expires: get(&row, "expires_at")?,
            tries_left: u32::try_from(get::<i64>(&row, "tries_left")?).unwrap_or(0),
        })
    })
    .transpose()
}

/// Writes a code, over the one before it.
pub async fn put_kode(
    conn: &mut Conn,
    cpr: &Cpr,
    kind: i32,
    kode: &StoredKode,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO verifikationskoder (cpr, kind, hash, created_at, expires_at, tries_left)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (cpr, kind) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at,
         expires_at = excluded.expires_at, tries_left = excluded.tries_left",
    )
    .bind(cpr.expose().to_owned())
    .bind(i64::from(kind))
    .bind(kode.hash.clone())
    .bind(instant(now))
    .bind(instant(kode.expires))
    .bind(i64::from(kode.tries_left))
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes one try off the code.
pub async fn use_try(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<()> {
    sqlx::query("UPDATE verifikationskoder SET tries_left = tries_left - 1 WHERE cpr = $1 AND kind = $2")
        .bind(cpr.expose().to_owned())
        .bind(i64::from(kind))
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes the code worthless.
pub async fn delete_kode(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<()> {
    sqlx::query("DELETE FROM verifikationskoder WHERE cpr = $1 AND kind = $2")
        .bind(cpr.expose().to_owned())
        .bind(i64::from(kind))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a code into the mailbox.
pub async fn send_to_mailbox(conn: &mut Conn, mail: &Mail, now: Timestamp) -> Result<()> {
    sqlx::query("INSERT INTO mailbox (cpr, kind, recipient, kode, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(mail.cpr.expose().to_owned())
        .bind(i64::from(mail.kind))
        .bind(mail.recipient.clone())
        .bind(mail.kode.expose().to_owned())
        .bind(instant(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// The latest code in the mailbox for a citizen's contact information of one kind.
pub async fn latest_in_mailbox(conn: &mut Conn, cpr: &Cpr, kind: i32) -> Result<Option<Mail>> {
    let row = sqlx::query(
        "SELECT cpr, kind, recipient, kode FROM mailbox WHERE cpr = $1 AND kind = $2
         ORDER BY nr DESC LIMIT 1",
    )
    .bind(cpr.expose().to_owned())
    .bind(i64::from(kind))
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Mail {
            cpr: get(&row, "cpr")?,
            kind: get(&row, "kind")?,
            recipient: get(&row, "recipient")?,
            kode: Kode::new(get::<String>(&row, "kode")?),
        })
    })
    .transpose()
}

/// Deletes the codes and the mail made before `before`. Returns how many rows those were.
pub async fn purge(conn: &mut Conn, before: Timestamp) -> Result<u64> {
    let before = instant(before);
    let koder = sqlx::query("DELETE FROM verifikationskoder WHERE created_at < $1")
        .bind(before.clone())
        .execute(&mut *conn)
        .await?;
    let mails = sqlx::query("DELETE FROM mailbox WHERE created_at < $1").bind(before).execute(conn).await?;
    Ok(koder.rows_affected() + mails.rows_affected())
}

fn kontakt(row: &AnyRow) -> Result<Kontakt> {
    Ok(Kontakt {
        kind: get(row, "kind")?,
        data: get(row, "data")?,
        status: get(row, "status")?,
        abonnement: get(row, "abonnement")?,
    })
}
