//! What can only be said when everything is known: which direction a type travels in, and what may be any value.

use std::collections::HashSet;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Api, Content, Field, Kind, Operation, Payload, Presence, Rest, Shape, TypeId, TypeRef};

impl Lowering<'_, '_> {
    pub(super) fn settle(&mut self) {
        let any = any_values(&self.api);
        each_type_ref(&mut self.api, &mut |ty| {
            // "Any value" has `null` among its values already.
            ty.nullable &= !is_any(ty, &any);
        });
        self.settle_directions();
        self.settle_choices();
    }

    /// A `readOnly` property cannot be required of a request, nor a `writeOnly` one of an answer.
    fn settle_directions(&mut self) {
        let (mut sent, mut answered) = (Reached::default(), Reached::default());
        for operation in self.api.modules.iter().flat_map(|module| &module.operations) {
            requested(operation, |ty| sent.reach(&self.api, ty));
            operation_answers(operation, |ty| answered.reach(&self.api, ty));
        }
        for body in self.api.modules.iter().filter_map(|module| module.error_body.as_ref()) {
            answered.reach(&self.api, &body.ty);
        }
        let mut notes = Vec::new();
        for (index, ty) in self.api.types.iter_mut().enumerate() {
            let Shape::Struct { fields, .. } = &mut ty.shape else { continue };
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            let (sent, answered) = (sent.0.contains(&id), answered.0.contains(&id));
            for field in fields {
                settle_field(field, sent, answered, &ty.at, &mut notes);
            }
        }
        for operation in self.api.modules.iter_mut().flat_map(|module| &mut module.operations) {
            let Some(Payload::Multipart(parts)) =
                operation.body.as_mut().map(|body| &mut body.content.payload)
            else {
                continue;
            };
            for part in parts {
                settle_field(part, true, false, &operation.at, &mut notes);
            }
        }
        notes.into_iter().for_each(|note| self.sink.push(note));
    }
}

fn settle_field(field: &mut Field, sent: bool, answered: bool, at: &Place, notes: &mut Vec<Diagnostic>) {
    let word = match (field.read_only && sent, field.write_only && answered) {
        (true, _) => "a request",
        (false, true) => "an answer",
        (false, false) => return,
    };
    if field.presence != Presence::Required {
        return;
    }
    field.presence = Presence::Optional(None);
    let message = format!("`{}` is required, but cannot be in {word}, so it is optional", field.name);
    notes.push(Diagnostic::new(Code::MadeOptional, at.keys(&["properties", &field.name]), message));
}

/// The named types that something holds, at whatever depth.
#[derive(Default)]
struct Reached(HashSet<TypeId>);

impl Reached {
    fn reach(&mut self, api: &Api, ty: &TypeRef) {
        let mut open = Vec::new();
        named(ty, &mut open);
        while let Some(id) = open.pop() {
            if self.0.insert(id) {
                parts(&api.type_of(id).shape).into_iter().for_each(|part| named(part, &mut open));
            }
        }
    }
}

fn named(ty: &TypeRef, out: &mut Vec<TypeId>) {
    match &ty.kind {
        Kind::Named(id) => out.push(*id),
        Kind::List(inner) | Kind::Map(inner) => named(inner, out),
        _ => {}
    }
}

fn parts(shape: &Shape) -> Vec<&TypeRef> {
    match shape {
        Shape::Struct { fields, rest, .. } | Shape::Tuple { items: fields, rest, .. } => {
            let rest = if let Rest::Kept(ty) = rest { Some(ty) } else { None };
            fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        Shape::Tagged(tagged) => tagged.arms.iter().map(|(_, arm)| &arm.ty).collect(),
        Shape::OneOf(union) => union.arms.iter().map(|arm| &arm.ty).collect(),
        Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
        Shape::Enum(_) => Vec::new(),
    }
}

fn requested<'o>(operation: &'o Operation, mut found: impl FnMut(&'o TypeRef)) {
    operation.parameters.iter().for_each(|parameter| found(&parameter.ty));
    operation.body.iter().for_each(|body| payload(&body.content, &mut found));
}

fn operation_answers<'o>(operation: &'o Operation, mut found: impl FnMut(&'o TypeRef)) {
    for response in operation.successes.iter().chain(&operation.failures) {
        response.content.iter().for_each(|content| payload(content, &mut found));
        response.headers.iter().for_each(|header| found(&header.ty));
    }
}

fn payload<'o>(content: &'o Content, found: &mut impl FnMut(&'o TypeRef)) {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty) => found(ty),
        Payload::Multipart(parts) => parts.iter().for_each(|part| found(&part.ty)),
        Payload::Text | Payload::Binary => {}
    }
}

/// By type: whether it is another name of "any value".
fn any_values(api: &Api) -> Vec<bool> {
    let mut any = vec![false; api.types.len()];
    loop {
        let news: Vec<usize> = (0..any.len())
            .filter(|index| !any[*index])
            .filter(|index| matches!(&api.types[*index].shape, Shape::Alias(ty) if is_any(ty, &any)))
            .collect();
        if news.is_empty() {
            return any;
        }
        news.into_iter().for_each(|index| any[index] = true);
    }
}

fn is_any(ty: &TypeRef, any: &[bool]) -> bool {
    match ty.kind {
        Kind::Any => true,
        Kind::Named(id) => any[id.index()],
        _ => false,
    }
}

fn each_type_ref(api: &mut Api, change: &mut impl FnMut(&mut TypeRef)) {
    for ty in &mut api.types {
        match &mut ty.shape {
            Shape::Struct { fields, rest, .. } | Shape::Tuple { items: fields, rest, .. } => {
                fields.iter_mut().for_each(|field| within(&mut field.ty, change));
                if let Rest::Kept(ty) = rest {
                    within(ty, change);
                }
            }
            Shape::Tagged(tagged) => tagged.arms.iter_mut().for_each(|(_, arm)| within(&mut arm.ty, change)),
            Shape::OneOf(union) => union.arms.iter_mut().for_each(|arm| within(&mut arm.ty, change)),
            Shape::Newtype(ty) | Shape::Alias(ty) => within(ty, change),
            Shape::Enum(_) => {}
        }
    }
    for operation in api.modules.iter_mut().flat_map(|module| &mut module.operations) {
        operation.parameters.iter_mut().for_each(|parameter| within(&mut parameter.ty, change));
        operation.body.iter_mut().for_each(|body| in_content(&mut body.content, change));
        for response in operation.successes.iter_mut().chain(&mut operation.failures) {
            response.content.iter_mut().for_each(|content| in_content(content, change));
            response.headers.iter_mut().for_each(|header| within(&mut header.ty, change));
        }
    }
}

fn in_content(content: &mut Content, change: &mut impl FnMut(&mut TypeRef)) {
    match &mut content.payload {
        Payload::Json(ty) | Payload::Form(ty) => within(ty, change),
        Payload::Multipart(parts) => parts.iter_mut().for_each(|part| within(&mut part.ty, change)),
        Payload::Text | Payload::Binary => {}
    }
}

fn within(ty: &mut TypeRef, change: &mut impl FnMut(&mut TypeRef)) {
    change(ty);
    if let Kind::List(inner) | Kind::Map(inner) = &mut ty.kind {
        within(inner, change);
    }
}
