//! What an operator decides: one TOML file, overridden by `DFDG_…` environment variables.
//!
//! Every setting has a default that works on a developer's machine except the signing keys: without a key no token
//! can be checked, and the server says so instead of starting.

mod environment;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::document::{self, SyntaxError};
use crate::letasyl::Failure;
use crate::sensitive::Secret;

pub use environment::VARIABLES;

/// All settings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the server listens.
    pub server: Server,
    /// Where the data is kept.
    pub database: Database,
    /// Whose tokens are believed.
    pub auth: Auth,
    /// The asylum operator's system.
    pub letasyl: LetAsyl,
    /// Verification codes.
    pub verification: Verification,
    /// What is logged and how.
    pub log: Log,
    /// How long personal data that has done its work is kept.
    pub retention: Retention,
}

/// Where the server listens.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port; port 0 takes a free one.
    pub address: SocketAddr,
    /// Seconds that running calls get to finish after the server was told to stop.
    pub shutdown_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self { address: SocketAddr::from(([127, 0, 0, 1], 8080)), shutdown_seconds: 20 }
    }
}

/// Where the data is kept.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://path/to/file`. A file that is not there is created.
    pub url: String,
    /// The most connections held at a time.
    pub max_connections: u32,
    /// Milliseconds that a call waits for a connection, and for a writer before it, until the database counts as
    /// unreachable.
    pub timeout_ms: u64,
    /// Whether `serve` brings the tables up to date before it listens.
    pub migrate_on_start: bool,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite://dfdg.sqlite".to_owned(),
            max_connections: 8,
            timeout_ms: 5_000,
            migrate_on_start: true,
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A database address may carry a password.
        let scheme = self.url.split_once(':').map_or("", |(scheme, _)| scheme);
        formatter
            .debug_struct("Database")
            .field("url", &format_args!("{scheme}:•••"))
            .field("max_connections", &self.max_connections)
            .field("timeout_ms", &self.timeout_ms)
            .field("migrate_on_start", &self.migrate_on_start)
            .finish()
    }
}

/// Whose tokens are believed.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// What a token's `iss` must say.
    pub issuer: String,
    /// What a token's `aud` must name.
    pub audience: String,
    /// Seconds by which clocks may differ.
    pub leeway_seconds: u64,
    /// Whether a call without `X-RequestUserMetadata` is refused (8233).
    pub require_user_metadata: bool,
    /// The keys, told apart by `kid`.
    pub keys: Vec<Key>,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            issuer: "dfdg-dev".to_owned(),
            audience: "dfdg".to_owned(),
            leeway_seconds: 30,
            require_user_metadata: false,
            keys: Vec::new(),
        }
    }
}

/// A key that tokens are signed with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The `kid` of the tokens it signs. A token without `kid` is believed only where there is one key.
    pub kid: String,
    /// The one algorithm it is used with.
    pub algorithm: KeyAlgorithm,
    /// HS256: the shared secret, at least 32 bytes.
    pub secret: Option<Secret>,
    /// HS256: a file holding the secret; white space at its ends is left out.
    pub secret_file: Option<PathBuf>,
    /// ES256, RS256: a PEM file with the public key.
    pub public_key_file: Option<PathBuf>,
}

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum KeyAlgorithm {
    /// HMAC with SHA-256.
    HS256,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// RSA PKCS #1 v1.5 with SHA-256.
    RS256,
}

/// The asylum operator's system.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetAsyl {
    /// Its address. Without one the simulator answers in its place.
    pub base_url: Option<String>,
    /// User of the basic authentication.
    pub username: String,
    /// Password of the basic authentication.
    pub password: Option<Secret>,
    /// Milliseconds to get a connection.
    pub connect_timeout_ms: u64,
    /// Milliseconds until the whole answer is there.
    pub timeout_ms: u64,
    /// Simulator: the way in which every call fails. A citizen's own failure comes before it.
    pub simulate_failure: Option<Failure>,
}

impl Default for LetAsyl {
    fn default() -> Self {
        Self {
            base_url: None,
            username: String::new(),
            password: None,
            connect_timeout_ms: 2_000,
            timeout_ms: 10_000,
            simulate_failure: None,
        }
    }
}

/// Verification codes.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Verification {
    /// Seconds that a code may be used.
    pub lifetime_seconds: u64,
    /// Wrong answers that a code allows.
    pub tries: u32,
    /// What the stored hashes are keyed with. Without it every start makes its own, and a restart or a second
    /// process makes the codes on their way worthless.
    pub secret: Option<Secret>,
}

impl Default for Verification {
    fn default() -> Self {
        Self { lifetime_seconds: 600, tries: 5, secret: None }
    }
}

impl Verification {
    /// How long a code may be used.
    pub fn lifetime(&self) -> Duration {
        Duration::from_secs(self.lifetime_seconds)
    }
}

/// What is logged and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// A level or filter directives, as in `info,dfdg_server=debug`.
    pub level: String,
    /// Lines for people or JSON for machines.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Text }
    }
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How long personal data that has done its work is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days until a delivered message is deleted.
    pub outbox_days: u32,
    /// Days until a verification code, used or not, and its mail are deleted.
    pub codes_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { outbox_days: 30, codes_days: 1 }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("settings file {}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML, or a key in it is unknown or of another type.
    #[error("settings file {}, {source}", file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        source: SyntaxError,
    },
    /// A value cannot be used.
    #[error("{key} ({origin}): {message}")]
    Invalid {
        /// The key, as it is written in the file.
        key: String,
        /// Where the value comes from.
        origin: String,
        /// What is wrong with it.
        message: String,
    },
}

impl Settings {
    /// Reads `file`, if there is one, then the process's environment, and checks the whole.
    pub fn load(file: Option<&Path>) -> Result<Self, SettingsError> {
        Self::load_from(file, |name| std::env::var(name).ok())
    }

    /// [`load`](Self::load) with another environment.
    pub fn load_from(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let mut settings = match file {
            Some(file) => Self::read(file)?,
            None => Self::default(),
        };
        let mut origins = BTreeMap::new();
        environment::apply(&mut settings, &mut origins, environment)?;
        let default = file.map_or_else(|| "default".to_owned(), |file| file.display().to_string());
        settings.check().map_err(|(key, message)| SettingsError::Invalid {
            origin: origins.get(key.as_str()).map_or(default, |name| format!("environment variable {name}")),
            key,
            message,
        })?;
        Ok(settings)
    }

    fn read(file: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| SettingsError::File { file: file.to_owned(), source })?;
        document::parse(&text).map_err(|source| SettingsError::Syntax { file: file.to_owned(), source })
    }

    /// The first rule that a value breaks, with its key.
    fn check(&self) -> Result<(), (String, String)> {
        let fail = |key: &str, message: &str| Err((key.to_owned(), message.to_owned()));
        if !self.database.url.starts_with("sqlite:") {
            return fail("database.url", "must start with `sqlite:`");
        }
        if self.database.max_connections == 0 {
            return fail("database.max_connections", "must be at least 1");
        }
        if self.database.timeout_ms == 0 {
            return fail("database.timeout_ms", "must be at least 1");
        }
        if self.auth.issuer.is_empty() || self.auth.audience.is_empty() {
            return fail("auth.issuer", "neither auth.issuer nor auth.audience may be empty");
        }
        if self.verification.tries == 0 {
            return fail("verification.tries", "must be at least 1");
        }
        if self.verification.lifetime_seconds == 0 {
            return fail("verification.lifetime_seconds", "must be at least 1");
        }
        self.check_keys()?;
        self.check_letasyl()
    }

    fn check_keys(&self) -> Result<(), (String, String)> {
        for (index, key) in self.auth.keys.iter().enumerate() {
            let place = format!("auth.keys[{index}]");
            if self.auth.keys[..index].iter().any(|other| other.kid == key.kid) {
                return Err((format!("{place}.kid"), "two keys have the same kid".to_owned()));
            }
            let given = (key.secret.is_some(), key.secret_file.is_some(), key.public_key_file.is_some());
            match (key.algorithm, given) {
                (KeyAlgorithm::HS256, (true, false, false) | (false, true, false)) => {}
                (KeyAlgorithm::HS256, _) => {
                    return Err((
                        place,
                        "HS256 needs either `secret` or `secret_file`, and no public key".to_owned(),
                    ));
                }
                (_, (false, false, true)) => {}
                _ => return Err((place, "ES256 and RS256 need `public_key_file`, and no secret".to_owned())),
            }
        }
        Ok(())
    }

    fn check_letasyl(&self) -> Result<(), (String, String)> {
        let fail = |key: &str, message: &str| Err((key.to_owned(), message.to_owned()));
        if self.letasyl.timeout_ms == 0 || self.letasyl.connect_timeout_ms == 0 {
            return fail("letasyl.timeout_ms", "neither timeout may be 0");
        }
        let Some(url) = &self.letasyl.base_url else { return Ok(()) };
        if url.contains('@') {
            return fail(
                "letasyl.base_url",
                "user and password belong in letasyl.username and letasyl.password",
            );
        }
        match url.split_once("://") {
            Some(("http", rest)) if !rest.is_empty() => Ok(()),
            Some(("https", rest)) if !rest.is_empty() && cfg!(feature = "tls") => Ok(()),
            Some(("https", _)) => {
                fail("letasyl.base_url", "https needs the server built with the feature `tls`")
            }
            _ => fail("letasyl.base_url", "must be an http:// or https:// address"),
        }
    }
}

#[cfg(test)]
mod tests;
