//! Which types of requests can be made of what was answered: read, change, send back.

use std::collections::HashSet;

use crate::ir::{Api, Field, Origin, Presence, Shape, Type, TypeId, TypeRef};

/// The types of requests that lack nothing which an answer does not carry: it has all that they require.
pub(super) fn possible(api: &Api) -> HashSet<TypeId> {
    let all = || api.types.iter().enumerate().filter(|(_, ty)| matches!(ty.origin, Origin::Write(_)));
    let mut possible: HashSet<TypeId> =
        all().filter(|(_, ty)| !requires_more(ty)).map(|(index, _)| TypeId::new(index)).collect();
    loop {
        let fits = |part: TypeId| !is_write(api, part) || possible.contains(&part);
        let all_fit = |ty: &Type| ty.shape.parts().into_iter().filter_map(TypeRef::named).all(fits);
        let lost: Vec<TypeId> = all()
            .map(|(index, ty)| (TypeId::new(index), ty))
            .filter(|(id, ty)| possible.contains(id) && !all_fit(ty))
            .map(|(id, _)| id)
            .collect();
        if lost.is_empty() {
            return possible;
        }
        possible.retain(|id| !lost.contains(id));
    }
}

fn is_write(api: &Api, id: TypeId) -> bool {
    matches!(api.type_of(id).origin, Origin::Write(_))
}

fn requires_more(ty: &Type) -> bool {
    let fields = match &ty.shape {
        Shape::Struct { fields, .. } => fields,
        // Nothing is written that makes a tuple of another.
        Shape::Tuple { .. } => return true,
        _ => return false,
    };
    let only_sent = |field: &Field| field.write_only && !field.read_only;
    fields.iter().any(|field| only_sent(field) && field.presence == Presence::Required)
}
