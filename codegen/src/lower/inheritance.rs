//! Base classes: schemas with a `discriminator` but no alternatives of their own, which others have in their `allOf`.

use std::collections::BTreeSet;

use super::Lowering;
use super::node::Node;
use super::schema::{Built, text};
use crate::document::{SchemaView, any, view, view_schema};
use crate::ir::{Arm, Docs, Kind, Origin, Shape, Tagged, TypeId, TypeRef};
use crate::resolve::SchemaId;

impl Lowering<'_, '_> {
    /// Finds for every schema those that have it in their `allOf`.
    pub(super) fn find_heirs(&mut self) {
        let model = self.model;
        for heir in model.schema_ids() {
            let file = model.schema_info(heir).at.file;
            let schema = model.schema(heir);
            let parts = any(schema).all_of.iter().map(view).chain([view_schema(schema)]);
            for part in parts {
                let SchemaView::Reference { target, .. } = part else { continue };
                if let Some(base) = model.schema_id(file, target) {
                    self.heirs.entry(self.followed(base)).or_default().push(heir);
                }
            }
        }
    }

    /// Whether a reference to a schema means one of its heirs.
    pub(super) fn is_base_class(&self, id: SchemaId) -> bool {
        let schema = self.model.schema(id);
        let any = any(schema);
        schema.schema_data.discriminator.is_some()
            && any.one_of.is_empty()
            && any.any_of.is_empty()
            && self.heirs.contains_key(&id)
    }

    /// A base class is a union of its heirs, and of itself as far as it is no heir: what an heir adds is not lost
    /// where the contract speaks of the base.
    pub(super) fn base_class(&mut self, id: SchemaId, node: &Node<'_>, origin: &Origin) -> Option<Shape> {
        if !self.is_base_class(id) {
            return None;
        }
        let discriminator = node.data.discriminator.clone()?;
        let own = Self::type_id(id);
        let plain = node.without_arms();
        let mut arms: Vec<(String, Arm)> = Vec::new();
        for heir in self.all_heirs(id) {
            let name = self.model.schema_info(heir).hint.clone();
            let at = self.model.schema_info(heir).at.clone();
            let arm = Arm { at, hint: name.clone(), docs: Docs::default(), ty: self.reference(heir, None) };
            let said = self.model.schema(heir).schema_data.extensions.get("x-ms-discriminator-value");
            let values = match text(said) {
                Some(value) => vec![value],
                None => self.tag_values(node, &discriminator, &arm, Some(&name)),
            };
            Self::add_arm(&mut arms, values, &arm);
        }
        if let Built::Shape(shape) = self.build(&plain, Some(own), origin) {
            let name = self.model.schema_info(id).hint.clone();
            let base = self.add_type(&plain, origin.below(Some(own), "base"), shape);
            let arm = Arm {
                at: node.at.clone(),
                hint: name.clone(),
                docs: Docs::default(),
                ty: TypeRef::new(Kind::Named(base)),
            };
            let itself = TypeRef::new(Kind::Named(own));
            let mapped = Arm { at: node.at.clone(), ty: itself, hint: name.clone(), docs: Docs::default() };
            let values = self.tag_values(node, &discriminator, &mapped, Some(&name));
            Self::add_arm(&mut arms, values, &arm);
        }
        let default = self.default_arm(node, &discriminator, arms.iter().map(|(_, arm)| arm));
        Some(Shape::Tagged(Tagged { tag: discriminator.property_name, arms, default }))
    }

    /// The heirs of a schema, and theirs, in the order of the contract.
    pub(super) fn all_heirs(&self, id: SchemaId) -> BTreeSet<SchemaId> {
        let mut found = BTreeSet::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            let heirs = self.heirs.get(&next).into_iter().flatten();
            open.extend(heirs.filter(|heir| **heir != id && found.insert(**heir)));
        }
        found
    }

    /// Whether a schema is among those that another one is merged of.
    pub(super) fn inherits(&self, heir: SchemaId, own: Option<TypeId>) -> bool {
        let base = self.heirs.keys().copied().find(|id| Some(Self::type_id(*id)) == own);
        base.is_some_and(|base| self.all_heirs(base).contains(&heir))
    }
}
