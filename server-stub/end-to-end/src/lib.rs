//! A server of its own for every test, callers of every kind, and citizens with everything that a call can be about.
//!
//! [`Server`] listens on a free port over a database file of its own, with the demonstration data in it. A [`Caller`]
//! becomes a [`dfdg_sdk::Dfdg`] by [`Server::dfdg`]; [`call`] makes any operation's simplest good call, and
//! [`Request`] the same one for a test to spoil. What the test expects of an answer stands in [`expect`].

// A failed expectation is a failed test.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
mod call;
mod caller;
mod citizen;
pub mod expect;
mod request;
mod rows;

pub use bodies::kontakt;
pub use call::{Told, call};
pub use caller::{ANDEN_AKTOER, Caller};
pub use citizen::{Citizen, Relation};
pub use request::{Answer, CPR_HEADER, Request};
pub use rows::Rows;

use std::sync::Arc;
use std::time::Duration;

use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use dfdg_sdk::{Dfdg, Operation, Uuid};
use dfdg_server::app::App;
use dfdg_server::clock::Clock;
use dfdg_server::domain::kontaktinformation::Mailbox;
use dfdg_server::seed::{DEMO, Seed};
use dfdg_server::sensitive::Secret;
use dfdg_server::server::{self, Running};
use dfdg_server::settings::{Key, KeyAlgorithm, Settings};
use dfdg_server::store::Store;
use dfdg_server::{auth, routes};

/// How long a test's tokens live.
const LIFETIME: Duration = Duration::from_secs(3600);

/// The secret that tokens are signed with.
pub const SECRET: &str = "a-secret-of-these-tests-that-is-long-enough";

/// The services, by the names of their modules and contracts, with their operations.
pub const SERVICES: [(&str, &[&Operation]); 5] = [
    ("indkaldelse", indkaldelse::OPERATIONS),
    ("borgerflytte", borgerflytte::OPERATIONS),
    ("kontaktinformation", kontaktinformation::OPERATIONS),
    ("webservicebesked", webservicebesked::OPERATIONS),
    ("letasyl", letasyl::OPERATIONS),
];

/// Every operation of every service.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    SERVICES.iter().flat_map(|(_, operations)| operations.iter().copied())
}

/// The operation with this name.
pub fn operation(name: &str) -> &'static Operation {
    operations()
        .find(|operation| operation.name == name)
        .unwrap_or_else(|| panic!("no operation is called {name}"))
}

/// A request id that nobody has used.
pub fn fresh_id() -> String {
    Uuid::new_v4().to_string()
}

/// A running server. It ends with the test.
pub struct Server {
    /// The server's own parts, for what only they can do or tell.
    pub app: App,
    /// Its clock, to set ahead. Tokens go by the system's clock.
    pub clock: Clock,
    /// For requests that the SDK cannot make.
    pub http: reqwest::Client,
    running: Running,
    folder: tempfile::TempDir,
}

impl Server {
    /// A server with the demonstration data and a simulated LetAsyl.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A server with other settings.
    pub async fn start_with(adjust: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(&folder);
        adjust(&mut settings);
        let clock = Clock::default();
        let store = Store::open(&settings.database, clock.clone()).await.unwrap();
        store.migrate().await.unwrap();
        Seed::parse(DEMO).unwrap().load(&store).await.unwrap();
        let app = App::over(settings, store.clone(), Arc::new(Mailbox(store))).unwrap();
        let running = server::start(&app, routes::services(&app)).await.unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, clock, http, running, folder }
    }

    /// The address of `path` at this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    /// Host and port.
    pub fn address(&self) -> std::net::SocketAddr {
        self.running.address()
    }

    /// The folder of the database's files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A token of this caller's.
    pub fn token(&self, caller: &Caller) -> String {
        self.app.keys.mint(&caller.claims, LIFETIME).unwrap().expose().to_owned()
    }

    /// The SDK in this caller's hands.
    pub fn dfdg(&self, caller: &Caller) -> Dfdg {
        let mut builder = Dfdg::builder(self.url("")).bearer_token(self.token(caller));
        if let Some(active) = &caller.active {
            builder = builder.active_organisation(active.clone());
        }
        if let Some(user) = &caller.user {
            builder = builder.request_user_metadata(user.clone());
        }
        builder.build().unwrap()
    }
}

/// Settings that differ from the defaults in where things are, and in having a key.
fn settings(folder: &tempfile::TempDir) -> Settings {
    let mut settings = Settings::default();
    settings.server.address = ([127, 0, 0, 1], 0).into();
    settings.database.url = format!("sqlite://{}", folder.path().join("dfdg.sqlite").display());
    settings.auth = auth_settings(SECRET);
    settings
}

/// The settings of a server that believes tokens signed with `secret`.
pub fn auth_settings(secret: &str) -> dfdg_server::settings::Auth {
    let key = Key {
        kid: "test".to_owned(),
        algorithm: KeyAlgorithm::HS256,
        secret: Some(Secret::new(secret)),
        secret_file: None,
        public_key_file: None,
    };
    dfdg_server::settings::Auth { keys: vec![key], ..dfdg_server::settings::Auth::default() }
}

/// Keys like the server's with another secret: what they sign, it does not believe.
pub fn foreign_keys() -> auth::Keys {
    auth::Keys::load(&auth_settings("another-secret-that-is-just-as-long-as-that")).unwrap()
}
