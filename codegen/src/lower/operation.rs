//! Operations: those of paths, of webhooks and of callbacks.

use std::collections::HashSet;

use openapiv3::PathItem;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Lowering;
use super::operation_ids::{Placed, free_id};
use super::schema::text;
use crate::ir::{Docs, ErrorBody, Location, Operation, Parameter, Section};
use crate::resolve::{Found, Root};

/// What has a meaning in a template.
const NAME: &AsciiSet = &CONTROLS.add(b'{').add(b'}').add(b'?').add(b'#').add(b'%');

impl<'m> Lowering<'m, '_> {
    /// Every operation of a document: those of its paths, then webhooks, then callbacks of either and callbacks of
    /// those, then callbacks that nothing refers to, so that none takes the name of one before.
    pub(super) fn operations(&mut self, root: &'m Root, error_body: Option<&ErrorBody>) -> Vec<Operation> {
        let mut placed = self.of_paths(root);
        let mut ids = self.operation_ids(&placed);
        let mut taken: HashSet<String> = ids.iter().cloned().collect();
        let webhooks = self.of_webhooks(root);
        ids.extend(Self::webhook_ids(&webhooks, &mut taken));
        placed.extend(webhooks);
        let mut owners: Vec<Option<usize>> = vec![None; placed.len()];
        let mut index = 0;
        while index < placed.len() {
            let callbacks = self.model.callbacks(&placed[index].found);
            for (id, callback) in self.of_callbacks(callbacks, Some(&ids[index])) {
                if !is_within(&callback, index, &placed, &owners) {
                    ids.push(free_id(&id, "callback", &mut taken));
                    placed.push(callback);
                    owners.push(Some(index));
                }
            }
            index += 1;
        }
        let mut free = self.model.component_callbacks(root);
        free.retain(|(_, _, item)| placed.iter().all(|placed| placed.item.at != item.at));
        for (id, callback) in self.of_callbacks(free, None) {
            ids.push(free_id(&id, "callback", &mut taken));
            placed.push(callback);
        }
        ids.into_iter()
            .zip(&placed)
            .map(|(id, placed)| self.operation(root, id, placed, error_body))
            .collect()
    }

    fn of_paths(&self, root: &'m Root) -> Vec<Placed<'m>> {
        let paths_at = self.model.place(root).key("paths");
        let mut placed = Vec::new();
        for (path, item) in &root.api.paths.paths {
            let Some(item) = self.model.resolve(&paths_at.key(path), item) else { continue };
            for (method, found) in self.model.operations(&item) {
                let (section, item) = (Section::Paths, item.clone());
                placed.push(Placed { section, path, method, callback: None, item, found });
            }
        }
        placed
    }

    fn of_webhooks(&self, root: &'m Root) -> Vec<Placed<'m>> {
        let mut placed = Vec::new();
        for (path, item) in self.model.webhooks(root) {
            for (method, found) in self.model.operations(&item) {
                let (section, item) = (Section::Webhooks, item.clone());
                placed.push(Placed { section, path, method, callback: None, item, found });
            }
        }
        placed
    }

    /// Callbacks, by name and expression, each with an id made of its name and that of the operation to which it belongs.
    fn of_callbacks(
        &self,
        callbacks: Vec<(&'m str, &'m str, Found<'m, PathItem>)>,
        owner: Option<&str>,
    ) -> Vec<(String, Placed<'m>)> {
        let mut placed = Vec::new();
        for (path, expression, item) in callbacks {
            for (method, found) in self.model.operations(&item) {
                let (section, item) = (Section::Callbacks, item.clone());
                placed.push(Placed { section, path, method, callback: Some(expression), item, found });
            }
        }
        let id = |callback: &Placed<'_>| {
            let same_name = || placed.iter().filter(|other| other.path == callback.path);
            let mut id = match owner {
                Some(owner) => format!("{owner}_{}", callback.path),
                None => callback.path.to_owned(),
            };
            if same_name().count() > 1 {
                id = format!("{id}_{}", callback.method.to_lowercase());
            }
            if same_name().filter(|other| other.method == callback.method).count() > 1 {
                id = format!("{id}_{}", callback.callback.unwrap_or_default());
            }
            id
        };
        let ids: Vec<String> = placed.iter().map(id).collect();
        ids.into_iter().zip(placed).collect()
    }

    fn operation(
        &mut self,
        root: &'m Root,
        id: String,
        placed: &Placed<'m>,
        error_body: Option<&ErrorBody>,
    ) -> Operation {
        let Placed { section, method, item, found, .. } = placed;
        let source = found.value;
        let at = &found.at;
        let owner = match section {
            Section::Paths => item.at.pointer.last().unwrap_or_default().into_owned(),
            Section::Webhooks | Section::Callbacks => id.clone(),
        };
        let mut parameters = self.parameters(item, found, &owner, &id);
        let path = match section {
            Section::Paths => self.template(placed.path, &mut parameters, at),
            Section::Webhooks => default_path(placed.path, &parameters),
            Section::Callbacks => default_path(&id, &parameters),
        };
        let shared = root.api.security.as_ref().filter(|_| *section == Section::Paths);
        let body = self.request_body(found, &id);
        let (successes, failures) = self.responses(found, &id, error_body, method);
        let callback = placed.callback.map(|expression| (placed.path.to_owned(), expression.to_owned()));
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
            callback,
            at: at.clone(),
            tags: source.tags.clone(),
            security: self.requirements(root, source, shared, at),
            access: self.access(&source.extensions, at),
            codes: self.error_codes(&source.extensions, at),
            rust_name: text(source.extensions.get("x-rust-name")).filter(|_| *section != Section::Callbacks),
            id,
            parameters,
            body,
            successes,
            failures,
        }
    }
}

/// Whether a callback of the operation at `owner` is one of those that it belongs to itself.
fn is_within(callback: &Placed<'_>, owner: usize, placed: &[Placed<'_>], owners: &[Option<usize>]) -> bool {
    let around = std::iter::successors(Some(owner), |index| owners[*index]);
    around.into_iter().any(|index| placed[index].found.at == callback.found.at)
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
