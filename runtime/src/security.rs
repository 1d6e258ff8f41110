//! Security schemes: how callers prove who they are.
//!
//! Generated code has a static for each scheme of a contract. Its type says what proves something under it: a client is
//! given nothing else for it, and a server's gate is asked for nothing else. [`SecurityScheme`] is what they have in
//! common.

use crate::operation::Location;

/// A scheme of whatever type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    /// What the contract calls it.
    pub name: &'static str,
    /// How it works.
    pub kind: Kind,
}

/// How a scheme works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A key that travels where parameters do.
    ApiKey {
        /// In a header, the query or a cookie.
        location: Location,
        /// The name of that header, query parameter or cookie.
        parameter: &'static str,
    },
    /// A name and a password (`Authorization: Basic …`).
    Basic,
    /// A token (`Authorization: Bearer …`).
    Bearer,
    /// A bearer token that an OAuth 2 server gave out.
    OAuth2,
    /// A bearer token of an OpenID provider.
    OpenIdConnect,
    /// Another scheme of the `Authorization` header, by its word.
    Http(&'static str),
    /// A client certificate.
    MutualTls,
    /// The contract does not say it, or not in a way that can be read. Nobody has what it asks for.
    Unknown,
}

impl SecurityScheme {
    /// A scheme of which nothing but the name is known.
    #[must_use]
    pub const fn unknown(name: &'static str) -> Self {
        Self { name, kind: Kind::Unknown }
    }

    /// The word before the credentials in the `Authorization` header; none for what does not travel there.
    #[must_use]
    pub const fn authorization(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Basic => Some("Basic"),
            Kind::Bearer | Kind::OAuth2 | Kind::OpenIdConnect => Some("Bearer"),
            Kind::Http(word) => Some(word),
            Kind::ApiKey { .. } | Kind::MutualTls | Kind::Unknown => None,
        }
    }

    /// Whether a bearer token proves something under it.
    #[must_use]
    pub const fn is_bearer(&self) -> bool {
        matches!(self.kind, Kind::Bearer | Kind::OAuth2 | Kind::OpenIdConnect)
    }
}

/// A key in a header, the query or a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiKey(SecurityScheme);

impl ApiKey {
    /// A key in the header `parameter`.
    #[must_use]
    pub const fn header(name: &'static str, parameter: &'static str) -> Self {
        Self::within(name, Location::Header, parameter)
    }

    /// A key in the query parameter `parameter`.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::within(name, Location::Query, parameter)
    }

    /// A key in the cookie `parameter`.
    #[must_use]
    pub const fn cookie(name: &'static str, parameter: &'static str) -> Self {
        Self::within(name, Location::Cookie, parameter)
    }

    const fn within(name: &'static str, location: Location, parameter: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::ApiKey { location, parameter } })
    }

    /// The scheme without its type.
    #[must_use]
    pub const fn scheme(&self) -> &SecurityScheme {
        &self.0
    }
}

/// A name and a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basic(SecurityScheme);

impl Basic {
    /// The scheme called `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::Basic })
    }

    /// The scheme without its type.
    #[must_use]
    pub const fn scheme(&self) -> &SecurityScheme {
        &self.0
    }
}

/// A bearer token, whoever gave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer(SecurityScheme);

impl Bearer {
    /// Tokens of which the contract says no more (`type: http`).
    #[must_use]
    pub const fn http(name: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::Bearer })
    }

    /// Tokens of an OAuth 2 server.
    #[must_use]
    pub const fn oauth2(name: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::OAuth2 })
    }

    /// Tokens of an OpenID provider.
    #[must_use]
    pub const fn open_id_connect(name: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::OpenIdConnect })
    }

    /// The scheme without its type.
    #[must_use]
    pub const fn scheme(&self) -> &SecurityScheme {
        &self.0
    }
}

/// Another scheme of the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http(SecurityScheme);

impl Http {
    /// The scheme called `name`, whose credentials stand behind `word`.
    #[must_use]
    pub const fn new(name: &'static str, word: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::Http(word) })
    }

    /// The scheme without its type.
    #[must_use]
    pub const fn scheme(&self) -> &SecurityScheme {
        &self.0
    }
}

/// A client certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MutualTls(SecurityScheme);

impl MutualTls {
    /// The scheme called `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(SecurityScheme { name, kind: Kind::MutualTls })
    }

    /// The scheme without its type.
    #[must_use]
    pub const fn scheme(&self) -> &SecurityScheme {
        &self.0
    }
}

/// What a request carries for `scheme`, as text; for the schemes of the `Authorization` header what stands behind the
/// word. Nothing where it stands there twice: who calls must not depend on which of them is read.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn carried(scheme: &SecurityScheme, request: &crate::parameters::Raw<'_>) -> Option<String> {
    let text = match (scheme.kind, scheme.authorization()) {
        (Kind::ApiKey { location, parameter }, _) => request.only(location, parameter)?,
        (_, Some(word)) => {
            let value = request.only(Location::Header, http::header::AUTHORIZATION.as_str())?;
            let (found, credentials) = value.split_once(' ')?;
            found.eq_ignore_ascii_case(word).then(|| credentials.trim().to_owned())?
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
