//! What is seen in the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use kontrakt_bench::index::FOLDERS;
use kontrakt_bench::measure::Cost;
use kontrakt_bench::table::{Table, percent, thousands};

use crate::{Arguments, Case};

/// Prints all tables, and writes every failure with its first messages to `failures.txt`.
pub(crate) fn show(cases: &[Case], arguments: &Arguments) -> io::Result<()> {
    let mut text = format!("{}\n", folders(cases));
    let giants = giants(cases);
    if !giants.is_empty() {
        let _ = writeln!(text, "{giants}");
    }
    if arguments.codes {
        let _ = writeln!(text, "{}", codes(cases, &arguments.kontrakt)?);
    }
    let failures = failures(cases);
    std::fs::write(arguments.work.join("failures.txt"), failures.join("\n"))?;
    if failures.is_empty() {
        text += "100 %: everything was generated, and what was compiled compiles without a warning\n";
    } else {
        let _ = writeln!(text, "{} documents failed:\n\n{}", failures.len(), failures.join("\n"));
        let _ = writeln!(text, "code to look at: {}", arguments.work.join("documents").display());
    }
    io::stdout().lock().write_all(text.as_bytes())
}

/// A row a folder, and one for all of them.
fn folders(cases: &[Case]) -> Table {
    let mut table = Table::new([
        "folder",
        "documents",
        "valid",
        "of these generated",
        "all generated",
        "with errors",
        "with warnings",
        "failed",
        "compiled",
        "CPU s",
    ]);
    for folder in FOLDERS {
        let of_folder: Vec<&Case> = cases.iter().filter(|case| case.document.folder == folder).collect();
        if !of_folder.is_empty() {
            table.row(row(folder, &of_folder));
        }
    }
    table.row(row("all", &cases.iter().collect::<Vec<_>>()));
    table
}

fn row(name: &str, cases: &[&Case]) -> Vec<String> {
    let count = |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count();
    let generated = |case: &Case| case.generated.files > 0 && case.fault.is_none();
    let valid = count(&|case| case.document.valid);
    // A valid document that is meant to be refused has done its part by an error with a place.
    let valid_generated = count(&|case| case.document.valid && case.fault.is_none());
    let compiled = count(&|case| case.compiled);
    let compiles = count(&|case| case.checked.as_ref().is_some_and(|checked| checked.fault().is_none()));
    vec![
        name.to_owned(),
        thousands(cases.len()),
        thousands(valid),
        percent(valid_generated, valid),
        percent(count(&generated), cases.len()),
        thousands(count(&|case| case.generated.errors > 0)),
        thousands(count(&|case| case.generated.warnings > 0)),
        thousands(count(&|case| case.faults().next().is_some())),
        if compiled == 0 { "-".to_owned() } else { format!("{compiles} of {compiled}") },
        format!("{:.1}", cases.iter().map(|case| case.generated.cost.cpu).sum::<f64>()),
    ]
}

/// What the largest documents cost.
fn giants(cases: &[Case]) -> Table {
    let header = ["document", "lines", "generate CPU s", "peak MB", "check CPU s", "peak MB"];
    let mut table = Table::new(header);
    for case in cases.iter().filter(|case| case.document.folder == "giants") {
        let cells = |cost: Option<Cost>| match cost {
            Some(cost) => [format!("{:.2}", cost.cpu), format!("{:.0}", cost.peak)],
            None => ["-".to_owned(), "-".to_owned()],
        };
        let [cpu, peak] = cells(Some(case.generated.cost));
        let [check_cpu, check_peak] = cells(case.checked.as_ref().and_then(|checked| checked.cost));
        let name = case.document.name.clone();
        table.row([name, thousands(case.generated.lines), cpu, peak, check_cpu, check_peak]);
    }
    table
}

/// How often each diagnostic came, and in how many documents.
fn codes(cases: &[Case], kontrakt: &Path) -> io::Result<Table> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (code, count) in cases.iter().flat_map(|case| &case.generated.codes) {
        let (documents, times) = counts.entry(code).or_default();
        *documents += 1;
        *times += count;
    }
    let list = Command::new(kontrakt).arg("explain").output()?.stdout;
    let list = String::from_utf8_lossy(&list).into_owned();
    let mut table = Table::new(["diagnostic", "documents", "times"]);
    for (code, (documents, times)) in counts {
        let title = list.lines().find(|line| line.starts_with(code)).unwrap_or(code);
        table.row([title.to_owned(), thousands(documents), thousands(times)]);
    }
    Ok(table)
}

/// A paragraph a document that failed.
fn failures(cases: &[Case]) -> Vec<String> {
    let paragraph = |case: &Case| {
        let mut text = String::new();
        if let Some(fault) = &case.fault {
            let _ = writeln!(text, "    generate: {fault}");
        }
        if let Some(checked) = case.checked.as_ref().filter(|checked| checked.fault().is_some()) {
            let _ = writeln!(text, "    check: {}", checked.messages.join("\n           "));
        }
        (!text.is_empty()).then(|| format!("{} ({})\n{text}", case.document.path(), case.document.package))
    };
    cases.iter().filter_map(paragraph).collect()
}
