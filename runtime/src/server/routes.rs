//! The routes of a service.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use http::StatusCode;
use http::header::ALLOW;
use http::request::Parts;

use super::authenticate::Authenticate;
use super::border::{AnyGate, Border, Entry, Guarded};
use super::gate::Gate;
use super::input::Input;
use super::refusal::Refusal;
use super::reply::Reply;
use super::table::{Served, Table};
use super::template::Template;
use crate::observe::Observer;
use crate::operation::{ErrorBody, Operation};

/// The routes of a service, to be made a [`Router`] of.
pub struct Routes<S, C> {
    border: Border<S, C>,
    entries: Vec<Entry<S, C>>,
    others: Vec<Box<dyn Served>>,
}

impl<S, C> fmt::Debug for Routes<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| entry.operation.name)).finish()
    }
}

impl<S: Send + Sync + 'static, C: Send + Sync + 'static> Routes<S, C> {
    /// No route yet.
    #[must_use]
    pub fn new<A: Authenticate<Gate: Gate<Caller = C>>>(service: S, gate: A) -> Self {
        let gate: Box<dyn AnyGate<C>> = Box::new(gate);
        let border = Border { service: Arc::new(service), gate, body_limit: 2 << 20, observers: Vec::new() };
        Self { border, entries: Vec::new(), others: Vec::new() }
    }

    /// How many bytes the body of a request may have; 2 MiB unless set.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.border.body_limit = bytes;
        self
    }

    /// How many bytes the body of a request of `operation` may have, in place of the [limit of all](Self::body_limit):
    /// more for what is taken as a stream.
    #[must_use]
    pub fn body_limit_of(mut self, operation: &'static Operation, bytes: usize) -> Self {
        for entry in self.entries_of(operation) {
            entry.body_limit = Some(bytes);
        }
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
            template: Template::new(operation.path, operation),
            condition: None,
            body_limit: None,
            handler: Box::new(move |service, input| Box::pin(handler(service, input))),
        });
        self
    }

    /// Serves `operation` at another path than the contract's: webhooks and callbacks arrive where their receiver says.
    /// Names in braces mean what they mean in a contract, and the value of `{+name}` may hold slashes.
    ///
    /// Several operations may be served at one path: see [`Routes::when`].
    #[must_use]
    pub fn at(mut self, operation: &'static Operation, path: &str) -> Self {
        for entry in self.entries_of(operation) {
            entry.template = Template::new(path, operation);
        }
        self
    }

    /// Serves `operation` only where `condition` holds of a request's head. It tells operations apart that have one method
    /// and one path, as webhooks that all arrive at one URL with their name in a header.
    ///
    /// Without a condition, and where the path does not tell operations apart either, the first one is meant whose
    /// parameters the request has.
    #[must_use]
    pub fn when<F>(mut self, operation: &'static Operation, condition: F) -> Self
    where
        F: Fn(&Parts) -> bool + Clone + Send + Sync + 'static,
    {
        for entry in self.entries_of(operation) {
            entry.condition = Some(Box::new(condition.clone()));
        }
        self
    }

    fn entries_of(&mut self, operation: &'static Operation) -> impl Iterator<Item = &mut Entry<S, C>> {
        self.entries.iter_mut().filter(move |entry| std::ptr::eq(entry.operation, operation))
    }

    /// Adds the routes of another service, with its own gate and settings. Unlike routers, routes can always be merged:
    /// a request that both services take goes to the one with more fixed text in its path, else to this one.
    #[must_use]
    pub fn merge<T, D>(mut self, other: Routes<T, D>) -> Self
    where
        T: Send + Sync + 'static,
        D: Send + Sync + 'static,
    {
        self.others.extend(other.into_served());
        self
    }

    /// The operations in an order that does not depend on that of the contract.
    fn into_served(self) -> impl Iterator<Item = Box<dyn Served>> {
        let border = Arc::new(self.border);
        let mut entries = self.entries;
        entries.sort_by_key(|entry| (entry.operation.path, entry.operation.name));
        let guarded = entries.into_iter().map(move |entry| Guarded { border: border.clone(), entry });
        guarded.map(|guarded| Box::new(guarded) as Box<dyn Served>).chain(self.others)
    }

    /// The routes for axum, which can be nested under a prefix.
    ///
    /// axum merges routers of several services as long as no two of them have a route and a method in common, and panics
    /// otherwise; [`Routes::merge`] never does.
    ///
    /// A path that no service has is answered by the fallback of the outermost router: give that [`not_found`] where
    /// the outermost one is not made here.
    pub fn into_router(self) -> Router {
        let served: Vec<Box<dyn Served>> = self.into_served().collect();
        let form = served.first().map_or(&ErrorBody::PROBLEM, |any| any.operation().error_body);
        let router = Table::new(served).into_router();
        router.layer(map_response(move |response| std::future::ready(in_form(response, form))))
    }
}

/// Gives the answers that axum makes itself (404 and 405) the form of the others.
fn in_form(response: Response, form: &'static ErrorBody) -> Response {
    let status = response.status();
    if response.extensions().get::<Answered>().is_some()
        || !matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
    {
        return response;
    }
    let mut refusal = Refusal::new(status.as_u16());
    if let Some(allow) = response.headers().get(ALLOW) {
        refusal = refusal.header(ALLOW, allow.clone());
    }
    refusal.into_response(form)
}

/// Marks an answer that was made here.
#[derive(Clone)]
pub(super) struct Answered;

/// The answer to a request that no route takes, as a problem document; for [`Router::fallback`] of a server that nests
/// services.
pub async fn not_found() -> Response {
    Refusal::not_found().into_response(&ErrorBody::PROBLEM)
}
