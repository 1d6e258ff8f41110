//! Operations: those of paths, of webhooks and of callbacks.

use openapiv3::{self as oas, PathItem};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Lowering;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Docs, ErrorBody, Location, Operation, Parameter, Section};
use crate::resolve::{Found, Root};

/// What has a meaning in a template.
const NAME: &AsciiSet = &CONTROLS.add(b'{').add(b'}').add(b'?').add(b'#').add(b'%');

/// Where an operation was found.
struct Entry<'m, 'e> {
    section: Section,
    id: String,
    /// The key of `paths` or `webhooks`.
    path: &'e str,
    method: &'m str,
    callback: Option<(String, String)>,
    item: &'e Found<'m, PathItem>,
    found: &'e Found<'m, oas::Operation>,
}

impl<'m> Lowering<'m, '_> {
    /// Every operation of a document: those of its paths, then webhooks, then callbacks of either, so that none takes
    /// the name of one before.
    pub(super) fn operations(&mut self, root: &'m Root, error_body: Option<&ErrorBody>) -> Vec<Operation> {
        let paths_at = self.model.place(root).key("paths");
        let mut operations = Vec::new();
        let mut sources = Vec::new();
        for (path, item) in &root.api.paths.paths {
            let at = paths_at.key(path);
            let Some(item) = self.model.resolve::<PathItem>(&at, item) else { continue };
            for (method, found) in self.model.operations(&item) {
                let id = self.operation_id(root, found.value, path, method, &found.at);
                let entry = Entry {
                    section: Section::Paths,
                    id,
                    path,
                    method,
                    callback: None,
                    item: &item,
                    found: &found,
                };
                operations.push(self.operation(root, &entry, error_body));
                sources.push(found);
            }
        }
        for (name, item) in self.model.webhooks(root) {
            for (method, found) in self.model.operations(&item) {
                let id = self.webhook_id(root, &found, name, method, &item);
                let entry = Entry {
                    section: Section::Webhooks,
                    id,
                    path: name,
                    method,
                    callback: None,
                    item: &item,
                    found: &found,
                };
                operations.push(self.operation(root, &entry, error_body));
                sources.push(found);
            }
        }
        let owners: Vec<String> = operations.iter().map(|operation| operation.id.clone()).collect();
        for (found, owner) in sources.iter().zip(owners) {
            self.callbacks(root, found, &owner, error_body, &mut operations);
        }
        operations
    }

    /// The callbacks of an operation, each named after the operation and itself. Callbacks of callbacks are left alone:
    /// they would be operations of nobody's contract.
    fn callbacks(
        &mut self,
        root: &'m Root,
        operation: &Found<'m, oas::Operation>,
        owner: &str,
        error_body: Option<&ErrorBody>,
        out: &mut Vec<Operation>,
    ) {
        let callbacks = self.model.callbacks(operation);
        let mut all = Vec::new();
        for (name, expression, item) in &callbacks {
            all.extend(
                self.model
                    .operations(item)
                    .into_iter()
                    .map(|(method, found)| (name, expression, item, method, found)),
            );
        }
        for (name, expression, item, method, found) in &all {
            let alone = all.iter().filter(|other| other.0 == *name).count() == 1;
            let same_method = all.iter().filter(|other| other.0 == *name && other.3 == *method).count() == 1;
            let mut id = format!("{owner}_{name}");
            if !alone {
                id = format!("{id}_{}", method.to_lowercase());
            }
            if !same_method {
                id = format!("{id}_{expression}");
            }
            let id = self.free_id(root, &id, "callback");
            let callback = Some(((**name).to_owned(), (**expression).to_owned()));
            let entry = Entry { section: Section::Callbacks, id, path: name, method, callback, item, found };
            let operation = self.operation(root, &entry, error_body);
            out.push(operation);
        }
    }

    fn operation(
        &mut self,
        root: &'m Root,
        entry: &Entry<'m, '_>,
        error_body: Option<&ErrorBody>,
    ) -> Operation {
        let Entry { section, id, method, item, found, .. } = entry;
        let source = found.value;
        let at = &found.at;
        let owner = match section {
            Section::Paths => item.at.pointer.last().unwrap_or_default().into_owned(),
            Section::Webhooks | Section::Callbacks => id.clone(),
        };
        let mut parameters = self.parameters(item, found, &owner, id);
        let path = match section {
            Section::Paths => self.template(entry.path, &mut parameters, at),
            Section::Webhooks => default_path(entry.path, &parameters),
            Section::Callbacks => default_path(id, &parameters),
        };
        let shared = root.api.security.as_ref().filter(|_| *section == Section::Paths);
        let body = self.request_body(found, id);
        let (successes, failures) = self.responses(found, id, error_body);
        Operation {
            docs: Docs {
                title: source.summary.clone(),
                description: source.description.clone(),
                deprecated: source.deprecated,
                assumed: text(source.extensions.get("x-assumed")),
            },
            method: (*method).to_owned(),
            path,
            section: *section,
            callback: entry.callback.clone(),
            at: at.clone(),
            tags: source.tags.clone(),
            security: self.requirements(root, source, shared, at),
            access: self.access(&source.extensions, at),
            codes: self.error_codes(&source.extensions, at),
            rust_name: text(source.extensions.get("x-rust-name")).filter(|_| *section != Section::Callbacks),
            id: id.clone(),
            parameters,
            body,
            successes,
            failures,
        }
    }

    /// The `operationId`; where it is missing or taken, a name of method and path, which does not depend on what
    /// else the document has.
    fn operation_id(
        &mut self,
        root: &Root,
        source: &oas::Operation,
        path: &str,
        method: &str,
        at: &Place,
    ) -> String {
        let by_path = || format!("{}_{}", method.to_lowercase(), path.trim_matches('/'));
        let Some(id) = source.operation_id.as_ref().filter(|id| !id.trim().is_empty()) else {
            let id = by_path();
            self.operation_ids.insert((root.file, id.clone()));
            return id;
        };
        if self.operation_ids.insert((root.file, id.clone())) {
            return id.clone();
        }
        let message = format!("the operationId `{id}` stands twice");
        let help = "the second one is named after its method and path";
        let at = at.key("operationId");
        self.sink.push(Diagnostic::new(Code::DuplicateOperationId, at, message).with_help(help));
        by_path()
    }

    /// The `operationId` of a webhook, else its name, with the method where it has several.
    fn webhook_id(
        &mut self,
        root: &Root,
        found: &Found<'m, oas::Operation>,
        name: &str,
        method: &str,
        item: &Found<'m, PathItem>,
    ) -> String {
        let own = found.value.operation_id.as_ref().filter(|id| !id.trim().is_empty());
        let id = match own {
            Some(id) => id.clone(),
            None if self.model.operations(item).len() == 1 => name.trim_matches('/').to_owned(),
            None => format!("{}_{}", method.to_lowercase(), name.trim_matches('/')),
        };
        self.free_id(root, &id, "webhook")
    }

    /// The id, with words behind it while an operation before has it already.
    fn free_id(&mut self, root: &Root, id: &str, word: &str) -> String {
        let numbered = (2..).map(|number| format!("{id}_{word}_{number}"));
        let wishes = [id.to_owned(), format!("{id}_{word}")].into_iter().chain(numbered);
        let ids = &mut self.operation_ids;
        let mut free = wishes.filter(|id| ids.insert((root.file, id.clone())));
        free.next().unwrap_or_default()
    }
}

/// Where a webhook or a callback is served unless its receiver says otherwise. The path parameters of a URL that the
/// receiver chooses stand behind its name.
fn default_path(name: &str, parameters: &[Parameter]) -> String {
    let mut path = format!("/{}", utf8_percent_encode(name.trim_start_matches('/'), NAME));
    for parameter in parameters.iter().filter(|parameter| parameter.location == Location::Path) {
        path.push_str(&format!("/{{{}}}", parameter.name));
    }
    path
}
