//! Every name of the output, decided once.
//!
//! Names are stable: what they are depends on what a thing is called in the contract, never on where it stands among
//! others. Where two names become one in Rust, the one that is spelt like the result keeps it, the others are numbered
//! in alphabetical order of what they are called in the contract.

mod case;
mod operations;
mod patterns;
mod reserved;
mod schemes;
mod unique;

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::ir::{Api, EnumValue, Literal, ModuleId, Origin, Shape, Type, TypeId};
use case::{escaped, pascal, shouty, snake};
pub use operations::{Offer, OperationNames, Slot};
use operations::{code_names, operation_names};
use patterns::{PatternNames, pattern_names};
pub use reserved::{TABLES as RESERVED_TABLES, TYPES as RESERVED_TYPES, is_stem as is_reserved_stem};
pub use schemes::SchemeNames;
use schemes::scheme_names;
use unique::{Wish, set, unique};

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
    /// By module: the statics of its patterns.
    patterns: Vec<PatternNames>,
    /// By module, then by security scheme.
    pub schemes: Vec<Vec<SchemeNames>>,
}

/// Names everything.
pub fn assign(api: &Api, sink: &mut Sink) -> Names {
    let types = type_names(api, sink);
    let (tables, mut used) = table_names(api, &types);
    let members: Vec<_> = api.types.iter().map(members).collect();
    let modules = api.modules.iter().zip(&mut used);
    let operations: Vec<_> = modules.map(|(module, used)| operation_names(module, used)).collect();
    let named = operations.iter().zip(&mut used).enumerate();
    let patterns = named.map(|(index, (operations, used))| {
        pattern_names(api, ModuleId(index), &tables, &members, operations, used)
    });
    let patterns = patterns.collect();
    let codes = api.modules.iter().map(|module| code_names(&module.codes)).collect();
    let schemes = api.modules.iter().map(|module| scheme_names(&module.security_schemes)).collect();
    Names { modules: module_names(api), types, tables, members, operations, codes, schemes, patterns }
}

fn module_names(api: &Api) -> Vec<String> {
    let wishes = api.modules.iter().map(|module| {
        let name = snake(&module.stem, "api");
        let name = if reserved::MODULES.contains(&name.as_str()) { name + "_api" } else { name };
        Wish::of(&module.stem, name)
    });
    unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter().map(escaped).collect()
}

/// Types: first those with a name in the contract, so that no inline type ever takes it from them; last what requests
/// carry of a type, which is called after it.
fn type_names(api: &Api, sink: &mut Sink) -> Vec<String> {
    let mut names = vec![String::new(); api.types.len()];
    let mut taken = vec![set(reserved::TYPES.iter().copied()); api.modules.len().max(1)];
    let rank = |origin: &Origin| match origin {
        Origin::Component(_) => 0,
        Origin::Inside(..) | Origin::Operation(..) => 1,
        Origin::Write(_) => 2,
    };
    for turn in 0..3 {
        for (module, taken) in taken.iter_mut().enumerate() {
            let ids: Vec<usize> = (0..api.types.len())
                .filter(|id| api.types[*id].module.0 == module && !api.types[*id].part)
                .filter(|id| rank(&api.types[*id].origin) == turn)
                .collect();
            let wishes: Vec<Wish> = ids.iter().map(|id| type_wish(&api.types[*id], &names, sink)).collect();
            let given = unique(&wishes, taken);
            for (id, name) in ids.iter().zip(given) {
                names[*id].clone_from(&name);
                taken.insert(name);
            }
            for (id, wish) in ids.into_iter().zip(&wishes) {
                report_number(api, &names, id, wish, sink);
            }
        }
    }
    names
}

fn type_wish(ty: &Type, names: &[String], sink: &mut Sink) -> Wish {
    report_rust_type(ty, sink);
    let wish = |source: &str, name: String| match reserved::TYPES.contains(&name.as_str()) {
        true => Wish::of(source, name + "Model"),
        false => Wish::of(source, name),
    };
    let own = match &ty.origin {
        Origin::Component(name) => wish(name, pascal(name, "Type")),
        Origin::Inside(base, path) => {
            let base = &names[base.index()];
            wish(&format!("{base}/{}", path.join("/")), joined(base, path))
        }
        Origin::Operation(id, path) => {
            let base = pascal(id, "Operation");
            let full = joined(&base, path);
            // `response` stands for every answer that means success, until two of them need a name.
            let short: Vec<String> = path.iter().map(|step| without_success(step)).collect();
            wish(&format!("{id}/{}", path.join("/")), joined(&base, &short)).or(full)
        }
        Origin::Write(base) => {
            let base = &names[base.index()];
            wish(base, format!("{base}Write"))
        }
    };
    match rust_name(ty, sink) {
        Some(name) => own.chosen(name),
        None => own,
    }
}

fn without_success(step: &str) -> String {
    match step.strip_prefix("response 2") {
        Some(digits) if digits.len() == 2 => "response".to_owned(),
        _ => step.to_owned(),
    }
}

/// The name that the contract asks for, if Rust takes it.
fn rust_name<'t>(ty: &'t Type, sink: &mut Sink) -> Option<&'t str> {
    let name = ty.rust_name.as_deref()?;
    if syn::parse_str::<syn::Ident>(name).is_ok() {
        return Some(name);
    }
    let message = format!("`{name}` is no identifier of Rust");
    sink.push(Diagnostic::new(Code::BadName, ty.at.key("x-rust-name"), message));
    None
}

fn report_rust_type(ty: &Type, sink: &mut Sink) {
    if let Some(path) = &ty.rust_type
        && syn::parse_str::<syn::TypePath>(path).is_err()
    {
        let message = format!("`{path}` is no type of Rust");
        sink.push(Diagnostic::new(Code::BadName, ty.at.key("x-rust-type"), message));
    }
}

fn joined(base: &str, path: &[String]) -> String {
    path.iter().fold(base.to_owned(), |name, step| name + &pascal(step, "Value"))
}

/// Reports a type that got a number, with the one that has the name.
fn report_number(api: &Api, names: &[String], id: usize, wish: &Wish, sink: &mut Sink) {
    let (ty, name) = (&api.types[id], &names[id]);
    if !wish.is_numbered(name) {
        return;
    }
    let what = match &ty.origin {
        Origin::Write(base) => format!("what requests carry of `{}`", names[base.index()]),
        _ => format!("`{}`", wish.source()),
    };
    let message = format!("{what} becomes `{name}`, since another name of the contract becomes the same");
    let diagnostic = Diagnostic::new(Code::NameCollision, ty.at.clone().named(), message);
    let holder =
        api.types.iter().zip(names).find(|(other, name)| other.module == ty.module && wish.is_for(name));
    sink.push(match holder {
        Some((other, name)) => diagnostic.with_related(other.at.clone().named(), format!("becomes `{name}`")),
        None => diagnostic,
    });
}

/// The tables of all types, and by module what is then taken. A type may have several, whose names begin with its own.
fn table_names(api: &Api, types: &[String]) -> (Vec<String>, Vec<HashSet<String>>) {
    let mut names = vec![String::new(); types.len()];
    let mut taken = vec![set(reserved::TABLES.iter().copied()); api.modules.len().max(1)];
    for (module, used) in taken.iter_mut().enumerate() {
        let mut ids: Vec<usize> =
            (0..types.len()).filter(|id| api.types[*id].module.0 == module && !api.types[*id].part).collect();
        ids.sort_by_key(|id| &types[*id]);
        for id in ids {
            let wish = table_wish(&types[id]);
            let all = |name: &str| [name.to_owned(), fields_table(name), arms_table(name)];
            let free = |name: &String| !all(name).iter().any(|name| used.contains(name));
            let numbered = (2..).map(|number| format!("{wish}_{number}"));
            let name = std::iter::once(wish.clone()).chain(numbered).find(free).unwrap_or_default();
            used.extend(all(&name));
            names[id] = name;
        }
    }
    (names, taken)
}

/// `PetOwner` → `PET_OWNER`. Scripts without case would give a static the name of a member.
fn table_wish(type_name: &str) -> String {
    let name = shouty(type_name);
    if name.to_lowercase() == name { format!("{name}_SCHEMA") } else { name }
}

/// The table of the properties of an object whose schema is `table`.
pub fn fields_table(table: &str) -> String {
    format!("{table}_FIELDS")
}

/// The table of the alternatives of a union whose schema is `table`.
pub fn arms_table(table: &str) -> String {
    format!("{table}_ARMS")
}

fn members(ty: &Type) -> Vec<String> {
    match &ty.shape {
        Shape::Struct { fields, .. } => {
            let wishes: Vec<Wish> =
                fields.iter().map(|f| Wish::of(&f.name, snake(&f.name, "field"))).collect();
            unique(&wishes, &set(["additional_properties"])).into_iter().map(escaped).collect()
        }
        Shape::Enum(values) => {
            let wishes = values.values.iter().map(value_wish).collect::<Vec<_>>();
            unique(&wishes, &set(["Unknown"])).into_iter().map(escaped).collect()
        }
        Shape::Tagged(tagged) => {
            let wishes = tagged.arms.iter().map(|(value, arm)| Wish::of(value, pascal(&arm.hint, "Variant")));
            let names = unique(&wishes.collect::<Vec<_>>(), &set(["Unknown"]));
            let default = tagged.default.iter().map(|_| "Unknown".to_owned());
            names.into_iter().map(escaped).chain(default).collect()
        }
        Shape::OneOf(union) => {
            let wishes = union.arms.iter().map(|arm| Wish::of(&arm.hint, pascal(&arm.hint, "Variant")));
            unique(&wishes.collect::<Vec<_>>(), &set(["Unknown"])).into_iter().map(escaped).collect()
        }
        Shape::Newtype(_) | Shape::Alias(_) | Shape::Tuple { .. } => Vec::new(),
    }
}

fn value_wish(value: &EnumValue) -> Wish {
    if let Some(name) = &value.name {
        return Wish::of(name, pascal(name, "Value"));
    }
    let text = match &value.value {
        Literal::String(text) if text.is_empty() => return Wish::of("", "Empty".to_owned()),
        Literal::String(text) => text.clone(),
        Literal::Integer(n) => n.to_string(),
        Literal::Number(n) => n.to_string(),
        Literal::Boolean(b) => b.to_string(),
        Literal::Null | Literal::List(_) => "null".to_owned(),
    };
    match &value.value {
        Literal::String(_) => Wish::of(&text, pascal(&text, "Value")),
        // `1` and `"1"` may stand beside each other.
        other => Wish::of(&format!("{other:?}"), pascal(&text, "Value")),
    }
}

impl Names {
    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        &self.types[id.index()]
    }

    /// The static of a pattern in a module.
    pub fn pattern(&self, module: ModuleId, source: &str) -> &str {
        let names = self.patterns.get(module.0);
        names.and_then(|names| names.get(source)).map_or("PATTERN", String::as_str)
    }
}
