//! What may come of reading a body.

use std::error::Error;
use std::fmt;

/// Why there is no more of a body, although it is not whole. Neither `Display` nor `Debug` shows anything of it.
#[derive(Debug)]
pub struct BodyError(Box<Fault>);

#[derive(Debug)]
struct Fault {
    kind: Kind,
    /// It is the body of a request that a server reads.
    #[cfg(feature = "server")]
    of_request: bool,
    source: Option<Box<dyn Error + Send + Sync>>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// There is more than so many bytes.
    TooLarge(usize),
    /// The connection broke.
    #[cfg(any(feature = "client", feature = "server"))]
    Broken,
    /// What it is made of failed.
    #[cfg(any(feature = "client", feature = "server"))]
    Source,
    /// What it is made of has another size than was said.
    #[cfg(any(feature = "client", feature = "server"))]
    Size,
}

impl BodyError {
    fn new(kind: Kind, source: Option<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(Fault {
            kind,
            #[cfg(feature = "server")]
            of_request: false,
            source,
        }))
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(Kind::TooLarge(limit), None)
    }

    /// Whether there is more of it than is taken.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge(_))
    }

    /// Whether the connection over which it came broke.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        #[cfg(any(feature = "client", feature = "server"))]
        return matches!(self.0.kind, Kind::Broken);
        #[cfg(not(any(feature = "client", feature = "server")))]
        return false;
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl BodyError {
    pub(crate) fn broken(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Kind::Broken, Some(source.into()))
    }

    pub(crate) fn source(source: Box<dyn Error + Send + Sync>) -> Self {
        Self::new(Kind::Source, Some(source))
    }

    pub(crate) fn size() -> Self {
        Self::new(Kind::Size, None)
    }
}

#[cfg(feature = "server")]
impl BodyError {
    /// The same, of a request that a server reads: who sent it is told.
    pub(crate) fn of_request(mut self) -> Self {
        self.0.of_request = true;
        self
    }

    /// Whether it is about the body of a request that a server reads.
    pub(crate) fn is_of_request(&self) -> bool {
        self.0.of_request
    }

    /// How many bytes are taken, where there are more.
    pub(crate) fn limit(&self) -> Option<usize> {
        match self.0.kind {
            Kind::TooLarge(limit) => Some(limit),
            _ => None,
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind {
            Kind::TooLarge(limit) => write!(f, "the body has more than {limit} bytes"),
            #[cfg(any(feature = "client", feature = "server"))]
            Kind::Broken => f.write_str("the connection broke before the body was whole"),
            #[cfg(any(feature = "client", feature = "server"))]
            Kind::Source => f.write_str("the stream that the body is made of failed"),
            #[cfg(any(feature = "client", feature = "server"))]
            Kind::Size => f.write_str("the stream that the body is made of has not the size that was said"),
        }
    }
}

impl Error for BodyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
