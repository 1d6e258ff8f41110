//! The samples of an operation as static data.

use std::str::FromStr as _;

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use serde_json::Value;

use super::RoundTrips;
use super::answer::number;
use crate::ir::{Content, Operation, Payload};
use crate::names::{OperationNames, Slot};
use crate::plan::ident;
use crate::samples::{Answer, Broken, Samples, Which};

impl RoundTrips<'_> {
    pub(super) fn samples(
        &self,
        operation: &Operation,
        names: &OperationNames,
        samples: &Samples,
    ) -> TokenStream {
        let table = ident(&names.table);
        let contents = operation.body.iter().flat_map(|body| &body.contents).enumerate();
        let bodies = contents.map(|(index, content)| self.content_table(index, content, names));
        let requests = samples.requests.iter().map(json);
        let refused = samples.refused.iter().map(broken);
        let answers = samples.answers.iter().map(|answer| answered(operation, names, answer));
        let unreadable = samples.unreadable.iter().map(broken);
        let left_out = &samples.left_out;
        let docs = super::doc(&format!("The samples of `{}`.", operation.id));
        quote! {
            #docs
            static #table: Samples = Samples {
                bodies: &[#(#bodies),*],
                requests: &[#(#requests),*],
                refused: &[#(#refused),*],
                answers: &[#(#answers),*],
                unreadable: &[#(#unreadable),*],
                left_out: &[#(#left_out),*],
            };
        }
    }

    /// How a body is sent that no client would send.
    fn content_table(&self, index: usize, content: &Content, names: &OperationNames) -> TokenStream {
        let media_type = content.media_type();
        match &content.payload {
            Payload::Json(_) => quote!(BodyKind::Json(#media_type)),
            Payload::Form(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                quote!(BodyKind::Form(#schema))
            }
            Payload::Multipart(_) => {
                let table = ident(names.schema(Slot::Body(index)));
                quote!(BodyKind::Multipart(&tables::#table))
            }
            Payload::Text => quote!(BodyKind::Text(#media_type)),
            Payload::Binary | Payload::Events(_) | Payload::Lines(_) => quote!(BodyKind::Bytes(#media_type)),
        }
    }
}

fn answered(operation: &Operation, names: &OperationNames, answer: &Answer) -> TokenStream {
    let which = Token::usize_unsuffixed(number(operation, answer.which));
    let (status, value) = (Token::u16_unsuffixed(answer.status), json(&answer.value));
    let media_type = answer.media_type.as_ref().map(|media_type| quote!(.of(#media_type)));
    let offer = match answer.which {
        Which::Success(index, content) => {
            let is_it = |offer: &crate::names::Offer| offer.contents.get(index) == Some(&Some(content));
            names.offers.iter().position(is_it)
        }
        Which::Failure(..) | Which::Code(_) => None,
    };
    let asked = offer.filter(|offer| *offer > 0).map(|offer| {
        let offer = Token::usize_unsuffixed(offer);
        quote!(.asked(#offer))
    });
    quote!(Answer::new(#which, #status, #value) #media_type #asked)
}

fn broken(broken: &Broken) -> TokenStream {
    let (of, at) = (Token::usize_unsuffixed(broken.of), &broken.at);
    match &broken.put {
        Some(value) => {
            let (value, rule) = (json(value), broken.rule);
            quote!(Broken::with(#of, #at, #value, #rule))
        }
        None => {
            let rule =
                Some(broken.rule).filter(|rule| *rule != "required").map(|rule| quote!(.breaking(#rule)));
            quote!(Broken::without(#of, #at) #rule)
        }
    }
}

/// A value as a text of JSON that people can read, without escapes of Rust's.
fn json(value: &Value) -> Token {
    let text = value.to_string();
    if !text.contains(['"', '\\']) {
        return Token::string(&text);
    }
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    Token::from_str(&format!("r{hashes}\"{text}\"{hashes}")).unwrap_or_else(|_| Token::string(&text))
}
