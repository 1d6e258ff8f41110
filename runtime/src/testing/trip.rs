//! The way there and back.

use std::fmt::Debug;
use std::io;

use axum::Router;
use serde_json::Value;

use super::given::Given;
use super::report::Report;
use super::samples::{Answer, Broken, Samples};
use super::sent::{Sent, Unsaid};
use super::server::{Canned, Server};
use super::slot::Slot;
use super::told::Told;
use super::{raw, same};
use crate::client::{Error, Pending, Transport};
use crate::error::OperationError;
use crate::operation::Operation;
use crate::problem;
use crate::violation::Violation;

/// The answer of a client in a type that several calls have in common.
pub fn offered<T, U, E>(call: Pending<T, E>, into: fn(T) -> U) -> Pending<U, E>
where
    T: 'static,
    U: 'static,
    E: 'static,
{
    Box::pin(async move { call.await.map(into) })
}

/// The test of an operation: what is needed to send its samples through both ends.
#[derive(Debug)]
pub struct Trip<C> {
    operation: &'static Operation,
    samples: &'static Samples,
    slot: Slot,
    router: Router,
    client: fn(Transport) -> C,
}

impl<C> Trip<C> {
    /// A test of `operation`, whose handler stands behind `router` and answers from the slot.
    pub fn new(
        operation: &'static Operation,
        samples: &'static Samples,
        router: impl FnOnce(Slot) -> Router,
        client: fn(Transport) -> C,
    ) -> Self {
        let slot = Slot::default();
        Self { operation, samples, router: router(slot.clone()), slot, client }
    }

    /// Sends every sample. `call` makes a call of what is sent, `answer` what the handler is to answer.
    ///
    /// # Panics
    /// When a sample does not come through, which fails the test.
    pub fn run<T, E>(
        self,
        call: impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
        answer: impl Fn(&Told) -> Result<Result<T, E>, Unsaid>,
    ) where
        T: PartialEq + Debug + Send + 'static,
        E: PartialEq + Debug + OperationError + 'static,
    {
        let (operation, left_out) = (self.operation.name, self.samples.left_out);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let report = runtime.and_then(|runtime| runtime.block_on(self.report(call, answer)));
        let report = report.unwrap_or_else(|error| {
            let mut report = Report::default();
            report.fault(format!("the test could not run: {error}"));
            report
        });
        report.write(operation, left_out);
        assert!(report.faults.is_empty(), "{}", report.text(operation));
    }

    async fn report<T, E>(
        self,
        call: impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
        answer: impl Fn(&Told) -> Result<Result<T, E>, Unsaid>,
    ) -> io::Result<Report>
    where
        T: PartialEq + Debug + Send + 'static,
        E: PartialEq + Debug + OperationError + 'static,
    {
        let server = Server::start(self.router).await?;
        let transport = Transport::builder(&server.url).validate_responses(true).build();
        let transport = transport.map_err(io::Error::other)?;
        let mut test = Test {
            operation: self.operation,
            samples: self.samples,
            slot: self.slot,
            client: (self.client)(transport.clone()),
            transport,
            server,
            report: Report::default(),
        };
        test.valid(&call, &answer).await;
        test.refused(&call).await;
        test.unreadable(&call).await;
        Ok(test.report)
    }
}

struct Test<C> {
    operation: &'static Operation,
    samples: &'static Samples,
    slot: Slot,
    client: C,
    transport: Transport,
    server: Server,
    report: Report,
}

impl<C> Test<C> {
    /// A valid request, and which of the contents of its answer it asks for.
    fn sent(&self, index: usize, asked: usize) -> Sent {
        let text = self.samples.requests.get(index).copied().unwrap_or("{}");
        Sent::new(self.operation, serde_json::from_str(text).unwrap_or_default(), asked)
    }

    /// Every valid request and every valid answer, in pairs.
    async fn valid<T, E>(
        &mut self,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
        answer: &impl Fn(&Told) -> Result<Result<T, E>, Unsaid>,
    ) where
        T: PartialEq + Debug + Send + 'static,
        E: PartialEq + Debug + OperationError + 'static,
    {
        let (requests, answers) = (self.samples.requests.len(), self.samples.answers);
        if requests == 0 {
            return;
        }
        for round in 0..requests.max(answers.len()) {
            let told = answers.get(round % answers.len().max(1));
            let sent = self.sent(round % requests, told.map_or(0, |told| told.asked));
            let fault = self.there_and_back(&sent, told, call, answer).await;
            if let Some(fault) = fault {
                let told = told.map_or("nothing", |told| told.json);
                self.report.fault(format!("sent {}, answered {told}: {fault}", sent.value));
            }
        }
    }

    /// Sends one request, and says what is wrong with what came of it.
    async fn there_and_back<T, E>(
        &mut self,
        sent: &Sent,
        told: Option<&Answer>,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
        answer: &impl Fn(&Told) -> Result<Result<T, E>, Unsaid>,
    ) -> Option<String>
    where
        T: PartialEq + Debug + Send + 'static,
        E: PartialEq + Debug + OperationError + 'static,
    {
        let answers = told.map(Told::new).map(|told| Ok::<_, Unsaid>((answer(&told)?, answer(&told)?)));
        let (given, expected) = match answers.transpose() {
            Ok(answers) => answers.unzip(),
            Err(Unsaid(reason)) => return Some(format!("the answer has no type: {reason}")),
        };
        let call = match call(&self.client, sent) {
            Ok(call) => call,
            Err(Unsaid(reason)) => return Some(format!("the request has no type: {reason}")),
        };
        self.slot.prepare(given);
        let result = call.await;
        let Some((called, given)) = self.slot.take() else {
            return match result {
                Err(Error::Invalid(violations)) if violations.iter().all(is_untold) => {
                    self.report.untold += 1;
                    None
                }
                Err(error) => Some(format!("the handler was not reached: {}", told_of(&error))),
                Ok(_) => Some("the handler was not reached".to_owned()),
            };
        };
        if !std::ptr::eq(called, self.operation) {
            if is_alike(called, self.operation) {
                self.report.untold += 1;
                return None;
            }
            return Some(format!("the handler of `{}` was reached", called.name));
        }
        let fault = self.differs(sent, &given);
        if fault.is_some() {
            return fault;
        }
        let came = match (result, expected) {
            (_, None) => true,
            (Ok(came), Some(Ok(expected))) => came == expected,
            (Err(Error::Api(came, _)), Some(Err(expected))) => came == expected,
            (Err(error), _) => return Some(format!("the answer was not read: {}", told_of(&error))),
            (Ok(_), Some(Err(_))) => false,
        };
        if came {
            self.report.valid += 1;
            return None;
        }
        Some("the client was not given what the handler answered".to_owned())
    }

    /// What the handler was given that was not sent.
    fn differs(&self, sent: &Sent, given: &Given) -> Option<String> {
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            let (sent, given) = (sent.parameter(index), given.parameters.get(index));
            let made_up = sent.is_none() && parameter.idempotency_key.is_some();
            let (sent, given) = (sent.unwrap_or(&Value::Null), given.unwrap_or(&Value::Null));
            if !made_up && !same(sent, given) {
                return Some(format!("the handler was given {given} as `{}`", parameter.name));
            }
        }
        if sent.has_body() && sent.content() != given.content {
            return Some(format!("the handler was given content {}", given.content));
        }
        let body = sent.value.get("body").unwrap_or(&Value::Null);
        (!same(body, &given.body)).then(|| format!("the handler was given the body {}", given.body))
    }

    /// Every nearly valid request: the server refuses it, and the client, where it can say it at all.
    async fn refused<T, E: OperationError>(
        &mut self,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
    ) {
        for broken in self.samples.refused {
            let valid = self.sent(broken.of, 0);
            let Some(value) = broken.apply(&valid.value) else {
                self.report.fault(format!("{}: there is no such place", broken.told()));
                continue;
            };
            let sent = Sent::new(self.operation, value, 0);
            let fault = match self.by_server(broken, &sent).await {
                None => self.by_client(broken, &sent, call).await,
                fault => fault,
            };
            if let Some(fault) = fault {
                self.report.fault(format!("{}: {fault}", broken.told()));
            }
        }
    }

    async fn by_server(&mut self, broken: &Broken, sent: &Sent) -> Option<String> {
        let Some(call) = raw::call(&self.transport, self.operation, self.samples.bodies, sent) else {
            self.report.untold += 1;
            return None;
        };
        self.slot.prepare::<(), ()>(None);
        let answer = match call.send().await {
            Ok(answer) => answer,
            Err(failure) => return Some(format!("no answer: {failure:?}")),
        };
        let called = self.slot.take().map(|(operation, _)| operation);
        // Another path may be another operation's, or nobody's.
        let elsewhere = called.is_some_and(|called| !std::ptr::eq(called, self.operation));
        if broken.pointer().starts_with("/path/") && (elsewhere || matches!(answer.status(), 404 | 405)) {
            self.report.untold += 1;
            return None;
        }
        if called.is_some() {
            return Some("the handler was called".to_owned());
        }
        if answer.status() != 400 {
            return Some(format!("the server answered {}", answer.status()));
        }
        let told = problem::read(self.operation.error_body, &answer.bytes()).violations;
        // An answer to HEAD says nothing but its status.
        let is_told = !self.operation.error_body.violations.is_empty() && self.operation.method != "HEAD";
        if is_told && let Some(fault) = missed(broken, &told) {
            return Some(format!("the server {fault}"));
        }
        self.report.refused += 1;
        None
    }

    async fn by_client<T, E: OperationError>(
        &mut self,
        broken: &Broken,
        sent: &Sent,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
    ) -> Option<String> {
        let Ok(call) = call(&self.client, sent) else { return None };
        let before = self.server.requests();
        let result = call.await;
        if self.server.requests() != before {
            return Some("the client sent it".to_owned());
        }
        match result {
            Err(Error::Invalid(violations)) => match missed(broken, &violations) {
                Some(_) if violations.iter().all(is_untold) => None,
                Some(fault) => Some(format!("the client {fault}")),
                None => {
                    self.report.unsent += 1;
                    None
                }
            },
            Err(error) => Some(format!("the client says {}", told_of(&error))),
            Ok(_) => Some("the client made up an answer".to_owned()),
        }
    }

    /// Every nearly valid answer: a client that validates them refuses it.
    async fn unreadable<T, E: OperationError>(
        &mut self,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
    ) {
        if self.samples.requests.is_empty() {
            return;
        }
        for broken in self.samples.unreadable {
            if let Some(fault) = self.by_reader(broken, call).await {
                self.report.fault(format!("answer {}: {fault}", broken.told()));
            }
        }
        self.server.answer(None);
    }

    async fn by_reader<T, E: OperationError>(
        &mut self,
        broken: &Broken,
        call: &impl Fn(&C, &Sent) -> Result<Pending<T, E>, Unsaid>,
    ) -> Option<String> {
        let answer = self.samples.answers.get(broken.of)?;
        let valid: Value = serde_json::from_str(answer.json).unwrap_or_default();
        let Some(value) = broken.apply(&valid) else { return Some("there is no such place".to_owned()) };
        let Some(headers) = raw::headers(&value) else {
            self.report.untold += 1;
            return None;
        };
        let (status, media_type, body) = (answer.status, answer.media_type, raw::body(&value));
        self.server.answer(Some(Canned { status, media_type, headers, body }));
        let call = match call(&self.client, &self.sent(0, answer.asked)) {
            Ok(call) => call,
            Err(Unsaid(reason)) => return Some(format!("the request has no type: {reason}")),
        };
        match call.await {
            Err(Error::Decode(violations, _)) => match missed(broken, &violations) {
                Some(fault) => Some(format!("the client {fault}")),
                None => {
                    self.report.unreadable += 1;
                    None
                }
            },
            Err(Error::Invalid(violations)) if violations.iter().all(is_untold) => {
                self.report.untold += 1;
                None
            }
            Err(error) => Some(format!("the client says {}", told_of(&error))),
            Ok(_) => Some("the client took it".to_owned()),
        }
    }
}

/// Whether paths differ by nothing but the names of their parameters, so that a value may mean either operation.
fn is_alike(one: &Operation, other: &Operation) -> bool {
    let shape = |operation: &Operation| -> Vec<&'static str> {
        operation.path.split(['{', '}']).step_by(2).collect()
    };
    one.method == other.method && shape(one) == shape(other)
}

/// What is said in place of the broken rule, if that is not said.
fn missed(broken: &Broken, violations: &[Violation]) -> Option<String> {
    let is_it = |found: &Violation| found.pointer == broken.pointer() && found.rule == broken.rule;
    if violations.iter().any(is_it) {
        return None;
    }
    let said: Vec<String> =
        violations.iter().map(|found| format!("{} ({})", found.pointer, found.rule)).collect();
    Some(format!("says {}", if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }))
}

/// Whether it is the style of a parameter that cannot carry a value, and not the contract that refuses it.
fn is_untold(violation: &Violation) -> bool {
    matches!(violation.rule, "style" | "path")
}

fn told_of<E: OperationError>(error: &Error<E>) -> String {
    let violations: Vec<String> = error.violations().iter().map(ToString::to_string).collect();
    let kind = match error {
        Error::Api(..) => "a documented error",
        Error::Refused(_) => "the server refused it",
        Error::Duplicate(_) => "a duplicate",
        Error::Unexpected(_) => "an answer that the contract does not describe",
        Error::Invalid(_) => "the call is invalid",
        Error::Timeout(_) => "no answer in time",
        Error::Credentials(..) => "no credentials",
        Error::Transport(..) => "no connection",
        Error::Decode(..) => "an answer that cannot be read",
    };
    let status = error.status().map(|status| format!(" ({status})")).unwrap_or_default();
    format!("{kind}{status} {}", violations.join("; "))
}
