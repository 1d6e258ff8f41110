//! Arrays with a type for each position.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use crate::emit::support::{self, deprecated, doc, prose, rules};
use crate::ir::{Field, Rest, Type, TypeId};

impl Types<'_> {
    pub(super) fn tuple(&self, id: TypeId, ty: &Type, items: &[Field], rest: &Rest) -> Vec<TokenStream> {
        let name = self.name(id);
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let masked = ty.sensitive
            || items.iter().any(|item| self.plan.is_masked(&item.ty))
            || matches!(rest, Rest::Kept(item) if self.plan.is_masked(item));
        let debug = (!masked).then(|| quote!(Debug,));
        let default = self.plan.traits(id).default.then(|| quote!(, Default));
        let members = items.iter().enumerate().map(|(index, item)| {
            let ty = self.field_type(id, index, item);
            let fallback = support::member_docs(self.plan, &item.ty, &format!("/{}", item.name), "");
            let docs = doc(&prose(&item.docs, &fallback, &[rules(&item.ty)]));
            quote!(#docs pub #ty,)
        });
        let rest = match rest {
            Rest::Kept(item) => {
                let item = self.plan.ty(self.scope, item);
                Some(quote! {
                    #[doc = "The items behind them."]
                    pub Vec<#item>,
                })
            }
            Rest::Ignored | Rest::Refused => None,
        };
        let mut code = vec![quote! {
            #docs
            #deprecated
            #[derive(Clone, #debug PartialEq #default)]
            pub struct #name(#(#members)* #rest);
        }];
        if masked {
            code.push(self.masked_debug(id));
        }
        code
    }
}
