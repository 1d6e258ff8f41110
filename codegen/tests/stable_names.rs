//! Names depend on what things are called in the contract, not on where they stand: contracts with all keys shuffled,
//! or with something added, give the same names.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

mod public_names;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kontrakt_codegen::diagnostic::Code;
use kontrakt_codegen::{Generator, Output};
use public_names::public_names;
use serde_json::{Map, Value, json};

const USUAL: &[&str] = &["tests/cases/usual/usual.yaml"];
const NAMES: &[&str] = &["tests/cases/names/names.yaml"];
/// Documents beyond this many bytes take too long for a test.
const LARGE: u64 = 100_000;
/// How many of the corpus are tried.
const ENOUGH: usize = 12;
const DFDG: &[&str] = &[
    "../spec/common.yaml",
    "../spec/indkaldelse.yaml",
    "../spec/borgerflytte.yaml",
    "../spec/kontaktinformation.yaml",
    "../spec/webservicebesked.yaml",
    "../spec/letasyl.yaml",
];

const DIRECTIONS: &[&str] = &["tests/cases/directions/directions.yaml"];

#[test]
fn the_order_of_the_contract_changes_no_name() {
    for documents in [USUAL, NAMES, DIRECTIONS, DFDG] {
        let expected = names(documents, |_| {});
        assert!(expected.len() > 150, "{documents:?}: {} names", expected.len());
        holds_when_shuffled(documents, &expected, &[1, 2]);
    }
}

fn holds_when_shuffled(documents: &[&str], expected: &BTreeSet<String>, seeds: &[u64]) {
    for seed in seeds {
        let found = names(documents, |document| shuffle(document, &mut Random(*seed)));
        let differences: Vec<_> = expected.symmetric_difference(&found).collect();
        assert!(differences.is_empty(), "{documents:?}, seed {seed}: {differences:#?}");
    }
}

/// Some documents of the corpus, where it is at hand.
#[test]
fn the_order_of_real_contracts_changes_no_name() {
    let corpus = std::env::var_os("KONTRAKT_CORPUS").map(PathBuf::from);
    let folder = corpus.unwrap_or_else(|| PathBuf::from("../../shared/corpus")).join("dev");
    if !folder.is_dir() {
        return;
    }
    let documents = fs::read_dir(&folder).expect("the corpus").map(|entry| entry.expect("an entry").path());
    let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|found| found.len() < LARGE);
    let mut documents: Vec<PathBuf> = documents.filter(small).collect();
    documents.sort();
    let mut tried = 0;
    for document in documents.iter().rev() {
        if tried == ENOUGH {
            break;
        }
        let document = document.to_str().expect("a path in UTF-8");
        // What has errors gives no names.
        if !Generator::new().document(document).generate().is_ok_and(|output| output.lines() > 500) {
            continue;
        }
        tried += 1;
        holds_when_shuffled(&[document], &names(&[document], |_| {}), &[3]);
    }
    assert_eq!(tried, ENOUGH, "of {} documents", documents.len());
}

#[test]
fn a_document_beside_others_renames_nothing() {
    let alone = names(USUAL, |_| {});
    for more in [NAMES, DIRECTIONS] {
        let documents: Vec<&str> = more.iter().chain(USUAL).copied().collect();
        let together = names(&documents, |_| {});
        let gone: Vec<_> = alone.difference(&together).collect();
        assert!(gone.is_empty(), "{more:?}: {gone:#?}");
    }
}

#[test]
fn parts_that_are_added_rename_none_of_their_kind() {
    let expected = names(DIRECTIONS, |_| {});
    let found = names(DIRECTIONS, |document| {
        let pet = &mut document["components"]["schemas"]["Pet"]["properties"];
        put_first(pet, "aaa", json!({ "type": "string", "readOnly": true }));
        put_first(pet, "bbb", json!({ "type": "object", "properties": { "c": { "type": "string" } } }));
        // One more property that only answers carry gives another type a second one for requests.
        put_first(
            &mut document["components"]["schemas"]["Basket"]["properties"],
            "made",
            json!({ "type": "string", "readOnly": true }),
        );
        let values = document["components"]["schemas"]["PetWrite"]["enum"].as_array_mut().expect("values");
        values.insert(0, json!("b"));
        let get = &mut document["paths"]["/pets/{id}"]["get"];
        get["parameters"] = json!([{ "name": "aaa", "in": "query", "schema": { "type": "string" } }]);
        put_first(&mut get["responses"], "404", json!({ "description": "None." }));
    });
    let gone: Vec<_> = expected.difference(&found).collect();
    assert!(gone.is_empty(), "{gone:#?}");
    for new in ["BasketWrite", "PetWrite::B", "PetBbb"] {
        assert!(found.iter().any(|name| name.ends_with(new)), "{new} is not there");
    }
}

#[test]
fn a_new_collision_is_reported_with_both_places() {
    let collide = |document: &mut Value| {
        put_first(
            &mut document["components"]["schemas"],
            "account-write",
            json!({ "type": "object", "properties": {} }),
        );
    };
    let output = generated(DIRECTIONS, collide);
    let report = output.findings.report();
    let collision = report.diagnostics().iter().find(|found| found.message.contains("`AccountWrite2`"));
    let collision = collision.expect("reported");
    assert_eq!(collision.code, Code::NameCollision);
    let places = [&collision.at, &collision.related[0].0].map(|place| place.pointer.to_string());
    assert_eq!(places, ["/components/schemas/Account", "/components/schemas/account-write"]);
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
fn patterns_are_called_after_what_uses_them() {
    let expected = patterns(&generated(USUAL, |_| {}));
    assert!(expected.iter().any(|item| item.contains("THING_ID_PATTERN: Pattern")), "{expected:#?}");
    let found = patterns(&generated(USUAL, |document| {
        let schemas = &mut document["components"]["schemas"];
        put_first(schemas, "Aaa", json!({ "type": "string", "pattern": "^a+$" }));
        put_first(&mut schemas["Thing"]["properties"], "aaa", json!({ "type": "string", "pattern": "^b+$" }));
        // The same pattern as one that has a type of its own.
        let same = schemas["ThingId"].clone();
        put_first(&mut schemas["Thing"]["properties"], "bbb", same);
    }));
    let gone: Vec<_> = expected.difference(&found).collect();
    assert!(gone.is_empty(), "{gone:#?}");
    assert_eq!(found.len(), expected.len() + 2, "{found:#?}");
}

/// The statics of patterns with what they hold.
fn patterns(output: &Output) -> BTreeSet<String> {
    let items = output.files.iter().flat_map(|file| file.text.split("\n\n"));
    items.filter(|item| item.contains(": Pattern = ")).map(str::to_owned).collect()
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
    public_names(&generated(documents, change))
}

/// What is generated from documents that were changed.
fn generated(documents: &[&str], change: impl Fn(&mut Value)) -> Output {
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
    Generator::new().documents(changed).generate().unwrap_or_else(|failure| panic!("{failure}"))
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
