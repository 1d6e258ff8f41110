//! Holds the modules to their order: each imports only what stands above it.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The modules, from the top. `lib` is the crate's root, `main` the command line.
const ORDER: &[&str] = &[
    "diagnostic",
    "config",
    "source",
    "render",
    "document",
    "resolve",
    "ir",
    "pattern",
    "lower",
    "names",
    "ledger",
    "select",
    "plan",
    "samples",
    "emit",
    "output",
    "outcome",
    "lib",
    "main",
];

/// What a module may import of those above it, where that is not everything.
const ONLY: &[(&str, &[&str])] = &[
    ("render", &["diagnostic", "source"]),
    ("ledger", &["diagnostic", "source", "document", "resolve"]),
    ("output", &[]),
];

/// Macros that hold generated code, whose paths are not ours.
const QUOTES: &[&str] = &["quote", "quote_spanned", "parse_quote"];

/// Children of `emit` that do not know each other.
const SIBLINGS: &[&str] = &["types", "client", "server", "tables", "operations", "round_trips", "security"];

/// A path that starts with `crate`, without that word: `["source", "Node"]`; made absolute if it was written with `super`.
type Imported = Vec<String>;

#[test]
fn a_module_imports_only_what_stands_above_it() {
    let mut faults = Vec::new();
    for (file, module) in modules() {
        let own = top(&module);
        for path in imports(&file, &module) {
            let target = top(&path);
            if target != own && !is_allowed(&own, &target) {
                faults.push(format!("{}: `{own}` imports crate::{}", file.display(), path.join("::")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn emitters_do_not_know_each_other() {
    let mut faults = Vec::new();
    for (file, module) in modules() {
        for path in imports(&file, &module) {
            if let (Some(own), Some(other)) = (sibling(&module), sibling(&path))
                && own != other
            {
                faults.push(format!("{}: emit::{own} imports emit::{other}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let unknown: BTreeSet<String> =
        modules().iter().map(|(_, module)| top(module)).filter(|name| rank(name).is_none()).collect();
    assert!(unknown.is_empty(), "not in the order: {unknown:?}");
}

#[test]
fn imports_are_found_in_every_spelling() {
    let module = ["emit".to_owned(), "types".to_owned()];
    let find = |text: &str| -> Vec<String> {
        let tokens: TokenStream = text.parse().expect("Rust");
        let mut found = Vec::new();
        collect(tokens, &module, &mut found);
        found.iter().map(|path| path.join("::")).collect()
    };
    assert_eq!(find("use crate::plan::Plan;"), ["plan::Plan"]);
    assert_eq!(find("use crate::{ir::{Type, TypeId}, plan};"), ["ir::Type", "ir::TypeId", "plan"]);
    assert_eq!(
        find("fn f() { crate::output::print(super::client::emit()) }"),
        ["output::print", "emit::client::emit"]
    );
    assert_eq!(find("fn f() { quote! { super::client::X(#x) }; super::plan::f() }"), ["emit::plan::f"]);
    assert_eq!(find("use super::super::lower; use self::inner::X;"), ["lower"]);
    assert_eq!(find("/// [`crate::output`]\npub(crate) struct X; pub(in crate::emit) fn f() {}"), ["emit"]);
    assert_eq!(find("mod tests { use super::*; use super::super::names; }"), ["emit::types", "emit::names"]);
}

fn is_allowed(own: &str, target: &str) -> bool {
    let above = matches!((rank(own), rank(target)), (Some(own), Some(target)) if target < own);
    let only = ONLY.iter().find(|(module, _)| *module == own).map(|(_, allowed)| *allowed);
    above && only.is_none_or(|allowed| allowed.contains(&target))
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// The first part of a path; items of the crate's root belong to `lib`.
fn top(path: &[String]) -> String {
    match path.first() {
        Some(name) if rank(name).is_some() || name.starts_with(char::is_lowercase) => name.clone(),
        _ => "lib".to_owned(),
    }
}

fn sibling(path: &[String]) -> Option<&str> {
    match path {
        [first, second, ..] if first == "emit" => SIBLINGS.iter().find(|name| *name == second).copied(),
        _ => None,
    }
}

/// Every source file with the path of its module. `cli` belongs to `main`.
fn modules() -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).expect("below the root").with_extension("");
                let mut module: Vec<String> =
                    inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                if module.last().is_some_and(|name| name == "mod") {
                    module.pop();
                }
                if module.first().is_some_and(|name| name == "cli") {
                    module.insert(0, "main".to_owned());
                }
                modules.push((path, module));
            }
        }
    }
    modules.sort();
    assert!(modules.len() > 10, "the sources were not found");
    modules
}

fn imports(file: &Path, module: &[String]) -> Vec<Imported> {
    let text = fs::read_to_string(file).expect("a source file");
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    // `super` in `main` and its children leads to the binary's own root, which has nothing else.
    let is_binary = module.first().is_some_and(|name| name == "main");
    let mut found = Vec::new();
    if !is_binary {
        collect(tokens, module, &mut found);
    }
    found
}

/// Finds the paths that start with `crate` or `super`, in groups too.
fn collect(tokens: TokenStream, module: &[String], found: &mut Vec<Imported>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if (word == "crate" || word == "super") && follows(&tokens, at) => {
                let base = if word == "crate" { Vec::new() } else { module.to_vec() };
                at = path(&tokens, at, base, found);
            }
            TokenTree::Ident(word) if word == "mod" && inline(&tokens, at).is_some() => {
                let (name, body) = inline(&tokens, at).expect("just seen");
                let inner: Vec<String> = module.iter().cloned().chain([name]).collect();
                collect(body, &inner, found);
                at += 3;
            }
            TokenTree::Ident(word) if QUOTES.iter().any(|quote| word == quote) && bangs(&tokens, at) => {
                at += 3;
            }
            TokenTree::Group(group) => {
                collect(group.stream(), module, found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// The name and the body of `mod name { … }`.
fn inline(tokens: &[TokenTree], at: usize) -> Option<(String, TokenStream)> {
    match (tokens.get(at + 1)?, tokens.get(at + 2)?) {
        (TokenTree::Ident(name), TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
            Some((name.to_string(), body.stream()))
        }
        _ => None,
    }
}

/// Whether `::` follows.
fn follows(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |index: usize| matches!(tokens.get(index), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    colon(at + 1) && colon(at + 2)
}

/// Whether `!` follows.
fn bangs(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(TokenTree::Punct(p)) if p.as_char() == '!')
}

/// Reads the path that goes on at `at`, below `base`. Gives the place behind it.
fn path(tokens: &[TokenTree], mut at: usize, mut base: Imported, found: &mut Vec<Imported>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) => {
                step(&mut base, &word.to_string());
                if !follows(tokens, at) {
                    found.push(base);
                    return at + 1;
                }
                at += 3;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut next = 0;
                while next < inner.len() {
                    next = path(&inner, next, base.clone(), found);
                    while next < inner.len()
                        && !matches!(&inner[next], TokenTree::Punct(p) if p.as_char() == ',')
                    {
                        next += 1;
                    }
                    next += 1;
                }
                return at + 1;
            }
            // A glob, or the generic arguments of a type.
            _ => {
                found.push(base);
                return at + 1;
            }
        }
    }
}

fn step(base: &mut Imported, word: &str) {
    match word {
        "crate" => base.clear(),
        "self" => {}
        "super" => {
            base.pop();
        }
        word => base.push(word.to_owned()),
    }
}
