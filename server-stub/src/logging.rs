//! The log: lines for people or JSON for machines, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::settings::{Log, LogFormat, SettingsError};

/// Libraries whose finest levels show what passes over the wire, held to where they do not, whatever is asked for.
const QUIET: [&str; 4] = ["hyper=info", "hyper_util=info", "reqwest=info", "sqlx=info"];

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The level cannot be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The process has a log already.
    #[error(transparent)]
    Taken(#[from] TryInitError),
}

/// Starts the process's log.
pub fn start(settings: &Log) -> Result<(), LoggingError> {
    let registry = tracing_subscriber::registry().with(filter(settings)?);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match settings.format {
        LogFormat::Text => registry.with(lines).try_init()?,
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init()?,
    }
    Ok(())
}

/// The filter that the settings ask for.
///
/// # Errors
/// Where the level is neither a level nor filter directives.
pub fn filter(settings: &Log) -> Result<EnvFilter, SettingsError> {
    let mut filter = EnvFilter::builder().parse(&settings.level).map_err(|error| SettingsError::Invalid {
        key: "log.level".to_owned(),
        origin: "settings".to_owned(),
        message: error.to_string(),
    })?;
    for directive in QUIET {
        if let Ok(directive) = directive.parse() {
            filter = filter.add_directive(directive);
        }
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_is_none_is_refused_by_name() {
        let log = |level: &str| Log { level: level.to_owned(), ..Log::default() };
        let refused = filter(&log("dfdg_server=loud")).unwrap_err().to_string();
        assert!(refused.contains("log.level"), "{refused}");
        assert!(filter(&log("debug,dfdg_server=trace")).is_ok());
    }
}
