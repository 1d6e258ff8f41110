//! Names for the few code-list values that are published.
//!
//! The lists are open: a value that is not here is as good as one that is.

/// Values of [`OrganisationTypeCodeList`](crate::OrganisationTypeCodeList), the type of an
/// [`ActiveOrganisation`](crate::ActiveOrganisation).
pub mod organisation_type {
    use crate::OrganisationTypeCodeList;

    /// The labour-market agency. The number is not published but assumed.
    pub const STAR: OrganisationTypeCodeList = OrganisationTypeCodeList(1);
    /// An unemployment fund. The number is not published but assumed.
    pub const A_KASSE: OrganisationTypeCodeList = OrganisationTypeCodeList(2);
    /// Another actor ("anden aktør"), who acts for a job centre.
    pub const ANDEN_AKTOER: OrganisationTypeCodeList = OrganisationTypeCodeList(4);
    /// A municipality.
    pub const KOMMUNE: OrganisationTypeCodeList = OrganisationTypeCodeList(7);
    /// A job centre.
    pub const JOB_CENTER: OrganisationTypeCodeList = OrganisationTypeCodeList(8);
    /// A company.
    pub const VIRKSOMHED: OrganisationTypeCodeList = OrganisationTypeCodeList(24);
}

/// Values of [`RequestUserTypeCodeList`](crate::RequestUserTypeCodeList), the type of a
/// [`RequestUser`](crate::RequestUser).
pub mod user_type {
    use crate::RequestUserTypeCodeList;

    /// A caseworker.
    pub const SAGSBEHANDLER: RequestUserTypeCodeList = RequestUserTypeCodeList(2);
    /// A system, without a person behind the call.
    pub const SYSTEM: RequestUserTypeCodeList = RequestUserTypeCodeList(3);
    /// An employee.
    pub const MEDARBEJDER: RequestUserTypeCodeList = RequestUserTypeCodeList(4);
}
