//! At the finest level of the log, nothing that is sensitive is in it.

#![allow(clippy::unwrap_used)] // a failed expectation is a failed test

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::get;
use dfdg_server::app::App;
use dfdg_server::background;
use dfdg_server::domain::kontaktinformation::NyKontakt;
use dfdg_server::logging;
use dfdg_server::routes;
use dfdg_server::seed::{DEMO, Seed};
use dfdg_server::sensitive::{Cpr, Kode, Secret};
use dfdg_server::server;
use dfdg_server::settings::{Key, KeyAlgorithm, Log, Settings};
use dfdg_server::store::{Ticket, kontakt, outbox};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A LetAsyl that answers with a text to look for.
async fn letasyl() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/integrationslovsdata", get(|| async { r#"{"kommentar": "marker-kommentar"}"# }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn app(folder: &tempfile::TempDir) -> App {
    let mut settings = Settings::default();
    settings.server.address = ([127, 0, 0, 1], 0).into();
    settings.database.url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    settings.letasyl.base_url = Some(letasyl().await);
    settings.letasyl.username = "dfdg".to_owned();
    settings.letasyl.password = Some(Secret::new("marker-password"));
    settings.verification.secret = Some(Secret::new("marker-verification"));
    settings.auth.keys.push(Key {
        kid: "test".to_owned(),
        algorithm: KeyAlgorithm::HS256,
        secret: Some(Secret::new("marker-secret-that-is-long-enough-for-tests")),
        secret_file: None,
        public_key_file: None,
    });
    App::open(settings).await.unwrap()
}

#[tokio::test]
async fn the_log_holds_nothing_sensitive() {
    let buffer = Buffer::default();
    let written = buffer.clone();
    let log = Log { level: "trace".to_owned(), ..Log::default() };
    tracing_subscriber::registry()
        .with(logging::filter(&log).unwrap())
        .with(tracing_subscriber::fmt::layer().with_writer(move || buffer.clone()))
        .init();

    let folder = tempfile::tempdir().unwrap();
    let app = app(&folder).await;
    Seed::parse(DEMO).unwrap().load(&app.store).await.unwrap();
    let cpr = Cpr::new("2902010028").unwrap();
    let ny = NyKontakt { kind: 3, data: Some("marker-mail@example.dk".to_owned()) };
    app.kontaktinformationer.create(&cpr, &[ny]).await.unwrap();
    app.kontaktinformationer.send_kode(&cpr, 3).await.unwrap();
    let kode = kontakt::latest_in_mailbox(&mut app.store.read().await.unwrap(), &cpr, 3)
        .await
        .unwrap()
        .unwrap()
        .kode;
    let refused = app.kontaktinformationer.verificer(&cpr, 3, &Kode::new("marker-kode")).await.unwrap_err();
    app.kontaktinformationer.verificer(&cpr, 3, &kode).await.unwrap();
    let dokument = app.integrationslov.dokument(&cpr, "test").await.unwrap();
    app.integrationslov.overfoer(&Ticket::new("test", "a"), &cpr).await.unwrap();

    let message = outbox::Message {
        id: uuid::Uuid::new_v4(),
        kind: "Test",
        domain: "Test",
        borgere: vec![cpr.expose().to_owned()],
        payload: r#"{"marker-payload": 1}"#.to_owned(),
    };
    let mut tx = app.store.write(None).await.unwrap();
    let now = tx.now();
    outbox::put(&mut tx, &message, now).await.unwrap();
    tx.commit().await.unwrap();
    background::deliver(&app.store).await.unwrap();

    let running = server::start(&app, routes::services(&app)).await.unwrap();
    let client = reqwest::Client::new();
    for path in ["/health", "/openapi/common.yaml", "/v1/marker-path"] {
        let call = client.get(format!("{}{path}", running.base_url())).bearer_auth("marker-token");
        call.header("x-civilregistrationIdentifier", cpr.expose()).send().await.unwrap();
    }
    running.stop().await;

    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains(&message.id.to_string()) && log.contains("listening"), "{log}");
    let shown = format!("{log} {refused} {refused:?} {dokument:?} {message:?} {:?} {kode:?}", app.settings);
    for hidden in ["marker", "290201", kode.expose()] {
        // A line that holds it is not shown: that would be the leak.
        assert!(!shown.contains(hidden), "{} lines hold what is hidden", shown.matches(hidden).count());
    }
}
