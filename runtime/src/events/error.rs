//! What may come of reading events.

use std::error::Error;
use std::fmt;

use crate::violation::Violation;

/// Why there is no event. Neither `Display` nor `Debug` shows anything of what came.
#[derive(Debug)]
pub struct EventError(Box<Kind>);

#[derive(Debug)]
#[cfg_attr(not(feature = "client"), expect(dead_code, reason = "only a client reads events"))]
enum Kind {
    /// Data that is not of the contract's form.
    Data(Vec<Violation>),
    /// An event has more bytes than are taken.
    TooLarge(Box<dyn Error + Send + Sync>),
    /// The connection broke, and was not made again.
    Broken(Box<dyn Error + Send + Sync>),
    /// The server did not go on when it was asked to, but answered so.
    NotResumed(u16),
    /// The stream that they are made of failed.
    Source(Box<dyn Error + Send + Sync>),
}

impl EventError {
    /// What is wrong with the data of an event.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match &*self.0 {
            Kind::Data(violations) => violations,
            _ => &[],
        }
    }

    /// Whether the connection broke, and could not be made again.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(*self.0, Kind::Broken(_) | Kind::NotResumed(_))
    }

    /// The status with which the server refused to go on.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match *self.0 {
            Kind::NotResumed(status) => Some(status),
            _ => None,
        }
    }

    /// Whether no event can come after it.
    pub(crate) fn is_last(&self) -> bool {
        !matches!(*self.0, Kind::Data(_))
    }
}

#[cfg(feature = "client")]
impl EventError {
    pub(crate) fn data(violations: Vec<Violation>) -> Self {
        Self(Box::new(Kind::Data(violations)))
    }

    pub(crate) fn broken(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(Kind::Broken(error.into())))
    }

    pub(crate) fn too_large(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(Kind::TooLarge(error.into())))
    }

    pub(crate) fn not_resumed(status: u16) -> Self {
        Self(Box::new(Kind::NotResumed(status)))
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl EventError {
    pub(crate) fn source(error: Box<dyn Error + Send + Sync>) -> Self {
        Self(Box::new(Kind::Source(error)))
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Data(violations) => {
                f.write_str("the data of an event is not of the contract's form")?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
            Kind::TooLarge(_) => f.write_str("an event is too large"),
            Kind::Broken(_) => f.write_str("the connection broke before the events came to their end"),
            Kind::NotResumed(status) => {
                write!(f, "the connection broke, and the server did not go on (status {status})")
            }
            Kind::Source(_) => f.write_str("the stream that the events are made of failed"),
        }
    }
}

impl Error for EventError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &*self.0 {
            Kind::TooLarge(error) | Kind::Broken(error) | Kind::Source(error) => Some(error.as_ref()),
            Kind::Data(_) | Kind::NotResumed(_) => None,
        }
    }
}
