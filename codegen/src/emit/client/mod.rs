//! The client: a method an operation, which gives a call that is sent when it is awaited.

mod stream;

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::answer::{self, Role, Variant};
use super::content::{accept, listed};
use super::support::{deprecated, doc, prose, rules};
use crate::ir::{
    Content, Module, ModuleId, Operation, Parameter, Payload, Presence, Response, Section, Status,
};
use crate::names::{Offer, OperationNames, Slot};
use crate::plan::{PartKind, Plan, Scope, ident, part_kind};

/// The items of `client.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &Module) -> Items<'p> {
    let emitter =
        Client { plan, scope: Scope::beside(id), schemas: super::schema::Schemas::beside(plan, id) };
    let front = [emitter.definition(module), emitter.methods(id)];
    let operations = plan.operations_in(id, Section::Paths);
    let calls = operations.flat_map(move |(operation, names)| emitter.call(operation, names));
    Box::new(front.into_iter().chain(calls))
}

/// What becomes of bytes.
#[derive(Clone, Copy)]
enum Bytes {
    /// They were read already.
    Whole,
    /// They may be a stream.
    Body,
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
        let call_of = quote!(self.transport.call(&operations::#table) #(#set)*);
        let made = match body.map(|body| body.contents.len()) {
            None => quote!(let call = #call_of;),
            Some(1) => {
                let made = self.with_body(&call_of, operation, names);
                quote!(let call = #made;)
            }
            Some(_) => {
                let made = self.with_body(&quote!(call), operation, names);
                quote!(let call = #call_of; let call = #made;)
            }
        };
        let arguments: Vec<_> = arguments.chain(body_argument).collect();
        let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let docs = doc(&super::support::operation_docs(operation));
        let deprecated = deprecated(&operation.docs);
        quote! {
            #docs
            #deprecated
            #many
            pub fn #method(&self, #(#arguments),*) -> #call {
                #made
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
        let ty = super::content::body_type(self.plan, self.scope, operation, names);
        let contents = operation.body.as_ref().map_or(&[][..], |body| body.contents.as_slice());
        match contents.iter().map(|content| &content.payload).collect::<Vec<_>>().as_slice() {
            [Payload::Json(ty) | Payload::Form(ty)] => match self.plan.argument(self.scope, ty) {
                argument if argument.to_string().starts_with('&') => argument,
                argument => quote!(&#argument),
            },
            [Payload::Multipart(_)] => quote!(&#ty),
            [Payload::Text] => quote!(&str),
            _ => quote!(impl Into<#ty>),
        }
    }

    /// `call` with the body.
    fn with_body(&self, call: &TokenStream, operation: &Operation, names: &OperationNames) -> TokenStream {
        let contents = operation.body.as_ref().map_or(&[][..], |body| body.contents.as_slice());
        if let [content] = contents {
            let set = self.set_content(0, content, names, &quote!(body));
            return quote!(#call #set);
        }
        let name = ident(&format!("{}Body", names.stem));
        let arms = contents.iter().enumerate().zip(&names.contents).map(|((index, content), variant)| {
            let variant = ident(variant);
            let by_value =
                content.payload.is_stream_of_request() || matches!(content.payload, Payload::Multipart(_));
            let body = if by_value { quote!(body) } else { quote!(&body) };
            let set = self.set_content(index, content, names, &body);
            quote!(operations::#name::#variant(body) => #call #set,)
        });
        quote!(match body.into() { #(#arms)* })
    }

    fn set_content(
        &self,
        index: usize,
        content: &Content,
        names: &OperationNames,
        body: &TokenStream,
    ) -> TokenStream {
        let media_type = content.sent_as();
        match &content.payload {
            Payload::Json(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                match media_type {
                    "application/json" => quote!(.json(#schema, #body)),
                    _ => quote!(.json_as(#media_type, #schema, #body)),
                }
            }
            Payload::Form(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                quote!(.form(#schema, &[], #body))
            }
            Payload::Multipart(parts) => {
                let table = ident(names.schema(Slot::Body(index)));
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
            Payload::Text | Payload::Events(_) => quote!(.text(#media_type, #body)),
            Payload::Lines(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                quote!(.lines(#media_type, #schema, #body))
            }
            Payload::Binary => quote!(.body(#media_type, #body)),
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
            let ty = self.body_argument(operation, names);
            let call = self.with_body(&quote!(self.call), operation, names);
            let value = match body.contents.len() {
                1 => quote!(Self { call: #call }),
                _ => quote!(let call = #call; Self { call }),
            };
            quote! {
                #docs
                pub fn body(self, body: #ty) -> Self {
                    #value
                }
            }
        });
        let offers = self.offers(operation, names);
        let streams = self.streams(operation, names);
        let mut setters = setters.chain(body).chain(offers).chain(streams).peekable();
        setters.peek()?;
        Some(quote!(impl #call { #(#setters)* }))
    }

    fn future(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let call = ident(&names.stem);
        let error = ident(&format!("{}Error", names.stem));
        let output = answer::call_type(self.plan, self.scope, operation, names);
        let preferred = || operation.successes.iter().filter_map(Response::preferred);
        let asks = Plan::has_choice(operation) || preferred().any(|content| content.payload.is_sequence());
        let accept = asks.then(|| {
            let ranges = accept(preferred());
            quote!(.accept(#ranges))
        });
        let unread = self.unread(operation, names, |_| 0);
        let answer = self.answer(operation, names, |_| 0);
        quote! {
            impl IntoFuture for #call {
                type Output = Result<#output, Error<operations::#error>>;
                type IntoFuture = Pending<#output, operations::#error>;

                fn into_future(self) -> Self::IntoFuture {
                    self.call #accept #unread .#answer
                }
            }
        }
    }

    /// How an answer is read: where a call gives a body, `content` says which of each success. What most operations have is
    /// a function of the runtime, for the compiler's sake.
    fn answer(
        &self,
        operation: &Operation,
        names: &OperationNames,
        content: impl Fn(usize) -> usize,
    ) -> TokenStream {
        if !Plan::has_response_enum(operation) {
            let success = operation.successes.first();
            let asked = success.and_then(|response| response.contents.get(content(0)));
            match (success.map(|response| response.status), asked.map(|content| &content.payload)) {
                (_, None) => return quote!(answer_empty()),
                (Some(status @ Status::Code(code)), Some(Payload::Json(ty))) => {
                    let code = Token::u16_unsuffixed(code);
                    let schema = self.schemas.of_operation(ty, names, Slot::Answer(status, content(0)));
                    return quote!(answer_json(#code, #schema));
                }
                _ => {}
            }
        }
        self.answer_by(&self.arms(operation, names, content, Bytes::Whole))
    }

    fn answer_by(&self, arms: &[TokenStream]) -> TokenStream {
        quote! {
            answer(|answer| match answer.status() {
                #(#arms)*
                _ => Err(answer.into_error()),
            })
        }
    }

    /// Methods that ask for other contents than the preferred ones.
    fn offers(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let others =
            names.offers.iter().filter(|offer| offer.contents.iter().flatten().any(|index| *index > 0));
        others.map(|offer| self.offer(operation, names, offer)).collect()
    }

    fn offer(&self, operation: &Operation, names: &OperationNames, offer: &Offer) -> TokenStream {
        let method = ident(&offer.method);
        let error = ident(&format!("{}Error", names.stem));
        let chosen = || operation.successes.iter().zip(&offer.contents);
        let ranges =
            accept(chosen().filter_map(|(response, index)| response.contents.get(index.unwrap_or_default())));
        let offered = chosen().find_map(|(response, index)| response.contents.get((*index)?));
        let docs = doc(&format!("Asks for {}, and sends the call.", offered.map(listed).unwrap_or_default()));
        if Plan::has_response_enum(operation) {
            let output = answer::response_enum(names);
            return quote! {
                #docs
                pub fn #method(self) -> Pending<#output, operations::#error> {
                    Self { call: self.call.accept(#ranges) }.into_future()
                }
            };
        }
        let output = super::content::whole_type(self.plan, self.scope, offered);
        let content = |success: usize| offer.contents[success].unwrap_or_default();
        let unread = self.unread(operation, names, content);
        let answer = self.answer(operation, names, content);
        quote! {
            #docs
            pub fn #method(self) -> Pending<#output, operations::#error> {
                self.call.accept(#ranges) #unread .#answer
            }
        }
    }

    /// What becomes of the statuses that mean success. Where a call gives a body, `content` says which of them.
    fn arms(
        &self,
        operation: &Operation,
        names: &OperationNames,
        content: impl Fn(usize) -> usize,
        bytes: Bytes,
    ) -> Vec<TokenStream> {
        let as_enum = Plan::has_response_enum(operation);
        let mut successes: Vec<_> =
            answer::successes(self.plan, self.scope, operation, names).into_iter().enumerate().collect();
        successes.sort_by_key(|(_, variants)| variants.first().map(|variant| variant.response.status));
        let arms = successes.iter().filter_map(|(success, variants)| {
            let pattern = answer::status_pattern(variants.first()?.response.status, quote!(200..=299));
            let value = if as_enum {
                self.read_variant(names, variants)
            } else {
                let variant = variants.get(content(*success))?;
                self.read_body(names, variant, variant.index > 0, bytes)
            };
            Some(quote!(#pattern => Ok(#value),))
        });
        arms.collect()
    }

    /// The variant that an answer is.
    fn read_variant(&self, names: &OperationNames, variants: &[Variant<'_>]) -> TokenStream {
        let mut values = variants.iter().map(|variant| self.read_fields(names, variant));
        let first = values.next().unwrap_or_default();
        if variants.len() == 1 {
            return first;
        }
        let status = variants.first().map(|variant| Slot::AnswerContents(variant.response.status));
        let contents = ident(status.map_or("", |slot| names.schema(slot)));
        let indices = (1..variants.len()).map(Token::usize_unsuffixed);
        quote! {
            match answer.content(tables::#contents) {
                #(#indices => #values,)*
                _ => #first,
            }
        }
    }

    fn read_fields(&self, names: &OperationNames, variant: &Variant<'_>) -> TokenStream {
        variant.value(&answer::response_enum(names), |role| match role {
            Role::Body => self.read_body(names, variant, false, Bytes::Body),
            Role::Status => quote!(answer.status_in()?),
            Role::Header { index } => {
                let header = &variant.response.headers[index];
                let wire = &header.name;
                let slot = Slot::Header(variant.response.status, index);
                let schema = self.schemas.of_operation(&header.ty, names, slot);
                let read = if header.required { quote!(required_header) } else { quote!(header) };
                quote!(answer.#read(#wire, #schema)?)
            }
        })
    }

    /// The body of an answer; `asked` where it was asked for in place of the preferred one.
    fn read_body(
        &self,
        names: &OperationNames,
        variant: &Variant<'_>,
        asked: bool,
        bytes: Bytes,
    ) -> TokenStream {
        let Some(content) = variant.content else { return quote!(()) };
        // What is taken as it comes has to be what was asked for.
        let untyped = matches!(content.payload, Payload::Text | Payload::Binary);
        let checked = (asked && untyped).then(|| {
            let media_types = super::content::media_types(content);
            quote!(.as_asked(#media_types)?)
        });
        match &content.payload {
            Payload::Json(ty) | Payload::Form(ty) => {
                let slot = Slot::Answer(variant.response.status, variant.index);
                let schema = self.schemas.of_operation(ty, names, slot);
                quote!(answer #checked .json(#schema)?)
            }
            Payload::Text => quote!(answer #checked .text()?),
            Payload::Events(ty) => {
                let slot = Slot::Answer(variant.response.status, variant.index);
                let schema = self.schemas.of_operation(ty, names, slot);
                quote!(answer.events(#schema)?)
            }
            Payload::Lines(ty) => {
                let slot = Slot::Answer(variant.response.status, variant.index);
                let schema = self.schemas.of_operation(ty, names, slot);
                let media_types = super::content::media_types(content);
                quote!(answer.lines(#media_types, #schema)?)
            }
            Payload::Binary | Payload::Multipart(_) => match bytes {
                Bytes::Whole => quote!(answer #checked .bytes()),
                Bytes::Body => quote!(answer #checked .body()),
            },
        }
    }
}

/// Whether a parameter is an argument of the method. The key of an idempotent call is made by the client itself.
fn is_argument(parameter: &Parameter) -> bool {
    parameter.presence == Presence::Required && parameter.idempotency_key.is_none()
}
