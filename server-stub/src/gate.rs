//! The border of every service: who calls, with which scopes, and for which citizen.

use std::sync::Arc;

use dfdg_api::borgerflytte::operations::CREATE_TILFLYTNINGSBEKRAEFTELSE;
use http::request::Parts;
use kontrakt::Violation;
use kontrakt::operation::{ErrorCode, Operation};
use kontrakt::server::{Arguments, Asked, Gate, Refusal};
use serde_json::Value;

use crate::access;
use crate::app::App;
use crate::auth::{Caller, Keys};
use crate::fault::Fault;
use crate::refusal::{code, refusal};
use crate::sensitive::Cpr;
use crate::store::Store;

/// The header that names the citizen; its spelling differs from document to document.
const CITIZEN: &str = "x-civilregistrationIdentifier";

/// Invalid CPR number.
const UGYLDIGT_CPR: i32 = 1001;
/// The message is not valid.
const UGYLDIG_BESKED: i32 = 1014;

/// Tokens and headers say who calls, the contract's access tables and the store for whom.
#[derive(Debug, Clone)]
pub struct Border {
    store: Store,
    keys: Arc<Keys>,
    require_user_metadata: bool,
}

impl Border {
    /// The border of a server.
    pub fn new(app: &App) -> Self {
        Self {
            store: app.store.clone(),
            keys: app.keys.clone(),
            require_user_metadata: app.settings.auth.require_user_metadata,
        }
    }

    /// Token, scope and the two headers, in this order: whoever lacks the scope is told nothing else.
    fn identify(&self, token: &str, scopes: &[&str], asked: &Asked<'_>) -> Result<Caller, Fault> {
        let identity = self.keys.authenticate(token)?;
        if !scopes.iter().all(|scope| identity.scopes.contains(*scope)) {
            return Err(Fault::UtilstraekkeligeRettigheder("the token lacks the scope"));
        }
        let caller = identity.into_caller(&asked.parts.headers, self.require_user_metadata)?;
        if caller.active.is_none() && !asked.operation.access.is_empty() {
            return Err(Fault::ActiveOrganisationMangler);
        }
        Ok(caller)
    }

    async fn check(
        &self,
        caller: &Caller,
        operation: &'static Operation,
        parts: &Parts,
    ) -> Result<(), Fault> {
        if operation.access.is_empty() {
            return access::check_without_table(caller);
        }
        if citizen_is_loaded(operation) {
            return caller.authority().map(|_| ());
        }
        access::check(&self.store, operation.access, caller, citizen(parts, operation)?.as_ref()).await
    }
}

impl Gate for Border {
    type Caller = Caller;

    fn without_credentials(&self, asked: &Asked<'_>, _: Refusal) -> Result<Caller, Refusal> {
        Err(refusal(asked.operation, &Fault::LogonFejlede("no bearer token, or several")))
    }

    async fn permit(
        &self,
        caller: &Caller,
        operation: &'static Operation,
        parts: &Parts,
    ) -> Result<(), Refusal> {
        self.check(caller, operation, parts).await.map_err(|fault| refusal(operation, &fault))
    }

    /// 1001 where the citizen's number is wrong and 1014 for all else, as far as the operation documents them.
    fn violation_codes(
        &self,
        operation: &'static Operation,
        violations: &[Violation],
    ) -> Vec<&'static ErrorCode> {
        let documented = |number| code(operation, number).filter(|code| operation.codes.contains(code));
        let invalid_cpr = documented(UGYLDIGT_CPR);
        let is_cpr = |violation: &Violation| {
            invalid_cpr.is_some() && violation.pointer.eq_ignore_ascii_case(&format!("/header/{CITIZEN}"))
        };
        let mut codes = Vec::new();
        if violations.iter().any(is_cpr) {
            codes.extend(invalid_cpr);
        }
        if !violations.iter().all(is_cpr) {
            codes.extend(documented(UGYLDIG_BESKED));
        }
        codes
    }
}

/// The contracts have one scheme in common.
macro_rules! one_border_for {
    ($($service:ident)*) => {
        $(
            impl dfdg_api::$service::Security for Border {
                async fn dfdg(
                    &self,
                    token: &str,
                    scopes: &[&str],
                    asked: &Asked<'_>,
                ) -> Result<Caller, Refusal> {
                    self.identify(token, scopes, asked).map_err(|fault| refusal(asked.operation, &fault))
                }
            }
        )*
    };
}

one_border_for!(borgerflytte indkaldelse kontaktinformation letasyl webservicebesked);

/// Whether the request does not say which citizen it is about: the rules load that, and ask who may then.
fn citizen_is_loaded(operation: &'static Operation) -> bool {
    std::ptr::eq(operation, &CREATE_TILFLYTNINGSBEKRAEFTELSE)
}

/// The citizen whom the request names; none where the operation is about none.
fn citizen(parts: &Parts, operation: &'static Operation) -> Result<Option<Cpr>, Fault> {
    let named = operation.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(CITIZEN));
    let Some(parameter) = named else { return Ok(None) };
    let value =
        Arguments::of(parts).and_then(|arguments| arguments.get(parameter.name)).and_then(Value::as_str);
    // The contract's pattern has let it pass, and is the same as ours.
    let cpr = value.and_then(|text| Cpr::new(text).ok());
    cpr.map(Some).ok_or_else(|| Fault::invalid(format!("/header/{CITIZEN}"), "pattern", "is no CPR number"))
}
