//! The references inside a schema.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::{SchemaView, any, view, view_schema};

/// Calls `found` with every `$ref` in the schema, at whatever depth, in the order of the keywords.
pub fn references<'s>(schema: &'s Schema, found: &mut impl FnMut(&'s str)) {
    if let SchemaView::Reference { target, .. } = view_schema(schema) {
        found(target);
    }
    for (key, value) in &schema.schema_data.extensions {
        if key.starts_with("x-kontrakt-") {
            in_extension(value, found);
        }
    }
    let AnySchema { properties, items, additional_properties, one_of, any_of, all_of, not, .. } = any(schema);
    properties.values().for_each(|property| one(property, found));
    items.iter().for_each(|items| one(items, found));
    if let Some(AdditionalProperties::Schema(values)) = additional_properties {
        one(values, found);
    }
    one_of.iter().chain(any_of).chain(all_of).for_each(|part| one(part, found));
    not.iter().for_each(|not| one(not, found));
}

fn one<'s, T: std::borrow::Borrow<Schema>>(schema: &'s ReferenceOr<T>, found: &mut impl FnMut(&'s str)) {
    match (view(schema), schema) {
        (_, ReferenceOr::Item(item)) => references(item.borrow(), found),
        (SchemaView::Reference { target, .. }, _) => found(target),
        _ => {}
    }
}

/// Schemas in extensions are references, alone, in a list or in an object.
fn in_extension<'s>(value: &'s Value, found: &mut impl FnMut(&'s str)) {
    match value {
        Value::Object(object) => match object.get("$ref") {
            Some(Value::String(target)) => found(target),
            _ => object.values().for_each(|value| in_extension(value, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| in_extension(item, found)),
        _ => {}
    }
}
