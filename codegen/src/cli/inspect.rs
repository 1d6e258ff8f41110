//! `kontrakt inspect`.

use std::process::ExitCode;

use kontrakt_codegen::{Failure, Generator};

use super::arguments::{Colour, DenyFate, InspectArguments};
use super::show::Show;
use super::{WRONG, configured, failed};

/// Exit status: something that the contract says is lost.
const LOST: u8 = 1;

pub(super) fn run(arguments: &InspectArguments) -> ExitCode {
    let show = Show::new(arguments.format, Colour::Auto);
    ExitCode::from(inspect(arguments, &show).unwrap_or_else(|failure| failed(&show, &failure)))
}

fn inspect(arguments: &InspectArguments, show: &Show) -> Result<u8, Failure> {
    let mut generator = Generator::new();
    if !arguments.specs.is_empty() {
        generator = generator.documents(&arguments.specs);
    }
    if arguments.keep_going {
        generator = generator.keep_going();
    }
    let generator = configured(generator, arguments.config.as_deref());
    let settings = generator.settings()?;
    let inspection = generator.inspect()?;
    show.inspected(&inspection, arguments.verbose);
    let has_errors = inspection.findings.report().has_errors();
    Ok(if has_errors && settings.keep_going != Some(true) {
        WRONG
    } else if arguments.deny == Some(DenyFate::Ignored) && inspection.ledger.loses_something() {
        LOST
    } else {
        0
    })
}
