//! What becomes of every keyword of the corpus: `kontrakt inspect` over each document.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use kontrakt_bench::index::Document;
use kontrakt_bench::table::{Table, percent, thousands};
use serde_json::Value;

/// How many kinds of lost keywords are shown.
const SHOWN: usize = 40;

/// The counts of some documents.
#[derive(Default)]
struct Counts {
    documents: usize,
    fates: BTreeMap<String, usize>,
    /// By object, keyword and reason: how often, and in which documents.
    lost: BTreeMap<[String; 3], (usize, BTreeSet<String>)>,
    /// By reason, what is ignored without anything being lost.
    passed: BTreeMap<String, usize>,
}

/// Prints how many keywords have which fate, and which of them are lost most often.
pub(crate) fn show(kontrakt: &Path, corpus: &Path, documents: &[Document]) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let counts: Mutex<Counts> = Mutex::default();
    let work = || {
        while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            let counted = of(kontrakt, corpus, document)?;
            counts.lock().unwrap_or_else(PoisonError::into_inner).add(counted);
        }
        io::Result::Ok(())
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("panic"))))
    })?;
    let counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let text = format!("{}\n{}", counts.of_fates(), counts.most_lost());
    io::stdout().lock().write_all(text.as_bytes())
}

/// The counts of one document; none if it cannot be read.
fn of(kontrakt: &Path, corpus: &Path, document: &Document) -> io::Result<Counts> {
    let mut command = Command::new(kontrakt);
    command.args(["inspect", "--keep-going", "--format", "json"]).arg(document.file(corpus));
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut counts = Counts { documents: 1, ..Counts::default() };
    for line in running.stdout.take().map(io::BufReader::new).into_iter().flat_map(io::BufReader::lines) {
        let entry: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        *counts.fates.entry(text("fate")).or_default() += 1;
        if entry["lost"] == true {
            let (count, documents) =
                counts.lost.entry([text("object"), text("keyword"), text("code")]).or_default();
            *count += 1;
            documents.insert(document.path());
        } else if entry["fate"] == "ignored" {
            *counts.passed.entry(text("why")).or_default() += 1;
        }
    }
    running.wait()?;
    Ok(counts)
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.documents += other.documents;
        for (fate, count) in other.fates {
            *self.fates.entry(fate).or_default() += count;
        }
        for (why, count) in other.passed {
            *self.passed.entry(why).or_default() += count;
        }
        for (key, (count, documents)) in other.lost {
            let known = self.lost.entry(key).or_default();
            known.0 += count;
            known.1.extend(documents);
        }
    }

    fn of_fates(&self) -> Table {
        let all: usize = self.fates.values().sum();
        let mut table = Table::new([
            format!("keywords of {} documents", self.documents),
            "times".into(),
            "of all".into(),
        ]);
        for (fate, count) in &self.fates {
            table.row([fate.clone(), thousands(*count), percent(*count, all)]);
        }
        for (why, count) in &self.passed {
            table.row([format!("  {why}"), thousands(*count), percent(*count, all)]);
        }
        let lost = self.lost.values().map(|(count, _)| count).sum();
        table.row(["  lost".to_owned(), thousands(lost), percent(lost, all)]);
        table
    }

    fn most_lost(&self) -> Table {
        let mut lost: Vec<_> = self.lost.iter().collect();
        lost.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let mut table = Table::new(["lost in", "keyword", "diagnostic", "documents", "times"]);
        for ([object, keyword, code], (count, documents)) in lost.into_iter().take(SHOWN) {
            let words = [
                object.clone(),
                keyword.clone(),
                code.clone(),
                thousands(documents.len()),
                thousands(*count),
            ];
            table.row(words);
        }
        table
    }
}
