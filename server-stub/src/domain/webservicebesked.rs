//! Messages about company schemes: checked, then put into the outbox.

use uuid::Uuid;

use super::kodeliste::{self, Given};
use crate::auth::{Caller, organisation_type};
use crate::fault::Fault;
use crate::store::outbox::{self, Message};
use crate::store::{Conn, Store, Ticket, organisationer};

/// The domain within which the order of messages about a citizen is kept.
pub const DOMAIN: &str = "Virksomhedsordning";

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beskedtype {
    /// A scheme was made or changed.
    Ordningsnotifikation,
    /// Data of a scheme was deleted for the citizens' sake.
    GdprSlettetNotifikation,
}

impl Beskedtype {
    /// Its name in the outbox and towards receivers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ordningsnotifikation => "Ordningsnotifikation",
            Self::GdprSlettetNotifikation => "GdprSlettetNotifikation",
        }
    }
}

/// A message to send.
#[derive(Clone)]
pub struct NyBesked<'a> {
    /// What it tells.
    pub beskedtype: Beskedtype,
    /// The job centre that owns what it is about.
    pub job_center_kode: &'a str,
    /// The citizens whom it is about, as the caller wrote them.
    pub borgere: Vec<String>,
    /// Its code-list values.
    pub koder: Vec<Given<'a>>,
    /// The message itself, JSON.
    pub payload: String,
}

impl std::fmt::Debug for NyBesked<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NyBesked").field("beskedtype", &self.beskedtype).finish_non_exhaustive()
    }
}

/// Puts a message into the outbox, and returns its identifier.
///
/// # Errors
/// 4575 where the caller may not speak for the job centre; 2001 to 2003 for a code-list value.
pub async fn send(store: &Store, ticket: &Ticket, caller: &Caller, ny: NyBesked<'_>) -> Result<Uuid, Fault> {
    let mut tx = store.write(Some(ticket)).await?;
    require_voice(&mut tx, caller, ny.job_center_kode).await?;
    kodeliste::check(store, &mut tx, &ny.koder).await?;
    let message = Message {
        id: Uuid::new_v4(),
        kind: ny.beskedtype.name(),
        domain: DOMAIN,
        borgere: ny.borgere,
        payload: ny.payload,
    };
    let now = tx.now();
    outbox::put(&mut tx, &message, now).await?;
    tx.commit().await?;
    Ok(message.id)
}

/// The operations have no access table. Who may speak for a job centre is the job centre itself, its municipality
/// and the agency: the active organisation where one is named, else any that the token names.
async fn require_voice(conn: &mut Conn, caller: &Caller, job_center: &str) -> Result<(), Fault> {
    let kommune = organisationer::find(conn, "JobCenter", job_center).await?.and_then(|there| there.kommune);
    let has_voice = |kind: i32, code: &str| match kind {
        organisation_type::STAR => true,
        organisation_type::JOB_CENTER => code == job_center,
        organisation_type::KOMMUNE => Some(code) == kommune.as_deref(),
        _ => false,
    };
    let allowed = match &caller.active {
        Some(active) => has_voice(active.organisation_type, &active.organisation_code),
        None => caller.identity.organisations.iter().any(|one| has_voice(one.organisation_type, &one.code)),
    };
    if allowed { Ok(()) } else { Err(Fault::IkkeAutoriseret) }
}
