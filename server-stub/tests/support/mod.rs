//! A server with the demonstration data, on a database of its own.

#![allow(dead_code)] // not every test needs all of it

use std::path::Path;
use std::time::Duration;

use dfdg_server::app::App;
use dfdg_server::auth::{Claims, TokenOrganisation};
use dfdg_server::routes;
use dfdg_server::seed::{DEMO, Seed};
use dfdg_server::sensitive::Secret;
use dfdg_server::server::{self, Running};
use dfdg_server::settings::{Key, KeyAlgorithm, Settings};

/// What tokens are signed with.
pub(crate) const SECRET: &str = "a secret that is long enough for tests";

/// Settings for a free port and a database in `folder`.
pub(crate) fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    settings.server.address = ([127, 0, 0, 1], 0).into();
    settings.database.url = format!("sqlite://{}", folder.join("test.sqlite").display());
    settings.auth.keys.push(Key {
        kid: "test".to_owned(),
        algorithm: KeyAlgorithm::HS256,
        secret: Some(Secret::new(SECRET)),
        secret_file: None,
        public_key_file: None,
    });
    settings
}

/// A server that listens.
pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) running: Running,
    _folder: tempfile::TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(settings(folder.path())).await.unwrap();
        Seed::parse(DEMO).unwrap().load(&app.store).await.unwrap();
        let running = server::start(&app, routes::services(&app)).await.unwrap();
        Self { app, running, _folder: folder }
    }

    /// A token of a system that may act for one organisation.
    pub(crate) fn token(&self, kind: i32, code: &str, scope: &str) -> String {
        let organisation =
            TokenOrganisation { organisation_type: kind, code: code.to_owned(), anden_aktoer: None };
        let claims = Claims {
            sub: "test".to_owned(),
            organisations: vec![organisation],
            scope: scope.to_owned(),
            system_alle: false,
        };
        self.app.keys.mint(&claims, Duration::from_secs(60)).unwrap().expose().to_owned()
    }
}
