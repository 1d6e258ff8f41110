//! What a caller is told of a fault: its code with the text that the contract documents for it.

use dfdg_api::common::operations::COMMON_CODES;
use kontrakt::OperationError;
use kontrakt::operation::{Code, ErrorCode, Operation};
use kontrakt::server::{Context, Failure, Refusal, RequestTicket};

use crate::fault::Fault;
use crate::store::StoreError;

/// Why a rule refused.
#[derive(Debug)]
pub enum Reason {
    /// For a reason of the operation's own, which has this code.
    Code(i32),
    /// For one that any operation may have.
    Common(Fault),
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        Self::Common(fault)
    }
}

/// Turns what a rule says into the answer of the operation that `context` names.
pub fn told<C, R: Into<Reason>, E: OperationError>(context: &Context<C>) -> impl FnOnce(R) -> Failure<E> {
    let operation = context.operation;
    move |reason| match reason.into() {
        Reason::Code(number) => match E::from_code(Code::Integer(number.into())) {
            Some(error) => error.into(),
            None => {
                tracing::error!(
                    operation = operation.name,
                    number,
                    "a rule names a code that the contract lacks"
                );
                Refusal::internal().into()
            }
        },
        Reason::Common(fault) => match fault.code().and_then(|n| E::from_code(Code::Integer(n.into()))) {
            // The documented error has no room for them.
            Some(error) if fault.violations().is_empty() => error.into(),
            _ => refusal(operation, &fault).into(),
        },
    }
}

/// The refusal that tells of a fault.
pub fn refusal(operation: &'static Operation, fault: &Fault) -> Refusal {
    log(operation, fault);
    let codes: Vec<_> = fault.codes().into_iter().filter_map(|number| code(operation, number)).collect();
    let Some(first) = codes.first() else { return without_code(operation, fault) };
    let refusal = match fault.violations() {
        [] => Refusal::new(first.status),
        violations => Refusal::violations(violations.to_vec()).status_code(first.status),
    };
    let refusal = codes.into_iter().fold(refusal, Refusal::and_code);
    match fault {
        Fault::InternFejl(StoreError::Unavailable) => refusal.status_code(503),
        _ => refusal,
    }
}

/// A code as the operation documents it, else as the framework does.
pub fn code(operation: &'static Operation, number: i32) -> Option<&'static ErrorCode> {
    operation.codes.iter().chain(COMMON_CODES).find(|known| known.code == Code::Integer(number.into()))
}

fn without_code(operation: &'static Operation, fault: &Fault) -> Refusal {
    match (fault, operation.idempotency_key()) {
        (Fault::FindesIkke, _) => Refusal::not_found(),
        // Nothing of the id itself is told.
        (Fault::BrugtRequestId, Some((_, key))) => Refusal::duplicate(&RequestTicket::new("", key)),
        _ => Refusal::internal(),
    }
}

/// What the operator has to know of, and the caller does not.
fn log(operation: &'static Operation, fault: &Fault) {
    match fault {
        Fault::InternFejl(error) => tracing::error!(operation = operation.name, %error, "internal error"),
        Fault::LogonFejlede(reason) => tracing::info!(operation = operation.name, reason, "logon failed"),
        Fault::UtilstraekkeligeRettigheder(reason) => {
            tracing::info!(operation = operation.name, reason, "insufficient permissions");
        }
        _ => {}
    }
}
