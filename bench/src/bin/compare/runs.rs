//! One generated crate: making it, checking it, and the reason where that fails.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use kontrakt_bench::measure::{Cost, End, limited, run};
use kontrakt_bench::table::median;

use crate::tools::{Job, LIMITS, Paths, Variant};

/// The costs of the runs, or why there are none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs {
    costs: Vec<Cost>,
    pub(crate) lines: usize,
    pub(crate) why: Option<String>,
}

impl Runs {
    pub(crate) fn cpu(&self) -> Option<f64> {
        median(&self.costs.iter().map(|cost| cost.cpu).collect::<Vec<_>>()).filter(|_| self.why.is_none())
    }

    pub(crate) fn peak(&self) -> Option<f64> {
        median(&self.costs.iter().map(|cost| cost.peak).collect::<Vec<_>>()).filter(|_| self.why.is_none())
    }

    /// Whether another run would tell more: what failed fails again, and what takes very long varies little.
    pub(crate) fn wants_more(&self) -> bool {
        self.why.is_none() && self.costs.last().is_none_or(|cost| cost.cpu < 60.0)
    }

    pub(crate) fn add(&mut self, cost: Cost) {
        self.costs.push(cost);
    }
}

/// The folder of a crate.
pub(crate) fn folder(paths: &Paths, variant: Variant, document: &Path) -> PathBuf {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    paths.work.join("crates").join(format!("{}_{}", variant.word(), words.join("_")))
}

/// Generates a crate anew and adds what it cost.
pub(crate) fn generate(paths: &Paths, variant: Variant, job: &Job<'_>, runs: &mut Runs) -> io::Result<()> {
    if job.folder.is_dir() {
        fs::remove_dir_all(job.folder)?;
    }
    fs::create_dir_all(job.folder.join("src"))?;
    let Some(mut command) = variant.command(paths, job)? else {
        runs.why = Some("cannot leave operations out".to_owned());
        return Ok(());
    };
    let said = job.folder.join("generate.log");
    let (end, cost) = run(with_log(&mut command, &said)?)?;
    if !end.is_success() {
        runs.why = Some(reason(end, &fs::read_to_string(&said)?));
        return Ok(());
    }
    runs.lines = lines(&job.folder.join("src"))?;
    runs.add(cost);
    variant.complete(paths, job)
}

/// Checks a crate that was generated. The first time, dependencies are checked along; nothing is added then.
pub(crate) fn check(paths: &Paths, folder: &Path, first: bool, runs: &mut Runs) -> io::Result<()> {
    let root = folder.join("src/lib.rs");
    File::options().write(true).open(&root)?.set_modified(SystemTime::now())?;
    let mut command = limited(Path::new("cargo"), LIMITS_OF_CARGO);
    command.arg("check").current_dir(folder);
    command.env("CARGO_TARGET_DIR", paths.work.join("target")).env("CARGO_INCREMENTAL", "0");
    let said = folder.join("check.log");
    let (end, cost) = run(with_log(&mut command, &said)?)?;
    if !end.is_success() {
        runs.why = Some(match end {
            End::Exit(_) => errors(&fs::read_to_string(&said)?),
            end => reason(end, ""),
        });
    } else if !first {
        runs.add(cost);
    }
    Ok(())
}

/// Cargo maps more memory than it uses.
const LIMITS_OF_CARGO: kontrakt_bench::measure::Limits =
    kontrakt_bench::measure::Limits { gigabytes: None, ..LIMITS };

fn with_log<'a>(command: &'a mut Command, path: &Path) -> io::Result<&'a mut Command> {
    // A backtrace says nothing in a table.
    command.env("RUST_BACKTRACE", "0");
    Ok(command.stdout(Stdio::null()).stderr(File::create(path)?))
}

/// Why a generator failed, in few words.
fn reason(end: End, said: &str) -> String {
    let end = match end {
        End::Exit(_) => "failed".to_owned(),
        End::TimedOut => format!("over {} CPU s", LIMITS.seconds),
        end => end.to_string(),
    };
    let telling = |line: &&str| ["panicked", "rror"].iter().any(|word| line.contains(word));
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let at = lines.iter().position(telling).unwrap_or_default();
    // The message of a panic stands in the line below its place.
    let at = if lines.get(at).is_some_and(|line| line.contains("panicked")) { at + 1 } else { at };
    match lines.get(at) {
        Some(line) => format!("{end}: {}", line.chars().take(100).collect::<String>()),
        None => end,
    }
}

/// Why a crate does not compile: how many errors, and the first.
fn errors(said: &str) -> String {
    let error = |line: &&str| line.starts_with("error");
    let first = said.lines().find(error).unwrap_or("error");
    let count = said
        .lines()
        .filter(|line| line.contains("could not compile"))
        .find_map(|line| line.split("due to ").nth(1)?.split(' ').next()?.parse::<usize>().ok());
    match count {
        Some(count) => format!("{count} errors: {first}"),
        None => first.chars().take(100).collect(),
    }
}

/// Read in pieces: what this process holds when it starts a child counts as memory of that child.
fn lines(folder: &Path) -> io::Result<usize> {
    let mut lines = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            lines += self::lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            lines += BufReader::new(File::open(&path)?).split(b'\n').count();
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_first_telling_line() {
        let said = "reading\nError: unsupported\nmore\n";
        assert_eq!(reason(End::Exit(1), said), "failed: Error: unsupported");
        let said = "thread 'main' panicked at src/a.rs:1:2:\nnot yet implemented\nnote: run with\n";
        assert_eq!(reason(End::Exit(101), said), "failed: not yet implemented");
        assert_eq!(reason(End::TimedOut, ""), "over 300 CPU s");
    }

    #[test]
    fn errors_are_counted() {
        let said = "error[E0308]: mismatched types\nerror: could not compile `a` (lib) due to 35 previous errors; 2 warnings emitted\n";
        assert_eq!(errors(said), "35 errors: error[E0308]: mismatched types");
    }

    #[test]
    fn what_failed_has_no_median() {
        let mut runs = Runs::default();
        assert_eq!(runs.cpu(), None);
        runs.add(Cost { cpu: 2.0, peak: 10.0 });
        assert_eq!(runs.cpu(), Some(2.0));
        runs.why = Some("failed".to_owned());
        assert_eq!((runs.cpu(), runs.wants_more()), (None, false));
    }
}
