//! What came of a test.

use std::fs::OpenOptions;
use std::io::Write as _;

use serde_json::json;

/// The variable that names the file to which every test appends what it did, as a line of JSON.
pub const REPORT: &str = "KONTRAKT_ROUND_TRIPS";

/// How many faults are told.
const SHOWN: usize = 12;

/// Counts, and everything that was not as it should be.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Valid samples that came back.
    pub(super) valid: usize,
    /// Nearly valid requests that the server refused rightly.
    pub(super) refused: usize,
    /// Those of them that the client can say, and refused rightly as well.
    pub(super) unsent: usize,
    /// Nearly valid answers that the client refused rightly.
    pub(super) unreadable: usize,
    /// Samples that the style of a parameter cannot carry, or whose path is another operation's.
    pub(super) untold: usize,
    pub(super) faults: Vec<String>,
}

impl Report {
    pub(super) fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// The faults for people.
    pub(super) fn text(&self, operation: &str) -> String {
        let mut text = format!("{operation}: {} samples did not come through", self.faults.len());
        for fault in self.faults.iter().take(SHOWN) {
            text.push_str("\n  ");
            text.push_str(fault);
        }
        if self.faults.len() > SHOWN {
            text.push_str("\n  …");
        }
        text
    }

    /// Appends a line to the file of [`REPORT`], if there is one.
    pub(super) fn write(&self, operation: &str, left_out: &[&str]) {
        let Some(path) = std::env::var_os(REPORT) else { return };
        let line = json!({
            "operation": operation,
            "valid": self.valid,
            "refused": self.refused,
            "unsent": self.unsent,
            "unreadable": self.unreadable,
            "untold": self.untold,
            "faults": self.faults,
            "left": left_out.len(),
            "left_out": left_out,
            "failed": usize::from(!self.faults.is_empty()),
        });
        let file = OpenOptions::new().create(true).append(true).open(path);
        // One write, so that lines of several tests do not mix; a report that cannot be written fails no test.
        let _ = file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    }
}
