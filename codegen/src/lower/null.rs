//! Whether `null` is among the values of a schema.
//!
//! A named type never holds `null` itself; what refers to it does. So there is one `Option` around a value, never two.

use openapiv3::{AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::node::Node;
use crate::diagnostic::Place;
use crate::document::{SchemaView, any, view, view_schema};
use crate::resolve::SchemaId;

impl Lowering<'_, '_> {
    /// Finds out which named schemas allow `null`; repeated until nothing is new, since schemas refer to each other.
    pub(super) fn find_nullable(&mut self) {
        let model = self.model;
        self.nullable = vec![false; model.schema_ids().len()];
        loop {
            let mut news = Vec::new();
            for id in model.schema_ids().filter(|id| !self.nullable[id.index()]) {
                if self.schema_allows_null(model.schema(id), &model.schema_info(id).at) {
                    news.push(id.index());
                }
            }
            if news.is_empty() {
                return;
            }
            for index in news {
                self.nullable[index] = true;
            }
        }
    }

    /// Whether a named schema allows `null`.
    pub(super) fn is_nullable(&self, id: SchemaId) -> bool {
        self.nullable.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether a schema allows `null` where it stands.
    pub(super) fn allows_null(&self, node: &Node<'_>) -> bool {
        let arm = |keyword: &str, arms: &[ReferenceOr<Schema>]| {
            arms.iter().enumerate().any(|(index, arm)| {
                is_null(arm) || self.reference_allows_null(arm, &node.part(&[keyword, &index.to_string()]))
            })
        };
        node.data.nullable
            || lists_null(&node.any)
            || arm("oneOf", &node.any.one_of)
            || arm("anyOf", &node.any.any_of)
            || self.only_reference(node).is_some_and(|id| self.is_nullable(id))
    }

    pub(super) fn reference_allows_null<T: std::borrow::Borrow<Schema>>(
        &self,
        schema: &ReferenceOr<T>,
        at: &Place,
    ) -> bool {
        match view(schema) {
            SchemaView::Inline(schema) => self.schema_allows_null(schema, at),
            SchemaView::Reference { target, overrides } => {
                overrides.is_some_and(|data| data.nullable) || self.target_allows_null(target, at)
            }
        }
    }

    fn schema_allows_null(&self, schema: &Schema, at: &Place) -> bool {
        match view_schema(schema) {
            SchemaView::Inline(schema) => self.allows_null(&Node::new(schema, at.clone())),
            SchemaView::Reference { target, overrides } => {
                overrides.is_some_and(|data| data.nullable) || self.target_allows_null(target, at)
            }
        }
    }

    fn target_allows_null(&self, target: &str, at: &Place) -> bool {
        self.model.schema_id(at.file, target).is_some_and(|id| self.is_nullable(id))
    }
}

/// `enum` with `null` among its values.
fn lists_null(any: &AnySchema) -> bool {
    any.enumeration.iter().any(Value::is_null)
}

/// `type: null`, `enum: [null]`, `const: null`.
pub(super) fn is_null(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else { return false };
    let any: &AnySchema = any(schema);
    any.typ.as_deref() == Some("null")
        || (!any.enumeration.is_empty() && any.enumeration.iter().all(Value::is_null))
        || (schema.schema_data.nullable
            && *any == AnySchema::default()
            && schema.schema_data.extensions.is_empty())
}
