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

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn a_long_diff_is_cut_and_says_so() {
        let old: String = (0..100).map(|line| format!("{line}\n")).collect();
        let text = diff("a.rs", &old, "", 10);
        assert_eq!(text.lines().count(), 11);
        assert!(text.ends_with("… and 93 more lines\n"), "{text}");
    }

    #[test]
    fn a_short_diff_is_whole() {
        let text = diff("a.rs", "a\nb\n", "a\nc\n", 10);
        assert_eq!(text, "--- a.rs (as it is)\n+++ a.rs (as generated)\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    }
}
