//! Every `$ref` becomes what it leads to.

use openapiv3::{
    Callback, Example, Header, Link, OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody,
    Response, Schema, SecurityScheme,
};

use crate::diagnostic::{FileId, Place, Sink};
use crate::source::{Input, Sources};

/// What to keep of the documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Keep `example` and `examples`. They are the larger part of some documents, and most output needs none.
    pub examples: bool,
}

/// A document that the user named.
#[derive(Debug)]
pub struct Root {
    /// Its file.
    pub file: FileId,
    /// The file's name without folder and extension: `borgerflytte`.
    pub stem: String,
    /// The document. Parts that are wrong are missing, and reported.
    pub api: OpenAPI,
}

/// A schema to which something refers, or which has a name in a root. Dense, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) u32);

impl SchemaId {
    /// The index: ids are dense.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is known of a [`SchemaId`] beside the schema.
#[derive(Debug, Clone)]
pub struct SchemaInfo {
    /// Where it stands.
    pub at: Place,
    /// What to call it: its name under `components`, else the name by which a root knows it, else the last telling
    /// part of its place.
    pub hint: String,
    /// The schemas to which it refers, directly or from an inline part, each once.
    pub refers_to: Vec<SchemaId>,
    /// Whether it contains itself, directly or through others.
    pub recursive: bool,
}

/// A component schema of a root that is nothing but a `$ref`.
#[derive(Debug, Clone)]
pub struct Alias {
    /// Where it stands.
    pub at: Place,
    /// Its name under `components`.
    pub name: String,
    /// Where it leads in the end.
    pub target: SchemaId,
}

/// Something that was looked up.
#[derive(Debug)]
pub struct Found<'m, T> {
    /// The thing.
    pub value: &'m T,
    /// Where it stands: the start for every place below it.
    pub at: Place,
}

/// All documents of a run, with every reference resolved.
#[derive(Debug)]
pub struct Model {
    sources: Sources,
    roots: Vec<Root>,
    schemas: Vec<SchemaInfo>,
    aliases: Vec<Alias>,
}

impl Model {
    /// Reads the documents and everything to which they refer. Whatever is wrong is reported and left out; the rest
    /// is there.
    pub fn load(inputs: &[Input], _options: &Options, sink: &mut Sink) -> Model {
        Model {
            sources: Sources::load(inputs, sink).0,
            roots: Vec::new(),
            schemas: Vec::new(),
            aliases: Vec::new(),
        }
    }

    /// The files, for rendering and for `rerun-if-changed`.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The documents that the user named, in that order, without those that could not be read.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The place of a root's top.
    pub fn place(&self, root: &Root) -> Place {
        Place::new(root.file, crate::diagnostic::Pointer::root())
    }

    /// Every schema with an id: component schemas of the roots in document order, then others as they were found.
    pub fn schema_ids(&self) -> impl ExactSizeIterator<Item = SchemaId> + use<> {
        (0..self.schemas.len() as u32).map(SchemaId)
    }

    /// The schema; never a bare reference.
    pub fn schema(&self, _id: SchemaId) -> &Schema {
        unimplemented!()
    }

    /// What is known of it.
    pub fn schema_info(&self, id: SchemaId) -> &SchemaInfo {
        &self.schemas[id.index()]
    }

    /// Component schemas of roots that are another name of a schema.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// The schema to which a `$ref` in `file` leads. `None` if it leads nowhere, which has been reported.
    pub fn schema_id(&self, _file: FileId, _reference: &str) -> Option<SchemaId> {
        None
    }

    /// The schema that a value of `discriminator.mapping` names: a reference or the name of a component.
    pub fn mapping_target(&self, _file: FileId, _value: &str) -> Option<SchemaId> {
        None
    }

    /// The id of the schema that stands at a place, if it has one. An inline schema has one when something refers
    /// into the middle of a document.
    pub fn schema_at(&self, _at: &Place) -> Option<SchemaId> {
        None
    }

    /// Follows a reference to anything but a schema; an item is found where it stands. `at` is the place of `item`.
    pub fn resolve<'m, T: Component>(
        &'m self,
        _at: &Place,
        _item: &'m ReferenceOr<T>,
    ) -> Option<Found<'m, T>> {
        None
    }

    /// Follows a reference given as text, as [`crate::document::ext`] has them.
    pub fn resolve_text<T: Component>(&self, _file: FileId, _reference: &str) -> Option<Found<'_, T>> {
        None
    }

    /// The operations of a path item in the order of the methods, with those that 3.0 does not know at the end.
    /// The method is in capitals.
    pub fn operations<'m>(&'m self, _item: &Found<'m, PathItem>) -> Vec<(&'m str, Found<'m, Operation>)> {
        Vec::new()
    }

    /// The callbacks of an operation: name, expression, path item.
    pub fn callbacks<'m>(
        &'m self,
        _operation: &Found<'m, Operation>,
    ) -> Vec<(&'m str, &'m str, Found<'m, PathItem>)> {
        Vec::new()
    }

    /// The webhooks of a root: name, path item.
    pub fn webhooks<'m>(&'m self, _root: &'m Root) -> Vec<(&'m str, Found<'m, PathItem>)> {
        Vec::new()
    }
}

/// What a `$ref` can lead to, other than a schema.
pub trait Component: sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! components {
    ($($kind:ty),*) => { $( impl sealed::Sealed for $kind {} impl Component for $kind {} )* };
}
components!(
    Parameter,
    RequestBody,
    Response,
    Header,
    Example,
    Link,
    SecurityScheme,
    PathItem,
    Callback,
    Operation
);
