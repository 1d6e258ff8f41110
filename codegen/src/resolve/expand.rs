//! Whole sections by reference: `components: { schemas: { $ref: schemas/_index.yaml } }`. OpenAPI does not know it, but
//! everybody's bundler does. Each entry of what it leads to becomes a reference of its own.

use super::locate::Locator;
use crate::diagnostic::{FileId, Pointer};
use crate::document::Kind;
use crate::source::Node;

/// The places of a document at which a map of named things stands.
fn sections(locator: &Locator<'_>, file: FileId) -> Vec<Pointer> {
    let root = Pointer::root();
    let mut sections = vec![root.key("components"), root.key("paths"), root.key("webhooks")];
    if let Some(Node::Object(components)) = locator.node(file, &root.key("components")) {
        sections.extend(components.keys().map(|section| root.key("components").key(section)));
    }
    sections
}

/// Replaces every section of the document that is a reference.
pub(super) fn sections_by_reference(locator: &mut Locator<'_>, file: FileId) {
    // `components` itself may be one, and then hold others.
    for _ in 0..2 {
        for at in sections(locator, file) {
            let Some(Node::Object(section)) = locator.node(file, &at) else { continue };
            let Some(text) = section.get("$ref").and_then(Node::as_str).filter(|_| section.len() == 1) else {
                continue;
            };
            let text = text.to_owned();
            let Some((to, pointer)) = locator.follow(Kind::Section, file, &text, &at.key("$ref")) else {
                continue;
            };
            let Some(Node::Object(target)) = locator.node(to, &pointer) else { continue };
            let keys: Vec<String> = target.keys().map(str::to_owned).collect();
            // A chain of references may end in another file than the one that was named; then the text does not serve.
            let file_part = text.split('#').next().unwrap_or_default();
            let named = match file_part {
                "" => Ok(file),
                part => locator.sources.open(file, part, locator.sink),
            };
            if named != Ok(to) {
                continue;
            }
            let entries = keys.into_iter().map(|key| {
                let target = super::reference::to_fragment(pointer.key(&key).as_str());
                (key, format!("{file_part}{target}"))
            });
            locator.sources.replace_by_references(file, &at, entries.collect());
        }
    }
}
