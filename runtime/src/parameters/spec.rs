//! A parameter, or a property of a form, as the styles see it.

use crate::check::shape;
use crate::operation::{Location, Parameter, Style};
use crate::schema::{Fields, Rest, STRING, Schema, Shape};

#[derive(Clone, Copy)]
pub(super) struct Spec<'a> {
    pub(super) name: &'a str,
    pub(super) location: Location,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) allow_reserved: bool,
    pub(super) required: bool,
    pub(super) content: Option<&'static str>,
    pub(super) schema: &'static Schema,
}

impl<'a> Spec<'a> {
    /// A style that OpenAPI does not have at the parameter's place gives way to the default one, as does any beside
    /// `content`.
    pub(super) fn of(parameter: &'a Parameter) -> Self {
        let named = Some(parameter.style).filter(|_| parameter.content.is_none());
        let style = match (parameter.location, named) {
            (Location::Path, Some(style @ (Style::Label | Style::Matrix))) => style,
            (
                Location::Query,
                Some(style @ (Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject)),
            ) => style,
            (Location::Path | Location::Header, _) => Style::Simple,
            (Location::Query | Location::Cookie, _) => Style::Form,
        };
        Self {
            name: parameter.name,
            location: parameter.location,
            style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            required: parameter.required,
            content: parameter.content,
            schema: parameter.schema,
        }
    }

    /// A property of a form in the default style.
    pub(super) fn property(name: &'a str, schema: &'static Schema) -> Self {
        Self {
            name,
            location: Location::Query,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            required: false,
            content: None,
            schema,
        }
    }

    /// Whether a pair of the query or a cookie with this name belongs to the parameter.
    pub(super) fn claims(&self, key: &str) -> bool {
        key == self.name
            || (self.style == Style::DeepObject
                && key.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('[')))
            || (self.explode
                && self.style == Style::Form
                && self.content.is_none()
                && fields(self.schema)
                    .is_some_and(|fields| fields.fields.iter().any(|field| field.name == key)))
    }
}

/// What a schema makes of a parameter.
pub(super) enum Kind {
    Scalar,
    List,
    Object,
    Union(&'static [&'static Schema]),
}

pub(super) fn kind(schema: &Schema) -> Kind {
    match shape(schema) {
        Shape::List(_) | Shape::Tuple(_) => Kind::List,
        Shape::Map(_) | Shape::Record(_) | Shape::Tagged { .. } => Kind::Object,
        Shape::OneOf(of) => Kind::Union(of.arms),
        _ => Kind::Scalar,
    }
}

/// The named properties of an object.
pub(super) fn fields(schema: &Schema) -> Option<&'static Fields> {
    match shape(schema) {
        Shape::Record(fields) => Some(fields),
        _ => None,
    }
}

/// The schema of the item at `index`.
pub(super) fn item(schema: &Schema, index: usize) -> &'static Schema {
    match shape(schema) {
        Shape::List(item) => item,
        Shape::Tuple(items) => items.schema(index).unwrap_or(&STRING),
        _ => &STRING,
    }
}

/// The schema of the property `key` of an object without alternatives.
pub(super) fn property(schema: &Schema, key: &str) -> &'static Schema {
    match shape(schema) {
        Shape::Map(each) => each,
        Shape::Record(fields) => {
            let named = fields.fields.iter().find(|field| field.name == key).map(|field| field.schema);
            match (named, fields.rest) {
                (Some(schema), _) | (None, Rest::Kept(schema)) => schema,
                (None, Rest::Ignored | Rest::Refused) => &STRING,
            }
        }
        _ => &STRING,
    }
}
