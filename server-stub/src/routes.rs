//! The generated routers over the rules.

use std::sync::Arc;

use axum::Router;
use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};

use crate::app::App;
use crate::gate::Border;
use crate::services::Services;

/// The routers of the five services.
pub fn services(app: &App) -> Router {
    let (services, border) = (Services(app.clone()), Arc::new(Border::new(app)));
    Router::new()
        .merge(indkaldelse::router(services.clone(), border.clone()))
        .merge(borgerflytte::router(services.clone(), border.clone()))
        .merge(kontaktinformation::router(services.clone(), border.clone()))
        .merge(webservicebesked::router(services.clone(), border.clone()))
        .merge(letasyl::router(services, border))
}
