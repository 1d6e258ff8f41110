//! Checks that need references to be resolved.

use std::collections::HashMap;

use openapiv3::{Parameter, PathItem, ReferenceOr};

use super::{Found, Model};
use crate::diagnostic::{Code, Diagnostic, Place, Sink};

/// Within one list of parameters, name and location are unique.
pub(super) fn parameters(model: &Model, sink: &mut Sink) {
    for root in model.roots() {
        let paths = model.place(root).key("paths");
        for (path, item) in &root.api.paths.paths {
            if let Some(item) = model.resolve(&paths.key(path), item) {
                of_item(model, &item, sink);
            }
        }
        for (_, item) in model.webhooks(root) {
            of_item(model, &item, sink);
        }
    }
}

fn of_item(model: &Model, item: &Found<'_, PathItem>, sink: &mut Sink) {
    list(model, &item.at.key("parameters"), &item.value.parameters, sink);
    for (_, operation) in model.operations(item) {
        list(model, &operation.at.key("parameters"), &operation.value.parameters, sink);
        for (_, _, item) in model.callbacks(&operation) {
            list(model, &item.at.key("parameters"), &item.value.parameters, sink);
            for (_, operation) in model.operations(&item) {
                list(model, &operation.at.key("parameters"), &operation.value.parameters, sink);
            }
        }
    }
}

fn list(model: &Model, at: &Place, parameters: &[ReferenceOr<Parameter>], sink: &mut Sink) {
    let mut seen: HashMap<(&str, String), Place> = HashMap::new();
    for (index, parameter) in parameters.iter().enumerate() {
        let here = at.index(index);
        let Some(found) = model.resolve(&here, parameter) else { continue };
        let location = match found.value {
            Parameter::Query { .. } => "query",
            Parameter::Header { .. } => "header",
            Parameter::Path { .. } => "path",
            Parameter::Cookie { .. } => "cookie",
        };
        let name = &found.value.parameter_data_ref().name;
        let identity = if location == "header" { name.to_lowercase() } else { name.clone() };
        if let Some(first) = seen.get(&(location, identity.clone())) {
            let message = format!("the {location} parameter `{name}` stands twice in this list");
            let diagnostic = Diagnostic::new(Code::DuplicateParameter, here, message);
            sink.push(diagnostic.with_related(first.clone(), "it stands here for the first time"));
        } else {
            seen.insert((location, identity), here);
        }
    }
}
