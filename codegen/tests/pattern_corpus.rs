//! The patterns of real documents, against another engine and counted.

#![allow(clippy::panic, clippy::unwrap_used, clippy::print_stdout)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use kontrakt_codegen::pattern::{Matcher, compile};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

/// Where the corpus lies: `KONTRAKT_CORPUS`, or beside the workspace.
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let path = std::env::var_os("KONTRAKT_CORPUS").map_or(beside, PathBuf::from);
    if !path.is_dir() {
        println!("skipped: no corpus at {} (set KONTRAKT_CORPUS)", path.display());
        return None;
    }
    Some(path)
}

fn patterns(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                match path.extension().and_then(|extension| extension.to_str()) {
                    Some("json") => found.extend(json_patterns(&text)),
                    Some("yaml" | "yml") => found.extend(yaml_patterns(&text)),
                    _ => {}
                }
            }
        }
    }
    found
}

fn json_patterns(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("\"pattern\"").skip(1).filter_map(|after| {
        let value = after.trim_start().strip_prefix(':')?;
        serde_json::Deserializer::from_str(value).into_iter().next()?.ok()
    })
}

fn yaml_patterns(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let line = line.trim_start().trim_start_matches("- ");
        let value = line.strip_prefix("pattern:").or_else(|| line.strip_prefix("\"pattern\":"))?;
        serde_yaml::from_str(value).ok()
    })
}

#[test]
fn tables_agree_with_another_engine() {
    let Some(corpus) = corpus() else { return };
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let mut compared = 0;
    for source in patterns(&corpus) {
        let Ok(compiled) = compile(&source) else { continue };
        let Matcher::Table(table) = compiled.matcher else { continue };
        // As validators do: the `u` flag where it accepts the pattern, else without. What notes are about is read differently on purpose.
        let unicode = regress::Regex::with_flags(&source, "u");
        if unicode.is_err() && !compiled.notes.is_empty() {
            continue;
        }
        let Ok(other) = unicode.or_else(|_| regress::Regex::new(&source)) else {
            panic!("`{source}` compiles here and nowhere else");
        };
        compared += 1;
        // The other engine backtracks: a repetition of repetitions takes it exponential time.
        let longest = if source.contains(")+") || source.contains(")*") { 16 } else { 200 };
        let texts = texts(&source);
        for _ in 0..40 {
            let text = texts.new_tree(&mut runner).unwrap().current();
            if text.len() > longest {
                continue;
            }
            assert_eq!(table.is_match(&text), other.find(&text).is_some(), "`{source}` on {text:?}");
        }
    }
    println!("{compared} patterns compared");
    assert!(compared > 100);
}

/// Texts that have a chance: strings the pattern makes (where the generator of them understands it), whole, cut and changed, and strings of its characters.
fn texts(source: &str) -> BoxedStrategy<String> {
    let characters: Vec<char> = source.chars().chain("aZ09-_ .\n\u{e9}\u{2028}\u{1F600}".chars()).collect();
    let soup = prop::collection::vec(prop::sample::select(characters.clone()), 0..12)
        .prop_map(|characters| characters.into_iter().collect::<String>());
    let unanchored = source.trim_start_matches('^').trim_end_matches('$');
    let Ok(made) = prop::string::string_regex(unanchored).map(Strategy::boxed) else { return soup.boxed() };
    let changed =
        (made.clone(), any::<prop::sample::Index>(), prop::sample::select(characters), any::<bool>())
            .prop_map(|(text, place, character, replace)| {
                let mut text: Vec<char> = text.chars().collect();
                let place = place.index(text.len() + 1);
                if replace && place < text.len() {
                    text[place] = character;
                } else {
                    text.insert(place, character);
                }
                text.into_iter().collect::<String>()
            });
    prop_oneof![made, changed, soup].boxed()
}

#[test]
#[ignore = "prints statistics"]
fn statistics() {
    let Some(corpus) = corpus() else { return };
    let patterns = patterns(&corpus);
    let (mut regress, mut invalid, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    let mut slowest = (std::time::Duration::ZERO, String::new());
    for source in &patterns {
        let begun = Instant::now();
        let compiled = compile(source);
        slowest = slowest.max((begun.elapsed(), source.clone()));
        match compiled {
            Err(reason) => invalid.push(format!("{source}\n    {reason}")),
            Ok(compiled) => {
                for note in &compiled.notes {
                    println!("note: {source}\n    {}", note.message);
                }
                match compiled.matcher {
                    Matcher::Table(table) => {
                        sizes.push((table.size(), table.rows.len(), table.classes.len(), source));
                    }
                    Matcher::Regress(other) => regress.push(format!("{source}\n    {}", other.reason)),
                }
            }
        }
    }
    sizes.sort();
    println!(
        "\n{} patterns: {} tables, {} regress, {} invalid",
        patterns.len(),
        sizes.len(),
        regress.len(),
        invalid.len()
    );
    println!("\nregress:\n{}\n\ninvalid:\n{}", regress.join("\n"), invalid.join("\n"));
    let bytes = |of: usize| sizes.get(sizes.len() * of / 100).map_or(0, |size| size.0);
    println!("\ntable bytes: median {}, 90 % {}, 99 % {}", bytes(50), bytes(90), bytes(99));
    for (size, states, classes, source) in sizes.iter().rev().take(15) {
        println!("{size} bytes, {states} states, {classes} ranges: {source}");
    }
    println!("slowest {:?}: {}", slowest.0, slowest.1);
}
