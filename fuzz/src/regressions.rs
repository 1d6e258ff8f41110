//! Inputs on which something was wrong once, a folder an entry.

use std::io;
use std::path::{Path, PathBuf};

use crate::Entry;

/// Every input that is kept for an entry.
///
/// # Errors
/// A folder that cannot be read; one that is not there has none.
pub fn of(entry: &Entry) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions").join(entry.name);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut inputs = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let input = std::fs::read(&path)?;
        inputs.push((path, input));
    }
    inputs.sort();
    Ok(inputs)
}
