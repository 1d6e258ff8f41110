//! The statics of patterns, which the tables of a module share.

use std::collections::{BTreeMap, HashSet};

use super::case::shouty;
use super::operations::{OperationNames, Slot};
use crate::ir::{Api, Content, Field, Kind, ModuleId, Payload, Rest, Rule, Shape, TypeRef};

/// The static of each pattern of a module, by its source.
pub(super) type PatternNames = BTreeMap<String, String>;

/// Something that has patterns: where it stands among the others, what it is called, and what is asked of it.
type User<'a> = (Rank, String, Vec<&'a str>);

/// Types that are nothing but a string with a pattern come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Itself,
    Part,
}

/// Names the patterns of a module after what uses them: the first by name, whatever the order of the contract.
pub(super) fn pattern_names(
    api: &Api,
    module: ModuleId,
    tables: &[String],
    members: &[Vec<String>],
    operations: &[OperationNames],
    taken: &mut HashSet<String>,
) -> PatternNames {
    let mut users = Vec::new();
    for (id, ty) in api.types.iter().enumerate().filter(|(_, ty)| ty.module == module && !ty.part) {
        users_in_shape(&ty.shape, &tables[id], &members[id], &mut users);
    }
    for (operation, names) in api.modules[module.0].operations.iter().zip(operations) {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            users.push(user(names.schema(Slot::Parameter(index)), &parameter.ty));
        }
        if let Some(body) = &operation.body {
            for (index, content) in body.contents.iter().enumerate() {
                users_in_body(content, names.schema(Slot::Body(index)), names, &mut users);
            }
        }
        for answer in operation.answers() {
            for (index, content) in answer.contents.iter().enumerate() {
                let table = names.schema(Slot::Answer(answer.status, index));
                users.extend(content.parts().into_iter().map(|ty| user(table, ty)));
            }
            for (index, header) in answer.headers.iter().enumerate() {
                users.push(user(names.schema(Slot::Header(answer.status, index)), &header.ty));
            }
        }
    }
    users.sort();
    let mut given = PatternNames::new();
    for (_, name, patterns) in users {
        for pattern in patterns {
            if !given.contains_key(pattern) {
                given.insert(pattern.to_owned(), free(&format!("{name}_PATTERN"), taken));
            }
        }
    }
    given
}

fn users_in_shape<'a>(shape: &'a Shape, table: &str, members: &[String], users: &mut Vec<User<'a>>) {
    match shape {
        Shape::Newtype(ty) => users.push((Rank::Itself, table.to_owned(), patterns_of(ty))),
        Shape::Struct { fields, rest, rules } | Shape::Tuple { items: fields, rest, rules } => {
            users.push((Rank::Part, table.to_owned(), patterns_in(rules)));
            for (index, field) in fields.iter().enumerate() {
                let name =
                    members.get(index).map_or(field.name.as_str(), |name| name.trim_start_matches("r#"));
                users.push(user(&format!("{table}_{}", shouty(name)), &field.ty));
            }
            if let Rest::Kept(ty) = rest {
                users.push(user(table, ty));
            }
        }
        _ => users.extend(shape.parts().into_iter().map(|ty| user(table, ty))),
    }
}

fn users_in_body<'a>(content: &'a Content, body: &str, names: &OperationNames, users: &mut Vec<User<'a>>) {
    match &content.payload {
        Payload::Multipart(parts) => {
            let parts = parts.iter().zip(&names.parts);
            let part = |(part, name): (&'a Field, &String)| {
                let name = shouty(name.trim_start_matches("r#"));
                user(&format!("{body}_{name}"), &part.ty)
            };
            users.extend(parts.map(part));
        }
        _ => users.extend(content.parts().into_iter().map(|ty| user(body, ty))),
    }
}

fn user<'a>(name: &str, ty: &'a TypeRef) -> User<'a> {
    (Rank::Part, name.to_owned(), patterns_of(ty))
}

/// The patterns of a type that stands somewhere, those of its items and keys included.
fn patterns_of(ty: &TypeRef) -> Vec<&str> {
    let mut patterns = patterns_in(&ty.rules);
    if let Kind::List(inner) | Kind::Map(inner) = &ty.kind {
        patterns.extend(patterns_of(inner));
    }
    patterns
}

fn patterns_in(rules: &[Rule]) -> Vec<&str> {
    let patterns = rules.iter().flat_map(|rule| match rule {
        Rule::Pattern(source) => vec![source.as_str()],
        _ => rule.ty().map(patterns_of).unwrap_or_default(),
    });
    patterns.collect()
}

fn free(wish: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{wish}_{number}"));
    let mut wishes = std::iter::once(wish.to_owned()).chain(numbered);
    wishes.find(|name| taken.insert(name.clone())).unwrap_or_default()
}
