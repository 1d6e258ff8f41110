//! What types can derive beyond `Clone`, `Debug` and `PartialEq`, by fixpoint: a type can what all its parts can.

use std::collections::HashSet;

use crate::ir::{Api, Common, Kind, Presence, Shape, TypeId, TypeRef, Typed};

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

/// `boxes` are the members that stand behind a box, which is never copied.
pub(super) fn of_all(api: &Api, boxes: &HashSet<(TypeId, usize)>) -> Vec<Traits> {
    let is_boxed = |index: usize| boxes.contains(&(TypeId::new(index), 0));
    let mut traits: Vec<Traits> = api
        .types
        .iter()
        .enumerate()
        .map(|(index, ty)| Traits {
            eq: ty.rust_type.is_none(),
            copy: ty.rust_type.is_none() && !is_boxed(index),
            default: has_default(&ty.shape),
        })
        .collect();
    loop {
        let mut changed = false;
        for (index, ty) in api.types.iter().enumerate() {
            let before = traits[index];
            let eq =
                before.eq && ty.shape.parts().into_iter().all(|part| can(part, &traits, |t| t.eq, is_eq));
            let copy = before.copy
                && !matches!(
                    ty.shape,
                    Shape::Struct { .. } | Shape::Tuple { .. } | Shape::Tagged(_) | Shape::OneOf(_)
                )
                && !holds_others(&ty.shape)
                && ty.shape.parts().into_iter().all(|part| can(part, &traits, |t| t.copy, is_copy));
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
