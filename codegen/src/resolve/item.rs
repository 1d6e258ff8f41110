//! Everything but schemas to which a `$ref` can lead.

use openapiv3::{
    Callback, Example, Header, Link, MediaType, Operation, Parameter, PathItem, RequestBody, Response,
    SecurityScheme,
};

use crate::document::{Kind, Path, Reader};
use crate::source::Node;

/// A thing that a reference leads to.
#[derive(Debug)]
pub enum Target {
    Parameter(Box<Parameter>),
    RequestBody(Box<RequestBody>),
    Response(Box<Response>),
    Header(Box<Header>),
    Example(Box<Example>),
    Link(Box<Link>),
    SecurityScheme(Box<SecurityScheme>),
    MediaType(Box<MediaType>),
    PathItem(Box<PathItem>),
    Callback(Box<Callback>),
    Operation(Box<Operation>),
}

impl Target {
    pub(super) fn read(kind: Kind, reader: &mut Reader<'_>, node: &Node, at: &Path<'_>) -> Option<Target> {
        Some(match kind {
            Kind::Schema | Kind::Section => return None,
            Kind::Parameter => Target::Parameter(Box::new(reader.parameter(node, at)?)),
            Kind::RequestBody => Target::RequestBody(Box::new(reader.request_body(node, at)?)),
            Kind::Response => Target::Response(Box::new(reader.response(node, at)?)),
            Kind::Header => Target::Header(Box::new(reader.header(node, at)?)),
            Kind::Example => Target::Example(Box::new(reader.example(node, at)?)),
            Kind::Link => Target::Link(Box::new(reader.link(node, at)?)),
            Kind::SecurityScheme => Target::SecurityScheme(Box::new(reader.security_scheme(node, at)?)),
            Kind::MediaType => Target::MediaType(Box::new(reader.media_type(node, at)?)),
            Kind::PathItem => Target::PathItem(Box::new(reader.path_item(node, at)?)),
            Kind::Callback => Target::Callback(Box::new(reader.callback(node, at)?)),
            Kind::Operation => Target::Operation(Box::new(reader.operation(node, at)?)),
        })
    }
}

/// What a `$ref` can lead to, other than a schema.
pub trait Component: sealed::Component {}

pub(super) mod sealed {
    use super::{Kind, Target};

    pub trait Component: Sized {
        const KIND: Kind;

        fn of(item: &Target) -> Option<&Self>;
    }
}

macro_rules! components {
    ($($kind:ident),*) => { $(
        impl Component for $kind {}

        impl sealed::Component for $kind {
            const KIND: Kind = Kind::$kind;

            fn of(item: &Target) -> Option<&Self> {
                match item {
                    Target::$kind(item) => Some(item),
                    _ => None,
                }
            }
        }
    )* };
}

components!(
    Parameter,
    RequestBody,
    Response,
    Header,
    Example,
    Link,
    SecurityScheme,
    MediaType,
    PathItem,
    Callback,
    Operation
);
