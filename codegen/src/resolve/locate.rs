//! Reference → place: which file, and where in it.

use std::collections::{HashMap, HashSet};

use super::reference::{Reference, decoded, to_fragment};
use super::trace::Crossing;
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer, Severity, Sink};
use crate::document::Kind;
use crate::source::{Node, Sources};

/// How many references may stand in for each other on the way to one place.
const MAX_HOPS: usize = 100;

/// The files, and what is needed to find places in them.
pub(super) struct Locator<'s> {
    pub(super) sources: Sources,
    pub(super) sink: &'s mut Sink,
    /// By file: the places that `$anchor` names.
    anchors: HashMap<FileId, HashMap<String, Pointer>>,
    /// The references that led from one file into another.
    pub(super) crossings: Vec<Crossing>,
}

/// Why a place was not found.
struct Lost {
    /// The part of the way that exists.
    found: Pointer,
    /// The key that does not.
    missing: String,
    /// A key that looks like it.
    near: Option<String>,
}

impl<'s> Locator<'s> {
    pub(super) fn new(sources: Sources, sink: &'s mut Sink) -> Locator<'s> {
        Locator { sources, sink, anchors: HashMap::new(), crossings: Vec::new() }
    }

    pub(super) fn node(&self, file: FileId, pointer: &Pointer) -> Option<&Node> {
        self.sources.tree(file)?.at(pointer)
    }

    /// Where `text`, written in `file` at `at`, leads in the end: past everything that is a bare reference itself.
    /// `None` if nowhere, which is then reported.
    pub(super) fn follow(
        &mut self,
        kind: Kind,
        file: FileId,
        text: &str,
        at: &Pointer,
    ) -> Option<(FileId, Pointer)> {
        let from = (file, at);
        let (mut file, mut text, mut at) = (file, text.to_owned(), at.clone());
        let mut visited = HashSet::new();
        loop {
            let (to, pointer) = self.locate(kind, file, &text, &at)?;
            if to != file {
                let from = Place::new(file, at.clone());
                self.crossings.push(Crossing { from, to: Place::new(to, pointer.clone()) });
            }
            let Some(next) = self.node(to, &pointer).and_then(|node| bare_reference(node, kind)) else {
                return Some((to, pointer));
            };
            let next = next.to_owned();
            if !visited.insert((to, pointer.clone())) {
                self.cycle(&visited);
                return None;
            }
            if visited.len() > MAX_HOPS {
                let message = format!("more than {MAX_HOPS} `$ref`s follow one another from here");
                self.sink.push(Diagnostic::new(Code::BadRef, Place::new(from.0, from.1.clone()), message));
                return None;
            }
            (file, text, at) = (to, next, pointer.key("$ref"));
        }
    }

    /// Reports a cycle of references once, whichever of them was met first.
    fn cycle(&mut self, visited: &HashSet<(FileId, Pointer)>) {
        let Some((file, pointer)) = visited.iter().min() else { return };
        let at = Place::new(*file, pointer.key("$ref"));
        let message = "this `$ref` leads back to itself through nothing but other `$ref`s";
        self.sink.push(Diagnostic::new(Code::RefCycle, at, message));
    }

    /// Where `text` leads in one step.
    fn locate(&mut self, kind: Kind, file: FileId, text: &str, at: &Pointer) -> Option<(FileId, Pointer)> {
        let place = Place::new(file, at.clone());
        let reference = Reference::parse(text);
        if text.is_empty() {
            self.sink.push(Diagnostic::new(Code::BadRef, place, "this `$ref` is empty"));
            return None;
        }
        let target = self.file(file, &reference, &place, kind)?;
        self.sources.tree(target)?;
        let Some(pointer) = self.pointer(target, reference.fragment) else {
            let message = format!("`#{}` names no anchor of the document", reference.fragment);
            let help =
                format!("a JSON pointer starts with a slash: did you mean `#/{}`?", reference.fragment);
            self.sink.push(Diagnostic::new(Code::DanglingRef, place, message).with_help(help));
            return None;
        };
        match self.walk(target, &pointer, MAX_HOPS, kind) {
            Ok(found) => Some(found),
            Err(lost) => {
                self.dangling(kind, text, &reference, place, &lost);
                None
            }
        }
    }

    /// The file that a reference names.
    fn file(&mut self, from: FileId, reference: &Reference<'_>, place: &Place, kind: Kind) -> Option<FileId> {
        if reference.file.is_empty() {
            return Some(from);
        }
        if reference.is_remote() {
            let message =
                format!("`{}` leads into the network, from which nothing is fetched", reference.file);
            let help = "store the document beside this one and refer to the file";
            self.sink.push(Diagnostic::new(Code::RemoteRef, place.clone(), message).with_help(help));
            return None;
        }
        let path = reference.file.strip_prefix("file://").unwrap_or(reference.file);
        let opened = self.sources.open(from, &decoded(path), self.sink);
        let opened = opened.or_else(|why| self.sources.open(from, path, self.sink).map_err(|_| why));
        match opened {
            Ok(file) => Some(file),
            Err(why) => {
                let message = format!("the file `{}` cannot be read: {why}", reference.file);
                let mut diagnostic = Diagnostic::new(Code::DanglingRef, place.clone(), message);
                if let Some(section) = section(kind) {
                    let pointer = Pointer::root().key("components").key(section).key(reference.file);
                    if self.node(from, &pointer).is_some() {
                        diagnostic = diagnostic.with_help(format!("did you mean `#{pointer}`?"));
                    }
                }
                self.sink.push(soften(diagnostic, kind));
                None
            }
        }
    }

    /// The pointer that a fragment stands for.
    fn pointer(&mut self, file: FileId, fragment: &str) -> Option<Pointer> {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchors(file).get(&decoded(fragment)).cloned();
        }
        // A key may contain a percent sign that was not encoded.
        let raw = Pointer::parse(fragment)?;
        match Pointer::parse(&decoded(fragment)) {
            Some(pointer) if pointer != raw && self.node(file, &raw).is_none() => Some(pointer),
            _ => Some(raw),
        }
    }

    /// Walks to a pointer, through references that stand on the way.
    fn walk(
        &mut self,
        file: FileId,
        pointer: &Pointer,
        hops: usize,
        kind: Kind,
    ) -> Result<(FileId, Pointer), Lost> {
        let Some(tree) = self.sources.tree(file) else {
            return Err(Lost { found: Pointer::root(), missing: String::new(), near: None });
        };
        if tree.at(pointer).is_some() {
            return Ok((file, pointer.clone()));
        }
        let mut node = tree;
        let mut found = Pointer::root();
        let mut segments = pointer.segments();
        while let Some(segment) = segments.next() {
            let one = Pointer::root().key(&segment);
            if let Some(next) = node.at(&one) {
                node = next;
                found.push(&segment);
                continue;
            }
            let through = node.as_object().and_then(|object| object.get("$ref")).and_then(Node::as_str);
            if let Some(text) = through.filter(|_| hops > 0).map(str::to_owned) {
                let at = found.key("$ref");
                let lost = || Lost { found: found.clone(), missing: segment.to_string(), near: None };
                let (file, base) = self.locate_quietly(file, &text, &at, hops - 1, kind).ok_or_else(lost)?;
                let base = segments.fold(base.key(&segment), |pointer, segment| pointer.key(&segment));
                return self.walk(file, &base, hops - 1, kind);
            }
            let keys: Vec<&str> = node.as_object().map(|object| object.keys().collect()).unwrap_or_default();
            return Err(Lost {
                found,
                near: nearest(&segment, &keys).map(str::to_owned),
                missing: segment.into_owned(),
            });
        }
        Ok((file, found))
    }

    fn locate_quietly(
        &mut self,
        file: FileId,
        text: &str,
        at: &Pointer,
        hops: usize,
        kind: Kind,
    ) -> Option<(FileId, Pointer)> {
        let reference = Reference::parse(text);
        let target = self.file(file, &reference, &Place::new(file, at.clone()), kind)?;
        let pointer = self.pointer(target, reference.fragment)?;
        self.walk(target, &pointer, hops, kind).ok()
    }

    fn dangling(&mut self, kind: Kind, text: &str, reference: &Reference<'_>, place: Place, lost: &Lost) {
        let message = match lost.found.is_root() {
            true => format!("`{text}` leads nowhere: there is no `{}` at the top", lost.missing),
            false => format!("`{text}` leads nowhere: there is no `{}` in `{}`", lost.missing, lost.found),
        };
        let mut diagnostic = Diagnostic::new(Code::DanglingRef, place, message).with_label("not found");
        if let Some(near) = &lost.near {
            let fragment = to_fragment(lost.found.key(near).as_str());
            diagnostic = diagnostic.with_help(format!("did you mean `{}{fragment}`?", reference.file));
        }
        self.sink.push(soften(diagnostic, kind));
    }

    /// Reports a name that no component of a kind has.
    pub(super) fn no_component(&mut self, file: FileId, kind: Kind, name: &str, at: &Pointer) {
        let section = Pointer::root().key("components").key(section(kind).unwrap_or_default());
        let keys: Vec<&str> = self
            .node(file, &section)
            .and_then(Node::as_object)
            .map(|object| object.keys().collect())
            .unwrap_or_default();
        let message = format!("`{name}` names no entry of `{section}`");
        let mut diagnostic = Diagnostic::new(Code::DanglingRef, Place::new(file, at.clone()), message);
        if let Some(near) = nearest(name, &keys) {
            diagnostic = diagnostic.with_help(format!("did you mean `{near}`?"));
        }
        self.sink.push(soften(diagnostic, kind));
    }

    fn anchors(&mut self, file: FileId) -> &HashMap<String, Pointer> {
        let tree = self.sources.tree(file);
        self.anchors.entry(file).or_insert_with(|| {
            let mut anchors = HashMap::new();
            if let Some(tree) = tree {
                collect_anchors(tree, &Pointer::root(), &mut anchors);
            }
            anchors
        })
    }
}

/// A missing example or link changes nothing of what is generated.
fn soften(diagnostic: Diagnostic, kind: Kind) -> Diagnostic {
    match kind {
        Kind::Example | Kind::Link => diagnostic.with_severity(Severity::Warning),
        _ => diagnostic,
    }
}

/// The section of `components` in which things of a kind stand.
pub(super) fn section(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Schema => "schemas",
        Kind::Parameter => "parameters",
        Kind::RequestBody => "requestBodies",
        Kind::Response => "responses",
        Kind::Header => "headers",
        Kind::Example => "examples",
        Kind::Link => "links",
        Kind::SecurityScheme => "securitySchemes",
        Kind::MediaType => "mediaTypes",
        Kind::PathItem => "pathItems",
        Kind::Callback => "callbacks",
        Kind::Operation | Kind::Section => return None,
    })
}

/// The target of a node that is a reference and nothing else; of anything but a schema, what stands beside the
/// `$ref` does not count.
fn bare_reference(node: &Node, kind: Kind) -> Option<&str> {
    let object = node.as_object()?;
    if kind == Kind::Schema && object.len() > 1 {
        return None;
    }
    object.get("$ref")?.as_str()
}

fn nearest<'k>(wanted: &str, keys: &[&'k str]) -> Option<&'k str> {
    let allowed = (wanted.chars().count() / 3).clamp(1, 4);
    let lower = wanted.to_lowercase();
    keys.iter()
        .filter(|key| key.len().abs_diff(wanted.len()) <= allowed)
        .map(|key| (*key, strsim::osa_distance(&lower, &key.to_lowercase())))
        .filter(|(_, distance)| *distance <= allowed)
        .min_by_key(|(_, distance)| *distance)
        .map(|(key, _)| key)
}

fn collect_anchors(node: &Node, at: &Pointer, anchors: &mut HashMap<String, Pointer>) {
    match node {
        Node::Object(object) => {
            for (key, value) in object.iter() {
                match (key, value) {
                    ("$anchor" | "$dynamicAnchor", Node::String(anchor)) => {
                        anchors.entry(anchor.to_string()).or_insert_with(|| at.clone());
                    }
                    ("example" | "examples" | "default" | "enum" | "const", _) => {}
                    (_, Node::Object(_) | Node::Array(_)) => collect_anchors(value, &at.key(key), anchors),
                    _ => {}
                }
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_anchors(item, &at.index(index), anchors);
            }
        }
        _ => {}
    }
}
