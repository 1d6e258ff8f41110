//! Alternatives that no value is ever read as, since another one takes all of their values before.

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, Choice, Field, Kind, Presence, Rest, Shape, TypeRef};

/// How far types are compared.
const DEEPEST: usize = 6;

impl Lowering<'_, '_> {
    pub(super) fn report_overlaps(&mut self, index: usize, choice: &Choice) {
        let Shape::OneOf(union) = &self.api.types[index].shape else { return };
        let mut found: Vec<(usize, usize)> = Vec::new();
        tried(choice, &mut |order| {
            for (place, later) in order.iter().enumerate() {
                let earlier = order[..place].iter().find(|earlier| {
                    takes_all(&self.api, &union.arms[**earlier].ty, &union.arms[*later].ty, DEEPEST)
                });
                found.extend(earlier.map(|earlier| (*later, *earlier)));
            }
        });
        found.sort_unstable();
        found.dedup_by_key(|(later, _)| *later);
        let diagnostics: Vec<Diagnostic> = found
            .into_iter()
            .map(|(later, earlier)| {
                let (later, earlier) = (&union.arms[later], &union.arms[earlier]);
                let message =
                    "no value is read as this alternative, since another one takes all of its values";
                let help = "tell them apart by a required property, a `const` or a `discriminator`";
                let diagnostic =
                    Diagnostic::new(Code::AmbiguousAlternatives, later.at.clone(), message).with_help(help);
                diagnostic.with_related(earlier.at.clone(), "this one takes them")
            })
            .collect();
        diagnostics.into_iter().for_each(|diagnostic| self.sink.push(diagnostic));
    }
}

/// Every group of alternatives that are tried one after the other.
fn tried(choice: &Choice, each: &mut impl FnMut(&[usize])) {
    match choice {
        Choice::Arms(order) => each(order),
        Choice::Type(types) => types.iter().for_each(|(_, choice)| tried(choice, each)),
        Choice::Constant { values, otherwise, .. } => {
            values.iter().for_each(|(_, choice)| tried(choice, each));
            tried(otherwise, each);
        }
        Choice::Key { present, absent, .. } => {
            tried(present, each);
            tried(absent, each);
        }
    }
}

/// Whether every value of `other` is one of `one`, as far as that is sure.
fn takes_all(api: &Api, one: &TypeRef, other: &TypeRef, deeper: usize) -> bool {
    let rules = one.rules.iter().all(|rule| other.rules.contains(rule));
    if deeper == 0 || !rules || (other.nullable && !one.nullable) {
        return false;
    }
    match (&one.kind, &other.kind) {
        (Kind::Any, _) => true,
        (Kind::Named(a), Kind::Named(b)) if a == b => true,
        (Kind::List(a), Kind::List(b)) | (Kind::Map(a), Kind::Map(b)) => takes_all(api, a, b, deeper - 1),
        (Kind::Named(a), Kind::Named(b)) => {
            shape_takes_all(api, &api.type_of(*a).shape, &api.type_of(*b).shape, deeper - 1)
        }
        (Kind::Named(a), _) => match &api.type_of(*a).shape {
            Shape::Newtype(a) | Shape::Alias(a) => takes_all(api, a, other, deeper - 1),
            _ => false,
        },
        (_, Kind::Named(b)) => match &api.type_of(*b).shape {
            Shape::Newtype(b) | Shape::Alias(b) => takes_all(api, one, b, deeper - 1),
            _ => false,
        },
        (a, b) => a == b,
    }
}

fn shape_takes_all(api: &Api, one: &Shape, other: &Shape, deeper: usize) -> bool {
    match (one, other) {
        (Shape::Newtype(a) | Shape::Alias(a), Shape::Newtype(b) | Shape::Alias(b)) => {
            takes_all(api, a, b, deeper)
        }
        (Shape::Enum(a), Shape::Enum(b)) => {
            let values = b.values.iter().all(|b| a.values.iter().any(|a| a.value == b.value));
            values && (a.open || !b.open)
        }
        (Shape::Struct { fields: a, rest, rules }, Shape::Struct { fields: b, .. }) => {
            let open = !matches!(rest, Rest::Refused) || same_names(a, b);
            rules.is_empty() && open && fields_take_all(api, a, b, deeper)
        }
        _ => false,
    }
}

fn same_names(a: &[Field], b: &[Field]) -> bool {
    a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| a.name == b.name))
}

/// Whether `a` knows all properties of `b`, with at least their values, and asks for no others.
fn fields_take_all(api: &Api, a: &[Field], b: &[Field], deeper: usize) -> bool {
    let required = |field: &Field| field.presence == Presence::Required;
    let known = b.iter().all(|b| a.iter().any(|a| a.name == b.name && takes_all(api, &a.ty, &b.ty, deeper)));
    let asked = a.iter().filter(|a| required(a)).all(|a| b.iter().any(|b| b.name == a.name && required(b)));
    known && asked
}
