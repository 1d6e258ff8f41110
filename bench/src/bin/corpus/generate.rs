//! Documents in, files and findings out: one run of the generator a document.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use kontrakt_bench::index::Document;
use kontrakt_bench::measure::{Cost, End, Limits, limited, run};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::faults;
use crate::results::{Fingerprint, Results, files_below};

const LIMITS: Limits = Limits { seconds: 120, gigabytes: Some(4) };

/// What comes before the generated module in a crate of its own.
const ROOT: &str = "pub mod generated;\n";

/// What a run of the generator gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Generated {
    pub(crate) end: End,
    pub(crate) cost: Cost,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    /// Changes when a file does.
    pub(crate) fingerprint: String,
    /// How often each diagnostic was reported.
    pub(crate) codes: BTreeMap<String, usize>,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Whether an error has a place in the document.
    pub(crate) placed: bool,
    /// The first error, or what else was said in the end.
    pub(crate) first: String,
    pub(crate) panicked: bool,
}

/// Runs the generator.
pub(crate) struct Generator {
    kontrakt: PathBuf,
    corpus: PathBuf,
    work: PathBuf,
    /// Which generator it is.
    build: String,
    results: Results<Generated>,
}

impl Generator {
    pub(crate) fn new(kontrakt: &Path, corpus: &Path, work: &Path) -> io::Result<Generator> {
        let mut build = Fingerprint::default();
        build.file(kontrakt)?;
        Ok(Generator {
            kontrakt: kontrakt.to_owned(),
            corpus: corpus.to_owned(),
            work: work.to_owned(),
            build: build.finish(),
            results: Results::open(&work.join("generated.jsonl"))?,
        })
    }

    /// Generates all documents, as many at a time as there are processors. The files of those that are to be compiled
    /// stay, and of those that failed.
    pub(crate) fn all(&self, plan: &[(Document, bool)]) -> io::Result<Vec<Generated>> {
        let next = AtomicUsize::new(0);
        let results: Mutex<Vec<Option<io::Result<Generated>>>> =
            Mutex::new(plan.iter().map(|_| None).collect());
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((document, kept)) = plan.get(at) else { break };
                let result = self.one(document, *kept);
                results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(work);
            }
        });
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.into_iter().flatten().collect()
    }

    fn one(&self, document: &Document, kept: bool) -> io::Result<Generated> {
        let mut key = Fingerprint::default();
        key.text(&self.build);
        key.file(&document.file(&self.corpus))?;
        let key = key.finish();
        let folder = self.work.join("documents").join(&document.package);
        let there = |generated: &Generated| !kept || generated.files == 0 || folder.is_dir();
        // A crash or a time-out may have to do with the machine.
        let settled = |generated: &Generated| matches!(generated.end, End::Exit(_)) && there(generated);
        if let Some(generated) = self.results.get(&key).filter(settled) {
            return Ok(generated);
        }
        let generated = self.generate(document, &folder)?;
        let fault = faults::of(document, &generated);
        if let Some(fault) = &fault {
            eprintln!("{}: {fault}", document.path());
        }
        if !kept && fault.is_none() {
            fs::remove_dir_all(&folder)?;
        }
        self.results.add(&key, &generated)?;
        Ok(generated)
    }

    fn generate(&self, document: &Document, folder: &Path) -> io::Result<Generated> {
        let out = folder.join("src/generated");
        if out.is_dir() {
            // What an earlier generator wrote must not count for this one.
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/lib.rs"), ROOT)?;
        let diagnostics = folder.join("diagnostics.jsonl");
        let mut command = limited(&self.kontrakt, LIMITS);
        command
            .arg("generate")
            .arg(document.file(&self.corpus))
            .args(["--format", "json", "--out"])
            .arg(&out);
        command.current_dir(folder);
        command.stdout(File::create(folder.join("result.json"))?).stderr(File::create(&diagnostics)?);
        let (end, cost) = run(&mut command)?;
        let said = String::from_utf8_lossy(&fs::read(&diagnostics)?).into_owned();
        findings(&said, Generated::of_files(end, cost, &out)?)
    }
}

impl Generated {
    fn of_files(end: End, cost: Cost, out: &Path) -> io::Result<Generated> {
        let files = files_below(out)?;
        let mut fingerprint = Fingerprint::default();
        let mut lines = 0;
        for file in &files {
            fingerprint.file(file)?;
            lines += fs::read_to_string(file)?.lines().count();
        }
        Ok(Generated {
            end,
            cost,
            files: files.len(),
            lines,
            fingerprint: fingerprint.finish(),
            codes: BTreeMap::new(),
            errors: 0,
            warnings: 0,
            placed: false,
            first: String::new(),
            panicked: false,
        })
    }
}

/// Adds what the generator said on its standard error.
fn findings(said: &str, mut generated: Generated) -> io::Result<Generated> {
    for line in said.lines() {
        let Ok(Value::Object(diagnostic)) = serde_json::from_str(line) else {
            generated.panicked |= line.contains("panicked at");
            if generated.first.is_empty() {
                line.clone_into(&mut generated.first);
            }
            continue;
        };
        let text = |key: &str| diagnostic.get(key).and_then(Value::as_str).unwrap_or_default();
        if let Some(Value::String(code)) = diagnostic.get("code") {
            *generated.codes.entry(code.clone()).or_default() += 1;
        }
        match text("severity") {
            "error" => {
                generated.errors += 1;
                let line = diagnostic.get("line").and_then(Value::as_u64);
                generated.placed |= line.is_some();
                if generated.errors == 1 {
                    let place = line.map_or_else(String::new, |line| format!("line {line}: "));
                    generated.first = format!("{place}{} [{}]", text("message"), text("code"));
                }
            }
            "warning" => generated.warnings += 1,
            _ => {}
        }
    }
    Ok(generated)
}
