//! Faults that any operation may answer, and the two answers that have no code.

pub use kontrakt::Violation;

use crate::store::StoreError;

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
    /// 2001
    #[error("unknown code list")]
    UkendtKodeliste(Violation),
    /// 2002
    #[error("unknown code-list value")]
    UkendtKodelistevaerdi(Violation),
    /// 2003: the value was valid once, or will be.
    #[error("code-list value not valid today")]
    UdloebetKodelistevaerdi(Violation),
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
    /// The code, of all but [`BrugtRequestId`](Self::BrugtRequestId) and [`FindesIkke`](Self::FindesIkke).
    pub fn code(&self) -> Option<i32> {
        Some(match self {
            Self::UkendtCpr => 1010,
            Self::InternFejl(_) => 1011,
            Self::LogonFejlede(_) => 1012,
            Self::UtilstraekkeligeRettigheder(_) => 1013,
            Self::UgyldigBesked(_) => 1014,
            Self::UkendtKodeliste(_) => 2001,
            Self::UkendtKodelistevaerdi(_) => 2002,
            Self::UdloebetKodelistevaerdi(_) => 2003,
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
            Self::UkendtKodeliste(violation)
            | Self::UkendtKodelistevaerdi(violation)
            | Self::UdloebetKodelistevaerdi(violation) => std::slice::from_ref(violation),
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
