//! The client: a method an operation, which gives a call that is sent when it is awaited.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::support::{PartKind, Role, deprecated, doc, part_kind, prose, rules};
use crate::ir::{
    Content, Module, ModuleId, Operation, Parameter, Payload, Presence, Response, Section, Status,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, Scope, ident};

/// The items of `client.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &Module) -> Items<'p> {
    let emitter =
        Client { plan, scope: Scope::beside(id), schemas: super::schema::Schemas::beside(plan, id) };
    let front = [emitter.definition(module), emitter.methods(id)];
    let operations = plan.operations_in(id, Section::Paths);
    let calls = operations.flat_map(move |(operation, names)| emitter.call(operation, names));
    Box::new(front.into_iter().chain(calls))
}

struct Client<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
    schemas: super::schema::Schemas<'p>,
}

impl Client<'_> {
    fn definition(&self, module: &Module) -> TokenStream {
        let docs = doc(&format!("Client of {}, version {}.", module.title, module.version));
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client { transport: Transport }
        }
    }

    fn methods(&self, id: ModuleId) -> TokenStream {
        let methods = self
            .plan
            .operations_in(id, Section::Paths)
            .map(|(operation, names)| self.method(operation, names));
        quote! {
            impl Client {
                #[doc = "A client that talks to `base_url`; a path in it stays before those of the operations."]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "When `base_url` is no HTTP URL, or TLS cannot be set up."]
                pub fn new(base_url: &str) -> Result<Self, BuildError> {
                    Transport::builder(base_url).build().map(Self::with_transport)
                }

                #[doc = "A client over a transport with settings of its own: credentials, timeouts, headers."]
                #[must_use]
                pub fn with_transport(transport: Transport) -> Self {
                    Self { transport }
                }

                #(#methods)*
            }
        }
    }

    /// What is required is an argument.
    fn method(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let method = ident(&names.method);
        let call = ident(&names.stem);
        let table = ident(&names.table);
        let required: Vec<(usize, &Parameter, Ident)> = operation
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| is_argument(parameter))
            .map(|(index, parameter)| (index, parameter, ident(&names.parameters[index])))
            .collect();
        let arguments = required.iter().map(|(_, parameter, name)| {
            let ty = self.plan.argument(self.scope, &parameter.ty);
            quote!(#name: #ty)
        });
        let set = required.iter().map(|(index, parameter, name)| self.set(*index, parameter, name));
        let body = operation.body.as_ref().filter(|body| body.required);
        let body_argument = body.map(|_| {
            let ty = self.body_argument(operation, names);
            quote!(body: #ty)
        });
        let body_set = body.map(|_| self.set_body(operation, names));
        let arguments: Vec<_> = arguments.chain(body_argument).collect();
        let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let docs = doc(&super::support::operation_docs(operation));
        let deprecated = deprecated(&operation.docs);
        quote! {
            #docs
            #deprecated
            #many
            pub fn #method(&self, #(#arguments),*) -> #call {
                let call = self.transport.call(&operations::#table) #(#set)* #body_set;
                #call { call }
            }
        }
    }

    fn set(&self, index: usize, parameter: &Parameter, name: &Ident) -> TokenStream {
        let index = Token::usize_unsuffixed(index);
        let argument = self.plan.argument(self.scope, &parameter.ty).to_string();
        let value = if argument.starts_with('&') { quote!(#name) } else { quote!(&#name) };
        quote!(.parameter(#index, #value))
    }

    fn body_argument(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        match operation.body.as_ref().map(|body| &body.content.payload) {
            Some(Payload::Json(ty) | Payload::Form(ty)) => match self.plan.argument(self.scope, ty) {
                argument if argument.to_string().starts_with('&') => argument,
                argument => quote!(&#argument),
            },
            Some(Payload::Multipart(_)) => {
                let name = ident(&format!("{}Body", names.stem));
                quote!(&operations::#name)
            }
            Some(Payload::Text) => quote!(&str),
            Some(Payload::Binary) | None => quote!(impl Into<Bytes>),
        }
    }

    fn set_body(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let Some(body) = &operation.body else { return TokenStream::new() };
        let media_type = &body.content.media_type;
        match &body.content.payload {
            Payload::Json(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body);
                match media_type.as_str() {
                    "application/json" => quote!(.json(#schema, body)),
                    _ => quote!(.json_as(#media_type, #schema, body)),
                }
            }
            Payload::Form(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body);
                quote!(.form(#schema, &[], body))
            }
            Payload::Multipart(parts) => {
                let table = ident(names.schema(Slot::Body));
                let parts = parts.iter().zip(&names.parts).enumerate().map(|(index, (part, name))| {
                    let (index, name) = (Token::usize_unsuffixed(index), ident(name));
                    match part_kind(self.plan.api, &part.ty) {
                        PartKind::File if !Plan::is_optional(part) => quote!(.files(#index, [&body.#name])),
                        PartKind::File | PartKind::Files => quote!(.files(#index, &body.#name)),
                        PartKind::Json | PartKind::Value => quote!(.value(#index, &body.#name)),
                    }
                });
                quote!(.multipart(&tables::#table, |form| form #(#parts)*))
            }
            Payload::Text => quote!(.text(#media_type, body)),
            Payload::Binary => quote!(.bytes(#media_type, body)),
        }
    }

    fn call(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let call = ident(&names.stem);
        let docs = doc(&format!("The call of [`Client::{}`]; awaiting it sends it.", names.method));
        let definition = quote! {
            #docs
            #[must_use = "a call is sent when it is awaited"]
            #[derive(Clone, Debug)]
            pub struct #call { call: Call }
        };
        let mut items = vec![definition];
        items.extend(self.setters(operation, names));
        items.push(quote!(kontrakt::call!(#call);));
        items.push(self.future(operation, names));
        items
    }

    /// What is optional is a method.
    fn setters(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let call = ident(&names.stem);
        let optional =
            operation.parameters.iter().enumerate().filter(|(_, parameter)| !is_argument(parameter));
        let setters = optional.map(|(index, parameter)| {
            let name = ident(&names.parameters[index]);
            let ty = self.plan.argument(self.scope, &parameter.ty);
            let set = self.set(index, parameter, &name);
            let mut more = vec![rules(&parameter.ty)];
            if parameter.idempotency_key.is_some() {
                more.push("A fresh UUID unless set.".to_owned());
            }
            if let Presence::Optional(Some(default)) = &parameter.presence {
                more.push(format!("Default: `{}`.", super::support::literal(default)));
            }
            let fallback = super::support::wire_docs(&parameter.name, &names.parameters[index]);
            let docs = doc(&prose(&parameter.docs, &fallback, &more));
            let deprecated = deprecated(&parameter.docs);
            quote! {
                #docs
                #deprecated
                pub fn #name(self, #name: #ty) -> Self {
                    Self { call: self.call #set }
                }
            }
        });
        let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
            let docs = doc(&prose(&body.docs, "The body.", &[]));
            let (ty, set) = (self.body_argument(operation, names), self.set_body(operation, names));
            quote! {
                #docs
                pub fn body(self, body: #ty) -> Self {
                    Self { call: self.call #set }
                }
            }
        });
        let mut setters = setters.chain(body).peekable();
        setters.peek()?;
        Some(quote!(impl #call { #(#setters)* }))
    }

    fn future(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let call = ident(&names.stem);
        let error = ident(&format!("{}Error", names.stem));
        let output = super::support::result_type(self.plan, self.scope, operation, names);
        let answer = self.answer(operation, names);
        quote! {
            impl IntoFuture for #call {
                type Output = Result<#output, Error<operations::#error>>;
                type IntoFuture = Pending<#output, operations::#error>;

                fn into_future(self) -> Self::IntoFuture {
                    self.call.#answer
                }
            }
        }
    }

    /// How an answer is read. What most operations have is a function of the runtime, for the compiler's sake.
    fn answer(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        if !Plan::has_response_enum(operation) {
            match operation.successes.first().map(|response| (response.status, &response.content)) {
                None | Some((_, None)) => return quote!(answer_empty()),
                Some((Status::Code(code), Some(Content { payload: Payload::Json(ty), .. }))) => {
                    let status = Token::u16_unsuffixed(code);
                    let schema = self.schemas.of_operation(ty, names, Slot::Answer(Status::Code(code)));
                    return quote!(answer_json(#status, #schema));
                }
                Some(_) => {}
            }
        }
        let mut ordered: Vec<(&Response, &String)> =
            operation.successes.iter().zip(&names.successes).collect();
        ordered.sort_by_key(|(response, _)| response.status);
        let arms = ordered.iter().map(|(response, variant)| self.arm(operation, names, response, variant));
        quote! {
            answer(|answer| match answer.status() {
                #(#arms)*
                _ => Err(answer.into_error()),
            })
        }
    }

    fn arm(
        &self,
        operation: &Operation,
        names: &OperationNames,
        response: &Response,
        variant: &str,
    ) -> TokenStream {
        let pattern = match response.status {
            Status::Default => quote!(200..=299),
            status => super::support::status_pattern(status),
        };
        let body = self.body(names, response);
        if !Plan::has_response_enum(operation) {
            return quote!(#pattern => Ok(#body),);
        }
        let (name, variant) = (ident(&format!("{}Response", names.stem)), ident(variant));
        let fields = super::support::response_fields(self.plan, self.scope, names, response);
        let value = match fields.as_slice() {
            [] => quote!(operations::#name::#variant),
            [only] if only.role == Role::Body => quote!(operations::#name::#variant(#body)),
            fields => {
                let fields = fields.iter().map(|field| {
                    let name = &field.name;
                    match &field.role {
                        Role::Body => quote!(#name: #body),
                        Role::Status => quote!(#name: answer.status()),
                        Role::Header { index } => {
                            let header = &response.headers[*index];
                            let wire = &header.name;
                            let slot = Slot::Header(response.status, *index);
                            let schema = self.schemas.of_operation(&header.ty, names, slot);
                            quote!(#name: answer.header(#wire, #schema)?)
                        }
                    }
                });
                quote!(operations::#name::#variant { #(#fields),* })
            }
        };
        quote!(#pattern => Ok(#value),)
    }

    fn body(&self, names: &OperationNames, response: &Response) -> TokenStream {
        match response.content.as_ref().map(|content| &content.payload) {
            None => quote!(()),
            Some(Payload::Json(ty) | Payload::Form(ty)) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Answer(response.status));
                quote!(answer.json(#schema)?)
            }
            Some(Payload::Text) => quote!(answer.text()?),
            Some(Payload::Binary | Payload::Multipart(_)) => quote!(answer.bytes()),
        }
    }
}

/// Whether a parameter is an argument of the method. The key of an idempotent call is made by the client itself.
fn is_argument(parameter: &Parameter) -> bool {
    parameter.presence == Presence::Required && parameter.idempotency_key.is_none()
}
