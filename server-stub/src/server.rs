//! The server as a process: routes, graceful stop, health.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{StatusCode, header};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::{App, StartError};
use crate::background;

/// The contracts, by the name under which `/openapi/` has them.
const CONTRACTS: &[(&str, &str)] = &[
    ("common.yaml", include_str!("../../spec/common.yaml")),
    ("indkaldelse.yaml", include_str!("../../spec/indkaldelse.yaml")),
    ("borgerflytte.yaml", include_str!("../../spec/borgerflytte.yaml")),
    ("kontaktinformation.yaml", include_str!("../../spec/kontaktinformation.yaml")),
    ("webservicebesked.yaml", include_str!("../../spec/webservicebesked.yaml")),
    ("letasyl.yaml", include_str!("../../spec/letasyl.yaml")),
];

/// A server that listens.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    grace: Duration,
    serving: JoinHandle<std::io::Result<()>>,
    background: JoinHandle<()>,
}

impl Running {
    /// Where it listens; the port is the real one also where 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://` and the address.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new connections, lets the running calls finish within `server.shutdown_seconds`, and ends.
    pub async fn stop(mut self) {
        // Nobody listens any more only where both tasks have ended already.
        let _ = self.stop.send(true);
        if tokio::time::timeout(self.grace, &mut self.serving).await.is_err() {
            tracing::warn!("calls were still running when the time to stop was over");
            self.serving.abort();
        }
        let _ = (&mut self.background).await;
    }
}

/// Starts to listen. `services` are the generated routers; health and contracts are added here.
pub async fn start(app: &App, services: Router) -> Result<Running, StartError> {
    let address = app.settings.server.address;
    let failed = |source| StartError::Address { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let mut told = stopped.clone();
    let serving = axum::serve(listener, router(app, services)).with_graceful_shutdown(async move {
        background::told_to_stop(&mut told).await;
    });
    let grace = Duration::from_secs(app.settings.server.shutdown_seconds);
    tracing::info!(%address, "listening");
    Ok(Running {
        address,
        stop,
        grace,
        serving: tokio::spawn(serving.into_future()),
        background: tokio::spawn(background::run(app.store.clone(), app.settings.retention.clone(), stopped)),
    })
}

/// All routes.
pub fn router(app: &App, services: Router) -> Router {
    let own = Router::new()
        .route("/health", get(health))
        .route("/openapi/{file}", get(contract))
        .with_state(app.clone());
    services.merge(own).fallback(kontrakt::server::not_found).layer(middleware::from_fn(log_call))
}

/// 200 as long as the database answers, else 503.
async fn health(State(app): State<App>) -> Response {
    match app.store.ping().await {
        Ok(()) => Json(json!({ "status": "ok" })).into_response(),
        Err(error) => {
            tracing::warn!(%error, "not healthy");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "unavailable" }))).into_response()
        }
    }
}

async fn contract(Path(file): Path<String>) -> Response {
    match CONTRACTS.iter().find(|(name, _)| *name == file) {
        Some((_, text)) => ([(header::CONTENT_TYPE, "application/yaml")], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// One line a call: method, route, status, time. The route is the pattern and not the address, which may hold
/// anything.
async fn log_call(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    tracing::info!(
        %method,
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        ms = begun.elapsed().as_millis(),
        "call"
    );
    response
}
