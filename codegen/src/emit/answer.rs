//! What both ends say of answers.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::content::{payload_type, whole_type};
use super::support::{doc, prose};
use crate::ir::{Content, Operation, Response, Status};
use crate::names::OperationNames;
use crate::plan::{Plan, Scope, ident};

/// What a field of an answer holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Status,
    Header { index: usize },
    Body,
}

/// A field of an answer.
pub(super) struct ResponseField {
    pub(super) role: Role,
    pub(super) name: Ident,
    ty: TokenStream,
    docs: String,
}

/// A variant of the answers of an operation: a response with one of its contents.
pub(super) struct Variant<'p> {
    pub(super) response: &'p Response,
    pub(super) content: Option<&'p Content>,
    /// Which of the contents it is.
    pub(super) index: usize,
    name: Ident,
    fields: Vec<ResponseField>,
    /// Whether its fields have no names.
    tuple: bool,
}

/// The successes of an operation, in the order of the contract, each with its variants.
pub(super) fn successes<'p>(
    plan: &Plan<'_>,
    scope: Scope,
    operation: &'p Operation,
    names: &OperationNames,
) -> Vec<Vec<Variant<'p>>> {
    let all = operation.successes.iter().zip(&names.successes);
    all.map(|(response, variants)| {
        let status = status_type(response.status, &quote!(Successful));
        variants_of(
            response,
            variants,
            |content| {
                let body = payload_type(plan, scope, content);
                fields(plan, scope, names, response, content.map(|_| body), &status)
            },
            |_| false,
        )
    })
    .collect()
}

/// The failures of an operation in the same way.
pub(super) fn failures<'p>(
    plan: &Plan<'_>,
    scope: Scope,
    operation: &'p Operation,
    names: &OperationNames,
) -> Vec<Vec<Variant<'p>>> {
    let all = operation.failures.iter().zip(&names.failures);
    all.map(|(response, variants)| {
        let status = status_type(response.status, &quote!(Unsuccessful));
        variants_of(
            response,
            variants,
            |content| {
                let body = whole_type(plan, scope, content);
                fields(plan, scope, names, response, content.map(|_| body), &status)
            },
            |fields| fields.iter().all(|field| !matches!(field.role, Role::Header { .. })),
        )
    })
    .collect()
}

fn variants_of<'p>(
    response: &'p Response,
    names: &[String],
    fields: impl Fn(Option<&Content>) -> Vec<ResponseField>,
    is_tuple: impl Fn(&[ResponseField]) -> bool,
) -> Vec<Variant<'p>> {
    let variant = |(index, name): (usize, &String)| {
        let content = response.contents.get(index);
        let fields = fields(content);
        let tuple = matches!(fields.as_slice(), [only] if only.role == Role::Body) || is_tuple(&fields);
        Variant { response, content, index, name: ident(name), fields, tuple }
    };
    names.iter().enumerate().map(variant).collect()
}

fn fields(
    plan: &Plan<'_>,
    scope: Scope,
    names: &OperationNames,
    response: &Response,
    body: Option<TokenStream>,
    status: &TokenStream,
) -> Vec<ResponseField> {
    let mut fields = Vec::new();
    let header_names = names.headers.get(&response.status);
    let header_name =
        |index: usize| header_names.and_then(|names| names.get(index)).map_or("header", String::as_str);
    if !matches!(response.status, Status::Code(_)) {
        let docs = "The status.".to_owned();
        fields.push(ResponseField { role: Role::Status, name: ident("status"), ty: status.clone(), docs });
    }
    for (index, header) in response.headers.iter().enumerate() {
        let ty = plan.ty(scope, &header.ty);
        fields.push(ResponseField {
            role: Role::Header { index },
            name: ident(header_name(index)),
            // Proxies drop headers, so even a required one may be missing.
            ty: if header.ty.nullable { ty } else { quote!(Option<#ty>) },
            docs: prose(&header.docs, &format!("The header `{}`.", header.name), &[]),
        });
    }
    if let Some(ty) = body {
        let (name, docs) = (ident("body"), "The body.".to_owned());
        fields.push(ResponseField { role: Role::Body, name, ty, docs });
    }
    fields
}

impl Variant<'_> {
    /// The variant as it is defined.
    pub(super) fn definition(&self) -> TokenStream {
        let name = &self.name;
        let mut more = Vec::new();
        if let (Some(content), true) = (self.content, self.response.contents.len() > 1) {
            more.push(format!("In {}.", super::content::listed(content)));
        }
        if self.tuple && self.fields.first().is_some_and(|field| field.role == Role::Status) {
            more.push("The status stands before the body.".to_owned());
        }
        let role = super::support::response_role(self.response.status);
        let docs = doc(&prose(&self.response.docs, &format!("{role}."), &more));
        let types = self.fields.iter().map(|field| &field.ty);
        match (self.fields.as_slice(), self.tuple) {
            ([], _) => quote!(#docs #name,),
            (_, true) => quote!(#docs #name(#(#types),*),),
            (fields, false) => {
                let fields = fields.iter().map(|field| {
                    let (docs, name, ty) = (doc(&field.docs), &field.name, &field.ty);
                    quote!(#docs #name: #ty,)
                });
                quote!(#docs #name { #(#fields)* },)
            }
        }
    }

    /// One of the enum at `path`, every field with its value.
    pub(super) fn value(&self, path: &TokenStream, of: impl Fn(Role) -> TokenStream) -> TokenStream {
        let name = &self.name;
        let values = self.fields.iter().map(|field| of(field.role));
        match (self.fields.as_slice(), self.tuple) {
            ([], _) => quote!(#path::#name),
            (_, true) => quote!(#path::#name(#(#values),*)),
            (fields, false) => {
                let names = fields.iter().map(|field| &field.name);
                quote!(#path::#name { #(#names: #values),* })
            }
        }
    }

    /// Takes one apart: every field is bound to its name.
    pub(super) fn pattern(&self, path: &TokenStream) -> TokenStream {
        let name = &self.name;
        let names: Vec<_> = self.fields.iter().map(|field| &field.name).collect();
        match (names.as_slice(), self.tuple) {
            ([], _) => quote!(#path::#name),
            (names, true) => quote!(#path::#name(#(#names),*)),
            (names, false) => quote!(#path::#name { #(#names),* }),
        }
    }

    /// Any one of it.
    pub(super) fn any(&self, path: &TokenStream) -> TokenStream {
        let name = &self.name;
        match (self.fields.as_slice(), self.tuple) {
            ([], _) => quote!(#path::#name),
            (_, true) => quote!(#path::#name(..)),
            (_, false) => quote!(#path::#name { .. }),
        }
    }

    /// The headers, each with the name that it is bound to.
    pub(super) fn headers(&self) -> impl Iterator<Item = (usize, &Ident)> {
        self.fields.iter().filter_map(|field| match field.role {
            Role::Header { index } => Some((index, &field.name)),
            Role::Status | Role::Body => None,
        })
    }
}

/// The type of a status of which the contract gives a class; `rest` is what `default` stands for.
fn status_type(status: Status, rest: &TokenStream) -> TokenStream {
    let of_class = |class: u16| match class {
        1 => quote!(kontrakt::status::Informational),
        2 => quote!(kontrakt::status::Successful),
        3 => quote!(kontrakt::status::Redirection),
        4 => quote!(kontrakt::status::ClientError),
        5 => quote!(kontrakt::status::ServerError),
        other => {
            let (first, last) = (Token::u16_unsuffixed(other * 100), Token::u16_unsuffixed(other * 100 + 99));
            quote!(kontrakt::status::StatusIn<#first, #last>)
        }
    };
    match status {
        Status::Code(_) => quote!(u16),
        Status::Class(class) => of_class(class),
        Status::Default => quote!(kontrakt::status::#rest),
    }
}

/// What a successful call gives.
pub(super) fn call_type(
    plan: &Plan<'_>,
    scope: Scope,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    if Plan::has_response_enum(operation) {
        return response_enum(names);
    }
    let preferred = operation.successes.first().and_then(Response::preferred);
    whole_type(plan, scope, preferred)
}

/// What a handler gives: as a successful call, but that it may choose between contents and give bytes as a stream.
pub(super) fn handler_type(
    plan: &Plan<'_>,
    scope: Scope,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    if Plan::has_choice(operation) || Plan::has_response_enum(operation) {
        return response_enum(names);
    }
    payload_type(plan, scope, operation.successes.first().and_then(Response::preferred))
}

/// The enum of the successes of an operation.
pub(super) fn response_enum(names: &OperationNames) -> TokenStream {
    let name = ident(&format!("{}Response", names.stem));
    quote!(operations::#name)
}

/// The pattern of the statuses that a key of `responses` means. `rest` are those of `default`.
pub(super) fn status_pattern(status: Status, rest: TokenStream) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Token::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Class(class) => {
            let first = Token::u16_unsuffixed(class * 100);
            let last = Token::u16_unsuffixed(class * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => rest,
    }
}

/// The status that is sent where the contract leaves it open.
pub(super) fn usual_status(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Class(class) => class * 100,
        Status::Default => 200,
    }
}
