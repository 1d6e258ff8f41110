//! The rules of the five services, one file each. They know neither HTTP nor generated types.
//!
//! Every write is one transaction, begun with its ticket: a rule that refuses leaves nothing behind and uses no
//! request id up.

pub mod flytning;
pub mod indkaldelse;
pub mod integrationslov;
pub mod kodeliste;
pub mod kontaktinformation;
pub mod tekster;
pub mod webservicebesked;

#[cfg(test)]
pub(crate) mod tests;
