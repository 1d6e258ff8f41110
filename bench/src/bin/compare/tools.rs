//! The generators that are compared, and how each is asked for a crate.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use kontrakt_bench::measure::{Limits, limited};
use serde_json::Value;

/// What a run may take. The memory is what keeps the machine alive.
pub(crate) const LIMITS: Limits = Limits { seconds: 300, gigabytes: Some(16) };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Kontrakt,
    Progenitor,
    Oas3Gen,
    OpenapiToRust,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Client,
    Server,
    Both,
}

/// A generator with what it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) tool: Tool,
    pub(crate) part: Part,
}

const fn variant(tool: Tool, part: Part) -> Variant {
    Variant { tool, part }
}

/// Types and a client: what all of them make. The first is ours.
pub(crate) const CLIENTS: [Variant; 4] = [
    variant(Tool::Kontrakt, Part::Client),
    variant(Tool::Progenitor, Part::Client),
    variant(Tool::Oas3Gen, Part::Client),
    variant(Tool::OpenapiToRust, Part::Client),
];

/// Types and as much of client and server as a tool makes at once. The first is ours.
pub(crate) const SERVERS: [Variant; 3] = [
    variant(Tool::Kontrakt, Part::Both),
    variant(Tool::Oas3Gen, Part::Server),
    variant(Tool::OpenapiToRust, Part::Both),
];

impl Tool {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tool::Kontrakt => "kontrakt",
            Tool::Progenitor => "progenitor",
            Tool::Oas3Gen => "oas3-gen",
            Tool::OpenapiToRust => "openapi-to-rust",
        }
    }
}

impl Variant {
    pub(crate) fn label(self) -> String {
        let part = match self.part {
            Part::Client => "client",
            Part::Server => "server",
            Part::Both => "both",
        };
        format!("{} {part}", self.tool.name())
    }

    /// A word for folders and packages.
    pub(crate) fn word(self) -> String {
        self.label().replace(['-', ' '], "_")
    }
}

/// Where things are.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    pub(crate) kontrakt: PathBuf,
    pub(crate) peers: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) corpus: PathBuf,
    pub(crate) runtime: PathBuf,
}

/// A crate to be generated: from which document, into which folder, and with which operations (none: all).
pub(crate) struct Job<'a> {
    pub(crate) document: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) operations: &'a [String],
}

impl Variant {
    /// The command that generates a crate, with its settings written to the empty folder. None if the tool cannot
    /// leave operations out.
    pub(crate) fn command(self, paths: &Paths, job: &Job<'_>) -> io::Result<Option<Command>> {
        let program = match self.tool {
            Tool::Kontrakt => paths.kontrakt.clone(),
            Tool::Progenitor => paths.peers.join("cargo-progenitor"),
            tool => paths.peers.join(tool.name()),
        };
        let mut command = limited(&program, LIMITS);
        command.current_dir(job.folder);
        match self.tool {
            Tool::Kontrakt => self.kontrakt(&mut command, job),
            Tool::Progenitor if !job.operations.is_empty() => return Ok(None),
            Tool::Progenitor => {
                command.args(["progenitor", "--name", &package(job), "--version", "0.1.0", "--input"]);
                command.arg(job.document).arg("--output").arg(job.folder);
            }
            Tool::Oas3Gen => {
                let mode = if self.part == Part::Client { "client-mod" } else { "server-mod" };
                command.args(["generate", mode, "--workspace", "--quiet", "--input"]).arg(job.document);
                command.arg("--output").arg(job.folder);
                if !job.operations.is_empty() {
                    // It names operations as it names their functions, and passes over what it does not know.
                    let ids = job.operations.join(",").replace(['/', '-'], "_");
                    command.args(["--only", &ids]);
                }
            }
            Tool::OpenapiToRust => {
                self.openapi_to_rust(job)?;
                command.args(["generate", "--config", "openapi-to-rust.toml"]);
            }
        }
        Ok(Some(command))
    }

    fn kontrakt(self, command: &mut Command, job: &Job<'_>) {
        let server = if self.part == Part::Client { "never" } else { "always" };
        command.args(["generate", "--out", "src/generated", "--server", server]).arg(job.document);
        for operation in job.operations {
            command.args(["--include-operation", operation]);
        }
    }

    fn openapi_to_rust(self, job: &Job<'_>) -> io::Result<()> {
        let mut settings = format!(
            "[generator]\nspec_path = {:?}\noutput_dir = \"src/generated\"\nmodule_name = \"api\"\n\n\
             [features]\nenable_async_client = true\n",
            job.document
        );
        if !job.operations.is_empty() {
            let _ = write!(settings, "\n[client]\noperations = {:?}\nprune_models = true\n", job.operations);
        }
        if self.part == Part::Both {
            let operations =
                if job.operations.is_empty() { selectors(job.document)? } else { job.operations.to_owned() };
            let _ = write!(settings, "\n[server]\nframework = \"axum\"\noperations = {operations:?}\n");
        }
        fs::write(job.folder.join("openapi-to-rust.toml"), settings)
    }

    /// Adds what the tool leaves to its user: the manifest and the root of the crate.
    pub(crate) fn complete(self, paths: &Paths, job: &Job<'_>) -> io::Result<()> {
        let manifest = job.folder.join("Cargo.toml");
        let dependencies = match self.tool {
            Tool::Kontrakt => {
                let parts = if self.part == Part::Client { r#""client""# } else { r#""client", "server""# };
                format!(
                    "[dependencies]\nkontrakt = {{ path = {:?}, features = [{parts}, \"decimal\", \"time-zone\", \
                     \"regress\"] }}\n",
                    paths.runtime
                )
            }
            Tool::OpenapiToRust => fs::read_to_string(job.folder.join("src/generated/REQUIRED_DEPS.toml"))?,
            Tool::Progenitor | Tool::Oas3Gen => {
                let text = fs::read_to_string(&manifest)?;
                return fs::write(manifest, format!("{text}\n[workspace]\n"));
            }
        };
        let package = package(job);
        fs::write(job.folder.join("src/lib.rs"), "pub mod generated;\n")?;
        fs::write(
            manifest,
            format!(
                "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependencies}"
            ),
        )
    }
}

fn package(job: &Job<'_>) -> String {
    job.folder.file_name().map_or_else(|| "api".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Every operation of a document in JSON, as `METHOD /path`.
fn selectors(document: &Path) -> io::Result<Vec<String>> {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let document: Value = serde_json::from_str(&fs::read_to_string(document)?)?;
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let has = |method: &&&str| item.get(**method).is_some();
        METHODS
            .iter()
            .filter(has)
            .map(move |method| format!("{} {path}", method.to_uppercase()))
            .collect::<Vec<_>>()
    });
    Ok(operations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_by_method_and_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        fs::write(&file, r#"{"paths":{"/a":{"get":{},"parameters":[]},"/b":{"post":{},"delete":{}}}}"#)
            .unwrap();
        assert_eq!(selectors(&file).unwrap(), ["GET /a", "POST /b", "DELETE /b"]);
    }
}
