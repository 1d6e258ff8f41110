//! Operations that no request can tell apart.

use std::collections::BTreeMap;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, Kind, Literal, Location, Operation, Parameter, Presence, Section, Shape};

impl Lowering<'_, '_> {
    /// Reports operations of a document that have one method and one path, whatever its parameters are called, and no
    /// parameter that tells them apart.
    pub(super) fn same_routes(&mut self) {
        for module in &self.api.modules {
            let mut places: BTreeMap<(&str, String), Vec<&Operation>> = BTreeMap::new();
            for operation in module.operations.iter().filter(|operation| operation.section == Section::Paths)
            {
                places.entry((&operation.method, shape(&operation.path))).or_default().push(operation);
            }
            for mut operations in places.into_values().filter(|operations| operations.len() > 1) {
                operations.sort_by_key(|operation| (&operation.path, &operation.id));
                for (index, operation) in operations.iter().enumerate() {
                    let before = operations.iter().take(index);
                    let mut same = before.filter(|other| !are_told_apart(&self.api, other, operation));
                    let Some(first) = same.next() else { continue };
                    let message = format!(
                        "`{} {}` is the same request as that of `{}`",
                        operation.method, operation.path, first.id
                    );
                    let help = "the router serves the other one; a required header or query parameter with an `enum` of \
                                its own tells them apart";
                    let diagnostic =
                        Diagnostic::new(Code::SameRoute, operation.at.clone(), message).with_help(help);
                    self.sink.push(diagnostic.with_related(first.at.clone(), "it stands here"));
                }
            }
        }
    }
}

/// A path without what its parameters are called.
fn shape(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        shape.push_str(before);
        shape.push_str(if name.starts_with('+') { "{+}" } else { "{}" });
        rest = after;
    }
    shape + rest
}

/// Whether both ask for a parameter, and have not one value of it in common.
fn are_told_apart(api: &Api, a: &Operation, b: &Operation) -> bool {
    asked(a).any(|a| {
        let same = |b: &&Parameter| a.location == b.location && a.name.eq_ignore_ascii_case(&b.name);
        match (values(api, a), asked(b).find(same).and_then(|b| values(api, b))) {
            (Some(values), Some(others)) => !values.iter().any(|value| others.contains(value)),
            _ => false,
        }
    })
}

/// What a request must have beside its path.
fn asked(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| {
        matches!(parameter.location, Location::Query | Location::Header)
            && parameter.presence == Presence::Required
    })
}

/// The values of a parameter, where they are listed.
fn values<'a>(api: &'a Api, parameter: &Parameter) -> Option<Vec<&'a Literal>> {
    let mut ty = &parameter.ty;
    loop {
        let Kind::Named(id) = ty.kind else { return None };
        match &api.type_of(id).shape {
            Shape::Enum(listed) => return Some(listed.values.iter().map(|value| &value.value).collect()),
            Shape::Alias(target) => ty = target,
            _ => return None,
        }
    }
}
