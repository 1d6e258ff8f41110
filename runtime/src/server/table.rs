//! A table of routes: which operation a request means.
//!
//! axum finds a place by its path as it was sent, and has no word for a part of a segment, for a value with slashes in
//! front of something, or for a query. So it is given routes that lead here for every request that one of the operations
//! may take, and the table decides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use http::Method;
use http::request::Parts;

use super::border::Boxed;
use super::refusal::Refusal;
use super::routes::Answered;
use super::template::{Step, Template, normal_segment};
use crate::operation::{ErrorBody, Operation};
use crate::path::is_unreserved;

/// An operation with the code that serves it.
pub(super) trait Served: Send + Sync {
    fn operation(&self) -> &'static Operation;
    fn template(&self) -> &Template;
    /// Whether a request that fits the path may be meant; `None` where nothing was said about that.
    fn is_meant(&self, parts: &Parts) -> Option<bool>;
    /// Whether a request that fits the path may still not be meant.
    fn is_conditional(&self) -> bool;
    /// Whether the parameters of a request are those of the operation.
    fn takes(&self, parts: &Parts) -> bool;
    fn serve(&self, request: Request) -> Boxed<'_, Response>;
}

pub(super) struct Table {
    /// Those that go before others first.
    served: Vec<Box<dyn Served>>,
    root: Node,
}

/// A place in the tree of all paths.
#[derive(Default)]
struct Node {
    fixed: BTreeMap<String, Node>,
    open: Option<Box<Node>>,
    /// The operations whose path ends here.
    here: Vec<usize>,
    /// The operations that take whatever follows.
    tails: Vec<usize>,
}

impl Table {
    /// Operations in the order in which they are asked where a contract does not tell them apart.
    pub(super) fn new(served: Vec<Box<dyn Served>>) -> Self {
        let mut served = served;
        served.sort_by(|a, b| b.template().weight().cmp(a.template().weight()));
        let mut root = Node::default();
        for (index, served) in served.iter().enumerate() {
            root.insert(served.template().steps(), index);
        }
        Self { served, root }
    }

    /// The routes for axum.
    pub(super) fn into_router(self) -> Router {
        let patterns: BTreeSet<Vec<Step>> =
            self.served.iter().map(|served| pattern(served.template().steps())).collect();
        let table = Arc::new(self);
        let mut router = Router::new();
        for steps in patterns.iter().filter(|steps| !is_covered(steps, &patterns)) {
            let methods = table.methods(steps);
            router = router.route(&route(steps), table.clone().into_methods(methods));
        }
        router
    }

    /// The methods with which something can be meant at a place.
    fn methods(&self, steps: &[Step]) -> BTreeSet<&'static str> {
        let mut found = Vec::new();
        self.root.overlapping(steps, &mut found);
        let operations = found.into_iter().filter_map(|index| self.served.get(index).map(AsRef::as_ref));
        let mut operations: Vec<&dyn Served> = operations.collect();
        let is_fixed = steps.iter().all(|step| matches!(step, Step::Fixed(_)));
        let certain = |served: &&dyn Served| served.template().is_fixed() && !served.is_conditional();
        if is_fixed && operations.iter().any(certain) {
            operations.retain(|served| served.template().is_fixed());
        }
        operations.into_iter().map(|served| served.operation().method).collect()
    }

    fn into_methods(self: Arc<Self>, methods: BTreeSet<&'static str>) -> MethodRouter {
        let mut router = MethodRouter::new();
        for method in methods.into_iter().filter_map(|name| Method::from_bytes(name.as_bytes()).ok()) {
            let table = self.clone();
            let handler = move |request: Request| async move { table.serve(request).await };
            router = match MethodFilter::try_from(method) {
                Ok(filter) => router.on(filter, handler),
                // axum has no filter for methods beyond the usual ones.
                Err(_) => router.fallback(handler),
            };
        }
        router
    }

    async fn serve(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let mut response = match self.find(&parts) {
            Ok(served) => served.serve(Request::from_parts(parts, body)).await,
            Err(refusal) => {
                let form = self.served.first().map_or(&ErrorBody::PROBLEM, |any| any.operation().error_body);
                refusal.into_response(form)
            }
        };
        response.extensions_mut().insert(Answered);
        response
    }

    /// The operation that is meant: of those that take the request, the one with most fixed text. A path without
    /// parameters is meant before others, whether it has the method or not: so OpenAPI has it.
    fn find(&self, parts: &Parts) -> Result<&dyn Served, Refusal> {
        let (path, query) = (parts.uri.path(), parts.uri.query());
        let mut found = Vec::new();
        self.root.leading_to(path.strip_prefix('/').unwrap_or(path), &mut found);
        found.sort_unstable();
        let mut fit: Vec<&dyn Served> = found
            .into_iter()
            .filter_map(|index| self.served.get(index).map(AsRef::as_ref))
            .filter(|served| served.template().captures(path, query).is_some())
            .collect();
        fit.retain(|served| served.is_meant(parts) != Some(false));
        if fit.is_empty() {
            return Err(Refusal::not_found());
        }
        if fit.iter().any(|served| served.template().is_fixed()) {
            fit.retain(|served| served.template().is_fixed());
        }
        let by = |method: &Method| {
            let mut of: Vec<&dyn Served> =
                fit.iter().filter(|served| served.operation().method == method.as_str()).copied().collect();
            let best = of.first()?.template().weight();
            of.retain(|served| served.template().weight() == best);
            of.sort_by_key(|served| served.is_meant(parts).is_none());
            match of.as_slice() {
                [only] => Some(*only),
                several => several.iter().find(|served| served.takes(parts)).or(several.first()).copied(),
            }
        };
        let found = by(&parts.method);
        let found = found.or_else(|| if parts.method == Method::HEAD { by(&Method::GET) } else { None });
        found.ok_or_else(|| {
            let methods = fit.iter().map(|served| served.operation().method.as_bytes());
            Refusal::method_not_allowed(methods.filter_map(|name| Method::from_bytes(name).ok()))
        })
    }
}

impl Node {
    fn insert(&mut self, steps: &[Step], index: usize) {
        match steps {
            [] => self.here.push(index),
            [Step::Tail, ..] => self.tails.push(index),
            [Step::Open, rest @ ..] => self.open.get_or_insert_default().insert(rest, index),
            [Step::Fixed(text), rest @ ..] => {
                self.fixed.entry(text.clone()).or_default().insert(rest, index);
            }
        }
    }

    /// The operations that a path may mean.
    fn leading_to(&self, path: &str, found: &mut Vec<usize>) {
        found.extend(&self.tails);
        let (segment, rest) = path.split_once('/').map_or((path, None), |(a, b)| (a, Some(b)));
        let fixed = self.fixed.get(normal_segment(segment).as_ref());
        for node in fixed.into_iter().chain(self.open.as_deref()) {
            match rest {
                Some(rest) => node.leading_to(rest, found),
                None => found.extend(&node.here),
            }
        }
    }

    /// The operations that some path with these steps may mean.
    fn overlapping(&self, steps: &[Step], found: &mut Vec<usize>) {
        found.extend(&self.tails);
        let open = self.open.as_deref();
        match steps {
            [] => found.extend(&self.here),
            [Step::Tail, ..] => self.all(found),
            [Step::Open, rest @ ..] => {
                self.fixed.values().chain(open).for_each(|node| node.overlapping(rest, found));
            }
            [Step::Fixed(text), rest @ ..] => {
                self.fixed.get(text).into_iter().chain(open).for_each(|node| node.overlapping(rest, found));
            }
        }
    }

    fn all(&self, found: &mut Vec<usize>) {
        found.extend(&self.here);
        for node in self.fixed.values().chain(self.open.as_deref()) {
            found.extend(&node.tails);
            node.all(found);
        }
    }
}

/// The steps that axum can take: it compares a path as it was sent, so only text that has no other spelling is fixed.
fn pattern(steps: &[Step]) -> Vec<Step> {
    let open = |text: &str| !text.bytes().all(is_unreserved);
    let steps = steps.iter().map(|step| match step {
        Step::Fixed(text) if open(text) => Step::Open,
        step => step.clone(),
    });
    steps.collect()
}

/// Whether another place takes everything from some open segment on: axum wants it to be the only one that is open there.
fn is_covered(steps: &[Step], all: &BTreeSet<Vec<Step>>) -> bool {
    let open = steps.iter().enumerate().filter(|(_, step)| **step == Step::Open);
    open.into_iter().any(|(index, _)| {
        let mut wider = steps.get(..index).unwrap_or_default().to_vec();
        wider.push(Step::Tail);
        all.contains(&wider)
    })
}

fn route(steps: &[Step]) -> String {
    let steps = steps.iter().enumerate().map(|(index, step)| match step {
        Step::Fixed(text) => format!("/{text}"),
        Step::Open => format!("/{{p{index}}}"),
        Step::Tail => "/{*rest}".to_owned(),
    });
    steps.collect()
}
