//! What both ends say of bodies and their media types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Content, Operation, Payload, RequestBody};
use crate::names::{Offer, OperationNames};
use crate::plan::{Plan, Scope, ident};

/// The type of a body as it is sent, and as one of several things that it may be.
pub(super) fn payload_type(plan: &Plan<'_>, scope: Scope, content: Option<&Content>) -> TokenStream {
    match content.map(|content| &content.payload) {
        None => quote!(()),
        Some(Payload::Json(ty) | Payload::Form(ty)) => plan.ty(scope, ty),
        Some(Payload::Text) => quote!(String),
        Some(Payload::Events(ty)) => {
            let ty = plan.ty(scope, ty);
            quote!(Events<#ty>)
        }
        Some(Payload::Lines(ty)) => {
            let ty = plan.ty(scope, ty);
            quote!(JsonLines<#ty>)
        }
        Some(Payload::Binary | Payload::Multipart(_)) => quote!(Body),
    }
}

/// The type of the body of an answer that was read as a whole.
pub(super) fn whole_type(plan: &Plan<'_>, scope: Scope, content: Option<&Content>) -> TokenStream {
    match content {
        Some(content) if content.payload.is_bytes_of_answer() => quote!(Bytes),
        _ => payload_type(plan, scope, content),
    }
}

/// What a type can derive that holds bodies of requests: a stream can neither be cloned nor compared.
pub(super) fn derives<'c>(bodies: impl IntoIterator<Item = &'c Content>) -> TokenStream {
    let streams = bodies.into_iter().any(|content| content.payload.is_stream_of_request());
    if streams { quote!(#[derive(Debug)]) } else { quote!(#[derive(Clone, Debug, PartialEq)]) }
}

/// The type of what one content of a request holds. `scope` is a file beside `operations.rs`, unless `among` says that
/// it is that file itself.
pub(super) fn request_type(
    plan: &Plan<'_>,
    scope: Scope,
    body: &RequestBody,
    content: &Content,
    names: &OperationNames,
    among: bool,
) -> TokenStream {
    match &content.payload {
        Payload::Multipart(_) => {
            let name = ident(&parts_name(body, names));
            if among { quote!(#name) } else { quote!(operations::#name) }
        }
        _ => payload_type(plan, scope, Some(content)),
    }
}

/// The type of the body of a request, from a file beside `operations.rs`.
pub(super) fn body_type(
    plan: &Plan<'_>,
    scope: Scope,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    match operation.body.as_ref().map(|body| (body, body.contents.as_slice())) {
        None | Some((_, [])) => quote!(Body),
        Some((body, [content])) => request_type(plan, scope, body, content, names, false),
        Some(_) => {
            let name = ident(&format!("{}Body", names.stem));
            quote!(operations::#name)
        }
    }
}

/// The struct of the parts of a multipart body.
pub(super) fn parts_name(body: &RequestBody, names: &OperationNames) -> String {
    let suffix = if body.contents.len() > 1 { "Multipart" } else { "Body" };
    format!("{}{suffix}", names.stem)
}

/// `&["application/xml", "text/xml"]`
pub(super) fn media_types(content: &Content) -> TokenStream {
    let media_types = &content.media_types;
    quote!(&[#(#media_types),*])
}

/// The media types of several contents.
pub(super) fn all_media_types<'c>(contents: impl IntoIterator<Item = &'c Content>) -> TokenStream {
    let contents = contents.into_iter().map(media_types);
    quote!(&[#(#contents),*])
}

/// What asks for contents, as `Accept` has it.
pub(super) fn accept<'c>(contents: impl IntoIterator<Item = &'c Content>) -> String {
    let mut ranges: Vec<&str> = Vec::new();
    for media_type in contents.into_iter().flat_map(|content| &content.media_types) {
        // HTTP has ranges of subtypes, and none of suffixes.
        if !media_type.contains("*+") && !ranges.contains(&media_type.as_str()) {
            ranges.push(media_type);
        }
    }
    if ranges.is_empty() { "*/*".to_owned() } else { ranges.join(", ") }
}

/// The media types of a content for people.
pub(super) fn listed(content: &Content) -> String {
    let quoted: Vec<String> =
        content.media_types.iter().map(|media_type| format!("`{}`", media_type.replace('`', "'"))).collect();
    quoted.join(" or ")
}

/// Whether a JSON body may be read in any media type that is JSON, without saying which.
pub(super) fn is_any_json(content: &Content) -> bool {
    content.media_types.iter().all(|media_type| media_type.contains("json"))
}

/// What can be asked for, each with one of the contents that it is.
pub(super) fn offered<'o>(
    operation: &'o Operation,
    names: &'o OperationNames,
) -> impl Iterator<Item = (&'o Offer, &'o Content)> {
    names.offers.iter().filter_map(|offer| {
        let contents = operation.successes.iter().zip(&offer.contents);
        let mut contents = contents.filter_map(|(response, index)| response.contents.get((*index)?));
        Some((offer, contents.next()?))
    })
}
