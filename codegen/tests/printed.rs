//! Holds the printer to what is Rust: what it wrote is read again, by `syn`.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::path::{Path, PathBuf};

use kontrakt_codegen::output::{Module, print};
use quote::ToTokens as _;

/// The generated files of all cases.
fn goldens() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("tests/cases")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.extension().is_some_and(|end| end == "rs") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn parsed(path: &Path, text: &str) -> syn::File {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The items of a file as the printer prints them.
fn printed(file: &syn::File) -> String {
    let items: Vec<_> = file.items.iter().map(syn::Item::to_token_stream).collect();
    let module = Module {
        header: String::new(),
        path: "a.rs".to_owned(),
        docs: String::new(),
        imports: Vec::new(),
        items: Box::new(items.into_iter()),
    };
    let files = print([module]).unwrap_or_else(|errors| panic!("{errors:?}"));
    files.into_iter().map(|file| file.text).collect()
}

#[test]
fn what_is_printed_is_read_and_printed_the_same() {
    let goldens = goldens();
    assert!(goldens.len() > 20, "{goldens:?}");
    for path in goldens {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let from = text.find("\n\n").map_or(0, |end| end + 1);
        let items = text[from..].lines().skip_while(|line| line.starts_with("//!") || line.is_empty());
        let again = printed(&parsed(&path, &text));
        assert!(again.trim_start().lines().eq(items), "{} is printed otherwise:\n{again}", path.display());
    }
}

#[test]
fn another_printer_prints_the_same_rust() {
    for path in goldens() {
        let mut file = parsed(&path, &fs::read_to_string(&path).unwrap_or_default());
        file.attrs.clear();
        let again = parsed(&path, &printed(&file));
        assert!(
            prettyplease::unparse(&again) == prettyplease::unparse(&file),
            "{} is other Rust when it is printed again",
            path.display()
        );
    }
}
