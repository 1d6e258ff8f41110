//! The way of a request from its route to its handler.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use axum::extract::Request;
use axum::response::Response;
use http::header::CONTENT_LENGTH;
use http::request::Parts;

use super::authenticate::{Asked, Authenticate, caller};
use super::body::Incoming;
use super::context::{Arguments, Context};
use super::gate::Gate;
use super::input::Input;
use super::refusal::Refusal;
use super::reply::Reply;
use super::table::Served;
use super::template::Template;
use crate::observe::{Ended, Observer};
use crate::operation::{ErrorCode, Operation};
use crate::parameters::{self, Raw};
use crate::violation::Violation;

pub(super) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
pub(super) type Handler<S, C> =
    Box<dyn Fn(Arc<S>, Input<C>) -> Boxed<'static, Result<Reply, Refusal>> + Send + Sync>;

/// Says of a request's head whether an operation is meant.
pub(super) type Condition = Box<dyn Fn(&Parts) -> bool + Send + Sync>;

/// One operation with the code that serves it.
pub(super) struct Entry<S, C> {
    pub(super) operation: &'static Operation,
    pub(super) template: Template,
    pub(super) condition: Option<Condition>,
    /// In place of that of all.
    pub(super) body_limit: Option<usize>,
    pub(super) handler: Handler<S, C>,
}

/// What every operation of a service shares.
pub(super) struct Border<S, C> {
    pub(super) service: Arc<S>,
    pub(super) gate: Box<dyn AnyGate<C>>,
    pub(super) body_limit: usize,
    pub(super) observers: Vec<Box<dyn Observer>>,
}

/// Who calls, and the arguments of the call.
pub(super) type Admitted<C> = (C, Arguments);

/// A gate whose own type is forgotten, with all that comes before the body in one step.
pub(super) trait AnyGate<C>: Send + Sync {
    fn admit<'a>(
        &'a self,
        operation: &'static Operation,
        template: &'a Template,
        parts: &'a mut Parts,
    ) -> Boxed<'a, Result<Admitted<C>, Refusal>>;

    fn codes(&self, operation: &'static Operation, violations: &[Violation]) -> Vec<&'static ErrorCode>;
}

impl<A: Authenticate> AnyGate<<A::Gate as Gate>::Caller> for A {
    fn admit<'a>(
        &'a self,
        operation: &'static Operation,
        template: &'a Template,
        parts: &'a mut Parts,
    ) -> Boxed<'a, Result<Admitted<<A::Gate as Gate>::Caller>, Refusal>> {
        Box::pin(async move {
            let caller = caller(self, &Asked { operation, parts }).await?;
            let arguments = arguments(operation, template, parts)?;
            parts.extensions.insert(arguments.clone());
            self.gate().permit(&caller, operation, parts).await?;
            Ok((caller, arguments))
        })
    }

    fn codes(&self, operation: &'static Operation, violations: &[Violation]) -> Vec<&'static ErrorCode> {
        self.gate().violation_codes(operation, violations)
    }
}

/// Every parameter of the operation, or everything that is wrong with them.
fn arguments(
    operation: &'static Operation,
    template: &Template,
    parts: &Parts,
) -> Result<Arguments, Refusal> {
    let captures = template.captures(parts.uri.path(), parts.uri.query()).unwrap_or_default();
    let raw = Raw::of(captures, parts.uri.query(), &parts.headers);
    let mut violations = Vec::new();
    let mut arguments = Vec::with_capacity(operation.parameters.len());
    for parameter in operation.parameters {
        match parameters::decode(parameter, operation.parameters, &raw) {
            Ok(None) if parameter.required => {
                violations.push(Violation::missing(parameters::pointer(parameter)));
            }
            Ok(value) => arguments.push(value),
            Err(found) => violations.extend(found),
        }
    }
    if violations.is_empty() {
        Ok(Arguments::new(operation, arguments))
    } else {
        Err(Refusal::violations(violations))
    }
}

impl<S, C: Send + Sync + 'static> Border<S, C> {
    async fn serve(&self, entry: &Entry<S, C>, request: Request) -> Response {
        let begin = Instant::now();
        let operation = entry.operation;
        self.observers.iter().for_each(|observer| observer.begins(operation));
        let outcome = caught(self.pass(entry, request)).await;
        let mut response = outcome.unwrap_or_else(|refusal| self.refuse(operation, refusal));
        // How long a body is, is seen where it is sent; only of a body that is not sent it has to be said.
        if operation.method != "HEAD" {
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        let ended = Ended { operation, status: Some(response.status().as_u16()), elapsed: begin.elapsed() };
        self.observers.iter().for_each(|observer| observer.ended(&ended));
        response
    }

    async fn pass(&self, entry: &Entry<S, C>, request: Request) -> Result<Response, Refusal> {
        let (mut parts, body) = request.into_parts();
        let (caller, arguments) = self.gate.admit(entry.operation, &entry.template, &mut parts).await?;
        let context = Context { caller, operation: entry.operation, parts };
        let limit = entry.body_limit.unwrap_or(self.body_limit);
        let incoming = Incoming { body: Some(body), limit };
        let input = Input { context, arguments, incoming };
        (entry.handler)(self.service.clone(), input).await?.into_response()
    }

    /// A request that is against the contract gets the codes that its contract has for that.
    fn refuse(&self, operation: &'static Operation, mut refusal: Refusal) -> Response {
        if !refusal.violations_found().is_empty() && refusal.codes().next().is_none() {
            for code in self.gate.codes(operation, refusal.violations_found()) {
                refusal = refusal.and_code(code);
            }
        }
        refusal.challenging(operation).into_response(operation.error_body)
    }
}

/// An operation behind its border.
pub(super) struct Guarded<S, C> {
    pub(super) border: Arc<Border<S, C>>,
    pub(super) entry: Entry<S, C>,
}

impl<S: Send + Sync + 'static, C: Send + Sync + 'static> Served for Guarded<S, C> {
    fn operation(&self) -> &'static Operation {
        self.entry.operation
    }

    fn template(&self) -> &Template {
        &self.entry.template
    }

    fn is_meant(&self, parts: &Parts) -> Option<bool> {
        self.entry.condition.as_ref().map(|condition| condition(parts))
    }

    fn is_conditional(&self) -> bool {
        self.entry.condition.is_some() || self.entry.template.asks_of_query()
    }

    fn takes(&self, parts: &Parts) -> bool {
        arguments(self.entry.operation, &self.entry.template, parts).is_ok()
    }

    fn serve(&self, request: Request) -> Boxed<'_, Response> {
        Box::pin(self.border.serve(&self.entry, request))
    }
}

/// Turns a panic into a 500. What a panicking handler had in its hands is dropped, so nothing half-done is seen again.
async fn caught<T>(future: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    let mut future = pin!(future);
    std::future::poll_fn(move |context| {
        let polled: Result<_, Box<dyn Any + Send>> =
            catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(Refusal::internal())))
    })
    .await
}
