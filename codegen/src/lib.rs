//! Contract-first OpenAPI generator: OpenAPI documents in, readable Rust out.
//!
//! # In a build script
//!
//! ```no_run
//! // build.rs
//! use kontrakt_codegen::Generator;
//!
//! Generator::new().document("petstore.yaml").build();
//! ```
//!
//! The crate includes what was generated; there is a module for every document:
//!
//! ```ignore
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));
//! ```
//!
//! # As files of your own
//!
//! `kontrakt generate petstore.yaml --out src/petstore` writes the same modules into the repository, and `kontrakt check` with the
//! same arguments fails in CI when they are stale.

mod outcome;

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod names;
pub mod output;
pub mod pattern;
pub mod plan;
pub mod render;
pub mod resolve;
pub mod source;

pub use config::Part;
pub use outcome::{Failure, Findings, Output};

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use config::{Config, Settings, SettingsError};
use diagnostic::{Severity, Sink};
use output::{Changes, Module};
use plan::Plan;
use resolve::{Model, Options};
use source::Input;

/// The whole way from contracts to files.
fn run(inputs: &[Input], config: &Config) -> Result<Output, Failure> {
    let mut sink = Sink::new();
    let model = Model::load(inputs, &Options::default(), &mut sink);
    let lowered = lower::lower(&model, &mut sink);
    let names = names::assign(&lowered.api, &mut sink);
    let findings = Findings::new(sink.finish(), model);
    if findings.report().has_errors() {
        return Err(Failure::Contract(Box::new(findings)));
    }
    let plan = Plan::new(&lowered, &names, config);
    let files =
        output::print(emit::modules(&plan).into_iter().map(module), &output::header(&documents(inputs)));
    let files = files.map_err(Failure::Internal)?;
    Ok(Output { files, findings })
}

/// A file as the printer takes it.
fn module(emit::Source { path, docs, imports, items }: emit::Source<'_>) -> Module<'_> {
    let import = |emit::Import { path, name }| output::Import { path, name };
    Module { path, docs, imports: imports.into_iter().map(import).collect(), items }
}

/// The names of the documents without their folders.
fn documents(inputs: &[Input]) -> Vec<String> {
    let name = |input: &Input| match input {
        Input::Path(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        Input::Text { name, .. } => name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
    };
    inputs.iter().map(name).collect()
}

/// How many warnings a build script shows; the command line shows them all.
const SHOWN_WARNINGS: usize = 50;

/// Generates Rust from OpenAPI documents.
///
/// What is set here goes before what stands in a [`config_file`](Generator::config_file).
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is generated until `build`, `write_to` or `generate` is called"]
pub struct Generator {
    settings: Settings,
    config_file: Option<PathBuf>,
    texts: Vec<Input>,
}

impl Generator {
    /// A generator without documents, which generates client and server.
    pub fn new() -> Generator {
        Generator::default()
    }

    /// Adds a contract, JSON or YAML. In a build script a relative path starts from the folder of `Cargo.toml`.
    ///
    /// A document without paths is welcome: its schemas become one module, shared by the documents that refer to it.
    pub fn document(self, path: impl Into<PathBuf>) -> Generator {
        self.documents([path])
    }

    /// Adds several contracts.
    pub fn documents<P: Into<PathBuf>>(mut self, paths: impl IntoIterator<Item = P>) -> Generator {
        self.settings.documents.get_or_insert_default().extend(paths.into_iter().map(Into::into));
        self
    }

    /// Adds a contract that is at hand as text, under the name by which it is reported.
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Generator {
        self.texts.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Whether the client is generated; always, unless said otherwise.
    pub fn client(mut self, part: Part) -> Generator {
        self.settings.client = Some(part);
        self
    }

    /// Whether the server is generated; always, unless said otherwise.
    pub fn server(mut self, part: Part) -> Generator {
        self.settings.server = Some(part);
        self
    }

    /// Reads what is not set here from a `kontrakt.toml` ([`Settings`] shows one).
    pub fn config_file(mut self, path: impl Into<PathBuf>) -> Generator {
        self.config_file = Some(path.into());
        self
    }

    /// What is set here and in the config file together.
    ///
    /// # Errors
    ///
    /// The config file cannot be used.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        match &self.config_file {
            Some(path) => Ok(self.settings.clone().or(Settings::read(path)?)),
            None => Ok(self.settings.clone()),
        }
    }

    /// Generates, and writes nothing.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    pub fn generate(&self) -> Result<Output, Failure> {
        let settings = self.settings()?;
        let documents = settings.documents.iter().flatten().cloned().map(Input::Path);
        let inputs: Vec<Input> = documents.chain(self.texts.iter().cloned()).collect();
        if inputs.is_empty() {
            return Err(SettingsError::NoDocument.into());
        }
        run(&inputs, &settings.config())
    }

    /// Generates into a folder: writes what changed, removes generated files that are no longer generated, and touches
    /// nothing else.
    ///
    /// # Errors
    ///
    /// See [`Failure`]. The folder is then as it was, unless it could not be written.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<(Output, Changes), Failure> {
        let output = self.generate()?;
        let changes = output.compare(folder)?;
        changes.apply()?;
        Ok((output, changes))
    }

    /// Generates into `$OUT_DIR/kontrakt`: the whole of a build script.
    ///
    /// Tells Cargo to run the script again when one of the files that were read changes, and shows warnings as
    /// Cargo's. When something is wrong, it is printed and **the process ends** with status 1.
    pub fn build(&self) {
        let (instructions, result) = self.build_in(std::env::var_os("OUT_DIR"));
        // Nobody is left to be told when Cargo itself has gone.
        let _ = std::io::stdout().write_all(instructions.as_bytes());
        if let Err(failure) = result {
            let _ = writeln!(std::io::stderr(), "{failure}");
            std::process::exit(1);
        }
    }

    /// What to print for Cargo, and how it went.
    fn build_in(&self, out_dir: Option<OsString>) -> (String, Result<(), Failure>) {
        let result = match out_dir {
            Some(out_dir) => self.write_to(Path::new(&out_dir).join("kontrakt")),
            None => Err(Failure::NotABuildScript),
        };
        let findings = match &result {
            Ok((output, _)) => Some(&output.findings),
            Err(Failure::Contract(findings)) => Some(&**findings),
            Err(_) => None,
        };
        (self.instructions(findings), result.map(drop))
    }

    fn instructions(&self, findings: Option<&Findings>) -> String {
        let settings = self.settings().unwrap_or_default();
        let mut files: BTreeSet<&Path> = self.config_file.iter().map(PathBuf::as_path).collect();
        files.extend(settings.documents.iter().flatten().map(PathBuf::as_path));
        files.extend(findings.into_iter().flat_map(Findings::files));
        let mut text = String::new();
        for file in files {
            let _ = writeln!(text, "cargo::rerun-if-changed={}", file.display());
        }
        let warnings = findings.map(|findings| findings.lines(Severity::Warning)).unwrap_or_default();
        for warning in warnings.iter().take(SHOWN_WARNINGS) {
            let _ = writeln!(text, "cargo::warning={warning}");
        }
        if warnings.len() > SHOWN_WARNINGS {
            let _ = writeln!(text, "cargo::warning=… and {} more", warnings.len() - SHOWN_WARNINGS);
        }
        text
    }
}
