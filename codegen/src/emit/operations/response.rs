//! What operations answer when they succeed.

use proc_macro2::TokenStream;
use quote::quote;

use super::Operations;
use crate::config::Part;
use crate::emit::answer;
use crate::emit::support::doc;
use crate::ir::{Operation, Status};
use crate::names::OperationNames;
use crate::plan::{Plan, ident};

impl Operations<'_> {
    /// The ways in which an operation succeeds, where there are several or one has headers.
    pub(super) fn response(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let served = self.plan.config.server != Part::Never;
        let both_ends = Plan::has_response_enum(operation);
        if !(both_ends || served && Plan::has_choice(operation)) {
            return Vec::new();
        }
        let name = ident(&format!("{}Response", names.stem));
        let successes = answer::successes(self.plan, self.scope, operation, names);
        let variants = successes.iter().flatten().map(answer::Variant::definition);
        let docs = doc(&format!("What `{}` answers when it succeeds.", operation.id));
        let mut bodies = operation.successes.iter().flat_map(|response| &response.contents);
        // A stream can neither be cloned nor compared.
        let derives = match bodies
            .any(|content| content.payload.is_bytes_of_answer() || content.payload.is_sequence())
        {
            true => quote!(#[derive(Debug)]),
            false => quote!(#[derive(Clone, Debug, PartialEq)]),
        };
        let definition = quote! {
            #docs
            #derives
            pub enum #name { #(#variants)* }
        };
        let preferred = match successes.as_slice() {
            [success] if !both_ends => success.first(),
            _ => None,
        };
        let preferred = preferred.filter(|variant| matches!(variant.response.status, Status::Code(_)));
        let conversion = preferred.map(|variant| {
            let ty = crate::emit::content::payload_type(self.plan, self.scope, variant.content);
            let value = variant.value(&quote!(Self), |_| quote!(body));
            quote! {
                impl From<#ty> for #name {
                    fn from(body: #ty) -> Self {
                        #value
                    }
                }
            }
        });
        std::iter::once(definition).chain(conversion).collect()
    }
}
