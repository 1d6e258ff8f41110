//! Schemas without a name that several things have in common: what heirs inherit, what operations refer to. Each is
//! one type, called after where it stands, whoever comes across it first.

use super::Lowering;
use super::node::Node;
use crate::diagnostic::{Place, Pointer};
use crate::document::ext;
use crate::ir::{Kind, Origin, TypeRef};

impl Lowering<'_, '_> {
    /// The type of a schema that stands at a place of its own. `origin` names it where the place does not.
    pub(super) fn standing(&mut self, node: &Node<'_>, at: &Place, origin: Origin) -> TypeRef {
        // What merging made is only here.
        if is_plain(node) || node.extension(ext::MERGED).is_some() {
            return self.inline(node, origin);
        }
        if let Some(known) = self.shared.get(at) {
            return known.clone();
        }
        let own = self.origin_of(at).or_else(|| is_of_path(&at.pointer).then(|| origin.clone()));
        let is_shared = own.is_some();
        let origin = own.unwrap_or(origin);
        if let Some(inner) = self.unfinished.get(at) {
            let id = inner.unwrap_or_else(|| self.reserve(at, origin));
            self.unfinished.insert(at.clone(), Some(id));
            let nullable = self.allows_null(node);
            return TypeRef { nullable, ..TypeRef::new(Kind::Named(id)) };
        }
        if !is_collection(node) {
            self.unfinished.insert(at.clone(), None);
        }
        let ty = self.inline_at(node, origin, Some(at));
        self.unfinished.remove(at);
        if is_shared {
            self.shared.insert(at.clone(), ty.clone());
        }
        ty
    }

    /// What a place is called: after the named schema around it, or the shared parameter, body, answer, header or media
    /// type.
    fn origin_of(&self, at: &Place) -> Option<Origin> {
        let mut around = at.pointer.parent();
        while let Some(pointer) = around {
            let place = Place::new(at.file, pointer);
            if let Some(id) = self.model.schema_at(&place).filter(|id| !self.model.schema_info(*id).part) {
                let inner = at.pointer.segments().skip(place.pointer.segments().count());
                return Some(Origin::Inside(Self::type_id(id), steps(inner)?));
            }
            around = place.pointer.parent();
        }
        let mut segments = at.pointer.segments();
        let (first, kind, name) = (segments.next()?, segments.next()?, segments.next()?);
        if first != "components" {
            return None;
        }
        let role: &[&str] = match &*kind {
            "parameters" | "headers" => &[],
            "requestBodies" => &["body"],
            "responses" => &["response"],
            "mediaTypes" => &["content"],
            _ => return None,
        };
        // Past `schema`, or `content` and the media type.
        let inner = segments.skip_while(|segment| segment != "schema").skip(1);
        let path = role.iter().map(|word| (*word).to_owned()).chain(steps(inner)?).collect();
        Some(Origin::Operation(name.into_owned(), path))
    }
}

/// The steps of a name; none where an alternative is on the way, which has a name that its place does not tell.
fn steps<'p>(segments: impl Iterator<Item = std::borrow::Cow<'p, str>>) -> Option<Vec<String>> {
    let mut segments = segments;
    let mut steps = Vec::new();
    while let Some(segment) = segments.next() {
        match &*segment {
            "properties" => steps.push(segments.next()?.into_owned()),
            "items" => steps.push("item".to_owned()),
            "additionalProperties" => steps.push("value".to_owned()),
            "allOf" => drop(segments.next()?),
            _ => return None,
        }
    }
    Some(steps)
}

/// Parameters of a path belong to all operations of that path.
fn is_of_path(pointer: &Pointer) -> bool {
    let mut segments = pointer.segments();
    segments.next().is_some_and(|first| first == "paths")
        && segments.nth(1).is_some_and(|part| part == "parameters")
}

/// A list or a map, which needs no name: what it holds has one.
fn is_collection(node: &Node<'_>) -> bool {
    let any = &*node.any;
    any.items.is_some() || (any.additional_properties.is_some() && any.properties.is_empty())
}

/// A schema that needs no name wherever it stands.
fn is_plain(node: &Node<'_>) -> bool {
    let any = &*node.any;
    let scalar = matches!(any.typ.as_deref(), Some("string" | "integer" | "number" | "boolean"));
    scalar
        && any.enumeration.is_empty()
        && any.one_of.is_empty()
        && any.any_of.is_empty()
        && node.data.extensions.is_empty()
}
