//! What proves to a service who calls, scheme by scheme, and which of it goes with a call.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::token::{Fixed, Made, TokenError, TokenSource};
use crate::operation::{Location, Operation, Requirement};
use crate::parameters::Raw;
use crate::security::{ApiKey, Basic, Bearer, Http, Kind, MutualTls, SecurityScheme, carried};

/// A security scheme, whose type says what is given for it.
pub trait Scheme {
    /// What proves something under it.
    type Credential: Into<Credential>;

    /// The scheme without its type.
    fn scheme(&self) -> &SecurityScheme;
}

/// What proves something under some scheme. `Debug` does not show it.
pub struct Credential(Given);

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

enum Given {
    Text(String),
    Login { user: String, password: String },
    Token(Box<dyn TokenSource>),
    Certificate,
}

/// A key or other text. `Debug` does not show it.
pub struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl<T: Into<String>> From<T> for Key {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl From<Key> for Credential {
    fn from(Key(text): Key) -> Self {
        Self(Given::Text(text))
    }
}

/// A name and a password. `Debug` does not show them.
pub struct Login {
    user: String,
    password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}

impl<U: Into<String>, P: Into<String>> From<(U, P)> for Login {
    fn from((user, password): (U, P)) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}

impl From<Login> for Credential {
    fn from(Login { user, password }: Login) -> Self {
        Self(Given::Login { user, password })
    }
}

/// A bearer token, or where it comes from. `Debug` does not show it.
pub struct Token(Box<dyn TokenSource>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// Asks `make` for the token of every request.
    pub fn made_by<F, R>(make: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, TokenError>> + Send + 'static,
    {
        Self(Box::new(Made(make)))
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Self(Box::new(Fixed(token.to_owned())))
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self(Box::new(Fixed(token)))
    }
}

impl<T: TokenSource> From<T> for Token {
    fn from(source: T) -> Self {
        Self(Box::new(source))
    }
}

impl From<Token> for Credential {
    fn from(Token(source): Token) -> Self {
        Self(Given::Token(source))
    }
}

/// Says that the HTTP client, which [`Builder::http_client`](super::Builder::http_client) takes, has a certificate.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClientCertificate;

impl From<ClientCertificate> for Credential {
    fn from(_: ClientCertificate) -> Self {
        Self(Given::Certificate)
    }
}

impl Scheme for ApiKey {
    type Credential = Key;

    fn scheme(&self) -> &SecurityScheme {
        self.scheme()
    }
}

impl Scheme for Basic {
    type Credential = Login;

    fn scheme(&self) -> &SecurityScheme {
        self.scheme()
    }
}

impl Scheme for Bearer {
    type Credential = Token;

    fn scheme(&self) -> &SecurityScheme {
        self.scheme()
    }
}

impl Scheme for Http {
    type Credential = Key;

    fn scheme(&self) -> &SecurityScheme {
        self.scheme()
    }
}

impl Scheme for MutualTls {
    type Credential = ClientCertificate;

    fn scheme(&self) -> &SecurityScheme {
        self.scheme()
    }
}

/// A credential as it will be sent.
enum Sent {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    /// Name and value as they stand in the header.
    Cookie(String),
    Token(Box<dyn TokenSource>),
    Certificate,
}

impl Sent {
    /// Nothing where HTTP cannot carry it, or would not read it as it was given.
    fn new(scheme: &SecurityScheme, Credential(given): Credential) -> Option<Self> {
        Some(match (given, scheme.kind) {
            (Given::Token(source), _) => Self::Token(source),
            (Given::Certificate, _) => Self::Certificate,
            (Given::Login { user, password }, _) => {
                let login =
                    (!user.contains(':')).then(|| BASE64_STANDARD.encode(format!("{user}:{password}")))?;
                Self::Header(AUTHORIZATION, secret(&format!("Basic {login}"))?)
            }
            (Given::Text(text), _) if text.is_empty() => return None,
            (Given::Text(text), Kind::ApiKey { location, parameter }) => match location {
                Location::Header => Self::Header(HeaderName::try_from(parameter).ok()?, secret(&text)?),
                Location::Cookie => Self::Cookie(cookie(parameter, &text)?),
                Location::Query | Location::Path => Self::Query(parameter, text),
            },
            (Given::Text(text), _) => {
                Self::Header(AUTHORIZATION, secret(&format!("{} {text}", scheme.authorization()?))?)
            }
        })
    }
}

fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A cookie has no encoding: what a server could read as something else is not sent.
fn cookie(name: &str, value: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    value.bytes().all(fits).then(|| format!("{name}={value}"))
}

/// The credentials of a transport.
#[derive(Default)]
pub(super) struct Credentials {
    of_schemes: Vec<(SecurityScheme, Sent)>,
    /// For every scheme that takes bearer tokens and has none of its own.
    token: Option<Box<dyn TokenSource>>,
}

/// A token that was sent, and where it came from.
pub(super) type Used<'a> = Vec<(&'a dyn TokenSource, String)>;

impl Credentials {
    /// Whether HTTP can carry the credential.
    #[must_use]
    pub(super) fn give(&mut self, scheme: &SecurityScheme, credential: Credential) -> bool {
        let Some(sent) = Sent::new(scheme, credential) else { return false };
        self.of_schemes.retain(|(known, _)| known != scheme);
        self.of_schemes.push((*scheme, sent));
        true
    }

    pub(super) fn give_token(&mut self, source: impl TokenSource) {
        self.token = Some(Box::new(source));
    }

    /// Adds to a request what `operation` asks for: everything of the first alternative for which there is everything.
    /// What the request carries already stays as it is, and counts.
    ///
    /// Where the contract asks for nothing, and where nothing was given for any scheme, the token for all is sent.
    ///
    /// # Errors
    /// Where no alternative can be met, or a source has no token.
    pub(super) async fn apply<'a>(
        &'a self,
        operation: &'static Operation,
        request: &mut reqwest::Request,
    ) -> Result<Used<'a>, TokenError> {
        let mut used = Vec::new();
        match self.alternative(operation, request) {
            Some(alternative) => {
                let schemes = alternative.schemes.iter().map(|(scheme, _)| *scheme);
                let needed: Vec<_> = schemes.filter(|scheme| !carries(request, scheme)).collect();
                for sent in needed.iter().filter_map(|scheme| self.sent(scheme)) {
                    send(sent, request, &mut used).await?;
                }
                if needed.iter().any(|scheme| self.sent(scheme).is_none()) {
                    self.send_common_token(request, &mut used).await?;
                }
            }
            None if operation.security.is_empty() || self.of_schemes.is_empty() || is_garbled(operation) => {
                if is_unauthorized(request.headers()) {
                    self.send_common_token(request, &mut used).await?;
                }
            }
            None => return Err(Box::new(Unmet(operation))),
        }
        Ok(used)
    }

    /// One that asks for nothing comes last: who gave credentials wants to be known.
    fn alternative(
        &self,
        operation: &'static Operation,
        request: &reqwest::Request,
    ) -> Option<&'static Requirement> {
        let met = |alternative: &&Requirement| {
            alternative.schemes.iter().all(|(scheme, _)| self.has(scheme) || carries(request, scheme))
        };
        let (open, closed): (Vec<&Requirement>, Vec<_>) =
            operation.security.iter().partition(|alternative| alternative.schemes.is_empty());
        closed.into_iter().chain(open).find(met)
    }

    fn has(&self, scheme: &SecurityScheme) -> bool {
        self.sent(scheme).is_some() || (scheme.is_bearer() && self.token.is_some())
    }

    fn sent(&self, scheme: &SecurityScheme) -> Option<&Sent> {
        self.of_schemes.iter().find(|(known, _)| known == scheme).map(|(_, sent)| sent)
    }

    async fn send_common_token<'a>(
        &'a self,
        request: &mut reqwest::Request,
        used: &mut Used<'a>,
    ) -> Result<(), TokenError> {
        match &self.token {
            Some(source) => send_token(source.as_ref(), request, used).await,
            None => Ok(()),
        }
    }
}

async fn send<'a>(
    sent: &'a Sent,
    request: &mut reqwest::Request,
    used: &mut Used<'a>,
) -> Result<(), TokenError> {
    match sent {
        Sent::Header(name, _) if request.headers().contains_key(name) => return Err(TAKEN.into()),
        Sent::Header(name, value) => {
            request.headers_mut().insert(name, value.clone());
        }
        Sent::Query(name, value) => {
            request.url_mut().query_pairs_mut().append_pair(name, value);
        }
        Sent::Cookie(pair) => add_cookie(request.headers_mut(), pair)?,
        Sent::Token(source) => send_token(source.as_ref(), request, used).await?,
        Sent::Certificate => {}
    }
    Ok(())
}

const TAKEN: &str = "two credentials cannot stand in one header";
const UNUSABLE: &str = "the token has characters that a header cannot carry";

async fn send_token<'a>(
    source: &'a dyn TokenSource,
    request: &mut reqwest::Request,
    used: &mut Used<'a>,
) -> Result<(), TokenError> {
    if !is_unauthorized(request.headers()) {
        return Err(TAKEN.into());
    }
    let token = source.token().await?;
    let value = secret(&format!("Bearer {token}")).ok_or(UNUSABLE)?;
    request.headers_mut().insert(AUTHORIZATION, value);
    used.push((source, token));
    Ok(())
}

fn add_cookie(headers: &mut HeaderMap, pair: &str) -> Result<(), TokenError> {
    let before = headers.get(COOKIE).and_then(|value| value.to_str().ok());
    let all = before.map_or_else(|| pair.to_owned(), |before| format!("{before}; {pair}"));
    headers.insert(COOKIE, secret(&all).ok_or("the cookie has characters that a header cannot carry")?);
    Ok(())
}

fn is_unauthorized(headers: &HeaderMap) -> bool {
    !headers.contains_key(AUTHORIZATION)
}

fn carries(request: &reqwest::Request, scheme: &SecurityScheme) -> bool {
    // Whatever stands there by hand is meant to be sent, even where it is of another scheme.
    match scheme.authorization() {
        Some(_) => !is_unauthorized(request.headers()),
        None => carried(scheme, &Raw::of(Vec::new(), request.url().query(), request.headers())).is_some(),
    }
}

/// Whether the contract asks for something that cannot be read, so that nobody knows what the service wants.
fn is_garbled(operation: &Operation) -> bool {
    let mut schemes = operation.security.iter().flat_map(|alternative| alternative.schemes);
    schemes.any(|(scheme, _)| scheme.kind == Kind::Unknown)
}

/// The credentials that were given are not those that an operation asks for.
#[derive(Debug)]
struct Unmet(&'static Operation);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operation asks for credentials of ")?;
        for (index, alternative) in self.0.security.iter().enumerate() {
            let names: Vec<String> =
                alternative.schemes.iter().map(|(scheme, _)| format!("`{}`", scheme.name)).collect();
            write!(f, "{}{}", if index == 0 { "" } else { ", or of " }, names.join(" and "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Unmet {}
