//! The way through the documents, along OpenAPI's grammar.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};

use super::table::{Below, Object};
use super::{Entry, Fate, Keyword, Why};
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer, Report, Severity};
use crate::document::{FormatUse, Kind, format_use};
use crate::resolve::Model;
use crate::source::{self, Node};

/// Every keyword of every document, and of what they refer to.
pub(super) fn entries(model: &Model, report: &Report) -> Vec<Entry> {
    let left_out = report.diagnostics().iter().filter(|found| leaves_out(found));
    let mut walk = Walk {
        model,
        left_out: left_out.map(|found| ((found.at.file, found.at.pointer.as_str()), found.code)).collect(),
        visited: HashSet::new(),
        next: model.roots().iter().map(|root| (Object::Document, model.place(root))).collect(),
        later: Vec::new(),
        entries: Vec::new(),
    };
    while let Some((object, at)) = walk.next.pop_front() {
        walk.start(object, &at, None);
    }
    // What was left out in one place may have been reached from another.
    for (object, at, why) in std::mem::take(&mut walk.later) {
        walk.start(object, &at, Some(why));
    }
    walk.entries
}

/// Whether a diagnostic says that what stands at its place has no effect.
fn leaves_out(found: &Diagnostic) -> bool {
    match found.code {
        Code::WrongKind
        | Code::UnknownType
        | Code::UnknownKeyword
        | Code::BadStatus
        | Code::DuplicateParameter
        | Code::IgnoredBesideRef
        | Code::BadValue
        | Code::DanglingRef
        | Code::RemoteRef
        | Code::RefCycle
        | Code::BadRef
        | Code::WrongTarget
        | Code::BadPattern
        | Code::PathParameterUnused
        | Code::DuplicateOperationId
        | Code::CircularAllOf
        | Code::BadDiscriminator
        | Code::BadExtension
        | Code::DuplicateErrorCode
        | Code::BadName
        | Code::ReservedHeader
        | Code::NotChecked
        | Code::NotUsed => true,
        // As a note it says that more is read than the contract has.
        Code::NotExpressible => found.severity != Severity::Note,
        // Of a whole parameter it says that something is missing.
        Code::BadParameter => found.at.pointer.last().is_some_and(|key| key.parse::<usize>().is_err()),
        _ => false,
    }
}

struct Walk<'m> {
    model: &'m Model,
    left_out: HashMap<(FileId, &'m str), Code>,
    visited: HashSet<(FileId, Pointer)>,
    /// What is to be read.
    next: VecDeque<(Object, Place)>,
    /// What has no effect unless something refers to it, and why.
    later: Vec<(Object, Place, Why)>,
    entries: Vec<Entry>,
}

impl<'m> Walk<'m> {
    /// Reads what stands at a place that something refers to.
    fn start(&mut self, object: Object, at: &Place, why: Option<Why>) {
        let model: &'m Model = self.model;
        if let Some(node) = model.sources().tree(at.file).and_then(|tree| tree.at(&at.pointer)) {
            self.visit(object, node, at, why);
        }
    }

    fn code_at(&self, at: &Place) -> Option<Why> {
        self.left_out.get(&(at.file, at.pointer.as_str())).copied().map(Why::Code)
    }

    /// `why` says why nothing in the object has an effect.
    fn visit(&mut self, object: Object, node: &Node, at: &Place, why: Option<Why>) {
        let Node::Object(keys) = node else { return };
        if !self.visited.insert((at.file, at.pointer.clone())) {
            return;
        }
        for (key, value) in keys.iter() {
            let here = at.key(key);
            match object.of_names().filter(|_| key != "$ref" && !key.starts_with("x-")) {
                Some(named) => self.descend(named, value, &here, why),
                None => self.keyword(object, keys, key, value, &here, why),
            }
        }
    }

    fn keyword(
        &mut self,
        object: Object,
        keys: &source::Object,
        key: &str,
        value: &Node,
        at: &Place,
        why: Option<Why>,
    ) {
        let known = object.keyword(key);
        // Outside of schemas, whether a keyword has an effect is said by the table alone: what one refers to may have been
        // read as something else as well.
        let told = |code: &Why| object == Object::Schema || *code != Why::Code(Code::NotUsed);
        let (fate, why) = match why.or_else(|| self.code_at(at).filter(told)) {
            Some(why) => (Fate::Ignored, Some(why)),
            None => self.fate(object, known, keys, key, value, at),
        };
        let name = known.map_or_else(|| Cow::Owned(key.to_owned()), |known| Cow::Borrowed(known.name));
        self.entries.push(Entry { at: at.clone(), object, keyword: name, fate, why });
        let ignored = why.filter(|_| fate == Fate::Ignored);
        match known.map_or(Below::Value, |known| known.below) {
            Below::Value if ignored.is_none() => self.follow(object, key, value, at),
            Below::Value => {}
            Below::One(below) => match value {
                Node::Array(items) => {
                    let items = items.iter().enumerate();
                    items.for_each(|(index, item)| self.descend(below, item, &at.index(index), ignored));
                }
                item => self.descend(below, item, at, ignored),
            },
            Below::Named(below) => {
                let waits = match object {
                    Object::Components => below.waits_for_reference(),
                    _ => matches!(key, "$defs" | "definitions"),
                };
                let ignored = ignored.or(waits.then_some(Why::Unused));
                let items = value.as_object().into_iter().flat_map(source::Object::iter);
                items.for_each(|(name, item)| self.descend(below, item, &at.key(name), ignored));
            }
        }
    }

    /// Reads what stands below, now or, where it has no effect, when it is known that nothing refers to it.
    fn descend(&mut self, object: Object, node: &Node, at: &Place, why: Option<Why>) {
        match why.or_else(|| self.code_at(at)) {
            Some(why) => self.later.push((object, at.clone(), why)),
            None => self.visit(object, node, at, None),
        }
    }

    /// What the table says, but for keywords whose value decides.
    fn fate(
        &self,
        object: Object,
        known: Option<&Keyword>,
        keys: &source::Object,
        key: &str,
        value: &Node,
        at: &Place,
    ) -> (Fate, Option<Why>) {
        let Some(known) = known else {
            let why = if key.starts_with("x-") { Why::Extension } else { Why::Code(Code::NotUsed) };
            return (Fate::Ignored, Some(why));
        };
        if key == "format" {
            return match value.as_str().map(|word| format_use(keys.get("type"), word)) {
                Some(FormatUse::Enforced) => (Fate::Enforced, None),
                Some(FormatUse::Typed) => (Fate::Typed, None),
                Some(FormatUse::Hint) => (Fate::Documentation, Some(Why::Note("says how to show the value"))),
                Some(FormatUse::None) | None => (Fate::Ignored, Some(Why::Code(Code::NotChecked))),
            };
        }
        // That a `$ref` leads nowhere is reported once, however often it stands there.
        if key == "$ref" && self.target(object, value, at.file).is_none() {
            return (Fate::Ignored, Some(Why::Code(Code::DanglingRef)));
        }
        (known.fate, known.why)
    }

    fn target(&self, object: Object, value: &Node, file: FileId) -> Option<Place> {
        self.model.target(object.target()?, file, value.as_str()?)
    }

    /// Goes where a value leads.
    fn follow(&mut self, object: Object, key: &str, value: &Node, at: &Place) {
        let schema = |node: &Node| self.model.target(Kind::Schema, at.file, node.as_str()?);
        match (object, key) {
            (Object::Schema, "$ref" | "$dynamicRef" | "$recursiveRef") | (_, "$ref") => {
                let found = self.target(object, value, at.file);
                self.next.extend(found.map(|found| (object, found)));
            }
            (Object::Discriminator, "mapping") => {
                let targets = value.as_object().into_iter().flat_map(source::Object::iter);
                let found: Vec<Place> = targets.filter_map(|(_, target)| schema(target)).collect();
                self.next.extend(found.into_iter().map(|found| (Object::Schema, found)));
            }
            (Object::Discriminator, "defaultMapping") => {
                self.next.extend(schema(value).map(|found| (Object::Schema, found)));
            }
            (Object::Document, "x-error-body") => {
                let body = value.at(&Pointer::root().key("schema").key("$ref"));
                let found = body.and_then(schema);
                self.next.extend(found.map(|found| (Object::Schema, found)));
            }
            _ => {}
        }
    }
}
