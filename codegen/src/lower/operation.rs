//! Operations.

use std::collections::HashSet;

use openapiv3::PathItem;

use super::Lowering;
use super::operation_ids::Placed;
use super::schema::text;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Docs, ErrorBody, Operation, TemplateError, check_template};
use crate::resolve::Root;

impl<'m> Lowering<'m, '_> {
    /// Every operation of a document.
    pub(super) fn operations(&mut self, root: &'m Root, error_body: Option<&ErrorBody>) -> Vec<Operation> {
        let paths_at = self.model.place(root).key("paths");
        let mut placed = Vec::new();
        for (path, item) in &root.api.paths.paths {
            let Some(item) = self.model.resolve::<PathItem>(&paths_at.key(path), item) else { continue };
            for (method, found) in self.model.operations(&item) {
                placed.push(Placed { path, method, item: item.clone(), found });
            }
        }
        let ids = self.operation_ids(&placed);
        ids.into_iter()
            .zip(&placed)
            .map(|(id, placed)| self.operation(root, id, placed, error_body))
            .collect()
    }

    fn operation(
        &mut self,
        root: &'m Root,
        id: String,
        placed: &Placed<'m>,
        error_body: Option<&ErrorBody>,
    ) -> Operation {
        let Placed { path, method, item, found } = placed;
        let source = found.value;
        let at = &found.at;
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
            method: (*method).to_owned(),
            path: (*path).to_owned(),
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
