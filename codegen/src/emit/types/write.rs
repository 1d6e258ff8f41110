//! What was answered as what is sent in requests, without the properties that requests do not carry.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::Types;
use crate::ir::{Arm, Field, Kind, Origin, Rest, Shape, Type, TypeId, TypeRef};
use crate::plan::Plan;

/// A member of a type: where it is and what it holds.
#[derive(Clone, Copy)]
struct Member<'t> {
    of: TypeId,
    index: usize,
    ty: &'t TypeRef,
    optional: bool,
}

impl Types<'_> {
    /// `From` what answers carry, where that has everything.
    pub(super) fn conversion(&self, id: TypeId, ty: &Type) -> Option<TokenStream> {
        let Origin::Write(read) = ty.origin else { return None };
        if !self.plan.can_be_made_of_answers(id) {
            return None;
        }
        let body = match (&self.plan.api.type_of(read).shape, &ty.shape) {
            (Shape::Struct { fields: from, .. }, Shape::Struct { fields, rest, .. }) => {
                self.of_record((read, from), (id, fields), rest)
            }
            (Shape::Tagged(_), Shape::Tagged(tagged)) => {
                self.of_union(read, id, tagged.all(), tagged.default.is_none())
            }
            (Shape::OneOf(_), Shape::OneOf(union)) => self.of_union(read, id, union.arms.iter(), false),
            (Shape::Newtype(_), Shape::Newtype(inner)) => {
                let inner = self.within(quote!(read.0), inner);
                quote!(Self(#inner))
            }
            _ => return None,
        };
        // An object of which nothing is sent has no use for what was answered.
        let argument = if mentions(&body, "read") { quote!(read) } else { quote!(_) };
        let (read, write) = (self.name(read), self.name(id));
        Some(quote! {
            impl From<#read> for #write {
                fn from(#argument: #read) -> Self {
                    #body
                }
            }
        })
    }

    fn of_record(&self, from: (TypeId, &[Field]), to: (TypeId, &[Field]), rest: &Rest) -> TokenStream {
        let values = to.1.iter().enumerate().map(|(index, field)| {
            let name = self.member(to.0, index);
            let Some(old) = from.1.iter().position(|old| old.name == field.name) else {
                return quote!(#name: None);
            };
            let old_name = self.member(from.0, old);
            let member = Member { of: to.0, index, ty: &field.ty, optional: Plan::is_optional(field) };
            let value = self.converted(quote!(read.#old_name), member, self.plan.is_boxed(from.0, old));
            quote!(#name: #value)
        });
        let rest = if let Rest::Kept(ty) = rest {
            let ty = TypeRef::new(Kind::Map(Box::new(ty.clone())));
            let value = self.within(quote!(read.additional_properties), &ty);
            Some(quote!(additional_properties: #value))
        } else {
            None
        };
        let values = values.chain(rest);
        quote!(Self { #(#values),* })
    }

    fn of_union<'t>(
        &self,
        read: TypeId,
        id: TypeId,
        arms: impl Iterator<Item = &'t Arm>,
        open: bool,
    ) -> TokenStream {
        let name = self.name(read);
        let arms = arms.enumerate().map(|(index, arm)| {
            let (old, new) = (self.member(read, index), self.member(id, index));
            let member = Member { of: id, index, ty: &arm.ty, optional: false };
            let value = self.converted(quote!(value), member, self.plan.is_boxed(read, index));
            quote!(#name::#old(value) => Self::#new(#value))
        });
        let unknown = open.then(|| quote!(#name::Unknown(value) => Self::Unknown(value)));
        let arms = arms.chain(unknown);
        quote!(match read { #(#arms),* })
    }

    /// The value of a member, out of the box that it was in and into the one that it belongs in.
    fn converted(&self, value: TokenStream, member: Member<'_>, was_boxed: bool) -> TokenStream {
        let boxed = self.plan.is_boxed(member.of, member.index);
        let bare = TypeRef { nullable: false, ..member.ty.clone() };
        if boxed == was_boxed && !self.changes(&bare) {
            return value;
        }
        let optional = usize::from(member.optional) + usize::from(member.ty.nullable);
        let inner = if optional == 0 { value.clone() } else { quote!(value) };
        let inner = if was_boxed { quote!(*#inner) } else { inner };
        let inner = self.within(inner, &bare);
        let inner = if boxed { quote!(Box::new(#inner)) } else { inner };
        (0..optional).fold(inner, |inner, layer| {
            let value = if layer + 1 == optional { value.clone() } else { quote!(value) };
            mapped(&value, &inner)
        })
    }

    /// A value of a type that may hold what differs between the directions.
    fn within(&self, value: TokenStream, ty: &TypeRef) -> TokenStream {
        if !self.changes(ty) {
            return value;
        }
        if ty.nullable {
            let inner = self.within(quote!(value), &TypeRef { nullable: false, ..ty.clone() });
            return mapped(&value, &inner);
        }
        match &ty.kind {
            Kind::List(item) => {
                let item = self.within(quote!(value), item);
                quote!(#value.into_iter().map(|value| #item).collect())
            }
            Kind::Map(item) => {
                let item = self.within(quote!(value), item);
                quote!(#value.into_iter().map(|(key, value)| (key, #item)).collect())
            }
            Kind::Named(id) => match &self.plan.api.type_of(*id).shape {
                Shape::Alias(target) => self.within(value, target),
                _ => {
                    let path = self.plan.path(self.scope, *id);
                    quote!(#path::from(#value))
                }
            },
            _ => value,
        }
    }

    /// Whether requests carry something else of a type than answers.
    fn changes(&self, ty: &TypeRef) -> bool {
        ty.named().is_some_and(|id| matches!(self.plan.api.type_of(id).origin, Origin::Write(_)))
    }
}

/// What an optional value becomes; a long way there stands in lines of its own.
fn mapped(value: &TokenStream, inner: &TokenStream) -> TokenStream {
    match mentions(inner, "into_iter") {
        true => quote!(#value.map(|value| { #inner })),
        false => quote!(#value.map(|value| #inner)),
    }
}

/// Whether a word stands in some code.
fn mentions(code: &TokenStream, word: &str) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(&group.stream(), word),
        _ => false,
    })
}
