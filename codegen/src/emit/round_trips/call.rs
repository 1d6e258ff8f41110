//! The call that a test makes of a sample.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::RoundTrips;
use crate::emit::answer::{self, Variant};
use crate::emit::content::{body_type, parts_name, request_type};
use crate::ir::{Content, Field, Operation, Parameter, Payload, Presence, RequestBody, TypeRef};
use crate::names::OperationNames;
use crate::plan::{PartKind, Plan, ident, part_kind};

impl RoundTrips<'_> {
    /// The body of a closure that makes a call of what is sent.
    pub(super) fn call(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let method = ident(&names.method);
        let parameters = || operation.parameters.iter().enumerate();
        let required =
            parameters().filter(|(_, parameter)| is_argument(parameter)).map(|(index, parameter)| {
                let index = Token::usize_unsuffixed(index);
                self.passed(&parameter.ty, |turbofish| quote!(sent.required #turbofish(#index)?))
            });
        let body = operation.body.as_ref();
        let body_argument = body.filter(|body| body.required).map(|body| self.body(operation, body, names));
        let arguments = required.chain(body_argument);
        let made = quote!(client.#method(#(#arguments),*));
        let mut setters: Vec<TokenStream> = parameters()
            .filter(|(_, parameter)| !is_argument(parameter))
            .map(|(index, parameter)| {
                let (index, name) = (Token::usize_unsuffixed(index), ident(&names.parameters[index]));
                let mut read = TokenStream::new();
                let value = self.passed(&parameter.ty, |turbofish| {
                    read = quote!(sent.optional #turbofish(#index)?);
                    quote!(value)
                });
                quote!(let call = match #read { Some(value) => call.#name(#value), None => call };)
            })
            .collect();
        if let Some(body) = body.filter(|body| !body.required) {
            let value = self.body(operation, body, names);
            setters.push(quote!(let call = if sent.has_body() { call.body(#value) } else { call };));
        }
        let chosen = self.chosen(operation, names);
        match (setters.as_slice(), chosen) {
            ([], None) => quote!(Ok(#made.into_future())),
            ([], Some(chosen)) => quote!(let call = #made; #chosen),
            (setters, chosen) => {
                let last = chosen.unwrap_or_else(|| quote!(Ok(call.into_future())));
                quote!(let call = #made; #(#setters)* #last)
            }
        }
    }

    /// Asks for one of several contents of the answer.
    fn chosen(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        if !Plan::has_choice(operation) {
            return None;
        }
        let successes = answer::successes(self.plan, self.scope, operation, names);
        let offers = names.offers.iter().enumerate().map(|(index, offer)| {
            let preferred = offer.contents.iter().flatten().all(|content| *content == 0);
            let method = if preferred { ident("into_future") } else { ident(&offer.method) };
            let call = match Plan::has_response_enum(operation) {
                true => quote!(call.#method()),
                false => {
                    let content = offer.contents.first().copied().flatten().unwrap_or_default();
                    let variant = successes.first().and_then(|variants| variants.get(content));
                    wrapped(&quote!(call.#method()), variant, names)
                }
            };
            (index, call)
        });
        let (first, others): (Vec<_>, Vec<_>) = offers.partition(|(index, _)| *index == 0);
        let first = first.into_iter().map(|(_, call)| quote!(_ => Ok(#call),));
        let others = others.into_iter().map(|(index, call)| {
            let index = Token::usize_unsuffixed(index);
            quote!(#index => Ok(#call),)
        });
        Some(quote!(match sent.asked() { #(#others)* #(#first)* }))
    }

    /// A value as a method takes it; `read` gives it, with what has to be said of its type.
    fn passed(&self, ty: &TypeRef, read: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
        let own = TypeRef { nullable: false, ..ty.clone() };
        let argument = self.plan.argument(self.scope, &own).to_string();
        let (owned, borrowed) = match argument.as_str() {
            text if text.starts_with("& str") => (Some(quote!(String)), quote!(.as_deref())),
            text if text.starts_with("& [") => (Some(quote!(Vec<_>)), quote!(.as_deref())),
            text if text.starts_with('&') => (None, quote!(.as_ref())),
            _ => (None, TokenStream::new()),
        };
        match (ty.nullable, owned, argument.starts_with('&')) {
            (true, owned, _) => {
                let owned = owned.unwrap_or_else(|| quote!(_));
                let value = read(quote!(::<Option<#owned>>));
                quote!(#value #borrowed)
            }
            (false, Some(owned), _) => {
                let value = read(quote!(::<#owned>));
                quote!(&#value)
            }
            (false, None, true) => {
                let value = read(TokenStream::new());
                quote!(&#value)
            }
            (false, None, false) => read(TokenStream::new()),
        }
    }

    /// The body as a method takes it.
    fn body(&self, operation: &Operation, body: &RequestBody, names: &OperationNames) -> TokenStream {
        match body.contents.as_slice() {
            [content] => match &content.payload {
                Payload::Json(ty) | Payload::Form(ty) => {
                    let value = self.passed(ty, |turbofish| quote!(sent.body #turbofish()?));
                    if value.to_string().starts_with('&') { value } else { quote!(&#value) }
                }
                Payload::Binary => quote!(sent.bytes()?),
                _ => {
                    let value = self.content(content, body, names);
                    quote!(&#value)
                }
            },
            several => {
                let name = body_type(self.plan, self.scope, operation, names);
                let last = several.len().saturating_sub(1);
                let arms =
                    several.iter().zip(&names.contents).enumerate().map(|(index, (content, variant))| {
                        let (variant, value) = (ident(variant), self.content(content, body, names));
                        let at = Token::usize_unsuffixed(index);
                        let at = if index == last { quote!(_) } else { quote!(#at) };
                        quote!(#at => #name::#variant(#value),)
                    });
                quote!(match sent.content() { #(#arms)* })
            }
        }
    }

    /// A body of one content, in the type that it has.
    fn content(&self, content: &Content, body: &RequestBody, names: &OperationNames) -> TokenStream {
        match &content.payload {
            Payload::Json(_) | Payload::Form(_) => quote!(sent.body()?),
            Payload::Text => quote!(sent.text()?),
            Payload::Binary => quote!(sent.bytes()?.into()),
            // What comes one by one is left out before.
            Payload::Events(_) | Payload::Lines(_) => quote!(sent.bytes()?),
            Payload::Multipart(parts) => {
                let name = match body.contents.len() {
                    1 => request_type(self.plan, self.scope, body, content, names, false),
                    _ => {
                        let name = ident(&parts_name(body, names));
                        quote!(operations::#name)
                    }
                };
                let parts = parts.iter().zip(&names.parts).map(|(part, name)| self.part(part, name));
                quote!(#name { #(#parts),* })
            }
        }
    }

    fn part(&self, part: &Field, name: &str) -> TokenStream {
        let (wire, name) = (&part.name, ident(name));
        match (part_kind(self.plan.api, &part.ty), Plan::is_optional(part)) {
            (PartKind::File, false) => quote!(#name: sent.file(#wire)?),
            (PartKind::File, true) => quote!(#name: sent.optional_file(#wire)?),
            (PartKind::Files, _) => quote!(#name: sent.files(#wire)?),
            (_, false) => quote!(#name: sent.part(#wire)?),
            (_, true) => quote!(#name: sent.optional_part(#wire)?),
        }
    }
}

/// What a call gives, in the variant of a handler's answer.
fn wrapped(call: &TokenStream, variant: Option<&Variant<'_>>, names: &OperationNames) -> TokenStream {
    let value = variant.map(|variant| variant.value(&answer::response_enum(names), |_| quote!(body)));
    quote!(kontrakt::testing::offered(#call, |body| #value))
}

/// Whether a parameter is an argument of the method.
fn is_argument(parameter: &Parameter) -> bool {
    parameter.presence == Presence::Required && parameter.idempotency_key.is_none()
}
