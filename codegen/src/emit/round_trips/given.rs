//! What a handler notes of its request.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::RoundTrips;
use crate::emit::answer;
use crate::ir::{Content, Field, Operation, Payload, Response};
use crate::names::OperationNames;
use crate::plan::{PartKind, Plan, ident, part_kind};

impl RoundTrips<'_> {
    /// A method of the service.
    pub(super) fn handler(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let method = ident(&names.method);
        let [request, error] = ["Request", "Error"].map(|suffix| ident(&format!("{}{suffix}", names.stem)));
        let output = answer::handler_type(self.plan, self.scope, operation, names);
        let is_left_out = super::left_out(operation).is_some();
        let used = !is_left_out && (!operation.parameters.is_empty() || operation.body.is_some());
        let name = if used { quote!(request) } else { quote!(_) };
        let context = if is_left_out { quote!(_) } else { quote!(context) };
        let given = match is_left_out {
            true => quote!(Err(Refusal::new(500).into())),
            false => self.given(operation, names),
        };
        quote! {
            async fn #method(
                &self,
                #context: &Context<()>,
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
        let answer = match answers_bytes(operation) {
            true => quote!(self.0.answer(context, given).map(|bytes: Bytes| bytes.into())),
            false => quote!(self.0.answer(context, given)),
        };
        let Some(body) = &operation.body else {
            return quote!(let given = #given; #answer);
        };
        // A stream is read where it is taken.
        let streams = body.contents.iter().any(|content| content.payload.is_stream_of_request());
        let (arms, required): (Vec<TokenStream>, _) = match body.contents.as_slice() {
            [content] => match (&content.payload, body.required) {
                (Payload::Multipart(parts), true) => {
                    let parts = self.parts(parts, names, &quote!(request.body));
                    return quote!(let given = #given #parts; #answer);
                }
                (Payload::Multipart(parts), false) => {
                    let parts = self.parts(parts, names, &quote!(body));
                    (vec![quote!(Some(body) => given #parts,)], false)
                }
                (Payload::Binary, true) => {
                    return quote!(let given = #given.bytes(&request.body.bytes().await?); #answer);
                }
                (Payload::Binary, false) => {
                    (vec![quote!(Some(body) => given.bytes(&body.bytes().await?),)], false)
                }
                _ => return quote!(let given = #given.body(&request.body); #answer),
            },
            several => (self.arms(several, names, body.required, streams), body.required),
        };
        let body = if streams { quote!(request.body) } else { quote!(&request.body) };
        let none = (!required).then(|| quote!(None => given,));
        quote! {
            let given = #given;
            let given = match #body { #(#arms)* #none };
            #answer
        }
    }

    /// An arm for each content of a body.
    fn arms(
        &self,
        contents: &[Content],
        names: &OperationNames,
        required: bool,
        streams: bool,
    ) -> Vec<TokenStream> {
        let name = ident(&format!("{}Body", names.stem));
        let arms = contents.iter().zip(&names.contents).enumerate().map(|(index, (content, variant))| {
            let variant = ident(variant);
            let pattern = quote!(operations::#name::#variant(body));
            let pattern = if required { pattern } else { quote!(Some(#pattern)) };
            let body = match &content.payload {
                Payload::Multipart(parts) => self.parts(parts, names, &quote!(body)),
                Payload::Binary => quote!(.bytes(&body.bytes().await?)),
                _ if streams => quote!(.body(&body)),
                _ => quote!(.body(body)),
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

/// Whether a client is given bytes, for which a handler answers a stream.
fn answers_bytes(operation: &Operation) -> bool {
    !Plan::has_response_enum(operation)
        && !Plan::has_choice(operation)
        && operation
            .successes
            .first()
            .and_then(Response::preferred)
            .is_some_and(|content| content.payload.is_bytes_of_answer())
}
