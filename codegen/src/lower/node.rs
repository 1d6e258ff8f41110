//! A schema with everything that `allOf` adds to it.

use std::borrow::Cow;
use std::collections::HashMap;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};

use super::Lowering;
use crate::diagnostic::{Code, Place};
use crate::document::{SchemaView, any, ext, view, view_schema};
use crate::resolve::SchemaId;

/// A schema as one set of keywords. Its parts may come from several places, even from several files.
#[derive(Debug, Clone)]
pub(super) struct Node<'n> {
    pub(super) any: Cow<'n, AnySchema>,
    pub(super) data: Cow<'n, SchemaData>,
    pub(super) at: Place,
    /// Where a part stands that did not come from the node's own place.
    pub(super) elsewhere: HashMap<String, Place>,
}

impl<'n> Node<'n> {
    pub(super) fn new(schema: &'n Schema, at: Place) -> Node<'n> {
        Node {
            any: Cow::Borrowed(any(schema)),
            data: Cow::Borrowed(&schema.schema_data),
            at,
            elsewhere: HashMap::new(),
        }
    }

    /// Where a part of the schema stands: `["properties", "name"]`.
    pub(super) fn part(&self, keys: &[&str]) -> Place {
        self.elsewhere.get(&keys.join("\0")).cloned().unwrap_or_else(|| self.at.keys(keys))
    }

    pub(super) fn extension(&self, key: &str) -> Option<&serde_json::Value> {
        self.data.extensions.get(key)
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.extension(key).and_then(serde_json::Value::as_bool).unwrap_or(false)
    }

    /// Whether the schema says nothing of values but whether they may be null.
    pub(super) fn is_annotation(&self) -> bool {
        let a = &*self.any;
        let b = AnySchema { all_of: a.all_of.clone(), ..AnySchema::default() };
        let structural = |key: &String| key.starts_with("x-kontrakt-") && key != ext::EXAMPLES;
        *a == b && !self.data.extensions.keys().any(structural)
    }

    pub(super) fn add_data(&mut self, from: &SchemaData) {
        let own = self.data.to_mut();
        own.title = own.title.take().or_else(|| from.title.clone());
        own.description = own.description.take().or_else(|| from.description.clone());
        own.default = own.default.take().or_else(|| from.default.clone());
        own.discriminator = own.discriminator.take().or_else(|| from.discriminator.clone());
        own.read_only |= from.read_only;
        own.write_only |= from.write_only;
        // Which of two bounds is the narrower one is not for data to say.
        let decided = [ext::MINIMUM, ext::MAXIMUM, ext::PATTERNS];
        for (key, value) in from.extensions.iter().filter(|(key, _)| !decided.contains(&key.as_str())) {
            own.extensions.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }

    /// A schema that is nothing but an `allOf` of one reference, which is otherwise the same as the reference.
    pub(super) fn into_heir_of(mut self, target: &str) -> Node<'n> {
        self.data.to_mut().extensions.shift_remove(ext::REF);
        self.any.to_mut().all_of.push(ReferenceOr::Reference { reference: target.to_owned() });
        self
    }

    /// Leaves out what is said of the schema as such and not of its values: an heir is something else.
    fn forget_itself(&mut self) {
        let data = self.data.to_mut();
        data.title = None;
        data.description = None;
        data.deprecated = false;
        data.extensions.retain(|key, _| !matches!(key.as_str(), "x-rust-name" | "x-rust-type" | "x-assumed"));
    }

    /// The same schema without alternatives, as the ground on which each alternative is built.
    pub(super) fn without_arms(&self) -> Node<'n> {
        let mut base = self.clone();
        let any = base.any.to_mut();
        any.one_of.clear();
        any.any_of.clear();
        base.data.to_mut().discriminator = None;
        base
    }
}

/// What a schema is at the place where it stands.
pub(super) enum Seen<'n> {
    /// It refers to a named one. What stands beside the reference overrides annotations of the target.
    Named { id: SchemaId, overrides: Option<Box<Cow<'n, SchemaData>>> },
    /// It stands there itself.
    Inline(Box<Node<'n>>),
    /// It refers to nothing; that has been reported.
    Nothing,
}

impl<'m> Lowering<'m, '_> {
    /// Looks at a schema, with `allOf` merged; an `allOf` around a single reference is that reference.
    pub(super) fn see<'n, T: std::borrow::Borrow<Schema>>(
        &mut self,
        schema: &'n ReferenceOr<T>,
        at: &Place,
    ) -> Seen<'n>
    where
        'm: 'n,
    {
        match view(schema) {
            SchemaView::Reference { target, overrides } => match self.model.schema_id(at.file, target) {
                Some(id) => {
                    Seen::Named { id, overrides: overrides.map(|data| Box::new(Cow::Borrowed(data))) }
                }
                None => Seen::Nothing,
            },
            SchemaView::Inline(schema) => self.see_inline(schema, at),
        }
    }

    fn see_inline<'n>(&mut self, schema: &'n Schema, at: &Place) -> Seen<'n>
    where
        'm: 'n,
    {
        let node = Node::new(schema, at.clone());
        if let Some(id) = self.only_reference(&node) {
            return Seen::Named { id, overrides: Some(Box::new(node.data)) };
        }
        // Something else refers to this very place, so it has a name.
        let is_own = node.extension(ext::MERGED).is_none();
        if let Some(id) = self.model.schema_at(at).filter(|id| is_own && !self.model.schema_info(*id).part) {
            return Seen::Named { id, overrides: Some(Box::new(node.data)) };
        }
        Seen::Inline(Box::new(self.merged(node, None)))
    }

    /// The one schema that an `allOf` refers to, where everything else in it is annotation.
    pub(super) fn only_reference(&self, node: &Node<'_>) -> Option<SchemaId> {
        if node.any.all_of.is_empty() || !node.is_annotation() {
            return None;
        }
        let mut only = None;
        for part in &node.any.all_of {
            match view(part) {
                SchemaView::Reference { target, .. } if only.is_none() => {
                    only = Some(self.model.schema_id(node.at.file, target)?);
                }
                SchemaView::Inline(schema) if is_bare(schema) => {}
                _ => return None,
            }
        }
        only
    }

    /// Merges `allOf`, all the way down.
    ///
    /// `own` is the schema that the node is, if it has an id.
    pub(super) fn merged<'n>(&mut self, node: Node<'n>, own: Option<SchemaId>) -> Node<'n>
    where
        'm: 'n,
    {
        let mut path = own.into_iter().collect();
        self.merge_into(node, &mut path)
    }

    fn merge_into<'n>(&mut self, mut node: Node<'n>, path: &mut Vec<SchemaId>) -> Node<'n>
    where
        'm: 'n,
    {
        if node.any.all_of.is_empty() {
            return node;
        }
        let parts = std::mem::take(&mut node.any.to_mut().all_of);
        let mut whole = Node { any: Cow::Owned(AnySchema::default()), ..node.clone() };
        whole.data.to_mut().discriminator = None;
        for (index, part) in parts.iter().enumerate() {
            let at = super::merge::part_place(&node, index);
            let Some(part) = self.part_of_all(part, &at, path) else { continue };
            self.add_part(&mut whole, &part);
        }
        self.add_part(&mut whole, &node);
        whole.data.to_mut().nullable = node.data.nullable;
        whole
    }

    fn part_of_all<'n>(
        &mut self,
        part: &ReferenceOr<Schema>,
        at: &Place,
        path: &mut Vec<SchemaId>,
    ) -> Option<Node<'n>>
    where
        'm: 'n,
    {
        let SchemaView::Reference { target, .. } = view(part) else {
            let ReferenceOr::Item(schema) = part else { return None };
            return Some(self.merge_into(Node::owned(schema, at.clone()), path));
        };
        let id = self.followed(self.model.schema_id(at.file, target)?);
        if path.contains(&id) {
            self.report(Code::CircularAllOf, at, "an `allOf` contains itself");
            return None;
        }
        path.push(id);
        let mut node = Node::new(self.model.schema(id), self.model.schema_info(id).at.clone());
        // The alternatives of a base class are no part of what its heirs inherit.
        let has_arms = !node.any.one_of.is_empty() || !node.any.any_of.is_empty();
        let is_base =
            if has_arms { self.is_alternative_of(path, &node) } else { node.data.discriminator.is_some() };
        if is_base {
            node = node.without_arms();
        } else if has_arms {
            self.union_parts.insert(Self::type_id(id));
        }
        let mut node = self.merge_into(node, path);
        path.pop();
        node.forget_itself();
        Some(node)
    }

    /// The schema itself, past references that only add annotations.
    pub(super) fn followed(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in self.model.schema_ids() {
            let SchemaView::Reference { target, .. } = view_schema(self.model.schema(id)) else { break };
            match self.model.schema_id(self.model.schema_info(id).at.file, target) {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Whether one of the schemas is among the alternatives of the node.
    fn is_alternative_of(&self, schemas: &[SchemaId], node: &Node<'_>) -> bool {
        node.any.one_of.iter().chain(&node.any.any_of).any(|arm| match view(arm) {
            SchemaView::Reference { target, .. } => {
                let id = self.model.schema_id(node.at.file, target);
                id.is_some_and(|id| schemas.contains(&self.followed(id)))
            }
            SchemaView::Inline(_) => false,
        })
    }

    /// The node of an alternative on the ground of what all alternatives share.
    ///
    /// An alternative that is a union itself is taken without its alternatives where it stands among them.
    pub(super) fn arm_on<'n>(&mut self, base: &Node<'n>, arm: &ReferenceOr<Schema>, at: &Place) -> Node<'n>
    where
        'm: 'n,
    {
        let mut whole = base.clone();
        if let Some(part) = self.part_of_all(arm, at, &mut Vec::new()) {
            whole.data.to_mut().title = None;
            whole.data.to_mut().description = None;
            self.add_part(&mut whole, &part);
        }
        whole
    }
}

impl<'n> Node<'n> {
    /// A node of a schema that does not live as long as the model: a part of something merged.
    fn owned(schema: &Schema, at: Place) -> Node<'n> {
        Node {
            any: Cow::Owned(any(schema).clone()),
            data: Cow::Owned(schema.schema_data.clone()),
            at,
            elsewhere: HashMap::new(),
        }
    }
}

fn is_bare(schema: &Schema) -> bool {
    *any(schema) == AnySchema::default()
}
