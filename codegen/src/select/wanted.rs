//! Which operations were asked for.

use crate::config::{Include, SettingsError};
use crate::ir::{Api, Operation};
use crate::names::{Names, OperationNames};

/// One way to ask for operations.
struct Way {
    what: &'static str,
    /// What an operation can be asked for by.
    handles: for<'a> fn(&'a Operation, &'a OperationNames) -> Vec<&'a str>,
    matches: fn(&str, &str) -> bool,
}

const TAG: Way = Way {
    what: "has the tag",
    handles: |operation, _| operation.tags.iter().map(String::as_str).collect(),
    matches: |tag, wanted| tag == wanted,
};

const OPERATION: Way = Way {
    what: "is called",
    handles: |operation, names| vec![&operation.id, names.method.trim_start_matches("r#")],
    matches: |name, wanted| name == wanted,
};

const PATH: Way =
    Way { what: "has a path like", handles: |operation, _| vec![&operation.path], matches: is_like };

/// By module, then by operation: whether it was asked for. Where nothing is asked for by name, everything is.
pub(super) fn wanted(api: &Api, names: &Names, include: &Include) -> Result<Vec<Vec<bool>>, SettingsError> {
    let all = include.is_everything();
    let mut wanted: Vec<Vec<bool>> =
        api.modules.iter().map(|module| vec![all; module.operations.len()]).collect();
    for (way, words) in [(TAG, &include.tags), (OPERATION, &include.operations), (PATH, &include.paths)] {
        for word in words {
            mark(api, names, &way, word, &mut wanted)?;
        }
    }
    Ok(wanted)
}

fn mark(
    api: &Api,
    names: &Names,
    way: &Way,
    word: &str,
    wanted: &mut [Vec<bool>],
) -> Result<(), SettingsError> {
    let mut handles = Vec::new();
    let mut found = false;
    for ((module, names), wanted) in api.modules.iter().zip(&names.operations).zip(wanted) {
        for ((operation, names), wanted) in module.operations.iter().zip(names).zip(wanted) {
            let own = (way.handles)(operation, names);
            if own.iter().any(|handle| (way.matches)(handle, word)) {
                (found, *wanted) = (true, true);
            }
            handles.extend(own);
        }
    }
    if found {
        return Ok(());
    }
    Err(SettingsError::NothingIncluded {
        what: way.what,
        wanted: word.to_owned(),
        meant: nearest(word, &handles),
    })
}

/// Whether a path is like a pattern in which `*` stands for any text.
fn is_like(path: &str, pattern: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return path == pattern };
    let Some(tail) = path.strip_prefix(head) else { return false };
    let ends = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
    ends.map(|at| &tail[at..]).any(|tail| is_like(tail, rest))
}

/// The one that is spelt most alike, unless none is.
fn nearest(word: &str, handles: &[&str]) -> Option<String> {
    let allowed = (word.chars().count() / 3).max(2);
    let distance = |handle: &&str| strsim::osa_distance(&word.to_lowercase(), &handle.to_lowercase());
    let near = handles.iter().map(|handle| (distance(handle), *handle)).filter(|(far, _)| *far <= allowed);
    near.min().map(|(_, handle)| handle.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for pattern in
            ["/pets/{id}/toys", "/pets/*", "/pets*", "*/toys", "*", "/*/{id}/*", "/pets/*toys", "**"]
        {
            assert!(is_like("/pets/{id}/toys", pattern), "{pattern}");
        }
        for pattern in ["/pets", "/pets/{id}/toys/*", "pets*", "*/toy", "", "/pets/*/*/*"] {
            assert!(!is_like("/pets/{id}/toys", pattern), "{pattern}");
        }
    }

    #[test]
    fn only_what_is_spelt_alike_is_proposed() {
        assert_eq!(nearest("listPetz", &["listPets", "listCats"]).as_deref(), Some("listPets"));
        assert_eq!(nearest("billing", &["pets", "toys"]), None);
    }
}
