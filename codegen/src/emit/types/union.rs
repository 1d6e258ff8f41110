//! Alternatives.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use crate::emit::support::{self, deprecated, doc, prose, rules};
use crate::ir::{Arm, Type, TypeId};
use crate::plan::ident;

impl Types<'_> {
    pub(super) fn union(&self, id: TypeId, ty: &Type, arms: &[&Arm], tagged: bool) -> Vec<TokenStream> {
        let name = self.name(id);
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let variants = arms.iter().enumerate().map(|(index, arm)| self.variant(id, index, arm));
        let unknown = tagged.then(|| {
            quote! {
                #[doc = "An alternative that the contract does not list, kept as it came."]
                Unknown(Value),
            }
        });
        let masked = ty.sensitive || arms.iter().any(|arm| self.plan.is_masked(&arm.ty));
        let debug = (!masked).then(|| quote!(Debug,));
        let mut items = vec![quote! {
            #docs
            #deprecated
            #[derive(Clone, #debug PartialEq)]
            pub enum #name { #(#variants)* #unknown }
        }];
        if masked {
            items.push(self.masked_debug(id));
        }
        items
    }

    fn variant(&self, id: TypeId, index: usize, arm: &Arm) -> TokenStream {
        let name = &self.plan.names.members[id.index()][index];
        let variant = ident(name);
        let bare = self.plan.bare(self.scope, &arm.ty);
        let inner = if self.plan.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
        let inner = if arm.ty.nullable { quote!(Option<#inner>) } else { inner };
        let fallback = support::member_docs(self.plan, &arm.ty, arm.hint.trim(), name);
        let docs = doc(&prose(&arm.docs, &fallback, &[rules(&arm.ty)]));
        quote! { #docs #variant(#inner), }
    }
}
