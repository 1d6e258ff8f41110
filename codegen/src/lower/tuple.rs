//! Arrays with a schema for each position.

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowering;
use super::node::Node;
use super::schema::docs;
use crate::diagnostic::{Code, Place};
use crate::document::{SchemaView, ext, view_schema};
use crate::ir::{Field, Kind, Origin, Presence, Rest, Rule, Shape, TypeId, TypeRef};
use crate::resolve::SchemaId;

/// How many items may have a type each.
const MOST: usize = 64;

impl<'m> Lowering<'m, '_> {
    /// `prefixItems`: those that `minItems` does not ask for may be absent, what `items` says counts behind them.
    pub(super) fn tuple(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Option<Shape> {
        let any = &*node.any;
        let at = node.part(&[ext::PREFIX_ITEMS]);
        let most = any.max_items.unwrap_or(usize::MAX);
        let prefix = node.extension(ext::PREFIX_ITEMS).and_then(Value::as_array)?;
        let prefix: Vec<&Value> = prefix.iter().take(most).collect();
        if prefix.is_empty() {
            return None;
        }
        if prefix.len() > MOST {
            let message = format!("an array with more than {MOST} `prefixItems` is read as a list");
            self.report(Code::NotExpressible, &node.part(&["prefixItems"]), message);
            return None;
        }
        let least = any.min_items.unwrap_or_default();
        let mut items = Vec::with_capacity(prefix.len());
        for (index, item) in prefix.iter().enumerate() {
            let presence = if index < least { Presence::Required } else { Presence::Optional(None) };
            items.push(self.item(item, &at, own, origin, index, presence));
        }
        let rest = self.items_behind(node, own, origin, items.len());
        let counted = [
            any.min_items.filter(|least| *least > items.len()).map(|n| Rule::MinItems(n as u64)),
            any.max_items.filter(|most| *most > items.len()).map(|n| Rule::MaxItems(n as u64)),
            any.unique_items.filter(|unique| *unique).map(|_| Rule::UniqueItems),
        ];
        let rules = counted.into_iter().flatten().chain(self.contains(node, own, origin)).collect();
        Some(Shape::Tuple { items, rest, rules })
    }

    fn item(
        &mut self,
        item: &Value,
        at: &Place,
        own: Option<TypeId>,
        origin: &Origin,
        index: usize,
        presence: Presence,
    ) -> Field {
        let origin = origin.below(own, &format!("item {index}"));
        let id = self.placed(item, at);
        let ty = id.map_or_else(any_value, |id| self.part_type(id, origin));
        let data = id.map(|id| &self.model.schema(id).schema_data);
        Field {
            name: index.to_string(),
            ty,
            presence,
            docs: data.map(docs).unwrap_or_default(),
            read_only: false,
            write_only: false,
        }
    }

    fn items_behind(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin, listed: usize) -> Rest {
        if node.any.max_items == Some(listed) {
            return Rest::Refused;
        }
        match &node.any.items {
            None => Rest::Ignored,
            Some(ReferenceOr::Item(schema)) if schema.schema_data.extensions.contains_key(ext::NEVER) => {
                Rest::Refused
            }
            Some(items) => {
                Rest::Kept(self.type_ref(items, &node.part(&["items"]), origin.below(own, "item")))
            }
        }
    }

    /// The schema that stands elsewhere as part of the one around it.
    pub(super) fn placed(&self, reference: &Value, at: &Place) -> Option<SchemaId> {
        self.model.schema_id(at.file, reference.get("$ref")?.as_str()?)
    }

    /// The type of a schema that may be no more than a part of the one around it.
    pub(super) fn part_type(&mut self, id: SchemaId, origin: Origin) -> TypeRef {
        let (model, info) = (self.model, self.model.schema_info(id));
        if !info.part {
            return self.reference(id, None);
        }
        let schema = model.schema(id);
        let node = match view_schema(schema) {
            SchemaView::Reference { target, overrides } => {
                let target = model.schema_id(info.at.file, target);
                return target.map_or_else(any_value, |target| self.reference(target, overrides));
            }
            SchemaView::Inline(_) => Node::new(schema, info.at.clone()),
        };
        if let Some(only) = self.only_reference(&node) {
            return self.reference(only, Some(&node.data));
        }
        let node = self.merged(node, None);
        self.inline(&node, origin)
    }
}

fn any_value() -> TypeRef {
    TypeRef::new(Kind::Any)
}
