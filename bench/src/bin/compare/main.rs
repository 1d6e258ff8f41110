//! kontrakt beside its peers: what generating costs, and what compiling costs of what was generated.
//!
//! `compare --kontrakt BINARY --peers DIR --corpus DIR --work DIR [--runs N] [--generate] [--check] [--selection]
//! [NAME…]`; see `bench/compare.sh`.

mod report;
mod runs;
mod tools;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use kontrakt_bench::index::{self, Document};

use report::Row;
use runs::Runs;
use tools::{CLIENTS, Job, Paths, SERVERS, Variant};

/// What is compiled: documents of `dev` that differ in size and in what they use, most of which most tools can read, and
/// a third of which Progenitor can; and Kubernetes. All in JSON, since the operations are read from them. None is small:
/// what cargo itself takes, a quarter of a second, would hide the rest.
const CHECKED: [&str; 13] = [
    "dev/bbc-co__api",
    "dev/billbee__main",
    "dev/contentgroove__api",
    "dev/devopness__main",
    "dev/docker__hub",
    "dev/hubspot__CRM-Services",
    "dev/isendpro__main",
    "dev/oxide__sled-agent",
    "dev/oxide__wicketd-commission",
    "dev/plaid__api",
    "dev/stream-io-api__api",
    "dev/thebluealliance__api",
    "giants/kubernetes__api",
];

/// Six operations of GitHub that share much with the rest of it.
const SELECTION: [&str; 6] = [
    "repos/get",
    "repos/list-for-authenticated-user",
    "issues/create",
    "issues/list-for-repo",
    "pulls/get",
    "users/get-authenticated",
];

struct Arguments {
    paths: Paths,
    runs: usize,
    generate: bool,
    check: bool,
    selection: bool,
    names: Vec<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("compare: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> io::Result<Arguments> {
    let mut given = std::env::args().skip(1);
    let runtime = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    let none = PathBuf::new;
    let paths = Paths { kontrakt: none(), peers: none(), work: none(), corpus: none(), runtime };
    let mut arguments =
        Arguments { paths, runs: 3, generate: false, check: false, selection: false, names: Vec::new() };
    while let Some(argument) = given.next() {
        let mut value = || given.next().unwrap_or_default();
        match argument.as_str() {
            "--kontrakt" => arguments.paths.kontrakt = value().into(),
            "--peers" => arguments.paths.peers = value().into(),
            "--corpus" => arguments.paths.corpus = value().into(),
            "--work" => arguments.paths.work = value().into(),
            "--runs" => arguments.runs = value().parse().map_err(io::Error::other)?,
            "--generate" => arguments.generate = true,
            "--check" => arguments.check = true,
            "--selection" => arguments.selection = true,
            _ if argument.starts_with('-') => return Err(io::Error::other(format!("no option {argument}"))),
            _ => arguments.names.push(argument),
        }
    }
    if !(arguments.generate || arguments.check || arguments.selection) {
        (arguments.generate, arguments.check) = (true, true);
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut documents = index::read(&arguments.paths.corpus)?;
    let named = |path: &str| arguments.names.iter().any(|name| path.contains(name.as_str()));
    documents.retain(|document| arguments.names.is_empty() || named(&document.path()));
    let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<&Document> {
        documents.iter().filter(|document| wanted(&document.path())).collect()
    };
    if arguments.generate {
        let giants = of(&|path| path.starts_with("giants/"));
        say(&report::generating(&rows(&giants, |document| generating(arguments, document, &[], &CLIENTS))?))?;
    }
    if arguments.check {
        let checked = of(&|path| CHECKED.iter().any(|start| path.starts_with(start)));
        let variants = [CLIENTS.as_slice(), SERVERS.as_slice()].concat();
        let rows = rows(&checked, |document| checking(arguments, document, &[], &variants))?;
        say(&report::checking(&rows))?;
    }
    if arguments.selection {
        let operations = SELECTION.map(str::to_owned);
        let github = of(&|path| path.starts_with("giants/github__rest"));
        let made = rows(&github, |document| generating(arguments, document, &operations, &CLIENTS))?;
        let checked = rows(&github, |document| checking(arguments, document, &operations, &CLIENTS))?;
        say(&report::selection(&made, &checked))?;
    }
    Ok(())
}

fn rows(documents: &[&Document], row: impl Fn(&Document) -> io::Result<Row>) -> io::Result<Vec<Row>> {
    documents.iter().map(|document| row(document)).collect()
}

/// Generates a document with every variant in turn, as often as asked for.
fn generating(
    arguments: &Arguments,
    document: &Document,
    operations: &[String],
    variants: &[Variant],
) -> io::Result<Row> {
    in_turn(arguments, document, operations, variants, arguments.runs, |_, variant, job, runs| {
        runs::generate(&arguments.paths, variant, job, runs)
    })
}

/// Generates a document with every variant, and then checks the crates in turn, as often as asked for.
fn checking(
    arguments: &Arguments,
    document: &Document,
    operations: &[String],
    variants: &[Variant],
) -> io::Result<Row> {
    in_turn(arguments, document, operations, variants, arguments.runs + 1, |round, variant, job, runs| {
        if round == 0 {
            let mut made = Runs::default();
            runs::generate(&arguments.paths, variant, job, &mut made)?;
            (runs.lines, runs.why) = (made.lines, made.why);
        }
        match runs.why {
            Some(_) => Ok(()),
            None => runs::check(&arguments.paths, job.folder, round == 0, runs),
        }
    })
}

fn in_turn(
    arguments: &Arguments,
    document: &Document,
    operations: &[String],
    variants: &[Variant],
    rounds: usize,
    one: impl Fn(usize, Variant, &Job<'_>, &mut Runs) -> io::Result<()>,
) -> io::Result<Row> {
    let file = document.file(&arguments.paths.corpus);
    let mut cells: Vec<(Variant, Runs)> =
        variants.iter().map(|variant| (*variant, Runs::default())).collect();
    for round in 0..rounds {
        for (variant, runs) in &mut cells {
            if !runs.wants_more() {
                continue;
            }
            let folder = runs::folder(&arguments.paths, *variant, &file);
            one(round, *variant, &Job { document: &file, folder: &folder, operations }, runs)?;
            let told = runs.why.clone().unwrap_or_else(|| format!("{:.2}", runs.cpu().unwrap_or_default()));
            eprintln!("{} {} {round}: {told}", document.path(), variant.label());
        }
    }
    Ok(Row { document: document.name.clone(), cells })
}

fn say(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}
