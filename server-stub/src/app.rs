//! What the services share, put together from the settings.

use std::sync::Arc;

use crate::auth::Keys;
use crate::clock::Clock;
use crate::domain::integrationslov::Integrationslov;
use crate::domain::kontaktinformation::{CodeSender, Kontaktinformationer, Mailbox};
use crate::letasyl::{HttpLetAsyl, LetAsyl, Simulator};
use crate::settings::{Settings, SettingsError};
use crate::store::{Store, StoreError};

/// Everything that answers a call.
#[derive(Clone)]
pub struct App {
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// The data.
    pub store: Store,
    /// Whose tokens are believed.
    pub keys: Arc<Keys>,
    /// Contact information and its verification.
    pub kontaktinformationer: Kontaktinformationer,
    /// Integration-law data.
    pub integrationslov: Integrationslov,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database cannot be used.
    #[error("{0} (setting database.url)")]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source} (setting server.address)")]
    Address {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// No HTTP client for LetAsyl could be made.
    #[error("LetAsyl's client: {0}")]
    LetAsyl(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl App {
    /// Opens the database, brings its tables up to date where the settings say so, and makes the services. Codes go to
    /// the mailbox.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let store = Store::open(&settings.database, Clock::default()).await?;
        if settings.database.migrate_on_start {
            store.migrate().await?;
        }
        let sender = Arc::new(Mailbox(store.clone()));
        Self::over(settings, store, sender)
    }

    /// The services over a store and a sender of codes.
    pub fn over(settings: Settings, store: Store, sender: Arc<dyn CodeSender>) -> Result<Self, StartError> {
        let keys = Arc::new(Keys::load(&settings.auth)?);
        let letasyl: Arc<dyn LetAsyl> = match &settings.letasyl.base_url {
            Some(base_url) => Arc::new(
                HttpLetAsyl::new(base_url, &settings.letasyl)
                    .map_err(|error| StartError::LetAsyl(error.without_url().to_string()))?,
            ),
            None => Arc::new(Simulator::new(store.clone(), settings.letasyl.simulate_failure)),
        };
        let kontaktinformationer =
            Kontaktinformationer::new(store.clone(), sender, settings.verification.clone())?;
        let integrationslov = Integrationslov::new(store.clone(), letasyl);
        Ok(Self { settings: Arc::new(settings), store, keys, kontaktinformationer, integrationslov })
    }
}
