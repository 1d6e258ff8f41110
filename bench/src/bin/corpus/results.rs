//! What was found out before: one JSON object a line, appended as results come in.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The results of one kind of work. A key says all that the result depends on.
pub(crate) struct Results<T> {
    known: HashMap<String, T>,
    file: Mutex<File>,
}

impl<T: Serialize + DeserializeOwned + Clone> Results<T> {
    /// Reads what is there. Lines of an older form are passed over.
    pub(crate) fn open(path: &Path) -> io::Result<Results<T>> {
        let text = fs::read_to_string(path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(String::new()),
            _ => Err(error),
        })?;
        let known = text.lines().filter_map(|line| serde_json::from_str::<(String, T)>(line).ok()).collect();
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Results { known, file: Mutex::new(file) })
    }

    pub(crate) fn get(&self, key: &str) -> Option<T> {
        self.known.get(key).cloned()
    }

    pub(crate) fn add(&self, key: &str, result: &T) -> io::Result<()> {
        let line = format!("{}\n", serde_json::to_string(&(key, result))?);
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

/// A number for what files hold, names included.
#[derive(Default)]
pub(crate) struct Fingerprint(DefaultHasher);

impl Fingerprint {
    pub(crate) fn file(&mut self, path: &Path) -> io::Result<()> {
        let bytes = fs::read(path)?;
        self.text(&path.display().to_string());
        self.0.write_usize(bytes.len());
        self.0.write(&bytes);
        Ok(())
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.write_usize(text.len());
        self.0.write(text.as_bytes());
    }

    pub(crate) fn finish(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// All files below a folder, sorted. No folder has no files.
pub(crate) fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
