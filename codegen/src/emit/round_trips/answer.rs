//! What a test has the handler answer.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::RoundTrips;
use crate::emit::answer::{self, Role, Variant};
use crate::ir::{Content, Operation, Payload};
use crate::names::OperationNames;
use crate::plan::{Plan, ident};
use crate::samples::Which;

impl RoundTrips<'_> {
    /// The body of a closure that puts an answer together.
    pub(super) fn answer(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let mut values: Vec<TokenStream> = Vec::new();
        let as_enum = Plan::has_response_enum(operation) || Plan::has_choice(operation);
        let successes = answer::successes(self.plan, self.scope, operation, names);
        if successes.is_empty() {
            values.push(quote!(Ok(())));
        }
        for variant in successes.iter().flatten() {
            let value = match as_enum {
                true => variant_of(variant, &answer::response_enum(names)),
                false => body(variant.content),
            };
            values.push(quote!(Ok(#value)));
        }
        let error = ident(&format!("{}Error", names.stem));
        for variant in answer::failures(self.plan, self.scope, operation, names).iter().flatten() {
            let value = variant_of(variant, &quote!(operations::#error));
            values.push(quote!(Err(#value)));
        }
        for code in &names.codes {
            let code = ident(code);
            values.push(quote!(Err(operations::#error::#code)));
        }
        if let [only] = values.as_slice() {
            return quote!(Ok(#only));
        }
        let last = values.len().saturating_sub(1);
        let arms = values.iter().enumerate().map(|(index, value)| {
            let at = Token::usize_unsuffixed(index);
            let at = if index == last { quote!(_) } else { quote!(#at) };
            quote!(#at => #value,)
        });
        quote! {
            let answer = match told.which() { #(#arms)* };
            Ok(answer)
        }
    }
}

/// The number of an answer in the closure above.
pub(super) fn number(operation: &Operation, which: Which) -> usize {
    let contents = |response: &crate::ir::Response| response.contents.len().max(1);
    let before = |responses: &[crate::ir::Response]| responses.iter().map(contents).sum::<usize>();
    let successes = before(&operation.successes).max(1);
    match which {
        Which::Success(index, content) => before(&operation.successes[..index]) + content,
        Which::Failure(index, content) => successes + before(&operation.failures[..index]) + content,
        Which::Code(index) => successes + before(&operation.failures) + index,
    }
}

fn variant_of(variant: &Variant<'_>, path: &TokenStream) -> TokenStream {
    variant.value(path, |role| match role {
        Role::Body => body(variant.content),
        Role::Status => quote!(told.status()?),
        Role::Header { index } => {
            let name = &variant.response.headers[index].name;
            quote!(told.header(#name)?)
        }
    })
}

fn body(content: Option<&Content>) -> TokenStream {
    match content.map(|content| &content.payload) {
        None => quote!(()),
        Some(Payload::Json(_) | Payload::Form(_)) => quote!(told.body()?),
        Some(Payload::Text) => quote!(told.text()?),
        // What comes one by one is left out before.
        Some(Payload::Binary | Payload::Multipart(_) | Payload::Events(_) | Payload::Lines(_)) => {
            quote!(told.bytes()?)
        }
    }
}
