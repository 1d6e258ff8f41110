//! What the bodies of requests may be.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Operations;
use crate::emit::content::{derives, listed, parts_name, request_type};
use crate::emit::support::{doc, prose, rules, wire_docs};
use crate::ir::{Content, Field, Kind, Operation, Payload, RequestBody, TypeRef};
use crate::names::OperationNames;
use crate::plan::{PartKind, Plan, ident, part_kind};

impl Operations<'_> {
    /// The body, where it may be several things.
    pub(super) fn body(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let Some(body) = operation.body.as_ref().filter(|body| body.contents.len() > 1) else {
            return Vec::new();
        };
        let name = ident(&format!("{}Body", names.stem));
        let contents = || body.contents.iter().zip(names.contents.iter().map(|name| ident(name)));
        let variants = contents().map(|(content, variant)| {
            let docs = doc(&format!("{}.", listed(content)));
            let ty = request_type(self.plan, self.scope, body, content, names, true);
            quote!(#docs #variant(#ty),)
        });
        let docs = doc(&format!("What the body of `{}` may be.", operation.id));
        let derives = derives(&body.contents);
        let definition = quote! {
            #docs
            #derives
            pub enum #name { #(#variants)* }
        };
        let conversions = contents()
            .filter(|(content, _)| self.is_meant(body, content))
            .flat_map(|(content, variant)| self.conversions(&name, &variant, body, content, names));
        std::iter::once(definition).chain(conversions).collect()
    }

    /// Whether a value of the type of a content means that content: the preferred of those that hold the type. Texts and
    /// bytes say nothing of what they are, nor does a type that several contents of one kind hold.
    fn is_meant(&self, body: &RequestBody, content: &Content) -> bool {
        let Some((kind, ty)) = self.held(content) else { return false };
        let same = body.contents.iter().filter_map(|other| {
            let (kind, other_ty) = self.held(other)?;
            (other_ty == ty).then_some((kind, std::ptr::eq(other, content)))
        });
        let same: Vec<_> = same.collect();
        same.first().is_some_and(|(_, is_this)| *is_this)
            && same.iter().filter(|(other, _)| *other == kind).count() == 1
    }

    /// What a typed content holds, by kind and by type.
    fn held(&self, content: &Content) -> Option<(u8, String)> {
        let spelt = |ty: &TypeRef| self.plan.ty(self.scope, &self.plan.unaliased(ty)).to_string();
        match &content.payload {
            Payload::Json(ty) => Some((0, spelt(ty))),
            Payload::Form(ty) => Some((1, spelt(ty))),
            Payload::Multipart(_) => Some((2, String::new())),
            Payload::Text | Payload::Events(_) | Payload::Lines(_) | Payload::Binary => None,
        }
    }

    /// `From` what a content holds, and from references to it.
    fn conversions(
        &self,
        name: &Ident,
        variant: &Ident,
        body: &RequestBody,
        content: &Content,
        names: &OperationNames,
    ) -> Vec<TokenStream> {
        let owned = request_type(self.plan, self.scope, body, content, names, true);
        let mut items = vec![quote! {
            impl From<#owned> for #name {
                fn from(body: #owned) -> Self {
                    Self::#variant(body)
                }
            }
        }];
        let mut borrowed = vec![quote!(&#owned)];
        if let Payload::Json(ty) | Payload::Form(ty) = &content.payload {
            let plain = self.plan.unaliased(ty);
            match &plain.kind {
                _ if plain.nullable => borrowed.clear(),
                Kind::List(item) => {
                    let item = self.plan.ty(self.scope, item);
                    borrowed.push(quote!(&[#item]));
                }
                Kind::String => borrowed.push(quote!(&str)),
                _ => {}
            }
        }
        items.extend(borrowed.into_iter().map(|ty| {
            quote! {
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        Self::#variant(body.to_owned())
                    }
                }
            }
        }));
        items
    }

    /// The parts of a multipart body.
    pub(super) fn parts(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let body = operation.body.as_ref()?;
        let parts = body.contents.iter().find_map(|content| match &content.payload {
            Payload::Multipart(parts) => Some(parts),
            _ => None,
        })?;
        let name = ident(&parts_name(body, names));
        let fields = parts.iter().zip(&names.parts).map(|(part, name)| {
            let docs = doc(&prose(&part.docs, &wire_docs(&part.name, name), &[rules(&part.ty)]));
            let (name, ty) = (ident(name), self.part_type(part));
            quote!(#docs pub #name: #ty,)
        });
        let docs = doc(&format!("The parts of the body of `{}`.", operation.id));
        Some(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub struct #name { #(#fields)* }
        })
    }

    fn part_type(&self, part: &Field) -> TokenStream {
        let optional = Plan::is_optional(part);
        match part_kind(self.plan.api, &part.ty) {
            PartKind::File if optional => quote!(Option<FilePart>),
            PartKind::File => quote!(FilePart),
            PartKind::Files => quote!(Vec<FilePart>),
            PartKind::Json | PartKind::Value => {
                let ty = self.plan.ty(self.scope, &part.ty);
                if optional { quote!(Option<#ty>) } else { ty }
            }
        }
    }
}
