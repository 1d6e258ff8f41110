//! The data: one file a concern, functions over a connection or a transaction.
//!
//! The SQL is what SQLite and PostgreSQL have in common, with `$1` for a parameter; identifiers, instants and dates
//! are text. What differs stands in `dialect`. No statement is put together from values, so none is ever logged.

mod dialect;
mod error;
mod row;

pub mod borgere;
pub mod flytning;
pub mod indkaldelse;
pub mod kodelister;
pub mod kontakt;
pub mod letasyl;
pub mod organisationer;
pub mod outbox;
pub mod requests;
pub mod tekster;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, AssertSqlSafe, Executor, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::Clock;
use crate::settings;
use dialect::Dialect;

pub use error::{Result, StoreError};
pub use requests::Ticket;
pub use row::Field;

/// A connection. [`Tx`] and what [`Store::read`] gives both turn into it.
pub type Conn = sqlx::AnyConnection;

/// The database. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    /// SQLite has one writer at a time; writers of this process queue here, in order, instead of polling the file.
    writer: Option<Arc<Semaphore>>,
    timeout: Duration,
    clock: Clock,
}

impl Store {
    /// Connects to the database and creates its file where there is none. The tables are
    /// [`migrate`](Self::migrate)'s to make.
    pub async fn open(settings: &settings::Database, clock: Clock) -> Result<Self> {
        let dialect = Dialect::of(&settings.url)?;
        let timeout = Duration::from_millis(settings.timeout_ms);
        let pool = AnyPoolOptions::new()
            .max_connections(settings.max_connections)
            .acquire_timeout(timeout)
            .after_connect(move |connection, _| {
                let statements = AssertSqlSafe(dialect.on_connect(timeout));
                Box::pin(async move { connection.execute(statements).await.map(|_| ()) })
            })
            .connect(&dialect.address(&settings.url))
            .await?;
        let writer = dialect.has_one_writer().then(|| Arc::new(Semaphore::new(1)));
        Ok(Self { pool, dialect, writer, timeout, clock })
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<()> {
        Ok(self.dialect.migrator().run(&self.pool).await?)
    }

    /// A connection to read with.
    pub async fn read(&self) -> Result<PoolConnection<Any>> {
        Ok(self.pool.acquire().await?)
    }

    /// A transaction to write with. Its first statement spends `ticket`; from then on it is the only one that holds
    /// this request id, and whoever else comes with it waits for the outcome.
    ///
    /// # Errors
    /// [`StoreError::DuplicateRequest`] where the id was used within [`requests::RETENTION`].
    pub async fn write(&self, ticket: Option<&Ticket>) -> Result<Tx> {
        let permit = match &self.writer {
            Some(writer) => {
                let waiting = tokio::time::timeout(self.timeout, Arc::clone(writer).acquire_owned());
                Some(
                    waiting
                        .await
                        .map_err(|_| StoreError::Unavailable)?
                        .map_err(|_| StoreError::Unavailable)?,
                )
            }
            None => None,
        };
        let inner = self.pool.begin_with(self.dialect.begin_write()).await?;
        let mut tx = Tx { inner, now: self.clock.now(), _permit: permit };
        if let Some(ticket) = ticket {
            let now = tx.now;
            requests::spend(&mut tx, ticket, now).await?;
        }
        Ok(tx)
    }

    /// Asks the database for an answer.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1 FROM organisationer WHERE 1 = 0").execute(&self.pool).await?;
        Ok(())
    }

    /// The clock that everything written goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Closes all connections once they are free.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A write: all of it happens at [`commit`](Self::commit), or nothing of it.
#[derive(Debug)]
pub struct Tx {
    // Declared before the permit: the roll-back is under way before the next writer is let in.
    inner: Transaction<'static, Any>,
    now: Timestamp,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Tx {
    /// The instant at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Makes it happen.
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.inner
    }
}

#[cfg(test)]
pub(crate) mod tests;
