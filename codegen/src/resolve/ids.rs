//! `$id` and `$self`: schemas that are documents of their own. What their references mean depends on where they stand,
//! so each is rewritten, before anything is read, to the place in the file to which it leads.

use std::collections::HashMap;

use super::locate::Locator;
use super::reference::{Reference, decoded, relative_to, to_fragment};
use crate::diagnostic::{FileId, Pointer};
use crate::source::Node;

/// A part of a file that has a URI of its own; the first one is the file itself.
#[derive(Default)]
struct Resource {
    uri: String,
    at: Pointer,
    anchors: HashMap<String, Pointer>,
}

/// A `$ref` as it is written.
struct Written {
    /// The resource in which it stands.
    resource: usize,
    at: Pointer,
    text: String,
}

/// What was found in a file.
#[derive(Default)]
struct Found {
    resources: Vec<Resource>,
    references: Vec<Written>,
}

/// Rewrites the references of a file in which something has a URI of its own.
pub(super) fn settle(locator: &mut Locator<'_>, file: FileId) {
    let Some(tree) = locator.sources.tree(file).filter(|tree| names_something(tree)) else { return };
    let mut found = Found::default();
    let uri = ["$self", "$id"].iter().find_map(|key| tree.as_object()?.get(key)?.as_str());
    let uri = uri.map(|uri| joined("", uri)).unwrap_or_default();
    found.resources.push(Resource { uri, ..Resource::default() });
    found.walk(tree, &Pointer::root(), 0, false);
    let edits = found.references.iter().filter_map(|written| {
        let target = found.target(tree, written)?;
        Some((written.at.clone(), to_fragment(target.as_str())))
    });
    for (at, text) in edits.collect::<Vec<_>>() {
        locator.sources.replace_text(file, &at, text);
    }
}

/// Whether there is a `$id` or a `$self` anywhere.
fn names_something(node: &Node) -> bool {
    match node {
        Node::Object(object) => object.iter().any(|(key, value)| match value {
            Node::String(_) => matches!(key, "$id" | "$self"),
            value => names_something(value),
        }),
        Node::Array(items) => items.iter().any(names_something),
        _ => false,
    }
}

impl Found {
    /// `named` says that the keys of this node are names, not keywords.
    fn walk(&mut self, node: &Node, at: &Pointer, resource: usize, named: bool) {
        match node {
            Node::Object(object) => {
                let id = object.get("$id").and_then(Node::as_str).filter(|id| !named && !id.starts_with('#'));
                let resource = match id.filter(|_| !at.is_root()) {
                    Some(id) => self.enter(id, at, resource),
                    None => resource,
                };
                for (key, value) in object.iter() {
                    let here = at.key(key);
                    match (key, value) {
                        ("$anchor" | "$dynamicAnchor", Node::String(anchor)) if !named => {
                            self.resources[resource].anchors.insert(anchor.to_string(), at.clone());
                        }
                        ("$ref" | "$dynamicRef", Node::String(text)) if !named => {
                            self.references.push(Written { resource, at: here, text: text.to_string() });
                        }
                        ("example" | "examples" | "default" | "enum" | "const", _) if !named => {}
                        _ => self.walk(value, &here, resource, !named && holds_names(key)),
                    }
                }
            }
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &at.index(index), resource, false);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, id: &str, at: &Pointer, around: usize) -> usize {
        let uri = joined(&self.resources[around].uri, id);
        self.resources.push(Resource { uri, at: at.clone(), ..Resource::default() });
        self.resources.len() - 1
    }

    /// Where a reference leads within the file, if that is something else than its text says.
    fn target(&self, tree: &Node, written: &Written) -> Option<Pointer> {
        let own = &self.resources[written.resource];
        let Reference { file, fragment } = Reference::parse(&written.text);
        let resource = if file.is_empty() {
            // What begins at the file itself means what it says.
            Some(own).filter(|own| !own.at.is_root())?
        } else {
            let uris = [joined(&own.uri, file), joined("", file)];
            uris.iter().find_map(|uri| self.resources.iter().find(|resource| resource.uri == *uri))?
        };
        let below = |text: &str| {
            let pointer = Pointer::parse(text)?;
            let whole = pointer.segments().fold(resource.at.clone(), |whole, segment| whole.key(&segment));
            tree.at(&whole).is_some().then_some(whole)
        };
        match below(fragment).or_else(|| below(&decoded(fragment))) {
            Some(pointer) => Some(pointer),
            None => resource.anchors.get(&decoded(fragment)).cloned(),
        }
    }
}

/// Keywords below which keys are names.
fn holds_names(key: &str) -> bool {
    matches!(
        key,
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" | "schemas"
    )
}

/// A URI as it is meant where another one is the base.
fn joined(base: &str, uri: &str) -> String {
    let uri = uri.strip_suffix('#').unwrap_or(uri);
    match uri.contains("://") || uri.starts_with("urn:") {
        true => uri.to_owned(),
        false => relative_to(base, uri),
    }
}
