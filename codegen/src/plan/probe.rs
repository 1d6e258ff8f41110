//! In which order the alternatives of a union are tried: the choosiest first, so that none takes what belongs to another.

use crate::ir::{Api, Kind, Presence, Rest, Shape, TypeRef, Typed};

/// How much a type asks of a value; the more, the smaller.
type Rank = (u8, std::cmp::Reverse<usize>);

/// How far names of names are followed.
const DEEPEST: usize = 8;

/// The alternatives by index, in the order in which they are tried.
pub(super) fn order<'t>(api: &Api, arms: impl Iterator<Item = &'t TypeRef>) -> Vec<usize> {
    let mut ranked: Vec<(Rank, usize)> =
        arms.enumerate().map(|(index, ty)| (rank(api, ty, DEEPEST), index)).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, index)| index).collect()
}

fn rank(api: &Api, ty: &TypeRef, deeper: usize) -> Rank {
    let plain = |rank: u8| (rank, std::cmp::Reverse(ty.rules.len()));
    match &ty.kind {
        Kind::Boolean | Kind::Integer(_) | Kind::Typed(Typed::Uuid | Typed::Date) => plain(1),
        Kind::DateTime(_) | Kind::Typed(Typed::Base64) => plain(2),
        Kind::Number(_) | Kind::DecimalNumber => plain(3),
        Kind::Decimal => plain(4),
        Kind::String | Kind::Binary => plain(5),
        Kind::List(item) if deeper > 0 => rank(api, item, deeper - 1),
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
            Shape::Newtype(inner) | Shape::Alias(inner) if deeper > 0 => rank(api, inner, deeper - 1),
            Shape::OneOf(_) | Shape::Newtype(_) | Shape::Alias(_) => plain(7),
        },
    }
}
