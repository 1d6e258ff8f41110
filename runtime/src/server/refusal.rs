//! Requests that are not carried out.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::response::Response;
use http::header::{ALLOW, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, StatusCode};

use super::authenticate::challenges;
use super::context::RequestTicket;
use super::typed::refused;
use crate::body::BodyError;
use crate::error::{ErrorAnswer, OperationError};
use crate::lines::LineError;
use crate::operation::{Code, ErrorBody, ErrorCode, Operation};
use crate::problem::{self, Problem};
use crate::violation::Violation;

/// Why a request is not carried out, and what the caller is told.
#[derive(Clone)]
pub struct Refusal(Box<Told>);

#[derive(Clone, Default)]
struct Told {
    problem: Problem,
    headers: HeaderMap,
    /// What is answered in place of the problem.
    answer: Option<ErrorAnswer>,
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<Code> = self.0.problem.codes.iter().map(|(code, _)| *code).collect();
        f.debug_struct("Refusal")
            .field("status", &self.status())
            .field("codes", &codes)
            .field("violations", &self.violations_found())
            .finish_non_exhaustive()
    }
}

impl Refusal {
    /// A refusal with an HTTP status; its title is the status's own.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self(Box::new(Told { problem: Problem { status, ..Problem::default() }, ..Told::default() }))
    }

    /// 401: nobody knows who calls. What the operation asks for is added when it is sent (`WWW-Authenticate`).
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401)
    }

    /// 403: the credential does not grant these scopes.
    #[must_use]
    pub fn insufficient_scope(scopes: &[&str]) -> Self {
        let refusal =
            Self::new(403).detail("the credential does not grant a scope that the operation asks for");
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes.join(" "));
        match HeaderValue::try_from(challenge) {
            Ok(challenge) => refusal.header(WWW_AUTHENTICATE, challenge),
            Err(_) => refusal,
        }
    }

    /// 403: the caller may not do this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(403)
    }

    /// 404: there is nothing at this place.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404)
    }

    /// The ticket was spent before.
    #[must_use]
    pub fn duplicate(ticket: &RequestTicket) -> Self {
        Self::new(ticket.duplicate_status()).detail("a call with this id was carried out before")
    }

    /// 400: the request is against the contract.
    #[must_use]
    pub fn violations(violations: Vec<Violation>) -> Self {
        let mut refusal = Self::new(400).detail("the request is against the contract");
        refusal.0.problem.violations = violations;
        refusal
    }

    /// 500: the fault is the server's.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(500)
    }

    /// 503: try again later.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(503)
    }

    /// A documented code, with its text and its status.
    #[must_use]
    pub fn code(code: &ErrorCode) -> Self {
        Self::new(code.status).and_code(code)
    }

    /// 405, with what is allowed.
    pub(super) fn method_not_allowed(allowed: impl Iterator<Item = Method>) -> Self {
        let mut names: Vec<String> = allowed.map(|method| method.to_string()).collect();
        if names.iter().any(|name| name == "GET") {
            names.push("HEAD".to_owned());
        }
        names.sort_unstable();
        names.dedup();
        let allow = HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static(""));
        Self::new(405).header(ALLOW, allow)
    }

    /// The same refusal with one more code.
    #[must_use]
    pub fn and_code(mut self, code: &ErrorCode) -> Self {
        self.0.problem.codes.push((code.code, Cow::Borrowed(code.text)));
        self
    }

    /// The same refusal under another status.
    #[must_use]
    pub fn status_code(mut self, status: u16) -> Self {
        self.0.problem.status = status;
        self
    }

    /// The same refusal with a title of its own.
    #[must_use]
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.problem.title = title.into();
        self
    }

    /// The same refusal with a word on what happened. It is sent to the caller: no value of the request belongs in it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.problem.detail = Some(detail.into());
        self
    }

    /// The same refusal with a header, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// The same refusal, saying what could be sent where it says that nobody knows who calls.
    pub(super) fn challenging(mut self, operation: &Operation) -> Self {
        if self.status() == 401 && !self.0.headers.contains_key(WWW_AUTHENTICATE) {
            for challenge in challenges(operation) {
                self.0.headers.append(WWW_AUTHENTICATE, challenge);
            }
        }
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.problem.status
    }

    /// The codes, in the order in which they are sent.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.0.problem.codes.iter().map(|(code, _)| *code)
    }

    /// What is wrong with the request.
    #[must_use]
    pub fn violations_found(&self) -> &[Violation] {
        &self.0.problem.violations
    }

    /// The answer, in the contract's form of an error.
    pub(super) fn into_response(self, form: &ErrorBody) -> Response {
        let Told { problem, headers, answer } = *self.0;
        let answer = answer.unwrap_or_else(|| {
            let body = problem::write(form, &problem);
            ErrorAnswer::of_bytes(problem.status, form.media_type, body)
        });
        let mut response = Response::new(Body::from(answer.body));
        *response.status_mut() =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = answer.headers;
        response.headers_mut().extend(headers);
        response
    }
}

/// Why a handler does not do what it was asked for: a documented error of its operation, or any other refusal.
///
/// `?` makes one of either.
#[derive(Debug, Clone)]
pub enum Failure<E> {
    /// An error that the contract documents for the operation.
    Documented(E),
    /// Any other refusal.
    Refusal(Refusal),
}

impl<E: OperationError> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Documented(error)
    }
}

impl<E> From<Refusal> for Failure<E> {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl<E> From<BodyError> for Failure<E> {
    fn from(error: BodyError) -> Self {
        Self::Refusal(error.into())
    }
}

/// 413 for a request with too much, 400 for one that ends before it is whole; 500 for a body that is none of a request.
impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        match error.limit() {
            _ if !error.is_of_request() => Self::internal(),
            Some(limit) => Self::new(413).detail(format!("the body may have at most {limit} bytes")),
            None => refused("", "body", "ends before it is whole"),
        }
    }
}

impl<E> From<LineError> for Failure<E> {
    fn from(error: LineError) -> Self {
        Self::Refusal(error.into())
    }
}

/// 400 for a line of a request that is against the contract; otherwise as for its body.
impl From<LineError> for Refusal {
    fn from(error: LineError) -> Self {
        match error.into_told() {
            Ok(violations) => Self::violations(violations),
            Err(error) => error.into(),
        }
    }
}

impl<E: OperationError> From<Failure<E>> for Refusal {
    fn from(failure: Failure<E>) -> Self {
        let error = match failure {
            Failure::Refusal(refusal) => return refusal,
            Failure::Documented(error) => error,
        };
        match (error.to_response(), error.code()) {
            (Some(answer), _) if answer.broken => Self::internal(),
            (Some(answer), _) => {
                let mut refusal = Self::new(answer.status);
                refusal.0.answer = Some(answer);
                refusal
            }
            (None, Some(code)) => Self::code(code),
            (None, None) => Self::internal(),
        }
    }
}
