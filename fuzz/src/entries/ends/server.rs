//! A service without a socket.

use std::cell::RefCell;
use std::collections::BTreeSet;

use http::Request;
use http::header::CONTENT_TYPE;
use kontrakt::reexport::axum::Router;
use kontrakt::reexport::axum::body::{Body, to_bytes};
use kontrakt::server::{Context, Failure, OpenGate};
use serde_json::Value;
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

/// What an answer is: its status, its `Content-Type`, and which rules its request breaks.
pub(super) type Answered = (u16, Option<String>, BTreeSet<String>);

/// Sends a request to the service, which answers with one of these statuses.
pub(super) fn answered(request: Request<Body>, statuses: &[u16]) -> Answered {
    SERVICE.with_borrow_mut(|(runtime, router)| {
        let response = runtime.block_on(router.call(request)).unwrap_or_else(|never| match never {});
        let status = response.status().as_u16();
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        assert!(statuses.contains(&status), "the service answers {status}");
        let content_type = content_type.map(str::to_owned);
        let body = runtime.block_on(to_bytes(response.into_body(), usize::MAX)).unwrap_or_default();
        assert!(body.len() < 1 << 22, "an answer of {} bytes", body.len());
        (status, content_type, broken(&body))
    })
}

fn broken(body: &[u8]) -> BTreeSet<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let violations = body["violations"].as_array().into_iter().flatten();
    violations.map(|found| format!("{} {}", found["rule"], found["message"])).take(8).collect()
}
