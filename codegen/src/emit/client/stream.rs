//! Answers that are taken as they come: methods that give bytes, and what comes one by one.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{Bytes, Client};
use crate::emit::answer::{self, Variant};
use crate::emit::content::{accept, listed, offered};
use crate::emit::support::doc;
use crate::ir::{Content, Operation, Payload};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, ident};

const TERMS: &str = "There is no limit to its size, and the timeout holds for the head of the answer only.";

impl Client<'_> {
    /// One for what is asked for unless something else is said, and one for every other content.
    pub(super) fn streams(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        if Plan::has_response_enum(operation) {
            self.of_enum(operation, names)
        } else {
            self.of_bytes(operation, names)
        }
    }

    /// What leaves the body of an answer unread that comes one by one.
    pub(super) fn unread(
        &self,
        operation: &Operation,
        names: &OperationNames,
        content: impl Fn(usize) -> usize,
    ) -> Option<TokenStream> {
        let unread = if Plan::has_response_enum(operation) {
            let successes = answer::successes(self.plan, self.scope, operation, names);
            unread(names, &successes, Payload::is_sequence)?
        } else {
            let success = operation.successes.first()?;
            success.contents.get(content(0)).filter(|content| content.payload.is_sequence())?;
            let pattern = answer::status_pattern(success.status, quote!(200..=299));
            quote!(matches!(answer.status(), #pattern))
        };
        Some(quote!(.unread(|answer| #unread)))
    }

    /// The calls give what awaiting them gives, but that bodies in it are streams.
    fn of_enum(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let successes = answer::successes(self.plan, self.scope, operation, names);
        let any = successes.iter().flatten().filter_map(|variant| variant.content);
        if !any.into_iter().any(|content| content.payload.is_bytes_of_answer()) {
            return Vec::new();
        }
        let comes = |payload: &Payload| payload.is_bytes_of_answer() || payload.is_sequence();
        let unread = unread(names, &successes, comes);
        let output = answer::response_enum(names);
        let error = ident(&format!("{}Error", names.stem));
        let stream = ident(&names.stream);
        let docs = doc(&format!("Sends the call; where the answer is bytes, they are a stream.\n\n{TERMS}"));
        let mut methods = vec![quote! {
            #docs
            pub fn #stream(self) -> Pending<#output, operations::#error> {
                Self { call: self.call.unread(|answer| #unread) }.into_future()
            }
        }];
        for (offer, content) in others(operation, names) {
            let (method, ranges) = (ident(&offer.stream), accept([content]));
            let docs = doc(&asked_for(content));
            methods.push(quote! {
                #docs
                pub fn #method(self) -> Pending<#output, operations::#error> {
                    Self { call: self.call.accept(#ranges) }.#stream()
                }
            });
        }
        methods
    }

    /// The calls give the body itself.
    fn of_bytes(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let Some(success) = operation.successes.first() else { return Vec::new() };
        let pattern = answer::status_pattern(success.status, quote!(200..=299));
        let error = ident(&format!("{}Error", names.stem));
        let method = |name: &str, docs: &str, accept: Option<String>, index: usize| {
            let (docs, name) = (doc(docs), ident(name));
            let accept = accept.map(|ranges| quote!(.accept(#ranges)));
            let answer = self.answer_by(&self.arms(operation, names, |_| index, Bytes::Body));
            quote! {
                #docs
                pub fn #name(self) -> Pending<Body, operations::#error> {
                    self.call #accept .unread(|answer| matches!(answer.status(), #pattern)).#answer
                }
            }
        };
        let preferred = success.preferred().filter(|content| content.payload.is_bytes_of_answer());
        let preferred = preferred.map(|content| {
            let ranges = (success.contents.len() > 1).then(|| accept([content]));
            let docs = format!("Sends the call, and gives the body of the answer as it comes.\n\n{TERMS}");
            method(&names.stream, &docs, ranges, 0)
        });
        let others = others(operation, names).map(|(offer, content)| {
            let docs = asked_for(content);
            let index = offer.contents.first().copied().flatten().unwrap_or_default();
            method(&offer.stream, &docs, Some(accept([content])), index)
        });
        preferred.into_iter().chain(others).collect()
    }
}

fn asked_for(content: &Content) -> String {
    format!("Asks for {}, and gives it as it comes.\n\n{TERMS}", listed(content))
}

/// The contents of bytes that are asked for by a method.
fn others<'o>(
    operation: &'o Operation,
    names: &'o OperationNames,
) -> impl Iterator<Item = (&'o crate::names::Offer, &'o Content)> {
    offered(operation, names).filter(|(offer, content)| {
        content.payload.is_bytes_of_answer() && offer.contents.iter().flatten().any(|index| *index > 0)
    })
}

/// Whether the answer of which the head is there is what `fits`; nothing where none can be.
fn unread(
    names: &OperationNames,
    successes: &[Vec<Variant<'_>>],
    fits: impl Fn(&Payload) -> bool,
) -> Option<TokenStream> {
    let fits = |variant: &&Variant<'_>| variant.content.is_some_and(|content| fits(&content.payload));
    let mut ordered: Vec<&[Variant<'_>]> = successes.iter().map(Vec::as_slice).collect();
    ordered.sort_by_key(|variants| variants.first().map(|variant| variant.response.status));
    let arms = ordered.into_iter().filter_map(|variants| {
        let status = variants.first()?.response.status;
        let pattern = answer::status_pattern(status, quote!(200..=299));
        let indices = variants.iter().filter(fits);
        let indices: Vec<_> = indices.map(|variant| Token::usize_unsuffixed(variant.index)).collect();
        let contents = || ident(names.schema(Slot::AnswerContents(status)));
        let value = match indices.as_slice() {
            // What comes later may mean this status as well.
            [] => quote!(false),
            all if all.len() == variants.len() => quote!(true),
            [index] => {
                let contents = contents();
                quote!(answer.content(tables::#contents) == #index)
            }
            indices => {
                let contents = contents();
                quote!(matches!(answer.content(tables::#contents), #(#indices)|*))
            }
        };
        Some(quote!(#pattern => #value,))
    });
    let arms: Vec<_> = arms.collect();
    let any = successes.iter().flatten().any(|variant| fits(&variant));
    any.then(|| quote!(match answer.status() { #(#arms)* _ => false, }))
}
