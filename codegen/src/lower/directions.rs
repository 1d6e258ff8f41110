//! `readOnly` and `writeOnly`: what answers carry and what requests carry are two types where they differ.
//!
//! The plain name is that of what is read. A type that travels in one direction only just loses the properties that
//! cannot travel there, and one that no operation uses keeps everything.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Field, Kind, LeftOut, Origin, Payload, Shape, Type, TypeId, TypeRef, reached};

#[derive(Clone, Copy)]
enum Direction {
    Request,
    Answer,
}

impl Direction {
    fn carries(self, field: &Field) -> bool {
        match self {
            // A property that is both contradicts itself, and is taken as neither.
            Direction::Request => !field.read_only || field.write_only,
            Direction::Answer => !field.write_only || field.read_only,
        }
    }

    fn keyword(self) -> &'static str {
        match self {
            Direction::Request => "readOnly",
            Direction::Answer => "writeOnly",
        }
    }
}

/// Gives both directions the types that they need.
pub(super) fn separate(api: &mut Api) {
    let sent = sent(api);
    let answered = answered(api);
    let write = add_write_types(api, &split(api, &sent, &answered));
    for (index, ty) in api.types.iter_mut().enumerate() {
        let id = TypeId::new(index);
        if answered.contains(&id) {
            leave_out(ty, Direction::Answer);
        } else if sent.contains(&id) || matches!(ty.origin, Origin::Write(_)) {
            leave_out(ty, Direction::Request);
            ty.shape.parts_mut().into_iter().for_each(|part| to_write(part, &write));
        }
    }
    for operation in api.modules.iter_mut().flat_map(|module| &mut module.operations) {
        for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
            if let Payload::Multipart(parts) = &mut content.payload {
                parts.retain(|part| Direction::Request.carries(part));
            }
        }
        operation.requested_mut().into_iter().for_each(|part| to_write(part, &write));
    }
}

fn sent(api: &Api) -> BTreeSet<TypeId> {
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    reached(api, operations.flat_map(|operation| operation.requested()), |field| {
        Direction::Request.carries(field)
    })
}

fn answered(api: &Api) -> BTreeSet<TypeId> {
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    let errors = api.modules.iter().filter_map(|module| module.error_body.as_ref()).map(|body| &body.ty);
    reached(api, operations.flat_map(|operation| operation.answered()).chain(errors), |field| {
        Direction::Answer.carries(field)
    })
}

/// The types of both directions that have something which travels in one of them only, or hold such a type.
fn split(api: &Api, sent: &BTreeSet<TypeId>, answered: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let both = || sent.intersection(answered).copied().filter(|id| api.type_of(*id).rust_type.is_none());
    let mut holders: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in both() {
        for part in api.type_of(id).shape.parts().into_iter().filter_map(TypeRef::named) {
            holders.entry(part).or_default().push(id);
        }
    }
    let mut split = BTreeSet::new();
    let mut open: Vec<TypeId> = both().filter(|id| differs(&api.type_of(*id).shape)).collect();
    while let Some(id) = open.pop() {
        if split.insert(id) {
            open.extend(holders.get(&id).into_iter().flatten());
        }
    }
    split
}

fn differs(shape: &Shape) -> bool {
    let Shape::Struct { fields, .. } = shape else { return false };
    fields.iter().any(|field| field.read_only != field.write_only)
}

/// Adds a type of requests for each of these, still like the one it comes from.
fn add_write_types(api: &mut Api, split: &BTreeSet<TypeId>) -> BTreeMap<TypeId, TypeId> {
    let mut write = BTreeMap::new();
    for id in split {
        let ty = Type { origin: Origin::Write(*id), rust_name: None, ..api.type_of(*id).clone() };
        write.insert(*id, TypeId::new(api.types.len()));
        api.types.push(ty);
    }
    write
}

fn leave_out(ty: &mut Type, direction: Direction) {
    let Shape::Struct { fields, .. } = &mut ty.shape else { return };
    let (kept, left): (Vec<Field>, Vec<Field>) =
        std::mem::take(fields).into_iter().partition(|field| direction.carries(field));
    *fields = kept;
    if !left.is_empty() {
        let names = left.into_iter().map(|field| field.name).collect();
        ty.left_out = Some(LeftOut { keyword: direction.keyword(), names });
    }
}

fn to_write(ty: &mut TypeRef, write: &BTreeMap<TypeId, TypeId>) {
    ty.each_mut(&mut |ty| {
        if let Kind::Named(id) = &mut ty.kind {
            *id = write.get(id).copied().unwrap_or(*id);
        }
    });
}
