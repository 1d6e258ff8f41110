//! Integration-law data: fetched from LetAsyl, kept by version, shown as a document, transferred.
//!
//! LetAsyl is asked outside any transaction, and before the request id is spent: asking twice does no harm.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::fault::Fault;
use crate::letasyl::{Failure, Integrationslovsdata, LetAsyl, Question};
use crate::pdf::{self, Kodenavne};
use crate::sensitive::{Cpr, masked};
use crate::store::borgere::{self, Borger};
use crate::store::{Result as StoreResult, Store, StoreError, Ticket, kodelister, letasyl as rows};

/// Why there is no data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntegrationslovFejl {
    /// 110001
    #[error("no such person")]
    PersonFindesIkke,
    /// 4405
    #[error("the citizen is dead")]
    BorgerErDoed,
    /// 9287 to 9294, see [`Failure::code`].
    #[error(transparent)]
    LetAsyl(#[from] Failure),
    /// A fault that any operation may answer.
    #[error(transparent)]
    Faelles(#[from] Fault),
}

impl From<StoreError> for IntegrationslovFejl {
    fn from(error: StoreError) -> Self {
        Self::Faelles(error.into())
    }
}

/// A version of a citizen's data.
#[derive(Clone, PartialEq)]
pub struct Hentet {
    /// Its identifier; the same as before where nothing has changed.
    pub version: Uuid,
    /// The data.
    pub data: Integrationslovsdata,
    /// When it was fetched.
    pub hentet: Timestamp,
    /// The code of the citizen's job centre.
    pub jobcenter: Option<String>,
}

/// A citizen's data as a document.
#[derive(Clone, PartialEq)]
pub struct Dokument {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// The code of the citizen's job centre.
    pub jobcenter: Option<String>,
}

masked!(Hentet, Dokument);

/// The service.
#[derive(Clone)]
pub struct Integrationslov {
    store: Store,
    letasyl: Arc<dyn LetAsyl>,
}

impl Integrationslov {
    /// The service over a store and a LetAsyl.
    pub fn new(store: Store, letasyl: Arc<dyn LetAsyl>) -> Self {
        Self { store, letasyl }
    }

    /// Fetches the citizen's data and keeps its version; nothing where LetAsyl has none.
    pub async fn hent(&self, cpr: &Cpr, system: &str) -> Result<Option<Hentet>, IntegrationslovFejl> {
        let (borger, data) = self.ask(cpr, system).await?;
        let Some(data) = data else { return Ok(None) };
        let mut tx = self.store.write(None).await?;
        let hentet = tx.now();
        let version = rows::put_version(&mut tx, cpr, &data, hentet).await?;
        tx.commit().await?;
        Ok(Some(Hentet { version, data, hentet, jobcenter: borger.jobcenter }))
    }

    /// Fetches the citizen's data as [`hent`](Self::hent) does, and makes a PDF of it.
    pub async fn dokument(&self, cpr: &Cpr, system: &str) -> Result<Option<Dokument>, IntegrationslovFejl> {
        let Some(hentet) = self.hent(cpr, system).await? else { return Ok(None) };
        let document = pdf::integrationslovsdata(cpr, &hentet.data, hentet.hentet, &self.kodenavne().await?);
        // Milliseconds of work without a pause, which other calls do not wait for.
        let pdf = tokio::task::spawn_blocking(move || pdf::render(&document))
            .await
            .map_err(|_| failed("the document was not finished"))?
            .map_err(|_| failed("the document cannot be drawn"))?;
        Ok(Some(Dokument { pdf, jobcenter: hentet.jobcenter }))
    }

    async fn kodenavne(&self) -> StoreResult<Kodenavne> {
        let mut conn = self.store.read().await?;
        let mut navne = Kodenavne::new();
        for liste in pdf::KODELISTER {
            let values = kodelister::list(&mut conn, liste).await?;
            navne.extend(values.into_iter().map(|value| ((liste, value.vaerdi), value.navn)));
        }
        Ok(navne)
    }

    /// Fetches the citizen's data, keeps its version and notes that it was transferred.
    pub async fn overfoer(&self, ticket: &Ticket, cpr: &Cpr) -> Result<(), IntegrationslovFejl> {
        let (_, data) = self.ask(cpr, &ticket.system).await?;
        let mut tx = self.store.write(Some(ticket)).await?;
        let now = tx.now();
        let version = match &data {
            Some(data) => Some(rows::put_version(&mut tx, cpr, data, now).await?),
            None => None,
        };
        rows::insert_transfer(&mut tx, cpr, version, &ticket.system, now).await?;
        Ok(tx.commit().await?)
    }

    async fn ask(
        &self,
        cpr: &Cpr,
        system: &str,
    ) -> Result<(Borger, Option<Integrationslovsdata>), IntegrationslovFejl> {
        // The connection goes back before LetAsyl, which may be slow, is asked.
        let borger = borgere::find(&mut *self.store.read().await?, cpr).await?;
        let borger = borger.ok_or(IntegrationslovFejl::PersonFindesIkke)?;
        if borger.doed {
            return Err(IntegrationslovFejl::BorgerErDoed);
        }
        let question = Question { cpr, kommune: borger.kommune.as_deref(), system };
        let data = self.letasyl.integrationslovsdata(question).await?;
        Ok((borger, data))
    }
}

fn failed(why: &str) -> Fault {
    Fault::InternFejl(StoreError::Internal(why.to_owned()))
}
