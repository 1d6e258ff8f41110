//! `fuzz ENTRY [--seconds N] [--seed N]` runs an entry on random input; `fuzz ENTRY FILE…` runs it on files.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kontrakt_fuzz::runner::{Finding, Runner, examine, patience};
use kontrakt_fuzz::{ENTRIES, Entry, Outcome, find};

/// How many findings end a run.
const ENOUGH: usize = 10;

struct Arguments {
    entry: &'static Entry,
    seconds: u64,
    seed: u64,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let result = arguments().and_then(|arguments| {
        // Servers and tests read on threads, whose stacks are small.
        let worker = std::thread::spawn(move || run(&arguments));
        worker.join().unwrap_or_else(|_| Err(io::Error::other("the run broke off")))
    });
    match result {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> io::Result<Arguments> {
    let names: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
    let usage =
        || io::Error::other(format!("fuzz ENTRY [--seconds N] [--seed N] [FILE…]; {}", names.join(", ")));
    let mut given = std::env::args().skip(1);
    let entry = given.next().and_then(|name| find(&name)).ok_or_else(usage)?;
    let mut arguments = Arguments { entry, seconds: 60, seed: 1, files: Vec::new() };
    while let Some(argument) = given.next() {
        let mut number = || given.next().unwrap_or_default().parse().map_err(io::Error::other);
        match argument.as_str() {
            "--seconds" => arguments.seconds = number()?,
            "--seed" => arguments.seed = number()?,
            _ if argument.starts_with('-') => return Err(usage()),
            _ => arguments.files.push(argument.into()),
        }
    }
    Ok(arguments)
}

/// Runs, and gives how many findings there were.
fn run(arguments: &Arguments) -> io::Result<usize> {
    if arguments.files.is_empty() { search(arguments) } else { replay(arguments) }
}

fn replay(arguments: &Arguments) -> io::Result<usize> {
    let mut out = io::stdout().lock();
    let mut wrong = 0;
    for file in &arguments.files {
        let begun = Instant::now();
        match examine(arguments.entry, &std::fs::read(file)?) {
            Ok(_) => writeln!(out, "{}: fine, in {:?}", file.display(), begun.elapsed())?,
            Err(what) => {
                wrong += 1;
                writeln!(out, "{}: {what}", file.display())?;
            }
        }
    }
    Ok(wrong)
}

fn search(arguments: &Arguments) -> io::Result<usize> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    std::fs::create_dir_all(&folder)?;
    // What breaks the process off, as a stack that is used up does, leaves its input here.
    let running = folder.join(format!("{}-running-{}", arguments.entry.name, arguments.seed));
    let watch = Arc::new(Watch::default());
    watch.clone().start(arguments.entry, running.clone());
    let mut runner = Runner::new(arguments.entry, arguments.seed);
    let mut findings: Vec<Finding> = Vec::new();
    let mut shown = Instant::now();
    while watch.begun.elapsed().as_secs() < arguments.seconds && findings.len() < ENOUGH {
        let input = runner.next_input();
        std::fs::write(&running, &input)?;
        watch.input_begins();
        let result = runner.run(input);
        watch.input_ends();
        if let Err(finding) = result {
            // Another input with the same place is no other finding.
            let place = |what: &str| what.split(": ").next().unwrap_or_default().to_owned();
            if !findings.iter().any(|known| place(&known.what) == place(&finding.what)) {
                keep(&folder, arguments.entry, &finding)?;
                findings.push(finding);
            }
        }
        if shown.elapsed() > Duration::from_secs(60) {
            shown = Instant::now();
            tell(&runner, &watch, arguments, findings.len())?;
        }
    }
    tell(&runner, &watch, arguments, findings.len())?;
    std::fs::remove_file(running)?;
    Ok(findings.len())
}

fn keep(folder: &Path, entry: &Entry, finding: &Finding) -> io::Result<()> {
    let name = format!("{}-{}", entry.name, Outcome::of(&finding.input));
    let path = folder.join(name);
    std::fs::write(&path, &finding.input)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}\n  cargo run --release -p kontrakt-fuzz -- {} {}",
        finding.what,
        entry.name,
        path.display()
    )
}

fn tell(runner: &Runner, watch: &Watch, arguments: &Arguments, findings: usize) -> io::Result<()> {
    let seconds = watch.begun.elapsed().as_secs().max(1);
    writeln!(
        io::stdout().lock(),
        "{} seed {}: {} inputs in {seconds} s, {} a second; {} outcomes; {findings} findings",
        arguments.entry.name,
        arguments.seed,
        runner.executed,
        runner.executed / seconds,
        runner.outcomes()
    )
}

/// Ends the process when an input has no end.
struct Watch {
    begun: Instant,
    /// When the input that is running began, in milliseconds from the start; 0 where none is.
    input: AtomicU64,
}

impl Default for Watch {
    fn default() -> Self {
        Self { begun: Instant::now(), input: AtomicU64::new(0) }
    }
}

impl Watch {
    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
    }

    fn input_begins(&self) {
        self.input.store(self.now(), Ordering::Relaxed);
    }

    fn input_ends(&self) {
        self.input.store(0, Ordering::Relaxed);
    }

    fn start(self: Arc<Self>, entry: &'static Entry, running: PathBuf) {
        let most = u64::try_from(patience(entry).as_millis() * 20).unwrap_or(u64::MAX);
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_secs(1));
                let began = self.input.load(Ordering::Relaxed);
                if began > 0 && self.now().saturating_sub(began) > most {
                    eprintln!("an input has no end; it is {}", running.display());
                    std::process::exit(2);
                }
            }
        });
    }
}
