//! The names of operations and of what belongs to them.

use std::collections::{BTreeMap, HashSet};

use super::case::{escaped, pascal, shouty, snake};
use super::reserved;
use super::unique::{Wish, set, unique};
use crate::ir::{ErrorCode, Location, Module, Operation, Payload, Response, Section, Status};

/// What belongs to an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// `create_pet`: the method of client and server.
    pub method: String,
    /// `CreatePet`: what types of the operation are called after.
    pub stem: String,
    /// `CREATE_PET`: its static table.
    pub table: String,
    /// By parameter.
    pub parameters: Vec<String>,
    /// By part of a multipart body.
    pub parts: Vec<String>,
    /// By error code: the variant.
    pub codes: Vec<String>,
    /// By failure that has a body: the variant.
    pub failures: Vec<String>,
    /// By success: the variant, where there are several.
    pub successes: Vec<String>,
    /// By status, then by header of that answer: the field.
    pub headers: BTreeMap<Status, Vec<String>>,
    /// `CREATE_PET_BODY`: the static tables of what has none of its own.
    pub(super) schemas: BTreeMap<Slot, String>,
}

/// Something in an operation that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A parameter, by its index.
    Parameter(usize),
    /// The body.
    Body,
    /// The body of an answer.
    Answer(Status),
    /// A header of an answer, by its index.
    Header(Status, usize),
}

impl OperationNames {
    /// The static table of a schema of the operation.
    pub fn schema(&self, slot: Slot) -> &str {
        self.schemas.get(&slot).map_or("", String::as_str)
    }
}

/// Names the operations of a module. `tables` are the statics of its types, to which those of the operations are added.
pub(super) fn operation_names(module: &Module, tables: &mut HashSet<String>) -> Vec<OperationNames> {
    let operations = &module.operations;
    let called = |operation: &Operation| operation.rust_name.clone().unwrap_or_else(|| operation.id.clone());
    let method = |operation: &Operation| {
        let name = snake(&called(operation), "operation");
        let name = if reserved::METHODS.contains(&name.as_str()) { name + "_operation" } else { name };
        Wish::of(&operation.id, name)
    };
    let stem = |operation: &Operation| {
        let name = pascal(&called(operation), "Operation");
        let name = if reserved::is_stem(&name) { name + "Operation" } else { name };
        Wish::of(&operation.id, name)
    };
    let methods = by_section(operations, method);
    let stems = by_section(operations, stem);
    let statics = stems.iter().map(|stem| Wish::of(stem, shouty(stem))).collect::<Vec<_>>();
    let statics = unique(&statics, &set(reserved::TABLES.iter().copied()));
    let mut names: Vec<OperationNames> = operations
        .iter()
        .zip(methods.into_iter().zip(stems).zip(statics))
        .map(|(operation, ((method, stem), table))| OperationNames {
            method: escaped(method),
            table,
            stem,
            parameters: parameter_names(operation),
            parts: part_names(operation),
            codes: code_names(&operation.codes),
            failures: failure_names(operation),
            successes: status_names(operation.successes.iter().map(|answer| answer.status), &HashSet::new()),
            headers: operation.successes.iter().map(|answer| (answer.status, header_names(answer))).collect(),
            schemas: BTreeMap::new(),
        })
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names[*a].table.cmp(&names[*b].table));
    for index in order {
        names[index].schemas = schema_names(&operations[index], &names[index], tables);
    }
    names
}

/// One name each; no webhook or callback ever takes one from an operation of a path.
fn by_section(operations: &[Operation], wish: impl Fn(&Operation) -> Wish) -> Vec<String> {
    let mut names = vec![String::new(); operations.len()];
    let mut taken = HashSet::new();
    for section in Section::ALL {
        let indices = (0..operations.len()).filter(|index| operations[*index].section == section);
        let indices: Vec<usize> = indices.collect();
        let wishes: Vec<Wish> = indices.iter().map(|index| wish(&operations[*index])).collect();
        for (index, name) in indices.into_iter().zip(unique(&wishes, &taken)) {
            taken.insert(name.clone());
            names[index] = name;
        }
    }
    names
}

fn parameter_names(operation: &Operation) -> Vec<String> {
    let wishes = operation.parameters.iter().map(|parameter| {
        let name = snake(&parameter.name, "parameter");
        let name = if reserved::PARAMETERS.contains(&name.as_str()) { name + "_parameter" } else { name };
        let location = location_word(parameter.location);
        Wish::of(&format!("{} {location}", parameter.name), name.clone()).or(format!("{name}_{location}"))
    });
    unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "in_path",
        Location::Query => "in_query",
        Location::Header => "in_header",
        Location::Cookie => "in_cookie",
    }
}

fn part_names(operation: &Operation) -> Vec<String> {
    match operation.body.as_ref().map(|body| &body.content.payload) {
        Some(Payload::Multipart(parts)) => {
            let wishes: Vec<Wish> =
                parts.iter().map(|part| Wish::of(&part.name, snake(&part.name, "part"))).collect();
            unique(&wishes, &HashSet::new()).into_iter().map(escaped).collect()
        }
        _ => Vec::new(),
    }
}

/// The variants of error codes.
pub(super) fn code_names(codes: &[ErrorCode]) -> Vec<String> {
    let wishes: Vec<Wish> =
        codes.iter().map(|code| Wish::of(&code.name, pascal(&code.name, "Code"))).collect();
    unique(&wishes, &set(["Unknown"])).into_iter().map(escaped).collect()
}

fn failure_names(operation: &Operation) -> Vec<String> {
    let codes = code_names(&operation.codes).into_iter().collect();
    status_names(operation.failures.iter().map(|response| response.status), &codes)
}

fn status_names(statuses: impl Iterator<Item = Status>, taken: &HashSet<String>) -> Vec<String> {
    let wishes = statuses.map(|status| match status {
        Status::Code(code) => Wish::of(&code.to_string(), reserved::status_name(code)),
        Status::Class(class) => Wish::of(&class.to_string(), format!("Status{class}xx")),
        Status::Default => Wish::of("default", "Default".to_owned()),
    });
    unique(&wishes.collect::<Vec<_>>(), taken)
}

fn header_names(answer: &Response) -> Vec<String> {
    let wishes = answer.headers.iter().map(|header| {
        let name = snake(&header.name, "header");
        let name = if ["status", "body"].contains(&name.as_str()) { name + "_header" } else { name };
        Wish::of(&header.name, name)
    });
    unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

fn schema_names(
    operation: &Operation,
    names: &OperationNames,
    tables: &mut HashSet<String>,
) -> BTreeMap<Slot, String> {
    let parameters = names.parameters.iter().enumerate();
    let mut slots: Vec<(Slot, String)> =
        parameters.map(|(index, name)| (Slot::Parameter(index), name.clone())).collect();
    slots.push((Slot::Body, "body".to_owned()));
    for answer in operation.successes.iter().chain(&operation.failures) {
        let role = role(answer.status);
        for (index, header) in answer.headers.iter().enumerate() {
            slots.push((Slot::Header(answer.status, index), format!("{role} {}", header.name)));
        }
        slots.push((Slot::Answer(answer.status), role));
    }
    let mut given = BTreeMap::new();
    for (slot, role) in slots {
        let wish = format!("{}_{}", names.table, shouty(role.trim_start_matches("r#")));
        let numbered = (2..).map(|number| format!("{wish}_{number}"));
        let name = std::iter::once(wish.clone()).chain(numbered).find(|name| !tables.contains(name));
        let name = name.unwrap_or_default();
        tables.insert(name.clone());
        given.insert(slot, name);
    }
    given
}

/// The role of an answer in names.
pub(super) fn role(status: Status) -> String {
    match status {
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}xx"),
        Status::Default => "default response".to_owned(),
    }
}
