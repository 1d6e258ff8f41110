//! What an optional property is where it is left out: a method beside the field.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::Types;
use crate::ir::{Field, Integer, Kind, Literal, Number, Presence, Shape, TypeId, TypeRef};
use crate::plan::ident;

impl Types<'_> {
    /// Methods that give the value of a property or, where it is left out, the default of the contract.
    pub(super) fn defaults<'f>(
        &'f self,
        id: TypeId,
        fields: &'f [Field],
    ) -> impl Iterator<Item = TokenStream> + 'f {
        fields.iter().enumerate().filter_map(move |(index, field)| {
            let Presence::Optional(Some(default)) = &field.presence else { return None };
            if field.ty.nullable || self.plan.is_boxed(id, index) {
                return None;
            }
            let member = self.member(id, index);
            let (ty, value) = self.or_default(&field.ty, default, &quote!(self.#member))?;
            let plain = self.plan.names.members[id.index()][index].trim_start_matches("r#");
            let method = format_ident!("{plain}_or_default");
            let docs = format!(
                "[`{name}`](Self::{plain}), or the default of the contract where it is left out.",
                name = field.name.replace('`', "'"),
            );
            Some(quote! {
                #[doc = #docs]
                #[must_use]
                pub fn #method(&self) -> #ty { #value }
            })
        })
    }

    /// The type of the method, and its body; none where the default is no value of the type, or no plain one.
    fn or_default(
        &self,
        ty: &TypeRef,
        default: &Literal,
        field: &TokenStream,
    ) -> Option<(TokenStream, TokenStream)> {
        if let Kind::Named(id) = ty.kind {
            return self.named_or_default(id, default, field);
        }
        let bare = self.plan.bare(self.scope, ty);
        let value = match (&ty.kind, default) {
            (Kind::String, Literal::String(text)) => {
                return Some((quote!(&str), quote!(#field.as_deref().unwrap_or(#text))));
            }
            (Kind::Boolean, Literal::Boolean(value)) => quote!(#value),
            (Kind::Integer(width), Literal::Integer(n)) => integer(*width, *n)?,
            (Kind::Number(width), Literal::Integer(n)) => number(*width, i32::try_from(*n).ok()?.into()),
            (Kind::Number(width), Literal::Number(n)) if n.is_finite() => number(*width, *n),
            _ => return None,
        };
        Some((bare, quote!(#field.unwrap_or(#value))))
    }

    fn named_or_default(
        &self,
        id: TypeId,
        default: &Literal,
        field: &TokenStream,
    ) -> Option<(TokenStream, TokenStream)> {
        if self.plan.is_rust_type(id) {
            return None;
        }
        match &self.plan.api.type_of(id).shape {
            Shape::Alias(target) => self.or_default(target, default, field),
            Shape::Enum(values) => {
                let index = values.values.iter().position(|value| value.value == *default)?;
                let path = self.plan.path(self.scope, id);
                let variant = ident(&self.plan.names.members[id.index()][index]);
                let copied = if self.plan.traits(id).copy { quote!(#field) } else { quote!(#field.clone()) };
                Some((path.clone(), quote!(#copied.unwrap_or(#path::#variant))))
            }
            _ => None,
        }
    }
}

fn integer(width: Integer, n: i128) -> Option<TokenStream> {
    let token = match width {
        Integer::I32 => Token::i32_unsuffixed(n.try_into().ok()?),
        Integer::I64 => Token::i64_unsuffixed(n.try_into().ok()?),
        Integer::U32 => Token::u32_unsuffixed(n.try_into().ok()?),
        Integer::U64 => Token::u64_unsuffixed(n.try_into().ok()?),
    };
    Some(quote!(#token))
}

fn number(width: Number, n: f64) -> TokenStream {
    #[expect(clippy::cast_possible_truncation, reason = "the type holds no more")]
    let token = match width {
        Number::F32 => Token::f32_unsuffixed(n as f32),
        Number::F64 => Token::f64_unsuffixed(n),
    };
    quote!(#token)
}
