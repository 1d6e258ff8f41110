//! What is made of what, and which types something reaches.

use std::collections::BTreeSet;

use super::{Api, Content, Field, Kind, Operation, Payload, Rest, Rule, Shape, Tagged, TypeId, TypeRef};

/// The named types that are reached from some types, at whatever depth.
///
/// Properties are followed where `follows` says so. A type for which one of the user's own stands is reached, but what
/// it is made of is the user's.
pub fn reached<'a>(
    api: &Api,
    from: impl IntoIterator<Item = &'a TypeRef>,
    follows: impl Fn(&Field) -> bool,
) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<TypeId> = from.into_iter().flat_map(TypeRef::all_named).collect();
    while let Some(id) = open.pop() {
        let ty = api.type_of(id);
        if found.insert(id) && ty.rust_type.is_none() {
            open.extend(ty.shape.parts_along(&follows).into_iter().flat_map(TypeRef::all_named));
            open.extend(ty.shape.rules().iter().filter_map(Rule::ty).flat_map(TypeRef::all_named));
        }
    }
    found
}

impl Shape {
    /// The types that it is made of.
    pub fn parts(&self) -> Vec<&TypeRef> {
        self.parts_along(&|_| true)
    }

    /// The types that it is made of, without those of properties that are not followed.
    fn parts_along(&self, follows: &dyn Fn(&Field) -> bool) -> Vec<&TypeRef> {
        match self {
            Shape::Struct { fields, rest, .. } | Shape::Tuple { items: fields, rest, .. } => {
                let rest = if let Rest::Kept(ty) = rest { Some(ty) } else { None };
                fields.iter().filter(|field| follows(field)).map(|field| &field.ty).chain(rest).collect()
            }
            Shape::Tagged(tagged) => tagged.all().map(|arm| &arm.ty).collect(),
            Shape::OneOf(union) => union.arms.iter().map(|arm| &arm.ty).collect(),
            Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
            Shape::Enum(_) => Vec::new(),
        }
    }

    /// What is asked of its values beyond its parts.
    fn rules(&self) -> &[Rule] {
        match self {
            Shape::Struct { rules, .. } | Shape::Tuple { rules, .. } => rules,
            _ => &[],
        }
    }

    /// The types that it is made of, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut TypeRef> {
        match self {
            Shape::Struct { fields, rest, .. } | Shape::Tuple { items: fields, rest, .. } => {
                let rest = if let Rest::Kept(ty) = rest { Some(ty) } else { None };
                fields.iter_mut().map(|field| &mut field.ty).chain(rest).collect()
            }
            Shape::Tagged(Tagged { arms, default, .. }) => {
                arms.iter_mut().map(|(_, arm)| arm).chain(default).map(|arm| &mut arm.ty).collect()
            }
            Shape::OneOf(union) => union.arms.iter_mut().map(|arm| &mut arm.ty).collect(),
            Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
            Shape::Enum(_) => Vec::new(),
        }
    }
}

impl TypeRef {
    /// The named type that it is, or that is behind its lists and maps.
    pub fn named(&self) -> Option<TypeId> {
        match &self.kind {
            Kind::Named(id) => Some(*id),
            Kind::List(inner) | Kind::Map(inner) => inner.named(),
            _ => None,
        }
    }

    /// The same, and those that its rules name.
    fn all_named(&self) -> Vec<TypeId> {
        let inner = match &self.kind {
            Kind::List(inner) | Kind::Map(inner) => inner.all_named(),
            _ => self.named().into_iter().collect(),
        };
        let asked = self.rules.iter().filter_map(Rule::ty).flat_map(TypeRef::all_named);
        inner.into_iter().chain(asked).collect()
    }

    /// Changes the type itself and those that its lists and maps hold.
    pub fn each_mut(&mut self, change: &mut impl FnMut(&mut TypeRef)) {
        change(self);
        if let Kind::List(inner) | Kind::Map(inner) = &mut self.kind {
            inner.each_mut(change);
        }
    }
}

impl Rule {
    /// The type that values, or their keys, are held against.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Rule::Keys(ty) | Rule::Contains(ty, ..) => Some(ty),
            _ => None,
        }
    }
}

impl Content {
    /// The types that it is made of.
    pub fn parts(&self) -> Vec<&TypeRef> {
        match &self.payload {
            Payload::Json(ty) | Payload::Form(ty) | Payload::Events(ty) | Payload::Lines(ty) => vec![ty],
            Payload::Multipart(parts) => parts.iter().map(|part| &part.ty).collect(),
            Payload::Text | Payload::Binary => Vec::new(),
        }
    }

    /// The types that it is made of, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut TypeRef> {
        match &mut self.payload {
            Payload::Json(ty) | Payload::Form(ty) | Payload::Events(ty) | Payload::Lines(ty) => vec![ty],
            Payload::Multipart(parts) => parts.iter_mut().map(|part| &mut part.ty).collect(),
            Payload::Text | Payload::Binary => Vec::new(),
        }
    }
}

impl Operation {
    /// The types of its requests: parameters and body.
    pub fn requested(&self) -> Vec<&TypeRef> {
        let body = self.body.iter().flat_map(|body| &body.contents).flat_map(Content::parts);
        self.parameters.iter().map(|parameter| &parameter.ty).chain(body).collect()
    }

    /// The types of its requests, to be changed.
    pub fn requested_mut(&mut self) -> Vec<&mut TypeRef> {
        let body = self.body.iter_mut().flat_map(|body| &mut body.contents).flat_map(Content::parts_mut);
        self.parameters.iter_mut().map(|parameter| &mut parameter.ty).chain(body).collect()
    }

    /// The types of its answers: bodies and headers.
    pub fn answered(&self) -> Vec<&TypeRef> {
        let responses = self.successes.iter().chain(&self.failures);
        let parts = responses.flat_map(|response| {
            let bodies = response.contents.iter().flat_map(Content::parts);
            bodies.chain(response.headers.iter().map(|header| &header.ty))
        });
        parts.collect()
    }

    /// The types of its answers, to be changed.
    pub fn answered_mut(&mut self) -> Vec<&mut TypeRef> {
        let responses = self.successes.iter_mut().chain(&mut self.failures);
        let parts = responses.flat_map(|response| {
            let bodies = response.contents.iter_mut().flat_map(Content::parts_mut);
            bodies.chain(response.headers.iter_mut().map(|header| &mut header.ty))
        });
        parts.collect()
    }
}
