//! The routes of a service.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use http::Method;

use super::border::{AnyGate, Border, Entry};
use super::gate::Gate;
use super::input::Input;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::Template;
use crate::observe::Observer;
use crate::operation::{ErrorBody, Operation};

/// The routes of a service, to be made a [`Router`] of.
pub struct Routes<S, C> {
    border: Border<S, C>,
    entries: Vec<Entry<S, C>>,
}

impl<S, C> fmt::Debug for Routes<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| entry.operation.name)).finish()
    }
}

impl<S: Send + Sync + 'static, C: Send + Sync + 'static> Routes<S, C> {
    /// No route yet.
    #[must_use]
    pub fn new<G: Gate<Caller = C>>(service: S, gate: G) -> Self {
        let gate: Box<dyn AnyGate<C>> = Box::new(gate);
        let border = Border { service: Arc::new(service), gate, body_limit: 2 << 20, observers: Vec::new() };
        Self { border, entries: Vec::new() }
    }

    /// How many bytes the body of a request may have; 2 MiB unless set.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.border.body_limit = bytes;
        self
    }

    /// Tells `observer` of every call that has a route.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.border.observers.push(Box::new(observer));
        self
    }

    /// Serves `operation` with `handler`.
    #[must_use]
    pub fn route<F, R>(mut self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Input<C>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Refusal>> + Send + 'static,
    {
        self.entries.push(Entry {
            operation,
            template: Template::new(operation.path),
            handler: Box::new(move |service, input| Box::pin(handler(service, input))),
        });
        self
    }

    /// The routes for axum. Routers of several services can be merged, and nested under a prefix.
    pub fn into_router(self) -> Router {
        let _ = (BTreeMap::<String, ()>::new(), self.border, MethodRouter::<()>::new(), MethodFilter::GET);
        Router::new()
    }
}

/// The answer to a request that no route takes, as a problem document; for [`Router::fallback`] of a server that nests
/// services.
pub async fn not_found() -> Response {
    Refusal::not_found().into_response(&ErrorBody::PROBLEM)
}
