//! `X-ActiveOrganisation` and `X-RequestUserMetadata`: JSON in a header.

use http::HeaderMap;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de};

use super::organisation_type;
use crate::clock::read_instant;
use crate::fault::Fault;
use crate::sensitive::masked;

/// The header that names the organisation which a call is made for.
pub const ACTIVE_ORGANISATION: &str = "x-activeorganisation";

/// The header that names the user behind a call.
pub const REQUEST_USER_METADATA: &str = "x-requestusermetadata";

/// The types of users: 2 Sagsbehandler, 3 System, 4 Medarbejder.
const USER_TYPES: std::ops::RangeInclusive<i32> = 2..=4;

/// The organisation that a call is made for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveOrganisation {
    /// Its type, by number; see [`organisation_type`].
    pub organisation_type: i32,
    /// Its number within its type, one to eight digits.
    pub organisation_code: String,
}

/// Who is behind a call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestUserMetadata {
    /// The user.
    pub request_user_structure: RequestUser,
    /// The user's organisation.
    pub request_organisation_structure: RequestOrganisation,
    /// When the user did what the call reports.
    #[serde(deserialize_with = "instant")]
    pub registration_date_time: Timestamp,
}

/// The user behind a call.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestUser {
    /// Its type: 2 Sagsbehandler, 3 System, 4 Medarbejder.
    pub request_user_type: i32,
    /// Full name.
    pub user_full_name: Option<String>,
    /// Mail address.
    pub user_email: Option<String>,
    /// What identifies the user in the caller's system.
    pub user_identifier: Option<String>,
}

masked!(RequestUser);

/// The organisation of the user behind a call.
pub type RequestOrganisation = ActiveOrganisation;

/// The active organisation of a call; nothing where the header is missing.
pub(super) fn active_organisation(headers: &HeaderMap) -> Result<Option<ActiveOrganisation>, Fault> {
    let Some(active) = read::<ActiveOrganisation>(headers, ACTIVE_ORGANISATION)
        .map_err(|Unreadable| Fault::ActiveOrganisationUlaeselig)?
    else {
        return Ok(None);
    };
    if !is_code(&active.organisation_code) {
        return Err(Fault::ActiveOrganisationUlaeselig);
    }
    check_type(&active)?;
    Ok(Some(active))
}

/// The user behind a call; nothing where the header is missing.
pub(super) fn request_user_metadata(headers: &HeaderMap) -> Result<Option<RequestUserMetadata>, Fault> {
    let Some(metadata) = read::<RequestUserMetadata>(headers, REQUEST_USER_METADATA)
        .map_err(|Unreadable| Fault::RequestUserMetadataUlaeselig)?
    else {
        return Ok(None);
    };
    if !is_code(&metadata.request_organisation_structure.organisation_code) {
        return Err(Fault::RequestUserMetadataUlaeselig);
    }
    check_type(&metadata.request_organisation_structure)?;
    if !USER_TYPES.contains(&metadata.request_user_structure.request_user_type) {
        return Err(Fault::UgyldigBrugertype);
    }
    Ok(Some(metadata))
}

/// The header is not the JSON that it should be, or stands there twice.
struct Unreadable;

fn read<T: for<'de> Deserialize<'de>>(headers: &HeaderMap, name: &str) -> Result<Option<T>, Unreadable> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        // Names have letters beyond ASCII, which are bytes like others in a header.
        (Some(value), None) => serde_json::from_slice(value.as_bytes()).map(Some).map_err(|_| Unreadable),
        (Some(_), Some(_)) => Err(Unreadable),
    }
}

fn is_code(code: &str) -> bool {
    (1..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_type(organisation: &ActiveOrganisation) -> Result<(), Fault> {
    if organisation_type::is_known(organisation.organisation_type) {
        Ok(())
    } else {
        Err(Fault::UgyldigOrganisationstype)
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read_instant(&String::deserialize(deserializer)?).ok_or_else(|| de::Error::custom("not a date-time"))
}
