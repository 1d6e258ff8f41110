//! Names depend on what things are called in the contract, not on where they stand: contracts with all keys shuffled,
//! or with something added, give the same names.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

mod public_names;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kontrakt_codegen::Generator;
use public_names::public_names;
use serde_json::{Map, Value, json};

const USUAL: &[&str] = &["tests/cases/usual/usual.yaml"];
const NAMES: &[&str] = &["tests/cases/names/names.yaml"];
const DFDG: &[&str] = &[
    "../spec/common.yaml",
    "../spec/indkaldelse.yaml",
    "../spec/borgerflytte.yaml",
    "../spec/kontaktinformation.yaml",
    "../spec/webservicebesked.yaml",
    "../spec/letasyl.yaml",
];

#[test]
fn the_order_of_the_contract_changes_no_name() {
    for documents in [USUAL, NAMES, DFDG] {
        let expected = names(documents, |_| {});
        assert!(expected.len() > 200, "{documents:?}: {} names", expected.len());
        for seed in [1, 2] {
            let found = names(documents, |document| shuffle(document, &mut Random(seed)));
            let differences: Vec<_> = expected.symmetric_difference(&found).collect();
            assert!(differences.is_empty(), "{documents:?}, seed {seed}: {differences:#?}");
        }
    }
}

#[test]
fn what_is_added_renames_nothing() {
    let expected = names(USUAL, |_| {});
    let found = names(USUAL, |document| {
        let schema =
            json!({ "type": "object", "properties": { "inner": { "type": "string", "enum": ["a"] } } });
        for name in ["Aaa", "Zzz", "ThingMood"] {
            put_first(&mut document["components"]["schemas"], name, schema.clone());
        }
        let operation =
            json!({ "operationId": "addAaa", "responses": { "204": { "description": "Done." } } });
        put_first(&mut document["paths"], "/aaa", json!({ "post": operation }));
        put_first(&mut document["components"]["schemas"]["Thing"]["properties"], "aaa", schema);
    });
    let gone: Vec<_> = expected.difference(&found).filter(|name| !name.contains("ThingMood")).collect();
    assert!(gone.is_empty(), "{gone:#?}");
    assert!(found.len() > expected.len());
}

#[test]
fn of_several_operations_with_one_id_the_first_by_path_keeps_it() {
    let operation =
        |id: &str| format!("{{ operationId: {id}, responses: {{ '204': {{ description: Done. }} }} }}");
    let entries = [
        ("/pets", "get", operation("list")),
        ("/cats", "put", operation("list")),
        ("/cats", "get", operation("list")),
        ("/cats/", "get", "{ responses: { '204': { description: Done. } } }".to_owned()),
        ("/dogs", "get", operation("get_cats")),
    ];
    let expected = [
        "/cats GET LIST",
        "/cats PUT PUT_CATS",
        "/cats/ GET GET_CATS2",
        "/dogs GET GET_CATS",
        "/pets GET GET_PETS",
    ];
    for turn in 0..entries.len() {
        let mut entries = entries.clone();
        entries.rotate_left(turn);
        assert_eq!(tables(&entries), expected, "{entries:#?}");
        entries.reverse();
        assert_eq!(tables(&entries), expected, "{entries:#?}");
    }
}

/// Path, method and the name of the static of operations that stand in a document in this order.
fn tables(entries: &[(&str, &str, String)]) -> Vec<String> {
    let mut paths: Map<String, Value> = Map::new();
    for (path, method, operation) in entries {
        let operation: Value = serde_yaml::from_str(operation).expect("YAML");
        let item = paths.entry(*path).or_insert_with(|| json!({}));
        item[*method] = operation;
    }
    let document = json!({ "openapi": "3.0.3", "info": { "title": "Pets", "version": "1" }, "paths": paths });
    let output = Generator::new().text("pets.json", document.to_string()).generate();
    let output = output.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(!output.findings.report().has_errors());
    let operations = output.files.iter().find(|file| file.path == "pets/operations.rs").expect("operations");
    let parts = operations.text.split("pub static ").filter(|part| part.contains("Operation = Operation {"));
    let quoted = |part: &str, key: &str| {
        let rest = part.split(&format!("{key}: \"")).nth(1).expect(key);
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let name = |part: &str| part.split(':').next().unwrap_or_default().to_owned();
    let mut found: Vec<String> = parts
        .map(|part| format!("{} {} {}", quoted(part, "path"), quoted(part, "method"), name(part)))
        .collect();
    found.sort();
    found
}

/// Every public name that is generated, with what it belongs to.
fn names(documents: &[&str], change: impl Fn(&mut Value)) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut changed = Vec::new();
    for document in documents {
        let text = fs::read_to_string(document).unwrap_or_else(|error| panic!("{document}: {error}"));
        let mut tree: Value = serde_yaml::from_str(&text).expect("YAML");
        change(&mut tree);
        let path = folder.path().join(Path::new(document).file_name().expect("a file"));
        fs::write(&path, tree.to_string()).expect("written");
        changed.push(path);
    }
    let output = Generator::new().documents(changed).generate().unwrap_or_else(|failure| panic!("{failure}"));
    public_names(&output)
}

/// All keys of all objects in another order; lists stay as they are.
fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
            for last in (1..entries.len()).rev() {
                entries.swap(last, random.below(last + 1));
            }
            entries.iter_mut().for_each(|(_, value)| shuffle(value, random));
            *object = entries.into_iter().collect();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle(item, random)),
        _ => {}
    }
}

/// Numbers that look like chance and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

fn put_first(object: &mut Value, key: &str, value: Value) {
    let old = object.as_object_mut().expect("an object");
    let entries: Map<String, Value> =
        [(key.to_owned(), value)].into_iter().chain(std::mem::take(old)).collect();
    *old = entries;
}
