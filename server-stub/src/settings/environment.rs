//! The environment variables and the settings that they override.

use std::collections::BTreeMap;

use super::{Key, KeyAlgorithm, LogFormat, Settings, SettingsError};
use crate::sensitive::Secret;

/// An environment variable and the key that it overrides.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// The key in the settings file.
    pub key: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), &'static str>,
}

/// Every variable that is read.
pub const VARIABLES: &[Variable] = &[
    variable("DFDG_ADDRESS", "server.address", |s, v| {
        put(&mut s.server.address, v.parse(), "must be an address and port, as in 127.0.0.1:8080")
    }),
    variable("DFDG_DATABASE_URL", "database.url", |s, v| text(&mut s.database.url, v)),
    variable("DFDG_DATABASE_MAX_CONNECTIONS", "database.max_connections", |s, v| {
        put(&mut s.database.max_connections, v.parse(), "must be a whole number")
    }),
    variable("DFDG_AUTH_ISSUER", "auth.issuer", |s, v| text(&mut s.auth.issuer, v)),
    variable("DFDG_AUTH_AUDIENCE", "auth.audience", |s, v| text(&mut s.auth.audience, v)),
    variable("DFDG_AUTH_SECRET", "auth.keys", |s, v| {
        s.auth.keys.retain(|key| key.kid != ENVIRONMENT_KID);
        s.auth.keys.push(Key {
            kid: ENVIRONMENT_KID.to_owned(),
            algorithm: KeyAlgorithm::HS256,
            secret: Some(Secret::new(v)),
            secret_file: None,
            public_key_file: None,
        });
        Ok(())
    }),
    variable("DFDG_AUTH_REQUIRE_USER_METADATA", "auth.require_user_metadata", |s, v| {
        put(&mut s.auth.require_user_metadata, v.parse(), "must be true or false")
    }),
    variable("DFDG_LETASYL_BASE_URL", "letasyl.base_url", |s, v| {
        s.letasyl.base_url = (!v.is_empty()).then(|| v.to_owned());
        Ok(())
    }),
    variable("DFDG_LETASYL_USERNAME", "letasyl.username", |s, v| text(&mut s.letasyl.username, v)),
    variable("DFDG_LETASYL_PASSWORD", "letasyl.password", |s, v| {
        s.letasyl.password = Some(Secret::new(v));
        Ok(())
    }),
    variable("DFDG_VERIFICATION_SECRET", "verification.secret", |s, v| {
        s.verification.secret = Some(Secret::new(v));
        Ok(())
    }),
    variable("DFDG_LOG_LEVEL", "log.level", |s, v| text(&mut s.log.level, v)),
    variable("DFDG_LOG_FORMAT", "log.format", |s, v| {
        s.log.format = match v {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => return Err("must be `text` or `json`"),
        };
        Ok(())
    }),
];

/// The `kid` of the key that `DFDG_AUTH_SECRET` adds.
const ENVIRONMENT_KID: &str = "env";

const fn variable(
    name: &'static str,
    key: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), &'static str>,
) -> Variable {
    Variable { name, key, set }
}

fn text(field: &mut String, value: &str) -> Result<(), &'static str> {
    value.clone_into(field);
    Ok(())
}

fn put<T, E>(field: &mut T, value: Result<T, E>, message: &'static str) -> Result<(), &'static str> {
    *field = value.map_err(|_| message)?;
    Ok(())
}

/// Overrides what the environment names, and notes which key came from which variable.
pub(super) fn apply(
    settings: &mut Settings,
    origins: &mut BTreeMap<&'static str, &'static str>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<(), SettingsError> {
    for variable in VARIABLES {
        let Some(value) = environment(variable.name) else { continue };
        (variable.set)(settings, &value).map_err(|message| SettingsError::Invalid {
            key: variable.key.to_owned(),
            origin: format!("environment variable {}", variable.name),
            message: message.to_owned(),
        })?;
        origins.insert(variable.key, variable.name);
    }
    Ok(())
}
