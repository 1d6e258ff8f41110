//! Who may pass the border.

use http::request::Parts;

use super::authenticate::{Asked, Authenticate, Claim};
use super::refusal::Refusal;
use crate::operation::{ErrorCode, Operation};
use crate::violation::Violation;

/// Decides what a caller may do. Who calls is said by the trait `Security` that is generated beside a service, with a
/// method for each of its security schemes. What several services share is a gate that is cheap to clone.
///
/// Methods are asked in the order in which they stand here, those of `Security` first; an implementer writes `async fn`.
pub trait Gate: Send + Sync + 'static {
    /// What is known of a caller.
    type Caller: Send + Sync + 'static;

    /// What becomes of a request that carries the credentials of none of the alternatives: it is refused, with a 401
    /// that says what could be sent. A gate has a word in this for refusals of its own.
    ///
    /// # Errors
    /// What the caller is told.
    fn without_credentials(&self, asked: &Asked<'_>, refusal: Refusal) -> Result<Self::Caller, Refusal> {
        let _ = asked;
        Err(refusal)
    }

    /// Whether the caller may do this in this case; asked when the parameters are known to be valid, before the body
    /// is read. [`Operation::access`] holds the contract's table, and [`Arguments::of`](super::Arguments::of) gives the
    /// parameters. Unless a gate says otherwise, everybody may do what has no table, and nobody what has one.
    fn permit(
        &self,
        caller: &Self::Caller,
        operation: &'static Operation,
        parts: &Parts,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        let _ = (caller, parts);
        std::future::ready(if operation.access.is_empty() { Ok(()) } else { Err(Refusal::forbidden()) })
    }

    /// The codes that stand beside the violations of a refused request; none unless a contract has such.
    fn violation_codes(
        &self,
        operation: &'static Operation,
        violations: &[Violation],
    ) -> Vec<&'static ErrorCode> {
        let _ = (operation, violations);
        Vec::new()
    }
}

/// The gate of a service without access control: everybody passes, with credentials or without.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenGate;

impl Gate for OpenGate {
    type Caller = ();

    fn without_credentials(&self, _: &Asked<'_>, _: Refusal) -> Result<(), Refusal> {
        Ok(())
    }

    async fn permit(&self, (): &(), _: &'static Operation, _: &Parts) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Authenticate for OpenGate {
    type Gate = Self;

    fn gate(&self) -> &Self {
        self
    }

    async fn scheme(&self, _: &Claim, _: &Asked<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn anonymous(&self, _: &Asked<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    async fn join(&self, (): (), (): (), _: &Asked<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}
