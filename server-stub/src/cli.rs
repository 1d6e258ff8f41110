//! The command line.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use kontrakt::operation::Operation;

use crate::app::{App, StartError};
use crate::auth::{Claims, Keys, TokenOrganisation};
use crate::clock::Clock;
use crate::logging::{self, LoggingError};
use crate::seed::{DEMO, Seed, SeedError};
use crate::settings::{Settings, SettingsError, VARIABLES};
use crate::store::Store;
use crate::{routes, server};

/// Server of five DFDG services.
#[derive(Parser)]
#[command(name = "dfdg-server", version, after_help = variables())]
struct Cli {
    /// The settings file (TOML). Without one everything has its default.
    #[arg(long, short, global = true, value_name = "FILE")]
    settings: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers calls until it is told to stop.
    Serve {
        /// Loads the demonstration data first.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the tables of the database up to date.
    Migrate,
    /// Loads data from a file, or the demonstration data; what is there already stays.
    Seed {
        /// The file (TOML).
        file: Option<PathBuf>,
    },
    /// Prints a bearer token for development.
    Token(TokenArgs),
}

#[derive(Args)]
struct TokenArgs {
    /// The calling system.
    #[arg(long, default_value = "development")]
    system: String,
    /// An organisation that it may act for: TYPE:CODE, or TYPE:CODE:CVR for another actor on behalf of a job centre.
    /// Types: 1 STAR, 2 A-kasse, 7 Kommune, 8 JobCenter. Repeatable.
    #[arg(long = "organisation", short, value_name = "TYPE:CODE[:CVR]", value_parser = organisation)]
    organisations: Vec<TokenOrganisation>,
    /// A scope that it has. Repeatable.
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// It has every scope of the contracts.
    #[arg(long, conflicts_with = "scopes")]
    all_scopes: bool,
    /// It is a system that may see all citizens by itself.
    #[arg(long)]
    system_alle: bool,
    /// Hours that the token is valid.
    #[arg(long, default_value_t = 8)]
    hours: u64,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Logging(#[from] LoggingError),
    #[error("{file}: {source}")]
    Seed { file: String, source: SeedError },
    #[error("{file}: {source}")]
    File { file: String, source: std::io::Error },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(run(cli)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "dfdg-server: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let settings = Settings::load(cli.settings.as_deref())?;
    match cli.command {
        Command::Serve { demo } => serve(settings, demo).await,
        Command::Migrate => {
            let store = migrated(&settings).await?;
            store.close().await;
            say("the tables are up to date")
        }
        Command::Seed { file } => {
            let store = migrated(&settings).await?;
            let summary = seed(&store, file).await?;
            store.close().await;
            say(&summary)
        }
        Command::Token(arguments) => {
            let token = token(&settings, arguments)?;
            say(&token)
        }
    }
}

async fn serve(settings: Settings, demo: bool) -> Result<(), Failure> {
    logging::start(&settings.log)?;
    // Before anybody can see that the server listens, and tell it to stop.
    let told = told_to_stop()?;
    let app = App::open(settings).await?;
    if demo {
        let summary = seed(&app.store, None).await?;
        tracing::info!("{summary}");
    }
    let running = server::start(&app, routes::services(&app)).await?;
    told.await;
    tracing::info!("stopping");
    running.stop().await;
    app.store.close().await;
    Ok(())
}

async fn migrated(settings: &Settings) -> Result<Store, Failure> {
    let store = Store::open(&settings.database, Clock::default()).await.map_err(StartError::from)?;
    store.migrate().await.map_err(StartError::from)?;
    Ok(store)
}

async fn seed(store: &Store, file: Option<PathBuf>) -> Result<String, Failure> {
    let (name, text) = match file {
        Some(file) => {
            let name = file.display().to_string();
            match std::fs::read_to_string(&file) {
                Ok(text) => (name, text),
                Err(source) => return Err(Failure::File { file: name, source }),
            }
        }
        None => ("demonstration data".to_owned(), DEMO.to_owned()),
    };
    let failed = |source| Failure::Seed { file: name.clone(), source };
    let loaded = Seed::parse(&text).map_err(failed)?.load(store).await.map_err(failed)?;
    Ok(format!(
        "{name}: {} new citizens, {} moves, {} code lists",
        loaded.borgere, loaded.flytninger, loaded.kodelister
    ))
}

fn token(settings: &Settings, arguments: TokenArgs) -> Result<String, Failure> {
    let scopes: BTreeSet<_> = match arguments.all_scopes {
        true => routes::operations().flat_map(Operation::scopes).collect(),
        false => arguments.scopes.iter().map(String::as_str).collect(),
    };
    let claims = Claims {
        sub: arguments.system,
        organisations: arguments.organisations,
        scope: scopes.into_iter().collect::<Vec<_>>().join(" "),
        system_alle: arguments.system_alle,
    };
    let lifetime = Duration::from_secs(arguments.hours.saturating_mul(60 * 60));
    Ok(Keys::load(&settings.auth)?.mint(&claims, lifetime)?.expose().to_owned())
}

fn organisation(text: &str) -> Result<TokenOrganisation, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let (kind, code, anden_aktoer) = match parts[..] {
        [kind, code] => (kind, code, None),
        [kind, code, cvr] => (kind, code, Some(cvr.to_owned())),
        _ => return Err("must be TYPE:CODE or TYPE:CODE:CVR".to_owned()),
    };
    let organisation_type = kind.parse().map_err(|_| "the type must be a number")?;
    Ok(TokenOrganisation { organisation_type, code: code.to_owned(), anden_aktoer })
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

/// Listens for Ctrl-C, and where there are signals for SIGTERM, from now on; what it returns ends at the first.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move {
            interrupt.recv().await;
        })
    }
}

fn variables() -> String {
    let width = VARIABLES.iter().map(|variable| variable.name.len()).max().unwrap_or_default();
    let lines: Vec<_> =
        VARIABLES.iter().map(|variable| format!("  {:width$}  {}", variable.name, variable.key)).collect();
    format!("Environment variables, and the settings that they override:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_organisation_is_two_or_three_parts() {
        let actor = organisation("8:10101:30303030").unwrap();
        assert_eq!((actor.organisation_type, actor.anden_aktoer.as_deref()), (8, Some("30303030")));
        assert_eq!(organisation("8:10101").unwrap().anden_aktoer, None);
        assert!(organisation("8").is_err());
        assert!(organisation("JobCenter:1").is_err());
    }
}
