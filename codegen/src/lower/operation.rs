//! Operations.

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use openapiv3::{self as oas, PathItem};

use super::Lowering;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Docs, ErrorBody, Operation, TemplateError, check_template};
use crate::resolve::{Found, Root};

impl<'m> Lowering<'m, '_> {
    /// Every operation of a document.
    pub(super) fn operations(&mut self, root: &'m Root, error_body: Option<&ErrorBody>) -> Vec<Operation> {
        let paths_at = self.model.place(root).key("paths");
        let mut operations = Vec::new();
        for (path, item) in &root.api.paths.paths {
            let at = paths_at.key(path);
            let Some(item) = self.model.resolve::<PathItem>(&at, item) else { continue };
            for (method, found) in self.model.operations(&item) {
                operations.push(self.operation(root, path, method, &item, &found, error_body));
            }
        }
        operations
    }

    fn operation(
        &mut self,
        root: &'m Root,
        path: &str,
        method: &str,
        item: &Found<'m, PathItem>,
        found: &Found<'m, oas::Operation>,
        error_body: Option<&ErrorBody>,
    ) -> Operation {
        let source = found.value;
        let at = &found.at;
        let id = self.operation_id(root, source, path, method, at);
        let mut parameters = self.parameters(item, found, &id);
        self.hold_template(path, &mut parameters, at);
        let body = self.request_body(found, &id);
        let (successes, failures) = self.responses(found, &id, error_body);
        Operation {
            docs: Docs {
                title: source.summary.clone(),
                description: source.description.clone(),
                deprecated: source.deprecated,
                assumed: text(source.extensions.get("x-assumed")),
            },
            method: method.to_owned(),
            path: path.to_owned(),
            at: at.clone(),
            tags: source.tags.clone(),
            security: self.requirements(root, source, at),
            access: self.access(&source.extensions, at),
            codes: self.error_codes(&source.extensions, at),
            rust_name: text(source.extensions.get("x-rust-name")),
            id,
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
            self.operation_ids.entry((root.file, id.clone())).or_insert_with(|| at.clone());
            return id;
        };
        let first = match self.operation_ids.entry((root.file, id.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(at.key("operationId"));
                return id.clone();
            }
            Entry::Occupied(entry) => entry.get().clone(),
        };
        let message = format!("the operationId `{id}` stands twice");
        let help = "the second one is named after its method and path";
        let at = at.key("operationId");
        let diagnostic = Diagnostic::new(Code::DuplicateOperationId, at, message).with_help(help);
        self.sink.push(diagnostic.with_related(first, "it stands here first"));
        by_path()
    }

    /// A path and its parameters match one to one: what has no counterpart is reported, and supplied or dropped.
    fn hold_template(&mut self, path: &str, parameters: &mut Vec<crate::ir::Parameter>, at: &Place) {
        let Err(errors) = check_template(path, parameters) else { return };
        let mut seen = HashSet::new();
        for error in errors {
            match error {
                TemplateError::Undeclared(name) if seen.insert(name.clone()) => {
                    let message =
                        format!("the path names `{{{name}}}`, which is no parameter of the operation");
                    let help = format!(
                        "add a parameter with `name: {name}` and `in: path`; it is taken as a string"
                    );
                    self.sink.push(
                        Diagnostic::new(Code::PathParameterMissing, at.clone(), message).with_help(help),
                    );
                    parameters.push(super::parameters::plain_path_parameter(&name, at));
                }
                TemplateError::Undeclared(_) => {}
                TemplateError::Unused(name) => {
                    let found = parameters
                        .iter()
                        .position(|p| p.location == crate::ir::Location::Path && p.name == name);
                    let Some(index) = found else { continue };
                    let parameter = parameters.remove(index);
                    let message = format!("`{name}` is `in: path`, but `{path}` does not name it");
                    let help =
                        format!("write `{{{name}}}` into the path, or remove the parameter; it is left out");
                    self.sink.push(
                        Diagnostic::new(Code::PathParameterUnused, parameter.at, message).with_help(help),
                    );
                }
            }
        }
    }
}
