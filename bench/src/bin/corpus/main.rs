//! Generates every document of the corpus, compiles what comes of many, and says what failed.
//!
//! `corpus --kontrakt BINARY --corpus DIR --work DIR [--slice FILE] [--all] [--codes] [--ledger] [NAME…]`; see `bench/corpus.sh`.

mod check;
mod faults;
mod generate;
mod ledger;
mod report;
mod results;

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{fs, io};

use kontrakt_bench::index::{self, Document};

use check::{Checked, Checks};
use generate::{Generated, Generator};

/// What of `giants` is compiled, besides all of `dev`.
const COMPILED_GIANTS: [&str; 5] =
    ["github__rest", "stripe__", "kubernetes__", "openai__", "twilio__twilio-api"];

/// What was asked for.
#[derive(Default)]
struct Arguments {
    kontrakt: PathBuf,
    corpus: PathBuf,
    work: PathBuf,
    slice: Option<PathBuf>,
    all: bool,
    codes: bool,
    ledger: bool,
    names: Vec<String>,
}

/// A document with all that is known about it.
struct Case {
    document: Document,
    compiled: bool,
    generated: Generated,
    checked: Option<Checked>,
    /// Why generating it counts as a failure.
    fault: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> io::Result<Arguments> {
    let mut arguments = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        let mut path = || given.next().map(PathBuf::from).unwrap_or_default();
        match argument.as_str() {
            "--kontrakt" => arguments.kontrakt = path(),
            "--corpus" => arguments.corpus = path(),
            "--work" => arguments.work = path(),
            "--slice" => arguments.slice = Some(path()),
            "--all" => arguments.all = true,
            "--codes" => arguments.codes = true,
            "--ledger" => arguments.ledger = true,
            _ if argument.starts_with('-') => return Err(io::Error::other(format!("no option {argument}"))),
            _ => arguments.names.push(argument),
        }
    }
    Ok(arguments)
}

/// Whether all documents hold what is expected of them.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let documents = selected(arguments)?;
    if documents.is_empty() {
        return Err(io::Error::other("no document has such a name"));
    }
    if arguments.ledger {
        ledger::show(&arguments.kontrakt, &arguments.corpus, &documents)?;
        return Ok(true);
    }
    fs::create_dir_all(&arguments.work)?;
    let generator = Generator::new(&arguments.kontrakt, &arguments.corpus, &arguments.work)?;
    let compiled = |document: &Document| {
        let giant = || COMPILED_GIANTS.iter().any(|name| document.name.starts_with(name));
        arguments.all || document.folder == "dev" || (document.folder == "giants" && giant())
    };
    let plan: Vec<(Document, bool)> =
        documents.into_iter().map(|document| (document.clone(), compiled(&document))).collect();
    let generated = generator.all(&plan)?;
    let mut cases: Vec<Case> = plan
        .into_iter()
        .zip(generated)
        .map(|((document, compiled), generated)| {
            let fault = faults::of(&document, &generated);
            Case { document, compiled, generated, checked: None, fault }
        })
        .collect();
    Checks::new(&arguments.work)?.all(&mut cases)?;
    report::show(&cases, arguments)?;
    Ok(cases.iter().all(|case| case.faults().next().is_none()))
}

/// The documents that were asked for, in the order of the indexes.
fn selected(arguments: &Arguments) -> io::Result<Vec<Document>> {
    let slice: Option<HashSet<String>> = match &arguments.slice {
        Some(path) => Some(fs::read_to_string(path)?.lines().map(|name| format!("dev/{name}")).collect()),
        None => None,
    };
    let mut documents = index::read(&arguments.corpus)?;
    if let Some(slice) = &slice {
        let known: HashSet<String> = documents.iter().map(Document::path).collect();
        if let Some(missing) = slice.iter().find(|path| !known.contains(*path)) {
            return Err(io::Error::other(format!("the corpus has no {missing}")));
        }
    }
    documents.retain(|document| {
        let path = document.path();
        let named = arguments.names.iter().any(|name| path.contains(name.as_str()));
        slice.as_ref().is_none_or(|slice| slice.contains(&path)) && (named || arguments.names.is_empty())
    });
    Ok(documents)
}

impl Case {
    /// Everything that failed.
    fn faults(&self) -> impl Iterator<Item = &str> {
        let compiling = self.checked.iter().filter_map(Checked::fault);
        self.fault.as_deref().into_iter().chain(compiling)
    }
}
