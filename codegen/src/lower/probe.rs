//! In which order the alternatives of a union are tried: the choosiest first, so that none takes what belongs to another.

use crate::ir::{Api, Kind, Presence, Rest, Shape, TypeRef, Typed};

/// How much a type asks of a value; the more, the smaller.
pub(super) type Rank = (u8, std::cmp::Reverse<usize>);

/// How far names of names are followed.
const DEEPEST: usize = 8;

/// How choosy a type is.
pub(super) fn rank_of(api: &Api, ty: &TypeRef) -> Rank {
    rank(api, ty, DEEPEST)
}

fn rank(api: &Api, ty: &TypeRef, deeper: usize) -> Rank {
    let plain = |rank: u8| (rank, std::cmp::Reverse(ty.rules.len()));
    match &ty.kind {
        Kind::Boolean | Kind::Integer(_) | Kind::Typed(Typed::Uuid | Typed::Date) => plain(1),
        Kind::DateTime(_) | Kind::Typed(Typed::Base64) => plain(2),
        Kind::Number(_) | Kind::DecimalNumber => plain(3),
        Kind::Decimal => plain(4),
        Kind::String | Kind::Binary => plain(5),
        Kind::List(item) if deeper > 0 => with_rules(rank(api, item, deeper - 1), ty),
        Kind::List(_) => plain(7),
        Kind::Map(_) => plain(8),
        Kind::Any => plain(9),
        Kind::Named(id) => match &api.type_of(*id).shape {
            Shape::Enum(_) | Shape::Tagged(_) => plain(0),
            Shape::Struct { fields, rest, .. } => {
                let required = fields.iter().filter(|field| field.presence == Presence::Required).count();
                let closed = usize::from(matches!(rest, Rest::Refused));
                (6, std::cmp::Reverse(2 * required + closed))
            }
            Shape::Newtype(inner) | Shape::Alias(inner) if deeper > 0 => {
                with_rules(rank(api, inner, deeper - 1), ty)
            }
            Shape::Tuple { .. } => plain(6),
            Shape::OneOf(_) | Shape::Newtype(_) | Shape::Alias(_) => plain(7),
        },
    }
}

/// What is asked of a value beside what its parts, or the type that it names, ask.
fn with_rules((rank, std::cmp::Reverse(asked)): Rank, ty: &TypeRef) -> Rank {
    (rank, std::cmp::Reverse(asked + ty.rules.len()))
}
