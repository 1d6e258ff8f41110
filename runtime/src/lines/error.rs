//! What may come of reading lines.

use std::error::Error;
use std::fmt;

use crate::body::BodyError;
use crate::violation::Violation;

/// Why there is no item. Neither `Display` nor `Debug` shows anything of what came.
#[derive(Debug)]
pub struct LineError(Box<Kind>);

#[derive(Debug)]
#[cfg_attr(
    not(any(feature = "client", feature = "server")),
    expect(dead_code, reason = "made by both ends only")
)]
enum Kind {
    /// A line that is not of the contract's form.
    Data {
        violations: Vec<Violation>,
        /// It is one of a request that a server reads.
        #[cfg(feature = "server")]
        of_request: bool,
    },
    /// The body in which they come.
    Body(BodyError),
}

impl LineError {
    /// What is wrong with a line. Pointers begin with its index: `/2/name`.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match &*self.0 {
            Kind::Data { violations, .. } => violations,
            Kind::Body(_) => &[],
        }
    }

    /// Why there are no more lines, where that is no fault of this line.
    #[must_use]
    pub fn body(&self) -> Option<&BodyError> {
        match &*self.0 {
            Kind::Data { .. } => None,
            Kind::Body(error) => Some(error),
        }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl LineError {
    pub(crate) fn data(violations: Vec<Violation>) -> Self {
        Self(Box::new(Kind::Data {
            violations,
            #[cfg(feature = "server")]
            of_request: false,
        }))
    }
}

#[cfg(feature = "server")]
impl LineError {
    /// The same, of a request that a server reads: who sent it is told.
    pub(crate) fn of_request(mut self) -> Self {
        if let Kind::Data { of_request, .. } = &mut *self.0 {
            *of_request = true;
        }
        self
    }

    /// What a server that reads a request tells of it.
    pub(crate) fn into_told(self) -> Result<Vec<Violation>, BodyError> {
        match *self.0 {
            Kind::Data { violations, of_request: true } => Ok(violations),
            Kind::Data { .. } => Err(BodyError::source("a line is not of the contract's form".into())),
            Kind::Body(error) => Err(error),
        }
    }
}

impl From<BodyError> for LineError {
    fn from(error: BodyError) -> Self {
        Self(Box::new(Kind::Body(error)))
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Data { violations, .. } => {
                f.write_str("a line is not of the contract's form")?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
            Kind::Body(error) => error.fmt(f),
        }
    }
}

impl Error for LineError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &*self.0 {
            Kind::Data { .. } => None,
            Kind::Body(error) => error.source(),
        }
    }
}
