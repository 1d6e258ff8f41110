//! From files to a [`Model`]: read the roots, then whatever they refer to, until nothing new turns up.

use std::collections::{HashMap, VecDeque};

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::hint::{hint, stem};
use super::item::Target;
use super::locate::{Locator, section};
use super::{Alias, Model, Options, Root, SchemaId, SchemaInfo, Slot, expand, graph, ids};
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer, Sink};
use crate::document::{self, Kind, Path, Reader, References, SchemaView, Version};
use crate::source::{Input, Sources};

pub(super) struct Loader<'s> {
    locator: Locator<'s>,
    options: Options,
    versions: HashMap<FileId, Version>,
    queue: VecDeque<(FileId, References)>,
    model: Model,
}

/// A component schema of a root that is nothing but a reference.
struct PendingAlias {
    at: Place,
    name: String,
    target: String,
}

pub(super) fn load(inputs: &[Input], options: &Options, sink: &mut Sink) -> Model {
    let (sources, files) = Sources::load(inputs, sink);
    let mut loader = Loader {
        locator: Locator::new(sources, sink),
        options: options.clone(),
        versions: HashMap::new(),
        queue: VecDeque::new(),
        model: Model { named: files.clone(), ..Model::default() },
    };
    for file in files {
        loader.read_root(file);
    }
    let aliases = loader.enter_components();
    for alias in &aliases {
        loader.schema(alias.at.file, &alias.target, &alias.at.pointer.key("$ref"), Some(&alias.name));
    }
    loader.drain();
    loader.finish(aliases)
}

impl Loader<'_> {
    fn read_root(&mut self, file: FileId) {
        let Some(tree) = self.locator.sources.tree(file) else { return };
        let Some(version) = document::version(file, tree, self.locator.sink) else { return };
        ids::settle(&mut self.locator, file);
        expand::maps_by_reference(&mut self.locator, file);
        let Some(tree) = self.locator.sources.tree(file) else { return };
        self.versions.insert(file, version);
        let mut reader = Reader::new(file, version, self.options.examples, self.locator.sink);
        let api = reader.api(tree);
        self.queue.push_back((file, reader.finish()));
        let stem = stem(self.locator.sources.name(file));
        self.model.roots.extend(api.map(|api| Root { file, stem, api }));
    }

    /// Gives every component schema of the roots its id, in order, and returns those that only refer to another.
    fn enter_components(&mut self) -> Vec<PendingAlias> {
        let mut aliases = Vec::new();
        for root in 0..self.model.roots.len() {
            let file = self.model.roots[root].file;
            let section = Pointer::root().key("components").key("schemas");
            for index in 0..component_schemas(&self.model.roots[root].api).map_or(0, indexmap::IndexMap::len)
            {
                let schemas = component_schemas(&self.model.roots[root].api);
                let Some((name, schema)) = schemas.and_then(|schemas| schemas.get_index(index)) else {
                    continue;
                };
                let (name, at) = (name.clone(), Place::new(file, section.key(name)));
                match schema {
                    ReferenceOr::Reference { reference } => {
                        aliases.push(PendingAlias { at, name, target: reference.clone() });
                    }
                    ReferenceOr::Item(_) => {
                        self.add_schema(at, name, Slot::Component { root, index });
                    }
                }
            }
        }
        aliases
    }

    fn add_schema(&mut self, at: Place, hint: String, slot: Slot) -> SchemaId {
        let id = SchemaId(self.model.schemas.len() as u32);
        self.model.schema_places.insert((at.file, at.pointer.clone()), id);
        self.model.schemas.push(SchemaInfo {
            at,
            hint,
            refers_to: Vec::new(),
            recursive: false,
            part: false,
        });
        self.model.slots.push(slot);
        id
    }

    fn drain(&mut self) {
        while let Some((file, references)) = self.queue.pop_front() {
            for ((kind, text), at) in &references.found {
                match kind {
                    Kind::Schema => self.schema(file, text, at, None),
                    _ => self.item(*kind, file, text, at),
                }
            }
            for (text, at) in &references.mappings {
                self.mapping(file, text, at);
            }
        }
    }

    fn schema(&mut self, file: FileId, text: &str, at: &Pointer, name: Option<&str>) {
        if let Some(known) = self.model.schema_targets.get(&file).and_then(|targets| targets.get(text)) {
            let known = *known;
            self.refer(known, file, at);
            return;
        }
        let id = self.locator.follow(Kind::Schema, file, text, at).and_then(|(to, pointer)| {
            if let Some(id) = self.model.schema_places.get(&(to, pointer.clone())) {
                return Some(*id);
            }
            self.fits(Kind::Schema, file, at, &pointer)?;
            let id = self.read_schema(file, to, pointer, name)?;
            self.model.schemas[id.index()].part = is_part(at);
            Some(id)
        });
        self.refer(id, file, at);
        self.model.schema_targets.entry(file).or_default().insert(text.to_owned(), id);
    }

    /// Notes that something at `at` refers to a schema; a schema itself may be what stands there.
    fn refer(&mut self, id: Option<SchemaId>, file: FileId, at: &Pointer) {
        if let Some(info) = id.map(|id| &mut self.model.schemas[id.index()]) {
            info.part &= info.at.file == file && info.at.pointer == *at;
        }
    }

    fn read_schema(
        &mut self,
        from: FileId,
        file: FileId,
        pointer: Pointer,
        name: Option<&str>,
    ) -> Option<SchemaId> {
        let version = self.version(from, file);
        let node = self.locator.sources.tree(file)?.at(&pointer)?;
        let mut reader = Reader::new(file, version, self.options.examples, self.locator.sink);
        let schema = match reader.schema(node, &Path::start(&pointer)) {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { .. } => return None,
        };
        self.queue.push_back((file, reader.finish()));
        let hint = match name {
            Some(name) if section_name(&pointer).is_none() => name.to_owned(),
            _ => hint(self.locator.sources.name(file), &pointer),
        };
        Some(self.add_schema(Place::new(file, pointer), hint, Slot::Owned(Box::new(schema))))
    }

    fn item(&mut self, kind: Kind, file: FileId, text: &str, at: &Pointer) {
        if self.model.item_targets.get(&(kind, file)).is_some_and(|targets| targets.contains_key(text)) {
            return;
        }
        let item = self.locator.follow(kind, file, text, at).and_then(|(to, pointer)| {
            let key = (kind, to, pointer);
            if let Some(item) = self.model.item_places.get(&key) {
                return *item;
            }
            self.fits(kind, file, at, &key.2)?;
            let item = self.read_item(kind, file, to, &key.2);
            self.model.item_places.insert(key, item);
            item
        });
        self.model.item_targets.entry((kind, file)).or_default().insert(text.to_owned(), item);
    }

    fn read_item(&mut self, kind: Kind, from: FileId, file: FileId, pointer: &Pointer) -> Option<usize> {
        let version = self.version(from, file);
        let node = self.locator.sources.tree(file)?.at(pointer)?;
        let mut reader = Reader::new(file, version, self.options.examples, self.locator.sink);
        let item = Target::read(kind, &mut reader, node, &Path::start(pointer));
        self.queue.push_back((file, reader.finish()));
        self.model.items.push((item?, Place::new(file, pointer.clone())));
        Some(self.model.items.len() - 1)
    }

    /// A value of `discriminator.mapping`: the name of a component, or a reference.
    fn mapping(&mut self, file: FileId, text: &str, at: &Pointer) {
        let named = Pointer::root().key("components").key("schemas").key(text);
        if self.locator.node(file, &named).is_some() {
            let target = super::reference::to_fragment(named.as_str());
            self.schema(file, &target, at, None);
            let id = self.model.schema_id(file, &target);
            self.model.schema_targets.entry(file).or_default().insert(text.to_owned(), id);
        } else if text.contains(['#', '/', '.']) {
            self.schema(file, text, at, None);
        } else {
            self.locator.no_component(file, Kind::Schema, text, at);
            self.model.schema_targets.entry(file).or_default().insert(text.to_owned(), None);
        }
    }

    /// A component of one kind is not one of another.
    fn fits(&mut self, kind: Kind, file: FileId, at: &Pointer, target: &Pointer) -> Option<()> {
        let Some(found) = section_name(target) else { return Some(()) };
        if section(kind).is_none_or(|wanted| wanted == found) {
            return Some(());
        }
        let message =
            format!("this `$ref` should lead to {}, but leads to one of `components.{found}`", kind.words());
        self.locator.sink.push(Diagnostic::new(Code::WrongTarget, Place::new(file, at.clone()), message));
        None
    }

    /// The version of a file: its own, or that of the file that referred to it first.
    fn version(&mut self, from: FileId, file: FileId) -> Version {
        if let Some(version) = self.versions.get(&file) {
            return *version;
        }
        ids::settle(&mut self.locator, file);
        expand::maps_by_reference(&mut self.locator, file);
        let own = self.locator.sources.tree(file).and_then(|tree| {
            let names_one = tree.as_object().is_some_and(|object| object.get("openapi").is_some());
            names_one.then(|| document::version(file, tree, self.locator.sink)).flatten()
        });
        let version = own.or_else(|| self.versions.get(&from).copied()).unwrap_or(Version::V3_1);
        self.versions.insert(file, version);
        version
    }

    fn finish(self, aliases: Vec<PendingAlias>) -> Model {
        let Loader { locator, options, mut model, .. } = self;
        let Locator { mut sources, sink, crossings, .. } = locator;
        model.crossings = crossings;
        if !options.trees {
            sources.drop_trees();
        }
        model.sources = sources;
        for PendingAlias { at, name, target } in aliases {
            if let Some(target) = model.schema_id(at.file, &target) {
                model.aliases.push(Alias { at, name, target });
            }
        }
        break_annotated_cycles(&mut model, sink);
        for index in 0..model.schemas.len() {
            model.schemas[index].refers_to = model.targets_of(SchemaId(index as u32));
        }
        let edges: Vec<Vec<usize>> =
            model.schemas.iter().map(|info| info.refers_to.iter().map(|id| id.index()).collect()).collect();
        for (info, recursive) in model.schemas.iter_mut().zip(graph::on_a_cycle(&edges)) {
            info.recursive = recursive;
        }
        super::check::parameters(&model, sink);
        model
    }
}

/// References with annotations are schemas of their own; a cycle of nothing but those is opened at every member.
fn break_annotated_cycles(model: &mut Model, sink: &mut Sink) {
    let next = |id: SchemaId| match document::view_schema(model.schema(id)) {
        SchemaView::Reference { target, .. } => model.schema_id(model.schema_info(id).at.file, target),
        SchemaView::Inline(_) => None,
    };
    let edges: Vec<Vec<usize>> =
        model.schema_ids().map(|id| next(id).into_iter().map(SchemaId::index).collect()).collect();
    let cyclic = graph::on_a_cycle(&edges);
    for (index, _) in cyclic.iter().enumerate().filter(|(_, cyclic)| **cyclic) {
        let at = model.schemas[index].at.key("$ref");
        let message = "this `$ref` leads back to itself through nothing but other `$ref`s";
        sink.push(Diagnostic::new(Code::RefCycle, at, message));
        if let Some(schema) = model.schema_mut(SchemaId(index as u32)) {
            schema.schema_data.extensions.shift_remove(document::ext::REF);
        }
    }
}

const KEYWORDS_OF_SEVERAL: [&str; 4] = ["prefixItems", "items", "patternProperties", "dependentSchemas"];
const KEYWORDS_OF_ONE: [&str; 8] =
    ["propertyNames", "contains", "contentSchema", "if", "then", "else", "unevaluatedItems", "itemSchema"];

/// Whether a schema that stands there is given as a reference only because [`AnySchema`](openapiv3::AnySchema) has no
/// place for it.
fn is_part(at: &Pointer) -> bool {
    let segments: Vec<_> = at.segments().collect();
    match segments.as_slice() {
        [.., keyword, _] if KEYWORDS_OF_SEVERAL.contains(&&**keyword) => true,
        [.., keyword] => KEYWORDS_OF_ONE.contains(&&**keyword),
        [] => false,
    }
}

fn component_schemas(api: &OpenAPI) -> Option<&indexmap::IndexMap<String, ReferenceOr<Schema>>> {
    api.components.as_ref().map(|components| &components.schemas)
}

/// The section of `components` in which a place is a named entry.
fn section_name(pointer: &Pointer) -> Option<String> {
    let segments: Vec<_> = pointer.segments().take(4).collect();
    match segments.as_slice() {
        [room, section, _] if room == "components" => Some(section.to_string()),
        _ => None,
    }
}
