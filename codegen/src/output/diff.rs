//! Differences for people.

use std::time::Duration;

use similar::TextDiff;

/// How long a good diff is looked for before a coarser one has to do.
const PATIENCE: Duration = Duration::from_secs(2);

/// The unified diff from `old` to `new`, at most `lines` lines of it and then how many were left out.
pub fn diff(path: &str, old: &str, new: &str, lines: usize) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let whole = diff
        .unified_diff()
        .header(&format!("{path} (as it is)"), &format!("{path} (as generated)"))
        .to_string();
    let total = whole.lines().count();
    if total <= lines {
        return whole;
    }
    let shown: String = whole.split_inclusive('\n').take(lines).collect();
    format!("{shown}… and {} more lines\n", total - lines)
}
