//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use kontrakt_codegen::{Only, Part};

const EXIT_STATUS: &str = "\
Exit status:
  0  done; for `check`: the generated files are up to date
  1  `check`: the generated files are stale
  2  the contract has errors (what could be generated was, unless --keep-going makes it 0),
     or the settings or the arguments are wrong
  3  files could not be read or written, or kontrakt itself is at fault

Diagnostics go to stderr, results to stdout.";

const INSPECT_STATUS: &str = "\
Exit status:
  0  done
  1  `--deny ignored`: something that the contract says is ignored
  2  the contract has errors, unless it is to keep going, or the arguments are wrong
  3  files could not be read

Vendor extensions without a meaning, and what stands in components that nothing refers to, may be ignored.";

/// Contract-first OpenAPI generator: OpenAPI documents in, readable Rust out.
#[derive(Debug, Parser)]
#[command(name = "kontrakt", version, after_help = EXIT_STATUS)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate Rust from OpenAPI documents.
    ///
    /// Writes only files that change, and removes files that kontrakt once generated and no longer does. Files that
    /// kontrakt did not generate are never touched.
    #[command(after_help = EXIT_STATUS)]
    Generate {
        #[command(flatten)]
        arguments: Arguments,
        /// Say what would be written and removed, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Check that generated files are up to date; show a diff where they are not.
    #[command(after_help = EXIT_STATUS)]
    Check {
        #[command(flatten)]
        arguments: Arguments,
    },
    /// Say what becomes of every keyword of a contract: enforced, typed, documentation only, ignored.
    #[command(after_help = INSPECT_STATUS)]
    Inspect {
        #[command(flatten)]
        arguments: InspectArguments,
    },
    /// Explain a diagnostic, or list all of them.
    Explain {
        /// The code that stands in the diagnostic, such as K0012.
        code: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// OpenAPI documents, JSON or YAML.
    #[arg(value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
    /// The folder for the generated modules.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Whether to generate the client: always, never, feature, feature=NAME [default: always]
    #[arg(long, value_name = "WHEN", value_parser = |text: &str| Part::parse(text, "client"))]
    pub(crate) client: Option<Part>,
    /// Whether to generate the server: always, never, feature, feature=NAME [default: always]
    #[arg(long, value_name = "WHEN", value_parser = |text: &str| Part::parse(text, "server"))]
    pub(crate) server: Option<Part>,
    /// Generate nothing else: types, client, server
    #[arg(long, value_name = "PART", value_parser = only)]
    pub(crate) only: Option<Only>,
    /// Generate only operations with this tag, or named by another --include-…, and what they need (repeatable)
    #[arg(long, value_name = "TAG")]
    pub(crate) include_tag: Vec<String>,
    /// The same by operationId, or by the name of the generated method (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) include_operation: Vec<String>,
    /// The same by path; `*` stands for any text, slashes included (repeatable)
    #[arg(long, value_name = "PATH")]
    pub(crate) include_path: Vec<String>,
    /// Generate tests, too, that send samples of every operation through client and server
    #[arg(long)]
    pub(crate) with_tests: bool,
    /// Exit with 0 although the contract has errors
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// What counts as an error for the exit status
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Where to read what is not said here [default: kontrakt.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to write diagnostics and results: for people, or as JSON objects, one a line.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Whether diagnostics are coloured.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArguments {
    /// OpenAPI documents, JSON or YAML.
    #[arg(value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
    /// List every keyword with its place, not only those that are lost
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// What gives the exit status 1
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<DenyFate>,
    /// Exit with 0 although the contract has errors
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Where to read what is not said here [default: kontrakt.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to write: for people, or every keyword as a JSON object, one a line.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DenyFate {
    Ignored,
}

fn only(text: &str) -> Result<Only, String> {
    match text {
        "types" => Ok(Only::Types),
        "client" => Ok(Only::Client),
        "server" => Ok(Only::Server),
        _ => Err(format!("`{text}` is none of `types`, `client`, `server`")),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}
