//! Every `$ref` becomes what it leads to.

mod check;
mod expand;
mod graph;
mod hint;
mod ids;
mod item;
mod load;
mod locate;
mod reference;
mod trace;

use std::collections::HashMap;

pub use item::Component;

use openapiv3::{Callback, MediaType, OpenAPI, Operation, PathItem, ReferenceOr, Schema};

use crate::diagnostic::{FileId, Place, Pointer, Sink};
use crate::document::{self, Kind, ext};
use crate::source::{Input, Sources};
use item::Target;
use serde_json::Value;
use trace::Crossing;

/// What to keep of the documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Keep `example` and `examples`. They are the larger part of some documents, and most output needs none.
    pub examples: bool,
    /// Keep the trees of the files.
    pub trees: bool,
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
    /// Whether nothing refers to it but the schema of which it is a part, so that it is no more than what stands there.
    pub part: bool,
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
#[derive(Debug, Clone)]
pub struct Found<'m, T> {
    /// The thing.
    pub value: &'m T,
    /// Where it stands: the start for every place below it.
    pub at: Place,
}

/// All documents of a run, with every reference resolved.
#[derive(Debug, Default)]
pub struct Model {
    sources: Sources,
    named: Vec<FileId>,
    roots: Vec<Root>,
    schemas: Vec<SchemaInfo>,
    slots: Vec<Slot>,
    aliases: Vec<Alias>,
    schema_places: HashMap<(FileId, Pointer), SchemaId>,
    schema_targets: HashMap<FileId, HashMap<String, Option<SchemaId>>>,
    items: Vec<(Target, Place)>,
    item_places: HashMap<(Kind, FileId, Pointer), Option<usize>>,
    item_targets: HashMap<(Kind, FileId), HashMap<String, Option<usize>>>,
    crossings: Vec<Crossing>,
}

/// Where a schema is kept.
#[derive(Debug)]
enum Slot {
    /// Among the component schemas of a root.
    Component { root: usize, index: usize },
    /// Here: something refers to it in the middle of a document or in another file.
    Owned(Box<Schema>),
}

impl Model {
    /// Reads the documents and everything to which they refer. Whatever is wrong is reported and left out; the rest
    /// is there.
    pub fn load(inputs: &[Input], options: &Options, sink: &mut Sink) -> Model {
        load::load(inputs, options, sink)
    }

    /// The files, for rendering and for `rerun-if-changed`.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The files that the user named, those that could not be read included.
    pub fn named(&self) -> &[FileId] {
        &self.named
    }

    /// The documents that the user named, in that order, without those that could not be read.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The place of a root's top.
    pub fn place(&self, root: &Root) -> Place {
        Place::new(root.file, Pointer::root())
    }

    /// Every schema with an id: component schemas of the roots in document order, then others as they were found.
    pub fn schema_ids(&self) -> impl ExactSizeIterator<Item = SchemaId> + use<> {
        (0..self.schemas.len() as u32).map(SchemaId)
    }

    /// The schema; never a bare reference, but perhaps one with annotations: see [`document::view_schema`].
    ///
    /// Its own references are looked up with the file of [`SchemaInfo::at`].
    pub fn schema(&self, id: SchemaId) -> &Schema {
        static NOTHING: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(document::empty_schema);
        match &self.slots[id.index()] {
            Slot::Owned(schema) => schema,
            Slot::Component { root, index } => {
                let components = self.roots[*root].api.components.as_ref();
                match components.and_then(|components| components.schemas.get_index(*index)) {
                    Some((_, ReferenceOr::Item(schema))) => schema,
                    _ => &NOTHING,
                }
            }
        }
    }

    fn schema_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        match &mut self.slots[id.index()] {
            Slot::Owned(schema) => Some(schema),
            Slot::Component { root, index } => {
                match self.roots[*root].api.components.as_mut()?.schemas.get_index_mut(*index)? {
                    (_, ReferenceOr::Item(schema)) => Some(schema),
                    _ => None,
                }
            }
        }
    }

    /// What is known of a schema beside itself.
    pub fn schema_info(&self, id: SchemaId) -> &SchemaInfo {
        &self.schemas[id.index()]
    }

    /// Component schemas of roots that are another name of a schema.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// The schema to which a `$ref` in `file` leads in the end. `None` if it leads nowhere, which has been reported.
    pub fn schema_id(&self, file: FileId, reference: &str) -> Option<SchemaId> {
        *self.schema_targets.get(&file)?.get(reference)?
    }

    /// The schema that a value of `discriminator.mapping` names: a reference or the name of a component.
    pub fn mapping_target(&self, file: FileId, value: &str) -> Option<SchemaId> {
        self.schema_id(file, value)
    }

    /// The id of the schema that stands at a place, if it has one. An inline schema has one when something refers
    /// into the middle of a document.
    pub fn schema_at(&self, at: &Place) -> Option<SchemaId> {
        self.schema_places.get(&(at.file, at.pointer.clone())).copied()
    }

    /// Follows a reference to anything but a schema; an item is found where it stands. `at` is the place of `item`.
    pub fn resolve<'m, T: Component>(&'m self, at: &Place, item: &'m ReferenceOr<T>) -> Option<Found<'m, T>> {
        match item {
            ReferenceOr::Item(value) => Some(Found { value, at: at.clone() }),
            ReferenceOr::Reference { reference } => self.resolve_text(at.file, reference),
        }
    }

    /// Follows a reference given as text, as [`crate::document::ext`] has them.
    pub fn resolve_text<T: Component>(&self, file: FileId, reference: &str) -> Option<Found<'_, T>> {
        let index = (*self.item_targets.get(&(T::KIND, file))?.get(reference)?)?;
        let (item, at) = self.items.get(index)?;
        T::of(item).map(|value| Found { value, at: at.clone() })
    }

    /// Where a reference in `file` leads in the end. `None` if it leads nowhere, which has been reported.
    pub fn target(&self, kind: Kind, file: FileId, reference: &str) -> Option<Place> {
        if kind == Kind::Schema {
            return self.schema_id(file, reference).map(|id| self.schema_info(id).at.clone());
        }
        let index = (*self.item_targets.get(&(kind, file))?.get(reference)?)?;
        self.items.get(index).map(|(_, at)| at.clone())
    }

    /// The operations of a path item in the order of 3.0's methods, then those that 3.0 does not know. The method is
    /// in capitals where it is a standard one, else as it is written.
    pub fn operations<'m>(&'m self, item: &Found<'m, PathItem>) -> Vec<(&'m str, Found<'m, Operation>)> {
        let standard = [
            ("GET", "get", &item.value.get),
            ("PUT", "put", &item.value.put),
            ("POST", "post", &item.value.post),
            ("DELETE", "delete", &item.value.delete),
            ("OPTIONS", "options", &item.value.options),
            ("HEAD", "head", &item.value.head),
            ("PATCH", "patch", &item.value.patch),
            ("TRACE", "trace", &item.value.trace),
        ];
        let mut operations: Vec<_> = standard
            .into_iter()
            .filter_map(|(method, key, value)| {
                let value = value.as_ref()?;
                match value.extensions.get(ext::REF).and_then(Value::as_str) {
                    Some(target) => Some((method, self.resolve_text(item.at.file, target)?)),
                    None => Some((method, Found { value, at: item.at.key(key) })),
                }
            })
            .collect();
        if let Some(Value::Object(more)) = item.value.extensions.get(ext::OPERATIONS) {
            operations.extend(more.iter().filter_map(|(method, reference)| {
                Some((method.as_str(), self.resolve_text(item.at.file, reference.get("$ref")?.as_str()?)?))
            }));
        }
        operations
    }

    /// The callbacks of an operation: name, expression, path item.
    pub fn callbacks<'m>(
        &'m self,
        operation: &Found<'m, Operation>,
    ) -> Vec<(&'m str, &'m str, Found<'m, PathItem>)> {
        let mut callbacks = Vec::new();
        for (name, callback) in &operation.value.callbacks {
            let here = Found { value: callback, at: operation.at.keys(&["callbacks", name]) };
            let whole = callback.get("$ref").and_then(referred);
            let found = match whole {
                Some(target) => self.resolve_text::<Callback>(operation.at.file, target),
                None => Some(here),
            };
            callbacks.extend(found.into_iter().flat_map(|found| self.expressions(name, &found)));
        }
        callbacks
    }

    /// The callbacks among the components of a root: name, expression, path item.
    pub fn component_callbacks<'m>(&'m self, root: &'m Root) -> Vec<(&'m str, &'m str, Found<'m, PathItem>)> {
        let at = self.place(root).keys(&["components", "callbacks"]);
        let components = root.api.components.iter().flat_map(|components| &components.callbacks);
        let found = components.filter_map(|(name, callback)| {
            Some((name.as_str(), self.resolve::<Callback>(&at.key(name), callback)?))
        });
        found.flat_map(|(name, found)| self.expressions(name, &found)).collect()
    }

    fn expressions<'m>(
        &'m self,
        name: &'m str,
        callback: &Found<'m, Callback>,
    ) -> Vec<(&'m str, &'m str, Found<'m, PathItem>)> {
        let items = callback.value.iter().filter_map(|(expression, item)| {
            let item = match referred(item) {
                Some(target) => self.resolve_text(callback.at.file, target)?,
                None => Found { value: item, at: callback.at.key(expression) },
            };
            Some((name, expression.as_str(), item))
        });
        items.collect()
    }

    /// A media type, where it stands: itself, or what it refers to.
    pub fn media_type<'m>(&'m self, at: &Place, value: &'m MediaType) -> Option<Found<'m, MediaType>> {
        match value.extensions.get(ext::REF).and_then(Value::as_str) {
            Some(target) => self.resolve_text(at.file, target),
            None => Some(Found { value, at: at.clone() }),
        }
    }

    /// The webhooks of a root: name, path item.
    pub fn webhooks<'m>(&'m self, root: &'m Root) -> Vec<(&'m str, Found<'m, PathItem>)> {
        let Some(Value::Object(hooks)) = root.api.extensions.get(ext::WEBHOOKS) else { return Vec::new() };
        let found = hooks.iter().filter_map(|(name, reference)| {
            Some((name.as_str(), self.resolve_text(root.file, reference.get("$ref")?.as_str()?)?))
        });
        found.collect()
    }

    /// The schemas to which a schema refers, each once.
    fn targets_of(&self, id: SchemaId) -> Vec<SchemaId> {
        let file = self.schema_info(id).at.file;
        let mut targets = Vec::new();
        document::walk::references(self.schema(id), &mut |text| targets.extend(self.schema_id(file, text)));
        let mut seen = std::collections::HashSet::new();
        targets.retain(|target| seen.insert(*target));
        targets
    }
}

/// The target of a path item that only refers to another, as callbacks have them.
fn referred(item: &PathItem) -> Option<&str> {
    item.extensions.get(ext::REF).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
