//! `kontrakt generate`, `kontrakt check`, `kontrakt inspect`, `kontrakt explain`.

mod arguments;
mod inspect;
mod show;

use std::path::Path;
use std::process::ExitCode;

use kontrakt_codegen::config::SettingsError;
use kontrakt_codegen::diagnostic::Code;
use kontrakt_codegen::output::Changes;
use kontrakt_codegen::{Failure, Generator, Output};

pub(crate) use arguments::Cli;
use arguments::{Arguments, Command, Deny};
use show::Show;

/// The config file that is read when no other is named.
const CONFIG_FILE: &str = "kontrakt.toml";

/// Exit status: the generated files are stale.
const STALE: u8 = 1;
/// Exit status: the contract has errors, or the settings or the call are wrong.
const WRONG: u8 = 2;
/// Exit status: files could not be read or written, or kontrakt itself is at fault.
const TROUBLE: u8 = 3;

/// Does what was asked for.
pub(crate) fn run(cli: &Cli) -> ExitCode {
    match &cli.command {
        Command::Generate { arguments, dry_run } => {
            let done = if *dry_run { "would be written" } else { "are written" };
            with(arguments, done, &|show, output, changes| {
                if !*dry_run {
                    changes.apply()?;
                }
                show.generated(output, changes, *dry_run);
                Ok(0)
            })
        }
        Command::Check { arguments } => with(arguments, "were compared", &|show, output, changes| {
            show.checked(output, changes);
            Ok(if changes.is_empty() { 0 } else { STALE })
        }),
        Command::Inspect { arguments } => inspect::run(arguments),
        Command::Explain { code } => explain(code.as_deref()),
    }
}

/// What a command makes of what was generated; gives the status of a run without faults in the contract.
type Then<'t> = &'t dyn Fn(&Show, &Output, &Changes) -> Result<u8, Failure>;

/// Generates, compares with the output folder and leaves the rest to `then`, whose status counts unless the contract is
/// faulty.
fn with(arguments: &Arguments, done: &str, then: Then<'_>) -> ExitCode {
    let show = Show::new(arguments.format, arguments.color);
    let status = generate(arguments, &show, done, then).unwrap_or_else(|failure| failed(&show, &failure));
    ExitCode::from(status)
}

/// Says why nothing came of a call; gives its status.
fn failed(show: &Show, failure: &Failure) -> u8 {
    show.failure(failure);
    match failure {
        Failure::Settings(_) | Failure::Contract(_) => WRONG,
        _ => TROUBLE,
    }
}

fn generate(arguments: &Arguments, show: &Show, done: &str, then: Then<'_>) -> Result<u8, Failure> {
    let generator = generator(arguments);
    let settings = generator.settings()?;
    let out = arguments.out.clone().or(settings.out.clone()).ok_or(SettingsError::NoOut)?;
    let output = generator.generate()?;
    let changes = output.compare(out)?;
    show.findings(&output.findings);
    let status = then(show, &output, &changes)?;
    let accepted = settings.accepts(output.findings.report());
    show.verdict(&output, done, accepted);
    Ok(if accepted { status } else { WRONG })
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
    if let Some(only) = arguments.only {
        generator = generator.only(only);
    }
    if !arguments.include_tag.is_empty() {
        generator = generator.include_tags(&arguments.include_tag);
    }
    if !arguments.include_operation.is_empty() {
        generator = generator.include_operations(&arguments.include_operation);
    }
    if !arguments.include_path.is_empty() {
        generator = generator.include_paths(&arguments.include_path);
    }
    if arguments.with_tests {
        generator = generator.with_tests();
    }
    if arguments.keep_going {
        generator = generator.keep_going();
    }
    if arguments.deny == Some(Deny::Warnings) {
        generator = generator.deny_warnings();
    }
    configured(generator, arguments.config.as_deref())
}

/// With the config file that is named, or else is there.
fn configured(generator: Generator, config: Option<&Path>) -> Generator {
    match config {
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
