//! Tables in Markdown, and whether the aims are reached.

use std::fmt::Write as _;

use kontrakt_bench::table::{Table, thousands};

use crate::runs::Runs;
use crate::tools::{CLIENTS, SERVERS, Tool, Variant};

/// A document with what each variant took.
pub(crate) struct Row {
    pub(crate) document: String,
    pub(crate) cells: Vec<(Variant, Runs)>,
}

impl Row {
    fn runs(&self, variant: Variant) -> Option<&Runs> {
        self.cells.iter().find(|(of, _)| *of == variant).map(|(_, runs)| runs)
    }

    fn cpu(&self, variant: Variant) -> Option<f64> {
        self.runs(variant).and_then(Runs::cpu)
    }

    /// The name without version and ending.
    fn name(&self) -> &str {
        self.document.rsplit_once("__").map_or(self.document.as_str(), |(name, _)| name)
    }
}

/// What generating costs: seconds, memory, lines.
pub(crate) fn generating(rows: &[Row]) -> String {
    let mut text = "### Generating: CPU seconds\n\n".to_owned();
    let _ = writeln!(text, "{}", table(rows, &CLIENTS, |runs| Some(format!("{:.2}", runs.cpu()?))));
    text += "### Generating: peak memory in MB\n\n";
    let _ = writeln!(text, "{}", table(rows, &CLIENTS, |runs| Some(format!("{:.0}", runs.peak()?))));
    text += "### Generated lines\n\n";
    let _ = writeln!(text, "{}", table(rows, &CLIENTS, |runs| Some(thousands(runs.lines))));
    text += &failures(rows);
    text += "Aim: generating takes at most half of the fastest peer that succeeds.\n\n";
    let _ = writeln!(text, "{}", aims(rows, CLIENTS[0], &[(&CLIENTS[1..], 0.5)]));
    text
}

/// What compiling costs: `cargo check` of the crate alone.
pub(crate) fn checking(rows: &[Row]) -> String {
    let mut text = String::new();
    for (title, variants) in [("types and client", CLIENTS.as_slice()), ("with a server", &SERVERS)] {
        let _ = writeln!(text, "### `cargo check`, {title}: CPU seconds\n");
        let _ = writeln!(text, "{}", table(rows, variants, |runs| Some(format!("{:.2}", runs.cpu()?))));
        let _ = writeln!(text, "Lines:\n\n{}", table(rows, variants, |runs| Some(thousands(runs.lines))));
        let peers = &variants[1..];
        let rival: Vec<Variant> =
            peers.iter().copied().filter(|variant| variant.tool == Tool::OpenapiToRust).collect();
        text += "Aims: checking takes at most half of the fastest peer that compiles, and a third of openapi-to-rust.\n\n";
        let _ = writeln!(text, "{}", aims(rows, variants[0], &[(peers, 0.5), (&rival, 1.0 / 3.0)]));
    }
    text += &failures(rows);
    text
}

/// A few operations of a large document.
pub(crate) fn selection(made: &[Row], checked: &[Row]) -> String {
    let mut text = "### Six operations of GitHub\n\n".to_owned();
    let mut table = Table::new(["", "generate CPU s", "lines", "check CPU s"]);
    for variant in CLIENTS {
        let of = |rows: &[Row], value: &dyn Fn(&Runs) -> Option<String>| {
            rows.iter().find_map(|row| value(row.runs(variant)?)).unwrap_or_else(|| "-".to_owned())
        };
        let cpu = |runs: &Runs| Some(format!("{:.2}", runs.cpu()?));
        let lines = |runs: &Runs| runs.cpu().map(|_| thousands(runs.lines));
        table.row([variant.label(), of(made, &cpu), of(made, &lines), of(checked, &cpu)]);
    }
    let _ = writeln!(text, "{table}");
    text += &failures(checked);
    text
}

fn table(rows: &[Row], variants: &[Variant], cell: impl Fn(&Runs) -> Option<String>) -> Table {
    let labels = variants.iter().map(|variant| variant.label());
    let mut table = Table::new(std::iter::once("document".to_owned()).chain(labels));
    for row in rows {
        let cells = variants.iter().map(|variant| match row.runs(*variant) {
            Some(runs) if runs.why.is_none() => cell(runs).unwrap_or_else(|| "-".to_owned()),
            _ => "failed".to_owned(),
        });
        table.row(std::iter::once(row.name().to_owned()).chain(cells));
    }
    table
}

/// A line a failure, with the reason.
fn failures(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        for (variant, runs) in &row.cells {
            if let Some(why) = &runs.why {
                let _ = writeln!(text, "- {}, {}: {why}", row.name(), variant.label());
            }
        }
    }
    if text.is_empty() { text } else { format!("Failures:\n\n{text}\n") }
}

/// Per document and in total: our seconds as a share of the least that one of the peers takes, and whether that is
/// low enough. Documents with which none of them succeeds do not count.
fn aims(rows: &[Row], ours: Variant, aims: &[(&[Variant], f64)]) -> Table {
    let header = aims.iter().flat_map(|(peers, share)| {
        let peers = if peers.len() == 1 { peers[0].tool.name() } else { "fastest peer" };
        [format!("of {peers}"), format!("≤ {share:.2}")]
    });
    let mut table = Table::new(std::iter::once("document".to_owned()).chain(header));
    let mut totals = vec![(0.0, 0.0); aims.len()];
    for row in rows {
        let mut cells = vec![row.name().to_owned()];
        for ((peers, share), total) in aims.iter().zip(&mut totals) {
            let pair = row.cpu(ours).zip(least(row, peers));
            if let Some((mine, theirs)) = pair {
                *total = (total.0 + mine, total.1 + theirs);
            }
            cells.extend(verdict(pair, *share));
        }
        table.row(cells);
    }
    let mut cells = vec!["in total".to_owned()];
    for ((_, share), (mine, theirs)) in aims.iter().zip(totals) {
        cells.extend(verdict((theirs > 0.0).then_some((mine, theirs)), *share));
    }
    table.row(cells);
    table
}

fn least(row: &Row, peers: &[Variant]) -> Option<f64> {
    peers.iter().filter_map(|peer| row.cpu(*peer)).min_by(f64::total_cmp)
}

fn verdict(pair: Option<(f64, f64)>, share: f64) -> [String; 2] {
    match pair {
        Some((mine, theirs)) => {
            let reached = if mine <= theirs * share { "reached" } else { "not reached" };
            [format!("{:.2}", mine / theirs), reached.to_owned()]
        }
        None => ["-".to_owned(), "-".to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use kontrakt_bench::measure::Cost;

    use super::*;

    fn row(seconds: [Option<f64>; 4]) -> Row {
        let runs = |cpu: Option<f64>| {
            let mut runs = Runs::default();
            match cpu {
                Some(cpu) => runs.add(Cost { cpu, peak: 1.0 }),
                None => runs.why = Some("failed: no".to_owned()),
            }
            runs
        };
        let cells = CLIENTS.into_iter().zip(seconds.map(runs)).collect();
        Row { document: "pet__store__1.json".to_owned(), cells }
    }

    #[test]
    fn aims_look_at_the_fastest_that_succeeds() {
        let rows = [row([Some(1.0), None, Some(3.0), Some(2.5)]), row([Some(2.0), None, Some(3.0), None])];
        let table = aims(&rows, CLIENTS[0], &[(&CLIENTS[1..], 0.5), (&CLIENTS[3..], 1.0 / 3.0)]).to_string();
        let lines: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect())
            .collect();
        assert_eq!(lines[0], ["document", "of fastest peer", "≤ 0.50", "of openapi-to-rust", "≤ 0.33"]);
        assert_eq!(lines[2], ["pet__store", "0.40", "reached", "0.40", "not reached"]);
        assert_eq!(lines[3], ["pet__store", "0.67", "not reached", "-", "-"]);
        assert_eq!(lines[4], ["in total", "0.55", "not reached", "0.40", "not reached"]);
    }

    #[test]
    fn failures_are_told() {
        let text = generating(&[row([Some(1.0), None, None, None])]);
        assert!(text.contains("- pet__store, progenitor client: failed: no"), "{text}");
        assert!(text.contains("| pet__store |"), "{text}");
    }
}
