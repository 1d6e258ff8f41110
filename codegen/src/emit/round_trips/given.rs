//! What a handler notes of its request.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::RoundTrips;
use crate::emit::answer;
use crate::ir::{Content, Field, Operation, Payload};
use crate::names::OperationNames;
use crate::plan::{PartKind, ident, part_kind};

impl RoundTrips<'_> {
    /// A method of the service.
    pub(super) fn handler(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let method = ident(&names.method);
        let [request, error] = ["Request", "Error"].map(|suffix| ident(&format!("{}{suffix}", names.stem)));
        let output = answer::handler_type(self.plan, self.scope, operation, names);
        let used = !operation.parameters.is_empty() || operation.body.is_some();
        let name = if used { quote!(request) } else { quote!(_) };
        let given = self.given(operation, names);
        quote! {
            async fn #method(
                &self,
                context: &Context<()>,
                #name: server::#request,
            ) -> Result<#output, Failure<operations::#error>> {
                #given
            }
        }
    }

    fn given(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let parameters = operation.parameters.iter().zip(&names.parameters).map(|(parameter, name)| {
            let name = ident(name);
            match parameter.idempotency_key {
                Some(_) => quote!(.ticket(&request.#name)),
                None => quote!(.parameter(&request.#name)),
            }
        });
        let given = quote!(Given::new() #(#parameters)*);
        let Some(body) = &operation.body else {
            return quote!(let given = #given; self.0.answer(context, given));
        };
        let (arms, required): (Vec<TokenStream>, _) = match body.contents.as_slice() {
            [content] => match (&content.payload, body.required) {
                (Payload::Multipart(parts), true) => {
                    let parts = self.parts(parts, names, &quote!(request.body));
                    return quote!(let given = #given #parts; self.0.answer(context, given));
                }
                (Payload::Multipart(parts), false) => {
                    let parts = self.parts(parts, names, &quote!(body));
                    (vec![quote!(Some(body) => given #parts,)], false)
                }
                _ => {
                    let body = content_of(content, &quote!(&request.body));
                    return quote!(let given = #given #body; self.0.answer(context, given));
                }
            },
            several => (self.arms(several, names, body.required), body.required),
        };
        let none = (!required).then(|| quote!(None => given,));
        quote! {
            let given = #given;
            let given = match &request.body { #(#arms)* #none };
            self.0.answer(context, given)
        }
    }

    /// An arm for each content of a body.
    fn arms(&self, contents: &[Content], names: &OperationNames, required: bool) -> Vec<TokenStream> {
        let name = ident(&format!("{}Body", names.stem));
        let arms = contents.iter().zip(&names.contents).enumerate().map(|(index, (content, variant))| {
            let variant = ident(variant);
            let pattern = quote!(operations::#name::#variant(body));
            let pattern = if required { pattern } else { quote!(Some(#pattern)) };
            let body = match &content.payload {
                Payload::Multipart(parts) => self.parts(parts, names, &quote!(body)),
                _ => content_of(content, &quote!(body)),
            };
            let index = Token::usize_unsuffixed(index);
            quote!(#pattern => given.content(#index) #body,)
        });
        arms.collect()
    }

    fn parts(&self, parts: &[Field], names: &OperationNames, body: &TokenStream) -> TokenStream {
        let parts = parts.iter().zip(&names.parts).map(|(part, name)| {
            let (wire, name) = (&part.name, ident(name));
            match part_kind(self.plan.api, &part.ty) {
                PartKind::File => quote!(.file(#wire, &#body.#name)),
                PartKind::Files => quote!(.files(#wire, &#body.#name)),
                PartKind::Json | PartKind::Value => quote!(.part(#wire, &#body.#name)),
            }
        });
        quote!(#(#parts)*)
    }
}

/// What is noted of a body that has no parts.
fn content_of(content: &Content, body: &TokenStream) -> TokenStream {
    match &content.payload {
        Payload::Binary => quote!(.bytes(#body)),
        _ => quote!(.body(#body)),
    }
}
