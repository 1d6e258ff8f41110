//! Who calls: the alternatives of an operation's security, one after the other.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use http::request::Parts;

use super::gate::Gate;
use super::refusal::Refusal;
use crate::operation::{Operation, Requirement};
use crate::parameters::Raw;
use crate::security::{Kind, SecurityScheme, carried};

/// What a gate is asked about: a request before anything else of it is looked at. `Debug` shows the operation only.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What is called.
    pub operation: &'static Operation,
    /// The head of the request.
    pub parts: &'a Parts,
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// What a request carries for a scheme. `Debug` does not show it.
pub struct Claim {
    /// What the contract calls the scheme.
    pub scheme: &'static str,
    /// The scopes that the operation asks of it.
    pub scopes: &'static [&'static str],
    /// What is to be checked.
    pub credential: Credential,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// What proves something, by the kind of the scheme. `Debug` does not show it.
pub enum Credential {
    /// An API key, a bearer token, or what stands behind another word of the `Authorization` header.
    Text(String),
    /// Name and password.
    Login {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A client certificate, which whoever accepted the connection may have put into the request's extensions.
    Certificate,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

/// A gate together with what it says of each scheme of a contract; what generated code makes of a gate.
pub trait Authenticate: Send + Sync + 'static {
    /// The gate.
    type Gate: Gate;

    /// The gate.
    fn gate(&self) -> &Self::Gate;

    /// Who calls, going by one scheme.
    fn scheme(&self, claim: &Claim, asked: &Asked<'_>) -> impl Future<Output = Known<Self>> + Send;

    /// Who calls where nothing is asked.
    fn anonymous(&self, asked: &Asked<'_>) -> impl Future<Output = Known<Self>> + Send {
        let _ = asked;
        std::future::ready(Err(Refusal::unauthorized()))
    }

    /// Who calls where two schemes both say somebody.
    fn join(
        &self,
        one: <Self::Gate as Gate>::Caller,
        other: <Self::Gate as Gate>::Caller,
        asked: &Asked<'_>,
    ) -> impl Future<Output = Known<Self>> + Send {
        let _ = (one, other, asked);
        std::future::ready(Err(Refusal::unauthorized()))
    }
}

/// Who calls, or why he is not let in.
pub type Known<A> = Result<<<A as Authenticate>::Gate as Gate>::Caller, Refusal>;

/// Who calls: the first alternative decides for which the request carries everything and that does not refuse. One that
/// asks for nothing comes last, so that whoever says who he is will be known.
pub(super) async fn caller<A: Authenticate>(schemes: &A, asked: &Asked<'_>) -> Known<A> {
    let alternatives = asked.operation.security;
    if alternatives.is_empty() {
        return schemes.anonymous(asked).await;
    }
    let request = Raw::of(Vec::new(), asked.parts.uri.query(), &asked.parts.headers);
    let mut refused = None;
    for alternative in alternatives.iter().filter(|alternative| !alternative.schemes.is_empty()) {
        let Some(claims) = claims(alternative, &request) else { continue };
        match all(schemes, &claims, asked).await {
            // Who fails at one alternative may pass another; a gate that is out of order decides nothing.
            Err(refusal) if refusal.status() < 500 => refused = Some(refusal),
            decided => return decided,
        }
    }
    if alternatives.iter().any(|alternative| alternative.schemes.is_empty()) {
        return schemes.anonymous(asked).await;
    }
    match refused {
        Some(refusal) => Err(refusal),
        None => schemes.gate().without_credentials(asked, Refusal::unauthorized()),
    }
}

/// What the request carries for the schemes of an alternative, if it carries something for each.
fn claims(alternative: &Requirement, request: &Raw<'_>) -> Option<Vec<Claim>> {
    let schemes = alternative.schemes.iter();
    schemes
        .map(|(scheme, scopes)| {
            Some(Claim { scheme: scheme.name, scopes, credential: credential(scheme, request)? })
        })
        .collect()
}

fn credential(scheme: &SecurityScheme, request: &Raw<'_>) -> Option<Credential> {
    match scheme.kind {
        Kind::Unknown => None,
        Kind::MutualTls => Some(Credential::Certificate),
        Kind::Basic => {
            let text = BASE64_STANDARD.decode(carried(scheme, request)?).ok()?;
            let text = String::from_utf8(text).ok()?;
            let (user, password) = text.split_once(':')?;
            Some(Credential::Login { user: user.to_owned(), password: password.to_owned() })
        }
        _ => carried(scheme, request).map(Credential::Text),
    }
}

async fn all<A: Authenticate>(schemes: &A, claims: &[Claim], asked: &Asked<'_>) -> Known<A> {
    let Some((first, others)) = claims.split_first() else { return Err(Refusal::unauthorized()) };
    let mut known = schemes.scheme(first, asked).await?;
    for claim in others {
        let other = schemes.scheme(claim, asked).await?;
        known = schemes.join(known, other, asked).await?;
    }
    Ok(known)
}

/// How a client may say who it is, one challenge a header: nothing for schemes that do not use `Authorization`.
pub(super) fn challenges(operation: &Operation) -> Vec<HeaderValue> {
    let mut found: Vec<HeaderValue> = Vec::new();
    for (scheme, _) in operation.security.iter().flat_map(|requirement| requirement.schemes) {
        let Some(word) = scheme.authorization() else { continue };
        let challenge = match scheme.kind {
            Kind::Basic => {
                HeaderValue::try_from(format!("{word} realm={:?}, charset=\"UTF-8\"", scheme.name))
            }
            _ => HeaderValue::try_from(word),
        };
        found.extend(challenge.ok().filter(|challenge| !found.contains(challenge)));
    }
    found
}
