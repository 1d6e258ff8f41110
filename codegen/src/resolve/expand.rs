//! Whole maps by reference: `components: { schemas: { $ref: schemas/_index.yaml } }`, `properties: { $ref: … }`. OpenAPI
//! does not know it, but everybody's bundler does. Each entry of what it leads to becomes a reference of its own.

use super::locate::Locator;
use super::reference::to_fragment;
use crate::diagnostic::{FileId, Pointer};
use crate::document::Kind;
use crate::source::{Node, Object};

/// The places of a document at which a map of named things stands, and may be a reference.
fn sections(locator: &Locator<'_>, file: FileId) -> Vec<Pointer> {
    let root = Pointer::root();
    let mut sections = vec![root.key("components"), root.key("paths"), root.key("webhooks")];
    if let Some(Node::Object(components)) = locator.node(file, &root.key("components")) {
        sections.extend(components.keys().map(|section| root.key("components").key(section)));
    }
    sections
}

/// `properties: { $ref: … }` wherever it stands; `named` says that the keys of this node are names, not keywords.
fn properties(node: &Node, at: &Pointer, named: bool, found: &mut Vec<Pointer>) {
    match node {
        Node::Object(object) => {
            for (key, value) in object.iter() {
                let Node::Object(inner) = value else {
                    if matches!(value, Node::Array(_)) {
                        properties(value, &at.key(key), false, found);
                    }
                    continue;
                };
                let is_map = key == "properties" && !named;
                if is_map && reference(inner).is_some() {
                    found.push(at.key(key));
                } else if named || !matches!(key, "example" | "examples" | "default") {
                    properties(value, &at.key(key), is_map, found);
                }
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                properties(item, &at.index(index), false, found);
            }
        }
        _ => {}
    }
}

fn reference(object: &Object) -> Option<&str> {
    if object.len() == 1 { object.get("$ref")?.as_str() } else { None }
}

/// Replaces every map of the document that is a reference.
pub(super) fn maps_by_reference(locator: &mut Locator<'_>, file: FileId) {
    let mut places = Vec::new();
    if let Some(tree) = locator.sources.tree(file) {
        properties(tree, &Pointer::root(), false, &mut places);
    }
    for at in places {
        replace(locator, file, &at);
    }
    // `components` itself may be one, and then hold others.
    for _ in 0..2 {
        for at in sections(locator, file) {
            replace(locator, file, &at);
        }
    }
}

fn replace(locator: &mut Locator<'_>, file: FileId, at: &Pointer) {
    let Some(text) = locator.node(file, at).and_then(Node::as_object).and_then(reference) else { return };
    let text = text.to_owned();
    let Some((to, pointer)) = locator.follow(Kind::Section, file, &text, &at.key("$ref")) else { return };
    let Some(Node::Object(target)) = locator.node(to, &pointer) else { return };
    let keys: Vec<String> = target.keys().map(str::to_owned).collect();
    // A chain of references may end in another file than the one that was named; then the text does not serve.
    let file_part = text.split('#').next().unwrap_or_default();
    let named = match file_part {
        "" => Ok(file),
        part => locator.sources.open(file, part, locator.sink),
    };
    if named != Ok(to) {
        return;
    }
    let entries = keys.into_iter().map(|key| {
        let target = to_fragment(pointer.key(&key).as_str());
        (key, format!("{file_part}{target}"))
    });
    locator.sources.replace_by_references(file, at, entries.collect());
}
