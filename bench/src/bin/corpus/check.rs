//! Whether what was generated compiles: a workspace with a crate a document, checked in batches.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use kontrakt_bench::measure::{Cost, End, Limits, limited, run};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Case;
use crate::results::{Fingerprint, Results, files_below};

/// How many crates one call of cargo checks; what was checked before an interruption is not checked again.
const BATCH: usize = 15;

const LIMITS: Limits = Limits { seconds: 1800, gigabytes: None };

/// How many messages of a crate are kept.
const MESSAGES: usize = 8;

const RUNTIME_FEATURES: &str = r#"["client", "server", "decimal", "time-zone", "regress"]"#;

/// What the compiler said of a crate.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Checked {
    built: bool,
    errors: usize,
    warnings: usize,
    /// The first messages with their places.
    pub(crate) messages: Vec<String>,
    /// Known of giants only, which are checked one at a time.
    pub(crate) cost: Option<Cost>,
}

impl Checked {
    /// Why this counts as a failure.
    pub(crate) fn fault(&self) -> Option<&str> {
        let first = || self.messages.first().map_or("the compiler gave up", String::as_str);
        (!self.built || self.warnings > 0).then(first)
    }
}

/// Checks generated crates.
pub(crate) struct Checks {
    work: PathBuf,
    runtime: PathBuf,
    /// Changes when the runtime or a locked version does.
    with: String,
    results: Results<Checked>,
}

impl Checks {
    pub(crate) fn new(work: &Path) -> io::Result<Checks> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let runtime = workspace.join("runtime");
        let mut with = Fingerprint::default();
        with.text(RUNTIME_FEATURES);
        with.file(&workspace.join("Cargo.lock"))?;
        for file in files_below(&runtime.join("src"))? {
            with.file(&file)?;
        }
        fs::copy(workspace.join("Cargo.lock"), work.join("Cargo.lock"))?;
        let results = Results::open(&work.join("checked.jsonl"))?;
        Ok(Checks { work: work.to_owned(), runtime, with: with.finish(), results })
    }

    fn key(&self, case: &Case) -> String {
        let mut key = Fingerprint::default();
        key.text(&self.with);
        key.text(&case.generated.fingerprint);
        key.finish()
    }

    /// Checks all cases that are to be compiled and of which there are files.
    pub(crate) fn all(&self, cases: &mut [Case]) -> io::Result<()> {
        let mut pending = Vec::new();
        for case in cases.iter_mut().filter(|case| case.compiled && case.generated.files > 0) {
            case.checked = self.results.get(&self.key(case));
            if case.checked.is_none() {
                pending.push(case);
            }
        }
        if pending.is_empty() {
            return Ok(());
        }
        self.write_workspace(&pending)?;
        let (mut giants, mut others): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|case| case.document.folder == "giants");
        for batch in others.chunks_mut(BATCH) {
            self.batch(batch)?;
        }
        if !giants.is_empty() {
            // So that no giant is charged for the dependencies.
            self.cargo(&["kontrakt".to_owned()])?;
        }
        for giant in giants.chunks_mut(1) {
            self.batch(giant)?;
        }
        Ok(())
    }

    fn write_workspace(&self, pending: &[&mut Case]) -> io::Result<()> {
        let mut members = String::new();
        for package in pending.iter().map(|case| &case.document.package) {
            members += &format!("    \"documents/{package}\",\n");
            let manifest = format!(
                "[package]\nname = \"{package}\"\nedition = \"2024\"\n\n[dependencies]\nkontrakt.workspace = true\n"
            );
            fs::write(self.work.join("documents").join(package).join("Cargo.toml"), manifest)?;
        }
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[workspace.dependencies]\n\
             kontrakt = {{ path = \"{}\", features = {RUNTIME_FEATURES} }}\n\n[profile.dev]\ndebug = false\n",
            self.runtime.display()
        );
        fs::write(self.work.join("Cargo.toml"), manifest)
    }

    fn batch(&self, batch: &mut [&mut Case]) -> io::Result<()> {
        let packages: Vec<String> = batch.iter().map(|case| case.document.package.clone()).collect();
        let (end, cost, mut checked) = self.cargo(&packages)?;
        for case in batch {
            let mut result = checked.remove(&case.document.package).unwrap_or_default();
            let alone = packages.len() == 1 && case.document.folder == "giants";
            result.cost = alone.then_some(cost);
            // Without an error the fault is not the document's: memory or time ran out, or a dependency failed.
            let settled = result.built || result.errors > 0;
            if settled {
                self.results.add(&self.key(case), &result)?;
            } else {
                result.messages.push(format!("not checked: cargo ended with {end}: {}", self.last_words()?));
            }
            if let Some(fault) = result.fault() {
                eprintln!("{}: {fault}", case.document.path());
            }
            case.checked = Some(result);
        }
        Ok(())
    }

    fn last_words(&self) -> io::Result<String> {
        let said = fs::read_to_string(self.work.join("check.err"))?;
        Ok(said.lines().find(|line| line.starts_with("error")).unwrap_or_default().to_owned())
    }

    fn cargo(&self, packages: &[String]) -> io::Result<(End, Cost, HashMap<String, Checked>)> {
        eprintln!("checking {}", packages.join(" "));
        let messages = self.work.join("check.jsonl");
        let mut command = limited(Path::new("cargo"), LIMITS);
        command.args(["check", "--keep-going", "--message-format=json"]);
        command.args(packages.iter().flat_map(|package| ["-p", package]));
        command.env("CARGO_TARGET_DIR", self.work.join("target")).env("CARGO_INCREMENTAL", "0");
        command.current_dir(&self.work);
        command.stdout(File::create(&messages)?).stderr(File::create(self.work.join("check.err"))?);
        let (end, cost) = run(&mut command)?;
        Ok((end, cost, read_messages(&fs::read_to_string(&messages)?)))
    }
}

/// What cargo's messages say of each package below `documents`.
fn read_messages(text: &str) -> HashMap<String, Checked> {
    let mut packages: HashMap<String, Checked> = HashMap::new();
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
        let folder =
            manifest.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let Some(folder) = folder else { continue };
        let checked = packages.entry(folder).or_default();
        match message["reason"].as_str() {
            Some("compiler-artifact") => checked.built = true,
            Some("compiler-message") => checked.add(&message["message"]),
            _ => {}
        }
    }
    packages
}

impl Checked {
    fn add(&mut self, message: &Value) {
        let text = message["message"].as_str().unwrap_or_default();
        // The summary at the end of a crate is no message of its own: it has no place.
        let Some(span) = message["spans"].as_array().and_then(|spans| spans.first()) else { return };
        let level = message["level"].as_str().unwrap_or_default();
        match level {
            "error" => self.errors += 1,
            "warning" => self.warnings += 1,
            _ => return,
        }
        if self.messages.len() < MESSAGES {
            let code = message["code"]["code"].as_str().map_or_else(String::new, |code| format!("[{code}]"));
            let file = span["file_name"].as_str().unwrap_or_default();
            let line = span["line_start"].as_u64().unwrap_or_default();
            let first = text.lines().next().unwrap_or_default();
            self.messages.push(format!("{level}{code}: {first} ({file}:{line})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_sorted_by_package() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","manifest_path":"/w/documents/good/Cargo.toml"}"#,
            "\nnot json\n",
            r#"{"reason":"compiler-message","manifest_path":"/w/documents/bad/Cargo.toml","message":{"level":"error","#,
            r#""message":"mismatched types\nmore","code":{"code":"E0308"},"spans":[{"file_name":"src/a.rs","line_start":7}]}}"#,
            "\n",
            r#"{"reason":"compiler-message","manifest_path":"/w/documents/bad/Cargo.toml","message":{"level":"error","#,
            r#""message":"aborting due to 1 previous error","code":null,"spans":[]}}"#,
            "\n",
            r#"{"reason":"build-finished","success":false}"#,
        );
        let packages = read_messages(messages);
        assert_eq!(packages["good"].fault(), None);
        assert_eq!(packages["bad"].fault(), Some("error[E0308]: mismatched types (src/a.rs:7)"));
        assert_eq!(packages["bad"].errors, 1);
    }

    #[test]
    fn a_warning_is_a_failure() {
        let checked = Checked {
            built: true,
            warnings: 1,
            messages: vec!["warning: unused".to_owned()],
            ..Checked::default()
        };
        assert_eq!(checked.fault(), Some("warning: unused"));
    }
}
