//! The tree, typed node by node: every part that is right becomes a part of [`openapiv3::OpenAPI`], every part that
//! is wrong becomes a diagnostic and spoils only itself.
//!
//! Whatever version a document has, the result is in the terms of 3.0; what those lack travels in `extensions` under
//! the keys of [`ext`]. Every schema is a [`SchemaKind::Any`], so that there is one struct to look at ([`any`]).

mod api;
mod contradictions;
pub mod ext;
mod keywords;
mod operation;
mod parameter;
mod path;
mod reader;
mod schema;
mod security;
mod unchecked;
pub mod walk;

use std::borrow::Borrow;

pub(crate) use api::version;
pub(crate) use path::Path;
pub use reader::Kind;
pub(crate) use reader::{Reader, References, Version};
pub(crate) use schema::empty as empty_schema;
pub(crate) use unchecked::{CHECKED, FormatUse, format_use};

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

/// A schema as it stands at some place: a reference or the thing itself.
#[derive(Debug, Clone, Copy)]
pub enum SchemaView<'a> {
    /// A reference, perhaps with annotations of its own.
    Reference {
        /// Where it leads.
        target: &'a str,
        /// `description`, `nullable`, `readOnly`, `deprecated`, `default` … that stand beside it and go before those
        /// of the target.
        overrides: Option<&'a SchemaData>,
    },
    /// The schema.
    Inline(&'a Schema),
}

/// Looks at a schema.
pub fn view<T: Borrow<Schema>>(schema: &ReferenceOr<T>) -> SchemaView<'_> {
    match schema {
        ReferenceOr::Reference { reference } => SchemaView::Reference { target: reference, overrides: None },
        ReferenceOr::Item(item) => view_schema(item.borrow()),
    }
}

/// Looks at a schema that is not a bare reference: it can still be one with annotations.
pub fn view_schema(schema: &Schema) -> SchemaView<'_> {
    match schema.schema_data.extensions.get(ext::REF).and_then(|target| target.as_str()) {
        Some(target) => SchemaView::Reference { target, overrides: Some(&schema.schema_data) },
        None => SchemaView::Inline(schema),
    }
}

/// The keywords of a schema. A schema that did not come from this module and is not [`SchemaKind::Any`] has none.
pub fn any(schema: &Schema) -> &AnySchema {
    static EMPTY: std::sync::LazyLock<AnySchema> = std::sync::LazyLock::new(AnySchema::default);
    match &schema.schema_kind {
        SchemaKind::Any(any) => any,
        _ => &EMPTY,
    }
}

#[cfg(test)]
mod tests;
