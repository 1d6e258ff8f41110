//! The server with its demonstration data, and tokens for its callers.

use std::collections::BTreeSet;
use std::time::Duration;

use dfdg_sdk::{ActiveOrganisation, Cpr, Dfdg, Operation, OrganisationTypeCodeList, Uuid};
use dfdg_server::app::App;
use dfdg_server::auth::{Claims, TokenOrganisation};
use dfdg_server::seed::{DEMO, Seed};
use dfdg_server::sensitive::{self, Secret};
use dfdg_server::server::{self, Running};
use dfdg_server::settings::{Key, KeyAlgorithm, Settings};
use dfdg_server::{routes, store};
use tempfile::TempDir;

use crate::Outcome;
use crate::report::{Report, operations};

/// A server on a database of its own, which goes away with it.
pub(crate) struct Demo {
    app: App,
    running: Running,
    report: Report,
    _folder: TempDir,
}

impl Demo {
    /// Starts the server on a free port.
    pub(crate) async fn start(report: &Report) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let mut settings = Settings::default();
        settings.server.address = ([127, 0, 0, 1], 0).into();
        settings.database.url = format!("sqlite://{}", folder.path().join("dfdg.sqlite").display());
        settings.auth.keys.push(Key {
            kid: "quickstart".to_owned(),
            algorithm: KeyAlgorithm::HS256,
            secret: Some(Secret::new(format!("{}{}", Uuid::new_v4(), Uuid::new_v4()))),
            secret_file: None,
            public_key_file: None,
        });
        let app = App::open(settings).await?;
        Seed::parse(DEMO)?.load(&app.store).await?;
        let running = server::start(&app, routes::services(&app)).await?;
        println!("dfdg-server listens on {}, with its demonstration data", running.base_url());
        Ok(Self { app, running, report: report.clone(), _folder: folder })
    }

    /// A client that acts for an organisation, as itself or as another actor on its behalf.
    pub(crate) fn caller(
        &self,
        organisation_type: OrganisationTypeCodeList,
        code: &str,
        anden_aktoer: Option<&str>,
    ) -> Outcome<Dfdg> {
        let organisation = TokenOrganisation {
            organisation_type: organisation_type.0,
            code: code.to_owned(),
            anden_aktoer: anden_aktoer.map(str::to_owned),
        };
        let dfdg = Dfdg::builder(self.running.base_url())
            .bearer_token(self.token(organisation)?)
            .active_organisation(ActiveOrganisation { organisation_type, organisation_code: code.to_owned() })
            .observer(self.report.clone())
            .build()?;
        Ok(dfdg)
    }

    /// A token with every scope.
    fn token(&self, organisation: TokenOrganisation) -> Outcome<String> {
        let scopes: BTreeSet<_> = operations().flat_map(Operation::scopes).collect();
        let claims = Claims {
            sub: "quickstart".to_owned(),
            organisations: vec![organisation],
            scope: scopes.into_iter().collect::<Vec<_>>().join(" "),
            system_alle: false,
        };
        Ok(self.app.keys.mint(&claims, Duration::from_secs(600))?.expose().to_owned())
    }

    /// The code that a citizen has got: a demonstration server sends codes to a table.
    pub(crate) async fn verification_code(&self, cpr: &Cpr, kind: i32) -> Outcome<String> {
        let cpr = sensitive::Cpr::new(cpr.as_str())?;
        let mut conn = self.app.store.read().await?;
        let mail = store::kontakt::latest_in_mailbox(&mut conn, &cpr, kind).await?;
        Ok(mail.ok_or("no code was sent")?.kode.expose().to_owned())
    }

    /// Stops the server.
    pub(crate) async fn stop(self) {
        self.running.stop().await;
        self.app.store.close().await;
    }
}

/// A citizen of the demonstration data.
pub(crate) fn citizen(cpr: &str) -> Outcome<Cpr> {
    Cpr::new(cpr).map_err(|_| "not a CPR number".into())
}
