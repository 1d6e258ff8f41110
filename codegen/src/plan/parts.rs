//! How the parts of a multipart body travel.

use crate::ir::{Api, Kind, Shape, TypeRef};

/// How a part of a multipart body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// As text; a list has a part an item.
    Value,
    /// As JSON.
    Json,
    /// As a file.
    File,
    /// As a file an item.
    Files,
}

/// OpenAPI's defaults: bytes are files, objects are JSON, the rest is text.
pub fn part_kind(api: &Api, ty: &TypeRef) -> PartKind {
    match &ty.kind {
        Kind::Binary => PartKind::File,
        Kind::List(item) if matches!(item.kind, Kind::Binary) => PartKind::Files,
        Kind::List(item) => part_kind(api, item),
        Kind::Map(_) | Kind::Any => PartKind::Json,
        Kind::Named(id) => match &api.type_of(*id).shape {
            Shape::Struct { .. } | Shape::Tagged(_) | Shape::OneOf(_) | Shape::Tuple { .. } => PartKind::Json,
            Shape::Enum(_) => PartKind::Value,
            Shape::Newtype(inner) | Shape::Alias(inner) => part_kind(api, inner),
        },
        _ => PartKind::Value,
    }
}
