//! What types can derive beyond `Clone`, `Debug` and `PartialEq`, by fixpoint: a type can what all its parts can.

use crate::ir::{Api, Common, Kind, Presence, Rest, Shape, TypeRef, Typed};

/// Traits that not every type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// `Eq` and `Hash`
    pub eq: bool,
    /// `Copy`
    pub copy: bool,
    /// `Default`: nothing in it has to be there.
    pub default: bool,
}

pub(super) fn of_all(api: &Api) -> Vec<Traits> {
    let mut traits: Vec<Traits> = api
        .types
        .iter()
        .map(|ty| Traits {
            eq: ty.rust_type.is_none(),
            copy: ty.rust_type.is_none(),
            default: has_default(&ty.shape),
        })
        .collect();
    loop {
        let mut changed = false;
        for (index, ty) in api.types.iter().enumerate() {
            let before = traits[index];
            let eq = before.eq && parts(&ty.shape).iter().all(|part| can(part, &traits, |t| t.eq, is_eq));
            let copy = before.copy
                && !matches!(
                    ty.shape,
                    Shape::Struct { .. } | Shape::Tuple { .. } | Shape::Tagged(_) | Shape::OneOf(_)
                )
                && !holds_others(&ty.shape)
                && parts(&ty.shape).iter().all(|part| can(part, &traits, |t| t.copy, is_copy));
            if (eq, copy) != (before.eq, before.copy) {
                traits[index] = Traits { eq, copy, ..before };
                changed = true;
            }
        }
        if !changed {
            return traits;
        }
    }
}

fn has_default(shape: &Shape) -> bool {
    match shape {
        Shape::Struct { fields, .. } | Shape::Tuple { items: fields, .. } => {
            fields.iter().all(|field| matches!(field.presence, Presence::Optional(_)))
        }
        _ => false,
    }
}

/// An enumeration that keeps a value which is not listed on the heap.
fn holds_others(shape: &Shape) -> bool {
    matches!(shape, Shape::Enum(values) if values.common() != Common::Integer)
}

fn parts(shape: &Shape) -> Vec<&TypeRef> {
    match shape {
        Shape::Struct { fields, rest, .. } | Shape::Tuple { items: fields, rest, .. } => {
            let rest = match rest {
                Rest::Kept(ty) => Some(ty),
                Rest::Ignored | Rest::Refused => None,
            };
            fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        Shape::Tagged(tagged) => tagged.arms.iter().map(|(_, arm)| &arm.ty).collect(),
        Shape::OneOf(union) => union.arms.iter().map(|arm| &arm.ty).collect(),
        Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
        Shape::Enum(_) => Vec::new(),
    }
}

fn can(ty: &TypeRef, traits: &[Traits], named: fn(&Traits) -> bool, scalar: fn(&Kind) -> bool) -> bool {
    match &ty.kind {
        Kind::Named(id) => named(&traits[id.index()]),
        kind => scalar(kind),
    }
}

/// Floating-point numbers are not equal to themselves; maps have no hash.
fn is_eq(kind: &Kind) -> bool {
    match kind {
        Kind::Number(_) | Kind::Any | Kind::Map(_) | Kind::Binary => false,
        Kind::List(item) => match &item.kind {
            Kind::Named(_) => false,
            kind => is_eq(kind),
        },
        _ => true,
    }
}

fn is_copy(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Boolean
            | Kind::Integer(_)
            | Kind::Number(_)
            | Kind::Decimal
            | Kind::DecimalNumber
            | Kind::Typed(Typed::Uuid | Typed::Date)
            | Kind::DateTime(_)
    )
}
