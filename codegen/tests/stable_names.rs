//! Names depend on what things are called in the contract, not on where they stand: contracts with all keys shuffled,
//! or with something added, give the same names.

#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kontrakt_codegen::{Generator, Output};
use serde_json::{Map, Value, json};
use syn::{Fields, ImplItem, Item, TraitItem};

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

fn public_names(output: &Output) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in &output.files {
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for item in &parsed.items {
            names.extend(item_names(item).into_iter().map(|name| format!("{} {name}", file.path)));
        }
    }
    names
}

fn item_names(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => of(&item.ident.to_string(), fields(&item.fields)),
        Item::Enum(item) => {
            let variants = item.variants.iter().flat_map(|variant| {
                let fields = fields(&variant.fields).into_iter();
                fields.map(|field| format!("{}::{field}", variant.ident)).chain([variant.ident.to_string()])
            });
            of(&item.ident.to_string(), variants.collect())
        }
        Item::Impl(item) => {
            let functions = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            match &*item.self_ty {
                syn::Type::Path(path) => {
                    of(&path.path.segments.last().expect("a type").ident.to_string(), functions.collect())
                }
                _ => Vec::new(),
            }
        }
        Item::Trait(item) => {
            let functions = item.items.iter().filter_map(|item| match item {
                TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            of(&item.ident.to_string(), functions.collect())
        }
        Item::Static(item) => vec![item.ident.to_string()],
        Item::Type(item) => vec![item.ident.to_string()],
        Item::Mod(item) => vec![item.ident.to_string()],
        _ => Vec::new(),
    }
}

fn of(owner: &str, members: Vec<String>) -> Vec<String> {
    members.into_iter().map(|member| format!("{owner}::{member}")).chain([owner.to_owned()]).collect()
}

fn fields(fields: &Fields) -> Vec<String> {
    fields.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect()
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
