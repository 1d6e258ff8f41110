//! The corpus: which documents there are, and what may be expected of each.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folders of the corpus, each with an `index.tsv`.
pub const FOLDERS: [&str; 4] = ["dev", "giants", "conformance", "multifile"];

/// A document that can be generated from: a root, not a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// One of [`FOLDERS`].
    pub folder: String,
    /// The path below the folder.
    pub name: String,
    /// A name for a package of Rust, which no other document of the corpus has.
    pub package: String,
    /// Whether the index calls it valid.
    pub valid: bool,
    /// Whether it says at its root which OpenAPI it is.
    pub readable: bool,
    /// Whether the corpus holds it as an example of what a generator refuses.
    pub refused: bool,
}

impl Document {
    /// The path below the corpus.
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }

    /// Where it lies.
    pub fn file(&self, corpus: &Path) -> PathBuf {
        corpus.join(&self.folder).join(&self.name)
    }
}

/// Every document of the corpus.
///
/// # Errors
///
/// An index is missing or lacks a column.
pub fn read(corpus: &Path) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    let mut packages = HashSet::new();
    for folder in FOLDERS {
        let path = corpus.join(folder).join("index.tsv");
        let wrong = |error: String| io::Error::other(format!("{}: {error}", path.display()));
        let text = fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
        documents.extend(parse(folder, &text, &mut packages).map_err(wrong)?);
    }
    Ok(documents)
}

/// The documents that the index of a folder lists; `packages` holds the names that are taken.
///
/// # Errors
///
/// A column is missing.
pub fn parse(folder: &str, text: &str, packages: &mut HashSet<String>) -> Result<Vec<Document>, String> {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default().split('\t');
    let columns: HashMap<&str, usize> = header.enumerate().map(|(at, name)| (name, at)).collect();
    let column = |start: &str| columns.iter().find(|(name, _)| name.starts_with(start)).map(|(_, at)| *at);
    let (Some(file), Some(openapi)) = (column("file"), column("openapi")) else {
        return Err("the columns `file` and `openapi` are needed".to_owned());
    };
    // The index of `multifile` says nothing about validity: its roots are taken to be valid.
    let valid = columns.get("valid").copied();
    let document = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let name = *cells.get(file)?;
        let readable = cells.get(openapi).is_some_and(|version| *version != "-");
        if valid.is_none() && !readable {
            return None;
        }
        Some(Document {
            folder: folder.to_owned(),
            name: name.to_owned(),
            package: package(&format!("{folder}/{name}"), packages),
            valid: valid.is_none_or(|at| cells.get(at) == Some(&"yes")),
            readable,
            refused: is_refused(name),
        })
    };
    Ok(lines.filter(|line| !line.is_empty()).filter_map(document).collect())
}

/// What the corpus says of documents that are meant to be refused.
fn is_refused(name: &str) -> bool {
    let negative = name.starts_with("ogen/_testdata/negative");
    negative || name.contains("/invalid/") || (name.starts_with("oas3-rs/") && name.contains("/fail/"))
}

/// A name for a package that is not taken yet: the path in the letters that a package may have.
fn package(path: &str, taken: &mut HashSet<String>) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // Package names that are not in snake case are worth a warning.
    let letters = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    // A package names files, and those have an end at 255 letters.
    let tail = &letters[letters.len().saturating_sub(120)..];
    let base = format!("d_{}", tail.trim_start_matches('_'));
    let mut name = base.clone();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{base}_{number}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(folder: &str, text: &str) -> Vec<Document> {
        parse(folder, text, &mut HashSet::new()).unwrap()
    }

    #[test]
    fn columns_are_found_by_name() {
        let documents = parsed(
            "dev",
            "valid\topenapi\tfile\nyes\t3.0.1\tpet.json\nno\t3.1.0\tpet.yaml\nno\t-\thtml.json\n",
        );
        let facts: Vec<_> = documents
            .iter()
            .map(|document| (document.path(), document.valid, document.readable, document.package.as_str()))
            .collect();
        assert_eq!(
            facts,
            [
                ("dev/pet.json".to_owned(), true, true, "d_dev_pet_json"),
                ("dev/pet.yaml".to_owned(), false, true, "d_dev_pet_yaml"),
                ("dev/html.json".to_owned(), false, false, "d_dev_html_json"),
            ]
        );
    }

    #[test]
    fn fragments_are_no_documents() {
        let index = "file\tsource\topenapi (- = a fragment)\na/root.yaml\tx\t3.0.0\na/part.yaml\tx\t-\n";
        let documents = parsed("multifile", index);
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].name, "a/root.yaml");
        assert!(documents[0].valid);
    }

    #[test]
    fn an_index_without_its_columns_is_refused() {
        assert!(parse("dev", "name\tsize\npet\t1\n", &mut HashSet::new()).is_err());
    }

    #[test]
    fn what_is_meant_to_be_refused_is_known_by_its_folder() {
        for (name, refused) in [
            ("ogen/_testdata/negative/cyclic/x.json", true),
            ("ogen/_testdata/negative_custom/x.json", true),
            ("ogen/_testdata/positive/x.json", false),
            ("hey-api/specs/3.0.x/invalid/x.yaml", true),
            ("oas3-rs/integration-tests/samples/fail/x.yaml", true),
            ("swagger/fail/x.yaml", false),
        ] {
            assert_eq!(is_refused(name), refused, "{name}");
        }
    }

    #[test]
    fn packages_have_names_of_their_own() {
        let mut taken = HashSet::new();
        assert_eq!(package("dev/a-b.json", &mut taken), "d_dev_a_b_json");
        assert_eq!(package("dev/A_b.json", &mut taken), "d_dev_a_b_json_2");
        assert!(package(&"long/".repeat(90), &mut taken).len() < 130);
    }
}
