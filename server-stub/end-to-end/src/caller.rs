//! Who calls.

use dfdg_sdk::{
    ActiveOrganisation, OrganisationTypeCodeList, RequestOrganisation, RequestUser, RequestUserMetadata,
    Tidspunkt, jiff, organisation_type, user_type,
};
use dfdg_server::auth::{Claims, TokenOrganisation};

use crate::operations;

/// The other actor ("anden aktør") of the demonstration data.
pub const ANDEN_AKTOER: &str = "30303030";

/// A system, with what its token says and the organisation that it acts for.
#[derive(Clone)]
pub struct Caller {
    /// What its token says.
    pub claims: Claims,
    /// The organisation that it names in `X-ActiveOrganisation`.
    pub active: Option<ActiveOrganisation>,
    /// The user that it names in `X-RequestUserMetadata`.
    pub user: Option<RequestUserMetadata>,
}

impl Caller {
    /// A caller that acts for an organisation, with every scope.
    pub fn acting_for(organisation_type: OrganisationTypeCodeList, code: &str) -> Self {
        let organisation = TokenOrganisation {
            organisation_type: organisation_type.0,
            code: code.to_owned(),
            anden_aktoer: None,
        };
        let claims = Claims {
            sub: "end-to-end".to_owned(),
            organisations: vec![organisation],
            scope: every_scope().join(" "),
            system_alle: false,
        };
        let active = ActiveOrganisation { organisation_type, organisation_code: code.to_owned() };
        Self { claims, active: Some(active), user: None }
    }

    /// The organisation of the demonstration data that an access table calls `organisation`.
    pub fn of_kind(organisation: &str) -> Self {
        match organisation {
            "A-kasse" => Self::a_kasse(),
            "JobCenter" => Self::job_center(),
            "Kommune" => Self::kommune(),
            "STAR" => Self::star(),
            other => panic!("no organisation is called {other}"),
        }
    }

    /// Jobcenter Nordby.
    pub fn job_center() -> Self {
        Self::acting_for(organisation_type::JOB_CENTER, "10101")
    }

    /// Nordby Kommune.
    pub fn kommune() -> Self {
        Self::acting_for(organisation_type::KOMMUNE, "101")
    }

    /// A-kassen Demo.
    pub fn a_kasse() -> Self {
        Self::acting_for(organisation_type::A_KASSE, "21")
    }

    /// The agency.
    pub fn star() -> Self {
        Self::acting_for(organisation_type::STAR, "1")
    }

    /// The other actor that works for Jobcenter Nordby.
    pub fn anden_aktoer() -> Self {
        Self::job_center().as_anden_aktoer()
    }

    /// The same caller as the other actor who works for its organisation.
    pub fn as_anden_aktoer(mut self) -> Self {
        for organisation in &mut self.claims.organisations {
            organisation.anden_aktoer = Some(ANDEN_AKTOER.to_owned());
        }
        self
    }

    /// The same caller as a system that may see all citizens by itself.
    pub fn as_system(mut self) -> Self {
        self.claims.system_alle = true;
        self
    }

    /// The same caller under another name.
    pub fn named(mut self, system: &str) -> Self {
        self.claims.sub = system.to_owned();
        self
    }

    /// The same caller with these scopes and no others.
    pub fn with_scopes<'a>(mut self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        self.claims.scope = scopes.into_iter().collect::<Vec<_>>().join(" ");
        self
    }

    /// The same caller with every scope but these.
    pub fn without_scopes(self, missing: &[&str]) -> Self {
        self.with_scopes(every_scope().into_iter().filter(|scope| !missing.contains(scope)))
    }

    /// The same caller without an active organisation.
    pub fn for_nobody(mut self) -> Self {
        self.active = None;
        self
    }

    /// The same caller with another active organisation, whether or not its token names that.
    pub fn naming(mut self, organisation_type: OrganisationTypeCodeList, code: &str) -> Self {
        self.active = Some(ActiveOrganisation { organisation_type, organisation_code: code.to_owned() });
        self
    }

    /// The same caller with a user of this type behind it.
    pub fn with_user(mut self, request_user_type: i32) -> Self {
        self.user = Some(user(request_user_type));
        self
    }

    /// The same caller with a caseworker behind it.
    pub fn with_sagsbehandler(self) -> Self {
        self.with_user(user_type::SAGSBEHANDLER.0)
    }
}

fn user(request_user_type: i32) -> RequestUserMetadata {
    RequestUserMetadata {
        request_user_structure: RequestUser {
            user_full_name: Some("Bodil Ærø".to_owned()),
            user_email: Some("bodil@example.dk".to_owned()),
            user_identifier: Some("b123".to_owned()),
            ..RequestUser::new(dfdg_sdk::RequestUserTypeCodeList(request_user_type))
        },
        request_organisation_structure: RequestOrganisation {
            organisation_type: organisation_type::JOB_CENTER,
            organisation_code: "10101".to_owned(),
        },
        registration_date_time: Tidspunkt(jiff::Timestamp::now()),
    }
}

/// Every scope that some operation asks for.
fn every_scope() -> Vec<&'static str> {
    let mut scopes: Vec<_> = operations().flat_map(dfdg_sdk::Operation::scopes).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
