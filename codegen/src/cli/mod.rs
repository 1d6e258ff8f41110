//! `kontrakt generate`, `kontrakt check`, `kontrakt explain`.

mod arguments;
mod show;

use std::path::Path;
use std::process::ExitCode;

use kontrakt_codegen::config::SettingsError;
use kontrakt_codegen::diagnostic::Code;
use kontrakt_codegen::output::Changes;
use kontrakt_codegen::{Failure, Generator, Output};

pub(crate) use arguments::Cli;
use arguments::{Arguments, Command};
use show::Show;

/// The config file that is read when no other is named.
const CONFIG_FILE: &str = "kontrakt.toml";

/// Exit status: the generated files are stale.
const STALE: u8 = 1;
/// Exit status: the contract, the settings or the call are wrong.
const WRONG: u8 = 2;
/// Exit status: files could not be read or written, or kontrakt itself is at fault.
const TROUBLE: u8 = 3;

/// Does what was asked for.
pub(crate) fn run(cli: &Cli) -> ExitCode {
    match &cli.command {
        Command::Generate { arguments, dry_run } => with(arguments, |show, output, changes| {
            if !*dry_run {
                changes.apply()?;
            }
            show.generated(output, changes, *dry_run);
            Ok(ExitCode::SUCCESS)
        }),
        Command::Check { arguments } => with(arguments, |show, output, changes| {
            show.checked(output, changes);
            Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(STALE) })
        }),
        Command::Explain { code } => explain(code.as_deref()),
    }
}

/// Generates, compares with the output folder and leaves the rest to `then`.
fn with(
    arguments: &Arguments,
    then: impl Fn(&Show, &Output, &Changes) -> Result<ExitCode, Failure>,
) -> ExitCode {
    let show = Show::new(arguments);
    let result = generate(arguments).and_then(|(output, changes)| {
        show.findings(&output.findings);
        then(&show, &output, &changes)
    });
    result.unwrap_or_else(|failure| {
        show.failure(&failure);
        ExitCode::from(match failure {
            Failure::Settings(_) | Failure::Contract(_) => WRONG,
            _ => TROUBLE,
        })
    })
}

fn generate(arguments: &Arguments) -> Result<(Output, Changes), Failure> {
    let generator = generator(arguments);
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => generator.settings()?.out.ok_or(SettingsError::NoOut)?,
    };
    let output = generator.generate()?;
    let changes = output.compare(out)?;
    Ok((output, changes))
}

fn generator(arguments: &Arguments) -> Generator {
    let mut generator = Generator::new();
    if !arguments.specs.is_empty() {
        generator = generator.documents(&arguments.specs);
    }
    if let Some(part) = &arguments.client {
        generator = generator.client(part.clone());
    }
    if let Some(part) = &arguments.server {
        generator = generator.server(part.clone());
    }
    match &arguments.config {
        Some(path) => generator.config_file(path),
        None if Path::new(CONFIG_FILE).is_file() => generator.config_file(CONFIG_FILE),
        None => generator,
    }
}

fn explain(id: Option<&str>) -> ExitCode {
    let Some(id) = id else {
        show::say(&Code::ALL.iter().map(|code| format!("{code}  {}\n", code.title())).collect::<String>());
        return ExitCode::SUCCESS;
    };
    match Code::by_id(id) {
        Some(code) => {
            show::say(&format!("{code}: {}\n\n{}\n", code.title(), code.explanation()));
            ExitCode::SUCCESS
        }
        None => {
            show::complain(&format!("error: there is no `{id}`; `kontrakt explain` lists all codes\n"));
            ExitCode::from(WRONG)
        }
    }
}
