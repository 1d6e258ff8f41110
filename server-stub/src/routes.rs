//! The generated routers over the rules.

use axum::Router;
use dfdg_api::{borgerflytte, indkaldelse, kontaktinformation, letasyl, webservicebesked};
use kontrakt::operation::Operation;

use crate::app::App;
use crate::gate::Border;
use crate::services::Services;

/// The routers of the five services.
pub fn services(app: &App) -> Router {
    let (services, border) = (Services(app.clone()), Border::new(app));
    Router::new()
        .merge(indkaldelse::router(services.clone(), border.clone()))
        .merge(borgerflytte::router(services.clone(), border.clone()))
        .merge(kontaktinformation::router(services.clone(), border.clone()))
        .merge(webservicebesked::router(services.clone(), border.clone()))
        .merge(letasyl::router(services, border))
}

/// Every operation that the server answers, service by service as the contracts list them.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let services = [
        indkaldelse::OPERATIONS,
        borgerflytte::OPERATIONS,
        kontaktinformation::OPERATIONS,
        webservicebesked::OPERATIONS,
        letasyl::OPERATIONS,
    ];
    services.into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::requests::RETENTION;

    #[test]
    fn the_store_remembers_request_ids_as_long_as_the_contracts_promise() {
        let promised: Vec<_> =
            operations().filter_map(|operation| Some(operation.idempotency_key()?.1.retention)).collect();
        assert_eq!(promised.len(), 12);
        assert!(promised.iter().all(|seconds| *seconds == RETENTION.as_secs()));
    }
}
