//! Bearer tokens: signed JSON, checked against the keys of the settings.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use super::{ActiveOrganisation, Identity};
use crate::fault::Fault;
use crate::sensitive::Secret;
use crate::settings::{Auth, Key, KeyAlgorithm, SettingsError};

/// The shortest HS256 secret, in bytes: as long as what it signs with.
const SHORTEST_SECRET: usize = 32;

/// What a token says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The calling system.
    pub sub: String,
    /// For whom it may act.
    #[serde(default)]
    pub organisations: Vec<TokenOrganisation>,
    /// What it may do: scopes with spaces between them.
    #[serde(default)]
    pub scope: String,
    /// Whether it is a system that may see all citizens by itself ("System - alle borgere").
    #[serde(default, rename = "systemAlle", skip_serializing_if = "std::ops::Not::not")]
    pub system_alle: bool,
}

/// An organisation that a system may act for.
///
/// A system of another actor ("anden aktør") has the job centre's type and code here, and its own number as
/// `andenAktoer`: with that job centre as active organisation it is read in the columns "Anden Aktør", and sees the
/// citizens that the job centre gave to this actor. Without `andenAktoer` it acts as the job centre itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenOrganisation {
    /// The type, by number.
    #[serde(rename = "type")]
    pub organisation_type: i32,
    /// The number within its type.
    pub code: String,
    /// The number (CVR) of the other actor that the system belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anden_aktoer: Option<String>,
}

impl TokenOrganisation {
    pub(super) fn is(&self, active: &ActiveOrganisation) -> bool {
        self.organisation_type == active.organisation_type && self.code == active.organisation_code
    }
}

/// What the server adds to the claims when it mints a token.
#[derive(Serialize)]
struct Minted<'a> {
    #[serde(flatten)]
    claims: &'a Claims,
    iss: &'a str,
    aud: &'a str,
    nbf: u64,
    exp: u64,
}

/// The keys whose tokens are believed.
pub struct Keys {
    issuer: String,
    audience: String,
    leeway: u64,
    keys: Vec<Loaded>,
}

struct Loaded {
    kid: String,
    algorithm: Algorithm,
    decoding: DecodingKey,
    encoding: Option<EncodingKey>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.keys.iter().map(|key| &key.kid)).finish()
    }
}

impl Keys {
    /// Reads the keys that the settings name.
    ///
    /// # Errors
    /// Where there is none, a file cannot be read, a secret is too short, or a key is not of its algorithm.
    pub fn load(settings: &Auth) -> Result<Self, SettingsError> {
        if settings.keys.is_empty() {
            return Err(invalid(
                "auth.keys",
                "at least one key is needed; for development set DFDG_AUTH_SECRET",
            ));
        }
        let keys = settings
            .keys
            .iter()
            .enumerate()
            .map(|(index, key)| load(key, &format!("auth.keys[{index}]")))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            leeway: settings.leeway_seconds,
            keys,
        })
    }

    /// The identity behind a bearer token.
    ///
    /// # Errors
    /// 1012 for everything that is no valid token of one of the keys.
    pub fn authenticate(&self, token: &str) -> Result<Identity, Fault> {
        self.check(token).map_err(Fault::LogonFejlede)
    }

    fn check(&self, token: &str) -> Result<Identity, &'static str> {
        let header = decode_header(token).map_err(|_| "not a token")?;
        let key = match &header.kid {
            Some(kid) => self.keys.iter().find(|key| key.kid == *kid),
            None if self.keys.len() == 1 => self.keys.first(),
            None => None,
        }
        .ok_or("unknown key")?;
        // The algorithm is the key's: what the token says about it has no say.
        let mut validation = Validation::new(key.algorithm);
        validation.leeway = self.leeway;
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let claims =
            decode::<Claims>(token, &key.decoding, &validation).map_err(|error| reason(error.kind()))?.claims;
        if claims.sub.is_empty() {
            return Err("no system");
        }
        Ok(Identity {
            system: claims.sub,
            scopes: claims.scope.split_ascii_whitespace().map(str::to_owned).collect::<BTreeSet<_>>(),
            organisations: claims.organisations,
            system_alle: claims.system_alle,
        })
    }

    /// A token that this server believes, signed with its first HS256 key.
    ///
    /// # Errors
    /// Where there is no such key.
    pub fn mint(&self, claims: &Claims, lifetime: Duration) -> Result<Secret, SettingsError> {
        let (key, encoding) = self
            .keys
            .iter()
            .find_map(|key| key.encoding.as_ref().map(|encoding| (key, encoding)))
            .ok_or_else(|| invalid("auth.keys", "minting a token needs an HS256 key"))?;
        let now = jsonwebtoken::get_current_timestamp();
        let minted = Minted {
            claims,
            iss: &self.issuer,
            aud: &self.audience,
            nbf: now,
            exp: now.saturating_add(lifetime.as_secs()),
        };
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(key.algorithm) };
        encode(&header, &minted, encoding)
            .map(Secret::new)
            .map_err(|_| invalid("auth.keys", "the token could not be signed"))
    }
}

fn load(key: &Key, place: &str) -> Result<Loaded, SettingsError> {
    let algorithm = match key.algorithm {
        KeyAlgorithm::HS256 => Algorithm::HS256,
        KeyAlgorithm::ES256 => Algorithm::ES256,
        KeyAlgorithm::RS256 => Algorithm::RS256,
    };
    let (decoding, encoding) = match (&key.secret, &key.secret_file, &key.public_key_file) {
        (Some(secret), ..) => shared(secret.expose().as_bytes(), place)?,
        (None, Some(file), _) => shared(read(file)?.trim_ascii(), place)?,
        (None, None, Some(file)) => {
            let pem = read(file)?;
            let decoding = match key.algorithm {
                KeyAlgorithm::ES256 => DecodingKey::from_ec_pem(&pem),
                _ => DecodingKey::from_rsa_pem(&pem),
            };
            let message = "the file holds no PEM public key of this algorithm";
            (decoding.map_err(|_| invalid(&format!("{place}.public_key_file"), message))?, None)
        }
        (None, None, None) => return Err(invalid(place, "the key has neither secret nor public key")),
    };
    Ok(Loaded { kid: key.kid.clone(), algorithm, decoding, encoding })
}

fn shared(secret: &[u8], place: &str) -> Result<(DecodingKey, Option<EncodingKey>), SettingsError> {
    if secret.len() < SHORTEST_SECRET {
        return Err(invalid(place, &format!("an HS256 secret needs at least {SHORTEST_SECRET} bytes")));
    }
    Ok((DecodingKey::from_secret(secret), Some(EncodingKey::from_secret(secret))))
}

fn read(file: &Path) -> Result<Vec<u8>, SettingsError> {
    std::fs::read(file).map_err(|source| SettingsError::File { file: file.to_owned(), source })
}

fn invalid(key: &str, message: &str) -> SettingsError {
    SettingsError::Invalid { key: key.to_owned(), origin: "settings".to_owned(), message: message.to_owned() }
}

fn reason(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not valid yet",
        ErrorKind::InvalidSignature => "the signature does not match",
        ErrorKind::InvalidIssuer => "another issuer",
        ErrorKind::InvalidAudience => "another audience",
        ErrorKind::InvalidAlgorithm => "another algorithm than the key's",
        ErrorKind::MissingRequiredClaim(_) => "a claim is missing",
        _ => "not a token",
    }
}
