//! What a diagnostic is about: something that is generated, or something that nobody asked for.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{self as oas, ParameterSchemaOrContent, PathItem, ReferenceOr};

use crate::diagnostic::{FileId, Place, Pointer};
use crate::document::{SchemaView, view, walk};
use crate::ir::{Api, TypeId};
use crate::resolve::{Found, Model, SchemaId};

/// The rooms of a document whose contents are used only where an operation asks for them.
const ROOMS: &[&str] = &[
    "/paths",
    "/webhooks",
    "/components/schemas",
    "/components/responses",
    "/components/parameters",
    "/components/requestBodies",
    "/components/headers",
    "/components/examples",
    "/components/links",
    "/components/callbacks",
    "/components/mediaTypes",
    "/components/pathItems",
];

/// The places that are generated, and those that are not.
pub(super) struct About<'m> {
    model: &'m Model,
    places: HashMap<(FileId, Pointer), bool>,
    /// The files in which something is generated.
    files: HashSet<FileId>,
    /// The schemas that were reached, and whose own references were not followed yet.
    open: Vec<SchemaId>,
}

impl<'m> About<'m> {
    /// `types` are those that are generated, all if there are none.
    pub(super) fn new(
        model: &'m Model,
        api: &Api,
        wanted: &[Vec<bool>],
        types: Option<&BTreeSet<TypeId>>,
        types_only: bool,
    ) -> About<'m> {
        let files = model.named().iter().copied().collect();
        let mut about = About { model, places: HashMap::new(), files, open: Vec::new() };
        let mut operations = HashSet::new();
        for (module, wanted) in api.modules.iter().zip(wanted) {
            for (operation, wanted) in module.operations.iter().zip(wanted) {
                about.note(&operation.at, *wanted && !types_only);
                operations.extend(wanted.then_some((operation.at.clone(), operation.path.as_str())));
            }
        }
        for (index, ty) in api.types.iter().enumerate() {
            let id = TypeId::new(index);
            let is_used = types.is_none_or(|types| types.contains(&id));
            about.note(&ty.at, is_used);
            about.open.extend(model.schema_at(&ty.at).filter(|_| is_used));
        }
        about.operations(&operations, types_only);
        about.schemas();
        about
    }

    /// Whether a place is, or belongs to, something that is generated.
    pub(super) fn wanted(&self, at: &Place) -> bool {
        let is_root = self.model.roots().iter().any(|root| root.file == at.file);
        let mut pointer = at.pointer.clone();
        loop {
            if let Some(wanted) = self.places.get(&(at.file, pointer.clone())) {
                return *wanted;
            }
            match pointer.parent() {
                Some(parent) if is_root && ROOMS.contains(&parent.as_str()) => return false,
                Some(parent) => pointer = parent,
                None => return self.files.contains(&at.file),
            }
        }
    }

    /// Several things may stand at one place; one that is wanted is enough.
    fn note(&mut self, at: &Place, wanted: bool) {
        *self.places.entry((at.file, at.pointer.clone())).or_default() |= wanted;
        if wanted {
            self.files.insert(at.file);
        }
    }

    fn operations(&mut self, wanted: &HashSet<(Place, &str)>, types_only: bool) {
        let model = self.model;
        for root in model.roots() {
            let paths = model.place(root).key("paths");
            for (path, item) in &root.api.paths.paths {
                let Some(item) = model.resolve::<PathItem>(&paths.key(path), item) else { continue };
                let mut operations = model.operations(&item);
                operations.retain(|(_, found)| wanted.contains(&(found.at.clone(), path.as_str())));
                for (_, operation) in &operations {
                    self.operation(&item, operation, types_only);
                }
                if !operations.is_empty() && !types_only {
                    self.note(&paths.key(path), true);
                    self.note(&item.at, true);
                }
            }
        }
    }

    /// Everything of an operation that stands elsewhere.
    fn operation(
        &mut self,
        item: &Found<'m, PathItem>,
        operation: &Found<'m, oas::Operation>,
        types_only: bool,
    ) {
        let mut parts = Vec::new();
        let own = (&operation.value.parameters, operation.at.key("parameters"));
        for (list, at) in [(&item.value.parameters, item.at.key("parameters")), own] {
            for (index, parameter) in list.iter().enumerate() {
                let Some(found) = self.model.resolve(&at.index(index), parameter) else { continue };
                self.format(&found.value.parameter_data_ref().format, &found.at, &mut parts);
                parts.push(found.at);
            }
        }
        let body = operation.value.request_body.as_ref();
        if let Some(found) = body.and_then(|body| self.model.resolve(&operation.at.key("requestBody"), body))
        {
            self.content(&found.value.content, &found.at, &mut parts);
            parts.push(found.at);
        }
        let responses = &operation.value.responses;
        let at = operation.at.key("responses");
        let by_status = responses.responses.iter().map(|(status, response)| (status.to_string(), response));
        let default = responses.default.iter().map(|response| ("default".to_owned(), response));
        for (status, response) in by_status.chain(default) {
            let Some(found) = self.model.resolve::<oas::Response>(&at.key(&status), response) else {
                continue;
            };
            self.content(&found.value.content, &found.at, &mut parts);
            for (name, header) in &found.value.headers {
                let at = found.at.keys(&["headers", name]);
                let Some(header) = self.model.resolve::<oas::Header>(&at, header) else { continue };
                self.format(&header.value.format, &header.at, &mut parts);
                parts.push(header.at);
            }
            parts.push(found.at);
        }
        parts.iter().filter(|_| !types_only).for_each(|at| self.note(at, true));
    }

    fn format(&mut self, format: &'m ParameterSchemaOrContent, at: &Place, parts: &mut Vec<Place>) {
        match format {
            ParameterSchemaOrContent::Schema(schema) => self.schema(schema, at.file),
            ParameterSchemaOrContent::Content(content) => self.content(content, at, parts),
        }
    }

    /// What is below `content` of something; media types that stand elsewhere are added to the parts.
    fn content(&mut self, content: &'m oas::Content, at: &Place, parts: &mut Vec<Place>) {
        for (name, media) in content {
            let Some(found) = self.model.media_type(&at.keys(&["content", name]), media) else { continue };
            if let Some(schema) = &found.value.schema {
                self.schema(schema, found.at.file);
            }
            parts.push(found.at);
        }
    }

    fn schema(&mut self, schema: &'m ReferenceOr<oas::Schema>, file: FileId) {
        let model = self.model;
        let mut found = |target: &str| self.open.extend(model.schema_id(file, target));
        match (view(schema), schema) {
            (_, ReferenceOr::Item(schema)) => walk::references(schema, &mut found),
            (SchemaView::Reference { target, .. }, _) => found(target),
            (SchemaView::Inline(_), _) => {}
        }
    }

    /// Schemas that another is made of count where that counts, also when no type of their own is generated: a part of
    /// an `allOf`.
    fn schemas(&mut self) {
        let mut seen = HashSet::new();
        while let Some(id) = self.open.pop() {
            if seen.insert(id) {
                let info = self.model.schema_info(id);
                self.note(&info.at, true);
                self.open.extend(&info.refers_to);
            }
        }
    }
}
