//! Where a service is and what goes with every request to it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;
use serde::Serialize;
use serde_json::Value;

use super::credential::{Credentials, Scheme};
use super::token::{Fixed, Made, TokenError, TokenSource};
use crate::observe::Observer;

/// How a client reaches a service. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Transport {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    /// Without a slash at its end.
    pub(super) base_url: String,
    pub(super) http: reqwest::Client,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Credentials,
    pub(super) timeout: Option<Duration>,
    pub(super) answer_limit: usize,
    pub(super) validate_responses: bool,
    pub(super) observers: Vec<Box<dyn Observer>>,
    pub(super) parameters: Vec<(String, Value)>,
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").field("base_url", &self.inner.base_url).finish_non_exhaustive()
    }
}

impl Transport {
    /// Settings for a service at `base_url`, whose path is kept as a prefix: `https://example.org/api`.
    pub fn builder(base_url: impl Into<String>) -> Builder {
        Builder {
            base_url: base_url.into(),
            http: None,
            headers: HeaderMap::new(),
            credentials: Credentials::default(),
            timeout: Some(Duration::from_secs(30)),
            connect_timeout: Duration::from_secs(10),
            user_agent: None,
            answer_limit: 64 << 20,
            validate_responses: false,
            observers: Vec::new(),
            parameters: Vec::new(),
            wrong: None,
        }
    }
}

/// Settings of a [`Transport`].
#[must_use]
pub struct Builder {
    base_url: String,
    http: Option<reqwest::Client>,
    headers: HeaderMap,
    credentials: Credentials,
    timeout: Option<Duration>,
    connect_timeout: Duration,
    user_agent: Option<String>,
    answer_limit: usize,
    validate_responses: bool,
    observers: Vec<Box<dyn Observer>>,
    parameters: Vec<(String, Value)>,
    wrong: Option<BuildError>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Builder")
    }
}

impl Builder {
    /// Sends over `client`, which brings its own connect timeout, proxies and certificates.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Sends a header with every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => self.wrong = Some(BuildError::Header(name.to_owned())),
        }
        self
    }

    /// Sends `credential` with every request of an operation that asks for it under `scheme`, one of the statics of a
    /// contract's module `security`. Its type says what fits: text for an [`ApiKey`], a pair of name and password for
    /// [`Basic`], a token or a [`TokenSource`] for a [`Bearer`], [`ClientCertificate`] for [`MutualTls`].
    ///
    /// ```
    /// use kontrakt::client::Transport;
    /// use kontrakt::security::{ApiKey, Basic};
    ///
    /// static KEY: ApiKey = ApiKey::header("key", "X-Api-Key");
    /// static LOGIN: Basic = Basic::new("login");
    ///
    /// let transport = Transport::builder("http://localhost")
    ///     .credential(&KEY, "secret")
    ///     .credential(&LOGIN, ("anna", "secret"))
    ///     .build();
    /// assert!(transport.is_ok());
    /// ```
    ///
    /// What does not fit does not compile:
    ///
    /// ```compile_fail,E0277
    /// # use kontrakt::client::Transport;
    /// # use kontrakt::security::Basic;
    /// # static LOGIN: Basic = Basic::new("login");
    /// Transport::builder("http://localhost").credential(&LOGIN, "secret");
    /// ```
    ///
    /// Of the alternatives of an operation the first one is sent for which there is everything, and nothing else; where
    /// there is none, the call fails before it is sent. What a call carries by hand, as a header that it was given, is
    /// left as it is and counts.
    ///
    /// [`ApiKey`]: crate::security::ApiKey
    /// [`Basic`]: crate::security::Basic
    /// [`Bearer`]: crate::security::Bearer
    /// [`MutualTls`]: crate::security::MutualTls
    /// [`ClientCertificate`]: super::ClientCertificate
    pub fn credential<S: Scheme>(mut self, scheme: &S, credential: impl Into<S::Credential>) -> Self {
        let scheme = scheme.scheme();
        if !self.credentials.give(scheme, credential.into().into()) {
            self.wrong = Some(BuildError::Credential(scheme.name));
        }
        self
    }

    /// Sends `Authorization: Bearer …` with every request that asks for a bearer token, under whatever scheme, unless
    /// there is a [`credential`](Self::credential) for it. It goes with requests of which the contract says nothing, too,
    /// and with every other one where there is a credential for no scheme at all.
    pub fn bearer_token(self, token: impl Into<String>) -> Self {
        self.token_source(Fixed(token.into()))
    }

    /// Asks `source` for the [`bearer_token`](Self::bearer_token) of every request.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials.give_token(source);
        self
    }

    /// Asks `make` for the [`bearer_token`](Self::bearer_token) of every request.
    ///
    /// ```
    /// # use kontrakt::client::Transport;
    /// let transport =
    ///     Transport::builder("http://localhost").token_from(|| async { Ok("token".to_owned()) }).build();
    /// assert!(transport.is_ok());
    /// ```
    pub fn token_from<F, R>(self, make: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, TokenError>> + Send + 'static,
    {
        self.token_source(Made(make))
    }

    /// How long a call may take in all, unless it says otherwise; 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets calls take as long as they take.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// How long connecting may take; 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends `User-Agent` with every request.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How many bytes the body of an answer may have; 64 MiB unless set.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// Holds answers against the contract as a server holds requests: every broken rule, unknown property of a closed
    /// object, unlisted value and missing header makes the call fail with [`Error::Decode`](super::Error::Decode),
    /// which carries them all. Without it, whatever can be read is taken: answers of real servers differ from their
    /// contracts. Costs a second reading of every answer.
    pub fn validate_responses(mut self, validate: bool) -> Self {
        self.validate_responses = validate;
        self
    }

    /// Tells `observer` of every call.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observers.push(Box::new(observer));
        self
    }

    /// Sets the parameter `name` of every operation that has one of that name, unless a call sets it.
    pub fn parameter<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.parameters.push((name.to_owned(), value)),
            Err(_) => self.wrong = Some(BuildError::Parameter(name.to_owned())),
        }
        self
    }

    /// The transport.
    ///
    /// # Errors
    /// A base URL, a header or a credential that cannot be used, or an HTTP client that cannot be made.
    pub fn build(mut self) -> Result<Transport, BuildError> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        if let Some(agent) = self.user_agent {
            let agent =
                HeaderValue::try_from(agent).map_err(|_| BuildError::Header("user-agent".to_owned()))?;
            self.headers.insert(USER_AGENT, agent);
        }
        let base_url = base_url(&self.base_url)?;
        let http = match self.http {
            Some(client) => client,
            // A redirect would carry headers, which may be personal, to wherever an answer points.
            None => reqwest::Client::builder()
                .connect_timeout(self.connect_timeout)
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .map_err(|error| BuildError::Http(error.without_url()))?,
        };
        let inner = Inner {
            base_url,
            http,
            headers: self.headers,
            credentials: self.credentials,
            timeout: self.timeout,
            answer_limit: self.answer_limit,
            validate_responses: self.validate_responses,
            observers: self.observers,
            parameters: self.parameters,
        };
        Ok(Transport { inner: Arc::new(inner) })
    }
}

fn base_url(text: &str) -> Result<String, BuildError> {
    let wrong = |why| BuildError::BaseUrl { url: text.to_owned(), why };
    let url = Url::parse(text).map_err(|_| wrong("it is no absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(wrong("it must start with http:// or https:// and name a host"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it must have no query and no fragment"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::Credentials);
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Why there is no [`Transport`].
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be used.
    BaseUrl {
        /// The URL as it was given.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The base URL carries a user name or a password.
    Credentials,
    /// A credential that HTTP cannot carry as it is, for the scheme of this name.
    Credential(&'static str),
    /// A header with a name or a value that HTTP does not allow.
    Header(String),
    /// A parameter whose value has no JSON form.
    Parameter(String),
    /// The HTTP client could not be made.
    Http(reqwest::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { url, why } => write!(f, "the base URL `{url}` cannot be used: {why}"),
            Self::Credentials => f.write_str("the base URL must not carry a user name or a password"),
            Self::Credential(scheme) => {
                write!(
                    f,
                    "the credential for the security scheme `{scheme}` cannot be sent: it is empty, or has characters that have no place there"
                )
            }
            Self::Header(name) => {
                write!(f, "the header `{name}` has a name or a value that HTTP does not allow")
            }
            Self::Parameter(name) => write!(f, "the value of the parameter `{name}` has no JSON form"),
            Self::Http(_) => f.write_str("the HTTP client could not be made"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}
