//! Who calls: a bearer token says which system and for whom it may act, two headers say for whom and in whose name it
//! acts now.

mod headers;
mod token;

use std::collections::BTreeSet;

pub use headers::{
    ACTIVE_ORGANISATION, ActiveOrganisation, REQUEST_USER_METADATA, RequestOrganisation, RequestUser,
    RequestUserMetadata,
};
pub use token::{Claims, Keys, TokenOrganisation};

use http::HeaderMap;

use crate::fault::Fault;
use crate::store::Ticket;

/// The types of organisations, by number.
///
/// 4, 7, 8 and 24 are published; those of STAR and A-kasse are our choice, as the contract says.
pub mod organisation_type {
    /// The agency itself.
    pub const STAR: i32 = 1;
    /// An unemployment fund.
    pub const A_KASSE: i32 = 2;
    /// Another actor, who works for a job centre.
    pub const ANDEN_AKTOER: i32 = 4;
    /// A municipality.
    pub const KOMMUNE: i32 = 7;
    /// A job centre.
    pub const JOB_CENTER: i32 = 8;
    /// A company.
    pub const VIRKSOMHED: i32 = 24;

    /// Whether there is such a type.
    pub fn is_known(number: i32) -> bool {
        matches!(number, ANDEN_AKTOER | VIRKSOMHED) || authority(number).is_some()
    }

    /// The access tables' word for a type that is an authority.
    pub fn authority(number: i32) -> Option<&'static str> {
        match number {
            STAR => Some("STAR"),
            A_KASSE => Some("A-kasse"),
            KOMMUNE => Some("Kommune"),
            JOB_CENTER => Some("JobCenter"),
            _ => None,
        }
    }
}

/// Who is behind a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The calling system.
    pub system: String,
    /// What it may do.
    pub scopes: BTreeSet<String>,
    /// For whom it may act.
    pub organisations: Vec<TokenOrganisation>,
    /// Whether it is a system that may see all citizens by itself ("System - alle borgere").
    pub system_alle: bool,
}

impl Identity {
    /// The caller that this identity is with these headers.
    ///
    /// # Errors
    /// 8233 where user metadata is required and missing, 8173, 8174, 8234 and 8235 where a header cannot be used, 1013
    /// where the token does not name the active organisation.
    pub fn into_caller(self, headers: &HeaderMap, require_user_metadata: bool) -> Result<Caller, Fault> {
        let active = headers::active_organisation(headers)?;
        let user = headers::request_user_metadata(headers)?;
        if require_user_metadata && user.is_none() {
            return Err(Fault::RequestUserMetadataMangler);
        }
        if let Some(active) = &active
            && !self.organisations.iter().any(|organisation| organisation.is(active))
        {
            return Err(Fault::UtilstraekkeligeRettigheder(
                "the token does not name the active organisation",
            ));
        }
        Ok(Caller { identity: self, active, user })
    }
}

/// A caller: a system, the organisation it acts for now, and the user behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who is behind the token.
    pub identity: Identity,
    /// The organisation that the call is made for; one of the identity's.
    pub active: Option<ActiveOrganisation>,
    /// Who is behind the call.
    pub user: Option<RequestUserMetadata>,
}

impl Caller {
    /// The calling system.
    pub fn system(&self) -> &str {
        &self.identity.system
    }

    /// The ticket of a request of this caller's.
    pub fn ticket(&self, request_id: &str) -> Ticket {
        Ticket::new(self.system(), request_id)
    }

    /// The organisation that the call is made for, as an authority: the access tables' word, and the code.
    ///
    /// # Errors
    /// 8232 where the header is missing, 4413 where the organisation is another actor or a company.
    pub fn authority(&self) -> Result<(&'static str, &str), Fault> {
        let active = self.active.as_ref().ok_or(Fault::ActiveOrganisationMangler)?;
        let kind =
            organisation_type::authority(active.organisation_type).ok_or(Fault::UgyldigMyndighedstype)?;
        Ok((kind, &active.organisation_code))
    }

    /// As whom the caller acts for the active organisation: as itself (`None`) or as another actor on its behalf.
    pub fn roles(&self) -> impl Iterator<Item = Option<&str>> {
        self.identity
            .organisations
            .iter()
            .filter(|organisation| self.active.as_ref().is_some_and(|active| organisation.is(active)))
            .map(|organisation| organisation.anden_aktoer.as_deref())
    }
}

#[cfg(test)]
mod tests;
