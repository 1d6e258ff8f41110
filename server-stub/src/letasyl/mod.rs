//! The asylum operator's system: what can be asked of it, and in which ways asking fails.

mod data;
mod remote;
mod simulator;

use std::pin::Pin;

pub use data::{
    Danskmaal, Helbredstilstand, Helbredsvurdering, Integrationslovsdata, Kontrakt, Kontraktvarighed, Sprog,
    SprogStamdata, Uddannelse,
};
pub use remote::HttpLetAsyl;
pub use simulator::Simulator;

use crate::sensitive::Cpr;

/// What is asked of LetAsyl.
pub struct Question<'a> {
    /// The citizen.
    pub cpr: &'a Cpr,
    /// The code of the citizen's municipality, where it is known.
    pub kommune: Option<&'a str>,
    /// The asking system, for LetAsyl's own log.
    pub system: &'a str,
}

/// The answer to a question.
pub type Answer<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Integrationslovsdata>, Failure>> + Send + 'a>>;

/// The asylum operator's system.
pub trait LetAsyl: Send + Sync {
    /// The integration-law data of a citizen; nothing where it has none.
    fn integrationslovsdata<'a>(&'a self, question: Question<'a>) -> Answer<'a>;
}

/// A way in which LetAsyl fails; each has its documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// 9287: no connection.
    #[error("LetAsyl cannot be reached")]
    Unreachable,
    /// 9288: our user name and password are not known.
    #[error("LetAsyl does not know user name and password")]
    Credentials,
    /// 9289: the address is wrong, or the citizen is unknown there.
    #[error("LetAsyl knows neither address nor citizen")]
    NotFound,
    /// 9290: the municipality's code is not accepted.
    #[error("LetAsyl does not accept the municipality code")]
    Kommunekode,
    /// 9291: the parameters are not accepted.
    #[error("LetAsyl does not accept the parameters")]
    Parameters,
    /// 9292: no answer in time.
    #[error("LetAsyl did not answer in time")]
    Timeout,
    /// 9293: the headers that LetAsyl logs are not accepted.
    #[error("LetAsyl does not accept the logging headers")]
    LoggingHeaders,
    /// 9294: anything else.
    #[error("LetAsyl failed in a way that is not provided for")]
    Unhandled,
}

impl Failure {
    /// Every way, in the order of the codes.
    pub const ALL: [Self; 8] = [
        Self::Unreachable,
        Self::Credentials,
        Self::NotFound,
        Self::Kommunekode,
        Self::Parameters,
        Self::Timeout,
        Self::LoggingHeaders,
        Self::Unhandled,
    ];

    /// The documented code.
    pub fn code(self) -> i32 {
        match self {
            Self::Unreachable => 9287,
            Self::Credentials => 9288,
            Self::NotFound => 9289,
            Self::Kommunekode => 9290,
            Self::Parameters => 9291,
            Self::Timeout => 9292,
            Self::LoggingHeaders => 9293,
            Self::Unhandled => 9294,
        }
    }

    /// Its name in settings and demo files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Credentials => "credentials",
            Self::NotFound => "not-found",
            Self::Kommunekode => "kommunekode",
            Self::Parameters => "parameters",
            Self::Timeout => "timeout",
            Self::LoggingHeaders => "logging-headers",
            Self::Unhandled => "unhandled",
        }
    }

    /// The way with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.name() == name)
    }
}

#[cfg(test)]
mod tests;
