//! Statuses of which the contract gives a class only.

use std::fmt;

use crate::violation::{At, Violation};

/// A status from `FIRST` to `LAST`.
///
/// ```
/// use kontrakt::status::ServerError;
///
/// assert_eq!(ServerError::new(503).map(ServerError::get), Ok(503));
/// assert!(ServerError::new(404).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusIn<const FIRST: u16, const LAST: u16>(u16);

/// `1XX`
pub type Informational = StatusIn<100, 199>;
/// `2XX`, and the `default` of an operation without other successes.
pub type Successful = StatusIn<200, 299>;
/// `3XX`
pub type Redirection = StatusIn<300, 399>;
/// `4XX`
pub type ClientError = StatusIn<400, 499>;
/// `5XX`
pub type ServerError = StatusIn<500, 599>;
/// The `default` of an operation's failures: all but success.
pub type Unsuccessful = StatusIn<300, 599>;

impl<const FIRST: u16, const LAST: u16> StatusIn<FIRST, LAST> {
    /// The first status of the class.
    pub const FIRST: Self = Self(FIRST);

    /// A status of the class.
    ///
    /// # Errors
    /// A status of another class.
    pub const fn new(status: u16) -> Result<Self, WrongStatus> {
        if status >= FIRST && status <= LAST {
            Ok(Self(status))
        } else {
            Err(WrongStatus { status, first: FIRST, last: LAST })
        }
    }

    /// The status as a number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<const FIRST: u16, const LAST: u16> TryFrom<u16> for StatusIn<FIRST, LAST> {
    type Error = WrongStatus;

    fn try_from(status: u16) -> Result<Self, WrongStatus> {
        Self::new(status)
    }
}

impl<const FIRST: u16, const LAST: u16> From<StatusIn<FIRST, LAST>> for u16 {
    fn from(status: StatusIn<FIRST, LAST>) -> Self {
        status.0
    }
}

impl<const FIRST: u16, const LAST: u16> PartialEq<u16> for StatusIn<FIRST, LAST> {
    fn eq(&self, status: &u16) -> bool {
        self.0 == *status
    }
}

impl<const FIRST: u16, const LAST: u16> fmt::Debug for StatusIn<FIRST, LAST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const FIRST: u16, const LAST: u16> fmt::Display for StatusIn<FIRST, LAST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A status that is not of its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongStatus {
    /// The status.
    pub status: u16,
    /// The first status of the class.
    pub first: u16,
    /// Its last.
    pub last: u16,
}

impl fmt::Display for WrongStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the status {} is not within {} to {}", self.status, self.first, self.last)
    }
}

impl std::error::Error for WrongStatus {}

impl From<WrongStatus> for Violation {
    fn from(wrong: WrongStatus) -> Self {
        Self { pointer: At::root("").pointer(), rule: "status", message: wrong.to_string() }
    }
}
