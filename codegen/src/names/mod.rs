//! Every name of the output, decided once.
//!
//! Names are stable: what they are depends on what a thing is called in the contract, never on where it stands among
//! others. Where two names become one in Rust, the one that is spelt like the result keeps it, the others are numbered
//! in alphabetical order of what they are called in the contract.

mod case;
mod reserved;

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::ir::{Api, Literal, ModuleId, Operation, Origin, Payload, Shape, Status, Type, TypeId};
use case::{escaped, pascal, shouty, snake};

/// The names of a run.
#[derive(Debug)]
pub struct Names {
    /// By module.
    pub modules: Vec<String>,
    /// By type: the type's own name, unique within its module.
    pub types: Vec<String>,
    /// By type: the name of its static table.
    pub tables: Vec<String>,
    /// By type: the names of its fields or variants, in their order.
    pub members: Vec<Vec<String>>,
    /// By module, then by operation.
    pub operations: Vec<Vec<OperationNames>>,
    /// By module: the variants of its own error codes.
    pub codes: Vec<Vec<String>>,
}

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
}

/// Names everything.
pub fn assign(api: &Api, sink: &mut Sink) -> Names {
    let modules: Vec<Wish> = api.modules.iter().map(|m| Wish::of(&m.stem, snake(&m.stem, "api"))).collect();
    let modules = unique(&modules, &[]);
    let types = type_names(api, sink);
    let tables = table_names(api, &types);
    let members = api.types.iter().map(members).collect();
    let operations = api.modules.iter().map(|module| operation_names(&module.operations)).collect();
    let codes = api.modules.iter().map(|module| code_names(&module.codes)).collect();
    let modules = modules.into_iter().map(escaped).collect();
    Names { modules, types, tables, members, operations, codes }
}

/// A name that something would like to have.
struct Wish {
    /// What it is called in the contract: decides who comes first.
    source: String,
    name: String,
}

impl Wish {
    fn of(source: &str, name: String) -> Wish {
        Wish { source: source.to_owned(), name }
    }
}

/// Gives every wish a name of its own.
fn unique(wishes: &[Wish], taken: &[&str]) -> Vec<String> {
    let mut used: HashSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        groups.entry(&wish.name).or_default().push(index);
    }
    let mut names = vec![String::new(); wishes.len()];
    let mut late = Vec::new();
    for (name, mut group) in groups {
        group.sort_by_key(|index| (wishes[*index].source != *name, &wishes[*index].source));
        for (place, index) in group.into_iter().enumerate() {
            if place == 0 && used.insert(name.to_owned()) {
                name.clone_into(&mut names[index]);
            } else {
                late.push(index);
            }
        }
    }
    for index in late {
        let mut number = 2;
        while !used.insert(format!("{}{number}", wishes[index].name)) {
            number += 1;
        }
        names[index] = format!("{}{number}", wishes[index].name);
    }
    names
}

/// Types: first those with a name in the contract, so that no inline type ever takes it from them.
fn type_names(api: &Api, sink: &mut Sink) -> Vec<String> {
    let mut names = vec![String::new(); api.types.len()];
    for module in 0..api.modules.len().max(1) {
        let of_module = |ty: &Type| ty.module == ModuleId(module);
        let component = |ty: &Type| matches!(ty.origin, Origin::Component(_));
        let mut taken: Vec<String> = reserved::TYPES.iter().map(|name| (*name).to_owned()).collect();
        for named in [true, false] {
            let ids: Vec<usize> = (0..api.types.len())
                .filter(|id| of_module(&api.types[*id]) && component(&api.types[*id]) == named)
                .collect();
            let wishes: Vec<Wish> = ids.iter().map(|id| type_wish(&api.types[*id], &names, &taken)).collect();
            let given = unique(&wishes, &taken.iter().map(String::as_str).collect::<Vec<_>>());
            for (id, name) in ids.iter().zip(given) {
                report_number(&api.types[*id], &name, sink);
                names[*id].clone_from(&name);
                taken.push(name);
            }
        }
    }
    names
}

fn type_wish(ty: &Type, names: &[String], taken: &[String]) -> Wish {
    let (source, name) = match (&ty.rust_name, &ty.origin) {
        (Some(name), _) => (name.clone(), name.clone()),
        (None, Origin::Component(name)) => (name.clone(), pascal(name, "Type")),
        (None, Origin::Inside(base, path)) => {
            let base = &names[base.index()];
            (format!("{base}/{}", path.join("/")), joined(base, path))
        }
        (None, Origin::Operation(id, path)) => {
            (format!("{id}/{}", path.join("/")), joined(&pascal(id, "Operation"), path))
        }
    };
    match reserved::TYPES.contains(&name.as_str()) && taken.contains(&name) {
        true => Wish { source, name: format!("{name}Model") },
        false => Wish { source, name },
    }
}

fn joined(base: &str, path: &[String]) -> String {
    path.iter().fold(base.to_owned(), |name, step| name + &pascal(step, "Value"))
}

fn report_number(ty: &Type, name: &str, sink: &mut Sink) {
    if let (None, Origin::Component(source)) = (&ty.rust_name, &ty.origin)
        && name.ends_with(|c: char| c.is_ascii_digit())
        && pascal(source, "Type") != name
    {
        let message =
            format!("`{source}` becomes `{name}`, since another name of the contract becomes the same");
        sink.push(Diagnostic::new(Code::NameCollision, ty.at.clone().named(), message));
    }
}

/// Tables: an object has two, its schema and its properties.
fn table_names(api: &Api, types: &[String]) -> Vec<String> {
    let mut names = vec![String::new(); types.len()];
    for module in 0..api.modules.len().max(1) {
        let mut used: HashSet<String> = reserved::TABLES.iter().map(|name| (*name).to_owned()).collect();
        let mut ids: Vec<usize> =
            (0..types.len()).filter(|id| api.types[*id].module == ModuleId(module)).collect();
        ids.sort_by_key(|id| &types[*id]);
        for id in ids {
            let wish = shouty(&types[id]);
            let free = |name: &String| !used.contains(name) && !used.contains(&fields_table(name));
            let numbered = (2..).map(|number| format!("{wish}_{number}"));
            let name = std::iter::once(wish.clone()).chain(numbered).find(free).unwrap_or_default();
            used.insert(fields_table(&name));
            used.insert(name.clone());
            names[id] = name;
        }
    }
    names
}

/// The table of the properties of an object whose schema is `table`.
pub fn fields_table(table: &str) -> String {
    format!("{table}_FIELDS")
}

fn members(ty: &Type) -> Vec<String> {
    match &ty.shape {
        Shape::Struct { fields, .. } => {
            let wishes: Vec<Wish> =
                fields.iter().map(|f| Wish::of(&f.name, snake(&f.name, "field"))).collect();
            unique(&wishes, &["additional_properties"]).into_iter().map(escaped).collect()
        }
        Shape::Enum(values) => {
            let wishes = values.iter().map(value_wish).collect::<Vec<_>>();
            unique(&wishes, &["Unknown"]).into_iter().map(escaped).collect()
        }
        Shape::Tagged(tagged) => {
            let wishes = tagged.arms.iter().map(|(value, arm)| Wish::of(value, pascal(&arm.hint, "Variant")));
            unique(&wishes.collect::<Vec<_>>(), &["Unknown"]).into_iter().map(escaped).collect()
        }
        Shape::OneOf(arms) => {
            let wishes = arms.iter().map(|arm| Wish::of(&arm.hint, pascal(&arm.hint, "Variant")));
            unique(&wishes.collect::<Vec<_>>(), &["Unknown"]).into_iter().map(escaped).collect()
        }
        Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
    }
}

fn value_wish(value: &Literal) -> Wish {
    let text = match value {
        Literal::String(text) if text.is_empty() => return Wish::of("", "Empty".to_owned()),
        Literal::String(text) => text.clone(),
        Literal::Integer(n) => n.to_string(),
        Literal::Number(n) => n.to_string(),
        Literal::Boolean(b) => b.to_string(),
        Literal::Null => "null".to_owned(),
    };
    Wish::of(&text, pascal(&text, "Value"))
}

fn operation_names(operations: &[Operation]) -> Vec<OperationNames> {
    let called = |operation: &Operation| operation.rust_name.clone().unwrap_or_else(|| operation.id.clone());
    let wish = |name: fn(&str) -> String, taken: &[&str]| {
        unique(&operations.iter().map(|op| Wish::of(&op.id, name(&called(op)))).collect::<Vec<_>>(), taken)
    };
    let methods = wish(|id| snake(id, "operation"), reserved::METHODS);
    let stems = wish(|id| pascal(id, "Operation"), reserved::STEMS);
    operations
        .iter()
        .zip(methods.into_iter().zip(stems))
        .map(|(operation, (method, stem))| OperationNames {
            method: escaped(method),
            table: shouty(&stem),
            stem,
            parameters: parameter_names(operation),
            parts: part_names(operation),
            codes: code_names(&operation.codes),
            failures: failure_names(operation),
            successes: status_names(operation.successes.iter().map(|response| response.status), &[]),
        })
        .collect()
}

fn parameter_names(operation: &Operation) -> Vec<String> {
    let wishes = operation.parameters.iter().map(|parameter| {
        let name = snake(&parameter.name, "parameter");
        let name = if reserved::PARAMETERS.contains(&name.as_str()) { name + "_parameter" } else { name };
        Wish::of(&parameter.name, name)
    });
    unique(&wishes.collect::<Vec<_>>(), &[]).into_iter().map(escaped).collect()
}

fn part_names(operation: &Operation) -> Vec<String> {
    match operation.body.as_ref().map(|body| &body.content.payload) {
        Some(Payload::Multipart(parts)) => {
            let wishes: Vec<Wish> =
                parts.iter().map(|part| Wish::of(&part.name, snake(&part.name, "part"))).collect();
            unique(&wishes, &[]).into_iter().map(escaped).collect()
        }
        _ => Vec::new(),
    }
}

fn code_names(codes: &[crate::ir::ErrorCode]) -> Vec<String> {
    let wishes: Vec<Wish> =
        codes.iter().map(|code| Wish::of(&code.name, pascal(&code.name, "Code"))).collect();
    unique(&wishes, &["Unknown"]).into_iter().map(escaped).collect()
}

fn failure_names(operation: &Operation) -> Vec<String> {
    let codes = code_names(&operation.codes);
    let taken: Vec<&str> = codes.iter().map(String::as_str).collect();
    status_names(operation.failures.iter().map(|response| response.status), &taken)
}

fn status_names(statuses: impl Iterator<Item = Status>, taken: &[&str]) -> Vec<String> {
    let wishes = statuses.map(|status| match status {
        Status::Code(code) => Wish::of(&code.to_string(), reserved::status_name(code)),
        Status::Class(class) => Wish::of(&class.to_string(), format!("Status{class}xx")),
        Status::Default => Wish::of("default", "Default".to_owned()),
    });
    unique(&wishes.collect::<Vec<_>>(), taken)
}

impl Names {
    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        &self.types[id.index()]
    }
}

/// The field that something gets whose name competes with no other.
pub fn member(source: &str) -> String {
    escaped(snake(source, "field"))
}
