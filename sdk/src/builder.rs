//! Settings of a [`Dfdg`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dfdg_api::common::types::{ActiveOrganisation, RequestUserMetadata};
use kontrakt::Invalid;
use kontrakt::client::{self as wire, PendingToken, TokenError, TokenSource, Transport};
use kontrakt::observe::Observer;
use kontrakt::reexport::http::HeaderValue;

#[cfg(feature = "rustls")]
use crate::tls::Tls;
use crate::{Dfdg, Service};

const USER_AGENT: &str = concat!("dfdg-sdk/", env!("CARGO_PKG_VERSION"));
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Settings of a [`Dfdg`], from [`Dfdg::builder`] or [`Dfdg::to_builder`].
///
/// Nothing is checked before [`build`](Self::build). `Debug` shows no secret.
#[derive(Clone)]
#[must_use]
pub struct DfdgBuilder {
    base_url: String,
    service_urls: BTreeMap<Service, String>,
    token: Option<Token>,
    active_organisation: Option<ActiveOrganisation>,
    request_user_metadata: Option<RequestUserMetadata>,
    timeout: Option<Duration>,
    user_agent: Option<String>,
    observer: Option<Arc<dyn Observer>>,
    http: Option<reqwest::Client>,
    connect_timeout: Option<Duration>,
    #[cfg(feature = "rustls")]
    tls: Tls,
}

#[derive(Clone)]
enum Token {
    Fixed(String),
    Source(Arc<dyn TokenSource>),
    Made(Arc<dyn Fn() -> PendingToken<'static> + Send + Sync>),
}

impl DfdgBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            service_urls: BTreeMap::new(),
            token: None,
            active_organisation: None,
            request_user_metadata: None,
            timeout: None,
            user_agent: None,
            observer: None,
            http: None,
            connect_timeout: None,
            #[cfg(feature = "rustls")]
            tls: Tls::default(),
        }
    }

    /// Reaches one service at another address than the rest.
    pub fn service_url(mut self, service: Service, url: impl Into<String>) -> Self {
        self.service_urls.insert(service, url.into());
        self
    }

    /// Sends `Authorization: Bearer …` with every call.
    ///
    /// One that expires comes from [`token_from`](Self::token_from) or [`token_source`](Self::token_source). What is
    /// set last is used.
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::Fixed(token.into()));
        self
    }

    /// Asks `make` for the token of every call.
    ///
    /// ```no_run
    /// # use dfdg_sdk::TokenError;
    /// # async fn ask_for_a_token() -> Result<String, TokenError> { Ok(String::new()) }
    /// let dfdg = dfdg_sdk::Dfdg::builder("https://dfdg.example.org").token_from(|| ask_for_a_token()).build()?;
    /// # Ok::<_, dfdg_sdk::BuildError>(())
    /// ```
    pub fn token_from<F, R>(mut self, make: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, TokenError>> + Send + 'static,
    {
        self.token = Some(Token::Made(Arc::new(move || Box::pin(make()))));
        self
    }

    /// Asks `source` for the token of every call, and tells it of those that are refused. The [example](crate#credentials) keeps a token until it expires.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.token = Some(Token::Source(Arc::new(source)));
        self
    }

    /// The organisation that calls are made for (`X-ActiveOrganisation`), unless a call names another.
    pub fn active_organisation(mut self, organisation: ActiveOrganisation) -> Self {
        self.active_organisation = Some(organisation);
        self
    }

    /// The user or system behind the calls (`X-RequestUserMetadata`), unless a call names another.
    pub fn request_user_metadata(mut self, metadata: RequestUserMetadata) -> Self {
        self.request_user_metadata = Some(metadata);
        self
    }

    /// How long a call may take in all, the token included, unless it says otherwise; 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long connecting may take; 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Names the application to the services (`User-Agent`); `dfdg-sdk/` and its version unless set.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Tells `observer` of every call: what was called, the status and how long it took, and no value that was sent.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Shows the services a client certificate, such as a function certificate (FOCES, OCES): PEM text with the
    /// private key, not encrypted, and the certificate, followed by those that issued it.
    ///
    /// One in PKCS#12 form (`.p12`, `.pfx`) is made into that by
    /// `openssl pkcs12 -in certificate.p12 -out certificate.pem -nodes`.
    #[cfg(feature = "rustls")]
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.client_certificate = Some(pem.into());
        self
    }

    /// Trusts these certificates (PEM text) beside those that the operating system trusts: for an environment whose
    /// servers have certificates of an issuer of their own.
    #[cfg(feature = "rustls")]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.root_certificates = Some(pem.into());
        self
    }

    /// Sends over `client`: with another TLS, a proxy, a certificate in another form.
    ///
    /// It brings its own connect timeout and certificates. Let it follow no redirects
    /// (`reqwest::redirect::Policy::none()`): they would carry CPR numbers to wherever an answer points.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// The services.
    ///
    /// # Errors
    /// Settings that cannot work. Nothing is sent: whether the services can be reached, the first call tells.
    pub fn build(mut self) -> Result<Dfdg, BuildError> {
        if let Some(organisation) = &self.active_organisation {
            organisation.validate().map_err(BuildError::ActiveOrganisation)?;
        }
        if let Some(metadata) = &self.request_user_metadata {
            metadata.validate().map_err(BuildError::RequestUserMetadata)?;
        }
        if let Some(Token::Fixed(token)) = &self.token
            && (token.is_empty() || HeaderValue::try_from(token).is_err())
        {
            return Err(BuildError::Token);
        }
        let plain = cfg!(not(feature = "rustls")) && self.http.is_none();
        let http = self.http_client_or_default()?;
        self.adopt(http.clone());
        let mut transports = BTreeMap::new();
        for service in Service::ALL {
            transports.insert(*service, self.transport(*service, http.clone(), plain)?);
        }
        Ok(Dfdg::new(self, |service| transports[&service].clone()))
    }

    /// Keeps a client that was made from these settings, so that what is built from them later shares it.
    fn adopt(&mut self, http: reqwest::Client) {
        self.http = Some(http);
        self.connect_timeout = None;
        #[cfg(feature = "rustls")]
        {
            self.tls = Tls::default();
        }
    }

    /// One client for all services, so that they share connections where they share a host.
    fn http_client_or_default(&self) -> Result<reqwest::Client, BuildError> {
        if let Some(client) = &self.http {
            if self.connect_timeout.is_some() {
                return Err(BuildError::OwnClient("connect_timeout"));
            }
            #[cfg(feature = "rustls")]
            if let Some(setting) = self.tls.setting() {
                return Err(BuildError::OwnClient(setting));
            }
            return Ok(client.clone());
        }
        // A redirect would carry CPR numbers to wherever an answer points.
        let builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
            .redirect(reqwest::redirect::Policy::none());
        #[cfg(feature = "rustls")]
        let builder = self.tls.apply(builder)?;
        builder.build().map_err(BuildError::Http)
    }

    fn url(&self, service: Service) -> &str {
        self.service_urls.get(&service).unwrap_or(&self.base_url)
    }

    fn transport(
        &self,
        service: Service,
        http: reqwest::Client,
        plain: bool,
    ) -> Result<Transport, BuildError> {
        let url = self.url(service);
        if plain && url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:")) {
            return Err(BuildError::NoTls(service));
        }
        let mut transport = Transport::builder(url)
            .http_client(http)
            .user_agent(self.user_agent.as_deref().unwrap_or(USER_AGENT));
        transport = match &self.token {
            Some(Token::Fixed(token)) => transport.bearer_token(token),
            Some(Token::Source(source)) => transport.token_source(source.clone()),
            Some(Token::Made(make)) => {
                let make = make.clone();
                transport.token_from(move || make())
            }
            None => transport,
        };
        if let Some(timeout) = self.timeout {
            transport = transport.timeout(timeout);
        }
        if let Some(observer) = &self.observer {
            transport = transport.observer(observer.clone());
        }
        if let Some(organisation) = &self.active_organisation {
            transport = transport.parameter("X-ActiveOrganisation", organisation);
        }
        if let Some(metadata) = &self.request_user_metadata {
            transport = transport.parameter("X-RequestUserMetadata", metadata);
        }
        transport.build().map_err(|error| match error {
            wire::BuildError::BaseUrl { why, .. } => {
                BuildError::BaseUrl { service, url: presentable(url), why }
            }
            wire::BuildError::Credentials => BuildError::BaseUrl {
                service,
                url: presentable(url),
                why: "it must not carry a user name or a password",
            },
            wire::BuildError::Header(_) => BuildError::UserAgent,
            other => BuildError::Transport(other),
        })
    }
}

impl fmt::Debug for DfdgBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let urls: BTreeMap<_, _> =
            Service::ALL.iter().map(|service| (service, presentable(self.url(*service)))).collect();
        f.debug_struct("DfdgBuilder")
            .field("urls", &urls)
            .field("active_organisation", &self.active_organisation)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The URL without what may be a secret: user name, password, query and fragment.
fn presentable(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (url, cut) = (&url[..end], if end < url.len() { "…" } else { "" });
    match url.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}{cut}"),
        None => format!("{url}{cut}"),
    }
}

/// Why there is no [`Dfdg`].
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The address of a service cannot be used.
    BaseUrl {
        /// Whose address it is.
        service: Service,
        /// The address, without what may be a secret.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The address of a service is `https://`, the feature `rustls` is off, and no client that knows TLS was handed in.
    NoTls(Service),
    /// The bearer token is empty, or has characters that a header cannot carry, such as a line break at its end.
    Token,
    /// The active organisation is against the contract.
    ActiveOrganisation(Invalid),
    /// The metadata of the user are against the contract.
    RequestUserMetadata(Invalid),
    /// The user agent has characters that a header cannot carry.
    UserAgent,
    /// The client certificate cannot be read.
    ClientCertificate(reqwest::Error),
    /// The root certificates cannot be read.
    RootCertificates,
    /// This setting is one of the HTTP client, and the client is there already: handed in, or that of the [`Dfdg`] whose
    /// settings these are.
    OwnClient(&'static str),
    /// The HTTP client could not be made: key and certificate do not belong together, or the operating system has no
    /// root certificates, say. Its source knows.
    Http(reqwest::Error),
    /// The transport refused its settings for another reason.
    Transport(wire::BuildError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { service, url, why } => {
                write!(f, "the address `{url}` of {service} cannot be used: {why}")
            }
            Self::NoTls(service) => write!(
                f,
                "the address of {service} needs TLS: turn the feature `rustls` on, or hand in an HTTP client"
            ),
            Self::Token => f.write_str(
                "the bearer token is empty or has characters that a header cannot carry, such as a line break",
            ),
            Self::ActiveOrganisation(faults) => write!(f, "the active organisation is against the contract; {faults}"),
            Self::RequestUserMetadata(faults) => {
                write!(f, "the request user metadata are against the contract; {faults}")
            }
            Self::UserAgent => f.write_str("the user agent has characters that a header cannot carry"),
            Self::ClientCertificate(_) => {
                f.write_str("the client certificate is not PEM text with a private key and a certificate")
            }
            Self::RootCertificates => f.write_str("the root certificates are not PEM text with a certificate"),
            Self::OwnClient(setting) => {
                write!(f, "`{setting}` has no effect on an HTTP client that is there already: set it there")
            }
            Self::Http(_) => f.write_str("the HTTP client could not be made"),
            Self::Transport(_) => f.write_str("the settings make no transport"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ClientCertificate(error) | Self::Http(error) => Some(error),
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}
