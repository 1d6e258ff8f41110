//! Who may pass the border.

use std::sync::Arc;

use http::request::Parts;

use super::refusal::Refusal;
use crate::operation::{ErrorCode, Operation};
use crate::violation::Violation;

/// Decides who calls and what he may do. Its methods are asked in the order in which they stand here; an implementer
/// writes `async fn`.
pub trait Gate: Send + Sync + 'static {
    /// What is known of a caller.
    type Caller: Send + Sync + 'static;

    /// Finds out who calls, before anything else of the request is looked at.
    fn authenticate(
        &self,
        parts: &Parts,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Self::Caller, Refusal>> + Send;

    /// Whether the caller holds `scope` under the security scheme `scheme`.
    fn holds(&self, caller: &Self::Caller, scheme: &str, scope: &str) -> bool;

    /// Whether the caller's scopes are enough: one of the operation's security requirements must be met in full.
    fn authorize(
        &self,
        caller: &Self::Caller,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        let met = operation.security.is_empty()
            || operation.security.iter().any(|requirement| {
                requirement
                    .schemes
                    .iter()
                    .all(|(scheme, scopes)| scopes.iter().all(|scope| self.holds(caller, scheme, scope)))
            });
        let refusal = || {
            Refusal::forbidden().detail("the credential does not grant a scope that the operation asks for")
        };
        std::future::ready(if met { Ok(()) } else { Err(refusal()) })
    }

    /// Whether the caller may do this in this case; asked when the parameters are known to be valid, before the body
    /// is read. [`Operation::access`] holds the contract's table, and [`Arguments::of`](super::Arguments::of) gives the
    /// parameters.
    fn permit(
        &self,
        caller: &Self::Caller,
        operation: &'static Operation,
        parts: &Parts,
    ) -> impl Future<Output = Result<(), Refusal>> + Send;

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

/// Services share a gate.
impl<G: Gate> Gate for Arc<G> {
    type Caller = G::Caller;

    async fn authenticate(&self, parts: &Parts, operation: &'static Operation) -> Result<G::Caller, Refusal> {
        (**self).authenticate(parts, operation).await
    }

    fn holds(&self, caller: &G::Caller, scheme: &str, scope: &str) -> bool {
        (**self).holds(caller, scheme, scope)
    }

    async fn authorize(&self, caller: &G::Caller, operation: &'static Operation) -> Result<(), Refusal> {
        (**self).authorize(caller, operation).await
    }

    async fn permit(
        &self,
        caller: &G::Caller,
        operation: &'static Operation,
        parts: &Parts,
    ) -> Result<(), Refusal> {
        (**self).permit(caller, operation, parts).await
    }

    fn violation_codes(
        &self,
        operation: &'static Operation,
        violations: &[Violation],
    ) -> Vec<&'static ErrorCode> {
        (**self).violation_codes(operation, violations)
    }
}

/// The gate of a service without access control: everybody passes.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenGate;

impl Gate for OpenGate {
    type Caller = ();

    async fn authenticate(&self, _: &Parts, _: &'static Operation) -> Result<(), Refusal> {
        Ok(())
    }

    fn holds(&self, (): &(), _: &str, _: &str) -> bool {
        true
    }

    async fn permit(&self, (): &(), _: &'static Operation, _: &Parts) -> Result<(), Refusal> {
        Ok(())
    }
}
