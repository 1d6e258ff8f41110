//! The routes of a service.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use http::header::ALLOW;
use http::{Method, StatusCode};

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

    /// The routes for axum. Routers of several services can be merged, as long as no two of them have an operation of
    /// one method at one place, and nested under a prefix.
    ///
    /// A path that no service has is answered by the fallback of the outermost router: give that [`not_found`] where
    /// the outermost one is not made here.
    pub fn into_router(self) -> Router {
        let form = self.entries.first().map_or(&ErrorBody::PROBLEM, |entry| entry.operation.error_body);
        let border = Arc::new(self.border);
        let mut places: BTreeMap<String, Vec<Entry<S, C>>> = BTreeMap::new();
        for entry in self.entries {
            places.entry(entry.template.route()).or_default().push(entry);
        }
        let mut router = Router::new();
        for (route, entries) in places {
            router = router.route(&route, Place::new(border.clone(), entries).into_methods());
        }
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
struct Answered;

/// All operations that axum cannot tell apart by their path.
struct Place<S, C> {
    border: Arc<Border<S, C>>,
    /// Those with more fixed text first.
    entries: Vec<Entry<S, C>>,
}

impl<S: Send + Sync + 'static, C: Send + Sync + 'static> Place<S, C> {
    fn new(border: Arc<Border<S, C>>, mut entries: Vec<Entry<S, C>>) -> Arc<Self> {
        entries.sort_by_cached_key(|entry| std::cmp::Reverse(entry.template.weight()));
        Arc::new(Self { border, entries })
    }

    fn into_methods(self: Arc<Self>) -> MethodRouter {
        let mut methods: Vec<Method> =
            self.entries.iter().filter_map(|entry| method(entry.operation)).collect();
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        methods.dedup();
        let mut router = MethodRouter::new();
        for method in methods {
            let place = self.clone();
            let handler = move |request: Request| async move { place.serve(request).await };
            router = match MethodFilter::try_from(method) {
                Ok(filter) => router.on(filter, handler),
                // axum has no filter for methods beyond the usual ones.
                Err(_) => router.fallback(handler),
            };
        }
        router
    }

    async fn serve(&self, request: Request) -> Response {
        let mut response = match self.find(&request) {
            Ok(entry) => self.border.serve(entry, request).await,
            Err(refusal) => {
                let form =
                    self.entries.first().map_or(&ErrorBody::PROBLEM, |entry| entry.operation.error_body);
                refusal.into_response(form)
            }
        };
        response.extensions_mut().insert(Answered);
        response
    }

    /// The operation that is meant: first by place, then by method.
    fn find(&self, request: &Request) -> Result<&Entry<S, C>, Refusal> {
        let (path, query) = (request.uri().path(), request.uri().query());
        let fits = |entry: &&Entry<S, C>| entry.template.fits(path, query);
        let best = self.entries.iter().find(fits).ok_or_else(Refusal::not_found)?.template.weight();
        let here: Vec<&Entry<S, C>> =
            self.entries.iter().filter(fits).filter(|entry| entry.template.weight() == best).collect();
        let by = |wanted: &Method| {
            here.iter().find(|entry| method(entry.operation).as_ref() == Some(wanted)).copied()
        };
        let found = by(request.method());
        let found = found.or_else(|| if request.method() == Method::HEAD { by(&Method::GET) } else { None });
        found.ok_or_else(|| {
            Refusal::method_not_allowed(here.iter().filter_map(|entry| method(entry.operation)))
        })
    }
}

fn method(operation: &Operation) -> Option<Method> {
    Method::from_bytes(operation.method.as_bytes()).ok()
}

/// The answer to a request that no route takes, as a problem document; for [`Router::fallback`] of a server that nests
/// services.
pub async fn not_found() -> Response {
    Refusal::not_found().into_response(&ErrorBody::PROBLEM)
}
