//! What may come of a call other than its answer.

use std::convert::Infallible;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::answer::Answer;
use super::token::TokenError;
use crate::error::Fault;
use crate::operation::{Code, Operation};
use crate::problem::{self, Faults};
use crate::violation::Violation;

/// Why a call gave no result. `E` holds the documented errors of the operation.
///
/// Neither `Display` nor `Debug` shows what a body or a header held, since that may be personal; it can be had from the
/// [`Exchange`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server answered with a documented error.
    Api(E, Exchange),
    /// The server found the request to be against the contract: see [`Error::violations`].
    Refused(Exchange),
    /// A call with this idempotency key was carried out before.
    Duplicate(Exchange),
    /// The server answered what the contract does not describe for this operation.
    Unexpected(Exchange),
    /// The call is against the contract, and was not sent.
    Invalid(Vec<Violation>),
    /// There was no answer in time; the call may have been carried out.
    Timeout(Exchange),
    /// There was no credential to send, and the call was not sent.
    Credentials(TokenError, Exchange),
    /// There was no connection, or it broke; unless it could not be made, the call may have been carried out.
    Transport(reqwest::Error, Exchange),
    /// The answer is not of the contract's form.
    Decode(Vec<Violation>, Exchange),
}

/// A failure that is the same for every operation; `?` makes an [`Error`] of it.
#[derive(Debug)]
pub struct Failure(Box<Error<Infallible>>);

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match *failure.0 {
            Error::Api(never, _) => match never {},
            Error::Refused(exchange) => Self::Refused(exchange),
            Error::Duplicate(exchange) => Self::Duplicate(exchange),
            Error::Unexpected(exchange) => Self::Unexpected(exchange),
            Error::Invalid(violations) => Self::Invalid(violations),
            Error::Timeout(exchange) => Self::Timeout(exchange),
            Error::Credentials(error, exchange) => Self::Credentials(error, exchange),
            Error::Transport(error, exchange) => Self::Transport(error, exchange),
            Error::Decode(violations, exchange) => Self::Decode(violations, exchange),
        }
    }
}

impl Failure {
    pub(super) fn invalid(violations: Vec<Violation>) -> Self {
        Self(Box::new(Error::Invalid(violations)))
    }

    pub(super) fn timeout(operation: &'static Operation, key: Option<String>) -> Self {
        Self(Box::new(Error::Timeout(Exchange::unanswered(operation, key))))
    }

    pub(super) fn credentials(error: TokenError, operation: &'static Operation, key: Option<String>) -> Self {
        Self(Box::new(Error::Credentials(error, Exchange::unanswered(operation, key))))
    }

    pub(super) fn transport(
        error: reqwest::Error,
        operation: &'static Operation,
        key: Option<String>,
    ) -> Self {
        if error.is_timeout() {
            return Self::timeout(operation, key);
        }
        Self(Box::new(Error::Transport(error.without_url(), Exchange::unanswered(operation, key))))
    }

    pub(super) fn decode(violations: Vec<Violation>, exchange: Exchange) -> Self {
        Self(Box::new(Error::Decode(violations, exchange)))
    }

    pub(super) fn undocumented(exchange: Exchange) -> Self {
        let duplicate = exchange.operation().idempotency_key().map(|(_, key)| key.duplicate_status);
        Self(Box::new(if duplicate.is_some() && duplicate == exchange.status() {
            Error::Duplicate(exchange)
        } else if exchange.violations().is_empty() {
            Error::Unexpected(exchange)
        } else {
            Error::Refused(exchange)
        }))
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status()
    }
}

/// What is known of a call that failed.
#[derive(Clone)]
pub struct Exchange(Box<Known>);

#[derive(Clone)]
struct Known {
    operation: &'static Operation,
    idempotency_key: Option<String>,
    answer: Option<Answer>,
    said: Faults,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.faults().iter().map(|fault| fault.code.as_str()).collect();
        f.debug_struct("Exchange")
            .field("operation", &self.operation().name)
            .field("status", &self.status())
            .field("codes", &codes)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    fn unanswered(operation: &'static Operation, idempotency_key: Option<String>) -> Self {
        Self(Box::new(Known { operation, idempotency_key, answer: None, said: Faults::default() }))
    }

    pub(super) fn of(answer: &Answer) -> Self {
        Self(Box::new(Known {
            operation: answer.operation,
            idempotency_key: answer.idempotency_key.clone(),
            said: problem::read(answer.operation.error_body, &answer.body),
            answer: Some(answer.clone()),
        }))
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// The idempotency key that the call was sent with: a second call with it is carried out at most once.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_deref()
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.answer.as_ref().map(Answer::status)
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(Answer::headers)
    }

    /// The body of the answer. It may hold personal data.
    #[must_use]
    pub fn body(&self) -> Option<Bytes> {
        self.0.answer.as_ref().map(Answer::bytes)
    }

    /// Every code of the answer with the text that came with it.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.0.said.faults
    }

    /// What the server found wrong with the request.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.said.violations
    }

    /// `title` of the answer's problem document.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.0.said.title.as_deref()
    }

    /// `detail` of the answer's problem document.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.said.detail.as_deref()
    }

    /// The codes of the answer, as the values that documented codes are compared with.
    pub(super) fn codes(&self) -> impl Iterator<Item = Code> {
        let documented = self.operation().codes;
        self.faults().iter().filter_map(move |fault| {
            documented.iter().map(|known| known.code).find(|code| code.is(&fault.code))
        })
    }
}

impl<E> Error<E> {
    /// The documented error, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error, _) => Some(error),
            _ => None,
        }
    }

    /// What is known of the call; nothing of one that was not sent because it is against the contract.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Invalid(_) => None,
            Self::Api(_, exchange)
            | Self::Refused(exchange)
            | Self::Duplicate(exchange)
            | Self::Unexpected(exchange)
            | Self::Timeout(exchange)
            | Self::Credentials(_, exchange)
            | Self::Transport(_, exchange)
            | Self::Decode(_, exchange) => Some(exchange),
        }
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.exchange()?.status()
    }

    /// Every code of the answer with its text, documented or not.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.exchange().map_or(&[], Exchange::faults)
    }

    /// What is wrong: with the request as either end found it, or with the answer.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Invalid(violations) | Self::Decode(violations, _) => violations,
            other => other.exchange().map_or(&[], Exchange::violations),
        }
    }

    /// The idempotency key that the call was sent with, to try again under.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.exchange()?.idempotency_key()
    }

    fn name(&self) -> &'static str {
        self.exchange().map_or("the call", |exchange| exchange.operation().name)
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match self {
            Self::Api(error, _) => write!(f, "{name}: {error}"),
            Self::Refused(exchange) => {
                write!(f, "{name}: the server refused the request{}", Said(exchange))?;
                let places = exchange.violations().iter().map(|found| (found.pointer.as_str(), found.rule));
                places.into_iter().try_for_each(|(place, rule)| write!(f, "; {place} breaks {rule}"))
            }
            Self::Duplicate(exchange) => {
                let key = exchange.idempotency_key().unwrap_or_default();
                write!(f, "{name}: a call with the idempotency key `{key}` was carried out before")
            }
            Self::Unexpected(exchange) => {
                write!(
                    f,
                    "{name}: the server gave an answer that the contract does not describe{}",
                    Said(exchange)
                )
            }
            Self::Invalid(violations) => {
                f.write_str("the call is against the contract and was not sent")?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
            Self::Timeout(_) => write!(f, "{name}: no answer in time"),
            Self::Credentials(..) => write!(f, "{name}: no credential to send"),
            Self::Transport(error, _) if error.is_connect() => {
                write!(f, "{name}: no connection to the server")
            }
            Self::Transport(..) => write!(f, "{name}: the connection broke before the answer was there"),
            Self::Decode(violations, exchange) => {
                write!(f, "{name}: the answer is not of the contract's form{}", Said(exchange))?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Api(error, _) => Some(error),
            Self::Credentials(error, _) => Some(error.as_ref()),
            Self::Transport(error, _) => Some(error),
            _ => None,
        }
    }
}

/// Status and codes; the texts are left out, since a foreign server may write anything into them.
struct Said<'a>(&'a Exchange);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.0.status() {
            write!(f, " (status {status}")?;
            for (index, fault) in self.0.faults().iter().enumerate() {
                let word = if index == 0 { ", code " } else { ", " };
                write!(f, "{word}{}", fault.code)?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}
