//! The generated routers over the rules.

use axum::Router;

use crate::app::App;

/// The routers of the five services.
pub fn services(_app: &App) -> Router {
    Router::new()
}
