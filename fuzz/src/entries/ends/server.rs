//! A service without a socket.

use std::cell::RefCell;

use http::Request;
use http::header::CONTENT_TYPE;
use kontrakt::reexport::axum::Router;
use kontrakt::reexport::axum::body::Body;
use kontrakt::server::{Context, Failure, OpenGate};
use tokio::runtime::{Builder, Runtime};
use tower_service::Service as _;

use crate::generated::kinds::operations::{StoreThingBody, StoreThingError, StoreThingResponse};
use crate::generated::kinds::server::{Service, StoreThingAccept, StoreThingRequest, router};
use crate::generated::kinds::types;

/// Answers with what came.
struct Echo;

impl Service for Echo {
    type Caller = ();

    async fn store_thing(
        &self,
        _: &Context<()>,
        request: StoreThingRequest,
    ) -> Result<StoreThingResponse, Failure<StoreThingError>> {
        let text = format!("{:?}", request.body);
        let (x_pair, x_words) = (None, None);
        Ok(match request.accept {
            StoreThingAccept::Json => {
                let body = match request.body {
                    Some(StoreThingBody::Json(tree)) => tree,
                    _ => types::Tree::new(String::new()),
                };
                StoreThingResponse::Ok { x_pair, x_words, body }
            }
            StoreThingAccept::KindsV2 => {
                StoreThingResponse::OkKindsV2 { x_pair, x_words, body: request.label }
            }
            StoreThingAccept::Text => StoreThingResponse::OkText { x_pair, x_words, body: text },
            StoreThingAccept::Csv => StoreThingResponse::OkCsv { x_pair, x_words, body: text },
        })
    }
}

thread_local! {
    static SERVICE: RefCell<(Runtime, Router)> = RefCell::new((runtime(), router(Echo, OpenGate)));
}

/// A runtime of this thread alone, so that an input does the same each time.
pub(super) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("the system has threads and sockets")
}

/// Sends a request to the service. Its answer has one of these statuses; gives it with its `Content-Type`.
pub(super) fn answered(request: Request<Body>, statuses: &[u16]) -> (u16, Option<String>) {
    SERVICE.with_borrow_mut(|(runtime, router)| {
        let response = runtime.block_on(router.call(request));
        let response = response.unwrap_or_else(|never| match never {});
        let status = response.status().as_u16();
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        assert!(statuses.contains(&status), "the service answers {status}");
        (status, content_type.map(str::to_owned))
    })
}
