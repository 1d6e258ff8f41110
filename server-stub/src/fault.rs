//! Faults that any operation may answer, and the two answers that have no code.

use std::collections::BTreeSet;

pub use kontrakt::Violation;

use crate::store::StoreError;

/// What is wrong with a code-list value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kodefejl {
    /// 2001: no values of the list are known.
    UkendtListe,
    /// 2002: the list has no such value.
    UkendtVaerdi,
    /// 2003: the value was valid once, or will be.
    UdloebetVaerdi,
}

impl Kodefejl {
    fn code(self) -> i32 {
        match self {
            Self::UkendtListe => 2001,
            Self::UkendtVaerdi => 2002,
            Self::UdloebetVaerdi => 2003,
        }
    }
}

/// Everything that is wrong with the code-list values of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Koder {
    /// What, each kind once.
    pub fejl: BTreeSet<Kodefejl>,
    /// Where.
    pub violations: Vec<Violation>,
}

/// A fault that any operation may answer; named as the framework's codes in `common.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// 1010
    #[error("unknown citizen")]
    UkendtCpr,
    /// 1011: the fault is the server's, or its database's.
    #[error("internal error: {0}")]
    InternFejl(StoreError),
    /// 1012: no token, or one that is not believed. The reason is for the log alone.
    #[error("logon failed: {0}")]
    LogonFejlede(&'static str),
    /// 1013: the token lacks the scope, or does not name the active organisation.
    #[error("insufficient permissions: {0}")]
    UtilstraekkeligeRettigheder(&'static str),
    /// 1014
    #[error("the message is not valid")]
    UgyldigBesked(Vec<Violation>),
    /// 2001, 2002, 2003: values in the request that no code list has today.
    #[error("invalid code-list values")]
    UgyldigeKoder(Koder),
    /// 4413: the active organisation is of a type that is no authority.
    #[error("invalid authority type")]
    UgyldigMyndighedstype,
    /// 4575
    #[error("not authorised")]
    IkkeAutoriseret,
    /// 8173
    #[error("invalid organisation type")]
    UgyldigOrganisationstype,
    /// 8174
    #[error("invalid user type")]
    UgyldigBrugertype,
    /// 8232
    #[error("X-ActiveOrganisation is missing")]
    ActiveOrganisationMangler,
    /// 8233
    #[error("X-RequestUserMetadata is missing")]
    RequestUserMetadataMangler,
    /// 8234
    #[error("X-ActiveOrganisation could not be read")]
    ActiveOrganisationUlaeselig,
    /// 8235
    #[error("X-RequestUserMetadata could not be read")]
    RequestUserMetadataUlaeselig,
    /// No code: the request id was used before.
    #[error("the request id was used before")]
    BrugtRequestId,
    /// No code: there is nothing under this identifier.
    #[error("not found")]
    FindesIkke,
}

impl Fault {
    /// The codes: one, but none of [`BrugtRequestId`](Self::BrugtRequestId) and [`FindesIkke`](Self::FindesIkke), and
    /// several of [`UgyldigeKoder`](Self::UgyldigeKoder).
    pub fn codes(&self) -> Vec<i32> {
        match self {
            Self::UgyldigeKoder(koder) => koder.fejl.iter().map(|fejl| fejl.code()).collect(),
            _ => self.code().into_iter().collect(),
        }
    }

    /// The first code.
    pub fn code(&self) -> Option<i32> {
        Some(match self {
            Self::UkendtCpr => 1010,
            Self::InternFejl(_) => 1011,
            Self::LogonFejlede(_) => 1012,
            Self::UtilstraekkeligeRettigheder(_) => 1013,
            Self::UgyldigBesked(_) => 1014,
            Self::UgyldigeKoder(koder) => koder.fejl.first()?.code(),
            Self::UgyldigMyndighedstype => 4413,
            Self::IkkeAutoriseret => 4575,
            Self::UgyldigOrganisationstype => 8173,
            Self::UgyldigBrugertype => 8174,
            Self::ActiveOrganisationMangler => 8232,
            Self::RequestUserMetadataMangler => 8233,
            Self::ActiveOrganisationUlaeselig => 8234,
            Self::RequestUserMetadataUlaeselig => 8235,
            Self::BrugtRequestId | Self::FindesIkke => return None,
        })
    }

    /// The places in the request that the fault is about.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::UgyldigBesked(violations) => violations,
            Self::UgyldigeKoder(koder) => &koder.violations,
            _ => &[],
        }
    }

    /// 1014 at one place.
    pub fn invalid(pointer: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        let violation = Violation { pointer: pointer.into(), rule, message: message.into() };
        Self::UgyldigBesked(vec![violation])
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DuplicateRequest => Self::BrugtRequestId,
            other => Self::InternFejl(other),
        }
    }
}
