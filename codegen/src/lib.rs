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
pub mod ledger;
pub mod lower;
pub mod names;
pub mod output;
pub mod pattern;
pub mod plan;
pub mod render;
pub mod resolve;
pub mod samples;
pub mod select;
pub mod source;

pub use config::{Only, Part};
pub use outcome::{Failure, Findings, Inspection, Output};

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use config::{Config, Settings, SettingsError};
use diagnostic::{FileId, Severity, Sink};
use ir::ModuleId;
use ledger::Ledger;
use output::{Changes, Module};
use plan::Plan;
use render::Style;
use resolve::{Model, Options};
use source::Input;

/// The whole way from contracts to files.
fn run(inputs: &[Input], config: &Config) -> Result<Output, Failure> {
    let mut sink = Sink::new();
    let model = Model::load(inputs, &Options::default(), &mut sink);
    if model.roots().is_empty() {
        return Err(Failure::Contract(Box::new(Findings::new(model.traced(sink.finish()), model))));
    }
    let mut lowered = lower::lower(&model, &mut sink);
    let mut names = names::assign(&lowered.api, &mut sink);
    let selection = select::select(&model, &mut lowered.api, &mut names, config, &mut sink)?;
    let plan = Plan::new(&lowered, &names, config, &selection);
    let modules = emit::modules(&plan).into_iter().map(|source| module(source, &model));
    let files = output::print(modules).map_err(Failure::Internal)?;
    Ok(Output { files, findings: Findings::new(model.traced(sink.finish()), model) })
}

/// The way from contracts to names, after which nothing of them is left out any more.
fn inspect(inputs: &[Input]) -> Result<Inspection, Failure> {
    let mut sink = Sink::new();
    let model = Model::load(inputs, &Options { trees: true, ..Options::default() }, &mut sink);
    if model.roots().is_empty() {
        return Err(Failure::Contract(Box::new(Findings::new(model.traced(sink.finish()), model))));
    }
    let lowered = lower::lower(&model, &mut sink);
    names::assign(&lowered.api, &mut sink);
    let report = model.traced(sink.finish());
    Ok(Inspection { ledger: Ledger::of(&model, &report), findings: Findings::new(report, model) })
}

/// A file as the printer takes it.
fn module<'a>(source: emit::Source<'a>, model: &Model) -> Module<'a> {
    let emit::Source { path, module, docs, imports, items } = source;
    let import = |emit::Import { path, name }| output::Import { path, name };
    let from = match module {
        Some(ModuleId(index)) => &[model.roots()[index].file],
        None => model.named(),
    };
    let header = output::header(&names_of(model, from));
    Module { path, header, docs, imports: imports.into_iter().map(import).collect(), items }
}

/// The names of files without their folders.
fn names_of(model: &Model, files: &[FileId]) -> Vec<String> {
    let names = files.iter().map(|file| model.sources().name(*file));
    names.map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()).collect()
}

/// How many lines of diagnostics a build script shows; the command line shows them all.
const SHOWN: usize = 50;

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

    /// Generates one part only; the others are left out whatever else is said of them.
    pub fn only(mut self, only: Only) -> Generator {
        self.settings.only = Some(only);
        self
    }

    /// Generates only operations that have one of these tags, or that another of the three `include` methods names, and
    /// what they need. Names are those of a full run, so that including more renames nothing.
    pub fn include_tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Generator {
        self.settings.include_tags.get_or_insert_default().extend(tags.into_iter().map(Into::into));
        self
    }

    /// Generates only these operations, by `operationId` or by the name of the generated method; see
    /// [`include_tags`](Generator::include_tags).
    pub fn include_operations<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Generator {
        self.settings.include_operations.get_or_insert_default().extend(names.into_iter().map(Into::into));
        self
    }

    /// Generates only operations with these paths, in which `*` stands for any text, slashes included; see
    /// [`include_tags`](Generator::include_tags).
    pub fn include_paths<T: Into<String>>(mut self, paths: impl IntoIterator<Item = T>) -> Generator {
        self.settings.include_paths.get_or_insert_default().extend(paths.into_iter().map(Into::into));
        self
    }

    /// Generates, beside client and server, tests that send samples of every operation through both and back
    /// (`round_trips.rs`, compiled for tests only). The crate needs `kontrakt` with the feature `testing` among its
    /// dev-dependencies.
    pub fn with_tests(mut self) -> Generator {
        self.settings.with_tests = Some(true);
        self
    }

    /// Lets [`build`](Generator::build) succeed although the contracts have errors, which are then shown as warnings.
    pub fn keep_going(mut self) -> Generator {
        self.settings.keep_going = Some(true);
        self
    }

    /// Lets [`build`](Generator::build) fail for warnings as it does for errors.
    pub fn deny_warnings(mut self) -> Generator {
        self.settings.deny_warnings = Some(true);
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
    /// Errors in the contracts are no failure: what is wrong is left out or stands for any value, and
    /// [`Output::findings`] has all that is to be said; ask `findings.report().has_errors()`.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    pub fn generate(&self) -> Result<Output, Failure> {
        let settings = self.settings()?;
        run(&self.inputs(&settings)?, &settings.config())
    }

    /// Says what becomes of every keyword of the contracts, whatever is included, and generates nothing.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    pub fn inspect(&self) -> Result<Inspection, Failure> {
        inspect(&self.inputs(&self.settings()?)?)
    }

    fn inputs(&self, settings: &Settings) -> Result<Vec<Input>, SettingsError> {
        let documents = settings.documents.iter().flatten().cloned().map(Input::Path);
        let inputs: Vec<Input> = documents.chain(self.texts.iter().cloned()).collect();
        if inputs.is_empty() { Err(SettingsError::NoDocument) } else { Ok(inputs) }
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
    /// Cargo's. What could be generated is written. When something is wrong, all diagnostics are printed and **the process
    /// ends** with status 1, unless it is only the contracts and the generator is to [keep going](Generator::keep_going).
    pub fn build(&self) {
        let (instructions, complaint) = self.build_in(std::env::var_os("OUT_DIR"));
        // Nobody is left to be told when Cargo itself has gone.
        let _ = std::io::stdout().write_all(instructions.as_bytes());
        if let Some(complaint) = complaint {
            let _ = writeln!(std::io::stderr(), "{complaint}");
            std::process::exit(1);
        }
    }

    /// What to print for Cargo, and why the build ends here.
    fn build_in(&self, out_dir: Option<OsString>) -> (String, Option<String>) {
        let result = match out_dir {
            Some(out_dir) => self.write_to(Path::new(&out_dir).join("kontrakt")),
            None => Err(Failure::NotABuildScript),
        };
        let settings = self.settings().unwrap_or_default();
        let (findings, complaint) = match &result {
            Ok((output, _)) => {
                let accepted = settings.accepts(output.findings.report());
                (Some(&output.findings), (!accepted).then(|| refusal(&output.findings)))
            }
            Err(failure @ Failure::Contract(findings)) => (Some(&**findings), Some(failure.to_string())),
            Err(failure) => (None, Some(failure.to_string())),
        };
        let mut lines = findings.map(|findings| findings.lines(Severity::Warning)).unwrap_or_default();
        if complaint.is_none() {
            lines.splice(..0, findings.map(|findings| findings.lines(Severity::Error)).unwrap_or_default());
        }
        (self.instructions(&settings, findings, &lines), complaint)
    }

    fn instructions(&self, settings: &Settings, findings: Option<&Findings>, warnings: &[String]) -> String {
        let mut files: BTreeSet<&Path> = self.config_file.iter().map(PathBuf::as_path).collect();
        files.extend(settings.documents.iter().flatten().map(PathBuf::as_path));
        files.extend(findings.into_iter().flat_map(Findings::files));
        let mut text = String::new();
        for file in files {
            let _ = writeln!(text, "cargo::rerun-if-changed={}", file.display());
        }
        for warning in warnings.iter().take(SHOWN) {
            let _ = writeln!(text, "cargo::warning={warning}");
        }
        if warnings.len() > SHOWN {
            let _ = writeln!(text, "cargo::warning=… and {} more", warnings.len() - SHOWN);
        }
        text
    }
}

/// Why a build ends although everything was written.
fn refusal(findings: &Findings) -> String {
    let what = if findings.report().has_errors() { "the contract has errors" } else { "warnings are denied" };
    let (text, counts) = (findings.text(Style::Plain), findings.counts());
    format!(
        "{}\n{what}: {counts}; the code was generated all the same, and `Generator::keep_going()` builds with it",
        text.trim_end()
    )
}
