//! The server: a trait with a method an operation, and the router over it. Webhooks and callbacks have the same, for
//! whoever receives them.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::answer;
use super::content::{is_any_json, listed, media_types, offered};
use super::support::{doc, prose};
use crate::ir::{
    Content, Field, Module, ModuleId, Operation, Payload, Presence, RequestBody, Section, Status,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{PartKind, Plan, Scope, ident, part_kind};

/// The items of `server.rs`, `webhooks.rs` or `callbacks.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module, section: Section) -> Items<'p> {
    let schemas = super::schema::Schemas::beside(plan, id);
    let emitter = Server { plan, scope: Scope::beside(id), schemas, section };
    let front = [emitter.service(id, module), emitter.router(), emitter.routes(id)];
    let gate = super::gate::items(plan, id, module, section);
    let requests = plan.operations_in(id, section).flat_map(move |(operation, names)| {
        [emitter.request(operation, names), emitter.handler(operation, names)]
    });
    Box::new(front.into_iter().chain(gate).chain(requests))
}

struct Server<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
    schemas: super::schema::Schemas<'p>,
    section: Section,
}

impl Server<'_> {
    fn service(&self, id: ModuleId, module: &Module) -> TokenStream {
        let methods = self.plan.operations_in(id, self.section).map(|(operation, names)| {
            let docs = doc(&super::support::operation_docs(operation));
            let method = ident(&names.method);
            let request = ident(&format!("{}Request", names.stem));
            let error = ident(&format!("{}Error", names.stem));
            let output = answer::handler_type(self.plan, self.scope, operation, names);
            quote! {
                #docs
                fn #method(
                    &self,
                    context: &Context<Self::Caller>,
                    request: #request,
                ) -> impl Future<Output = Result<#output, Failure<operations::#error>>> + Send;
            }
        });
        let of = format!("{}, version {}", module.title, module.version);
        let docs = doc(&match self.section {
            Section::Paths => format!("What {of}, does: a method an operation. Write each as an `async fn`."),
            Section::Webhooks => {
                format!("What becomes of the webhooks of {of}: a method each. Write each as an `async fn`.")
            }
            Section::Callbacks => {
                format!("What becomes of the callbacks of {of}: a method each. Write each as an `async fn`.")
            }
        });
        let name = self.name();
        quote! {
            #docs
            pub trait #name: Send + Sync + 'static {
                #[doc = "Who calls, as [`Security`] says."]
                type Caller: Send + Sync + 'static;

                #(#methods)*
            }
        }
    }

    /// The trait.
    fn name(&self) -> Ident {
        ident(match self.section {
            Section::Paths => "Service",
            Section::Webhooks => "Webhooks",
            Section::Callbacks => "Callbacks",
        })
    }

    fn router(&self) -> TokenStream {
        let name = self.name();
        quote! {
            #[doc = "The service behind HTTP: every request is authenticated, checked and decoded before a method sees it."]
            pub fn router<S: #name, G: Security<Caller = S::Caller>>(service: S, gate: G) -> Router {
                routes(service, gate).into_router()
            }
        }
    }

    fn routes(&self, id: ModuleId) -> TokenStream {
        let routes = self.plan.operations_in(id, self.section).map(|(_, names)| {
            let (table, method) = (ident(&names.table), ident(&names.method));
            quote!(.route(&operations::#table, #method))
        });
        let docs = doc(match self.section {
            Section::Paths => "The routes of the service, for settings beyond those of [`router`].",
            Section::Webhooks | Section::Callbacks => {
                "The routes, for settings beyond those of [`router`]: [`Routes::at`] says where each is served, \
                 [`Routes::when`] tells those apart that arrive at one path."
            }
        });
        let name = self.name();
        quote! {
            #docs
            pub fn routes<S: #name, G: Security<Caller = S::Caller>>(service: S, gate: G) -> Routes<S, S::Caller> {
                Routes::new(service, Schemes(gate)) #(#routes)*
            }
        }
    }

    fn request(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let request = ident(&format!("{}Request", names.stem));
        let parameters = operation.parameters.iter().zip(&names.parameters).map(|(parameter, name)| {
            let fallback = format!("`{}`", parameter.name);
            let more = [
                super::support::rules(&parameter.ty),
                super::default::said(&parameter.presence).unwrap_or_default(),
            ];
            let docs = doc(&prose(&parameter.docs, &fallback, &more));
            let name = ident(name);
            let ty = match &parameter.idempotency_key {
                Some(_) => quote!(RequestTicket),
                None => self.plan.ty(self.scope, &parameter.ty),
            };
            match parameter.presence {
                Presence::Required => quote!(#docs pub #name: #ty,),
                Presence::Optional(_) => quote!(#docs pub #name: Option<#ty>,),
            }
        });
        let body = operation.body.as_ref().map(|body| {
            let docs = doc(&prose(&body.docs, "The body.", &[]));
            let ty = super::content::body_type(self.plan, self.scope, operation, names);
            match body.required {
                true => quote!(#docs pub body: #ty,),
                false => quote!(#docs pub body: Option<#ty>,),
            }
        });
        let docs = doc(&format!("The request of `{}`, checked against the contract.", operation.id));
        let masked = operation.parameters.iter().any(|parameter| self.plan.is_masked(&parameter.ty));
        let accept = self.accept_type(operation, names);
        let accept_field = accept.as_ref().map(|_| {
            let name = ident(&format!("{}Accept", names.stem));
            quote!(#[doc = "What the answer is asked to be."] pub accept: #name,)
        });
        let fields: Vec<_> = parameters.chain(accept_field).chain(body).collect();
        let defaults = self.defaults(operation, names);
        // A stream cannot be cloned.
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let streams = contents.into_iter().any(|content| content.payload.is_stream_of_request());
        if masked {
            let docs = if streams { docs } else { quote!(#docs #[derive(Clone)]) };
            let request = self.masked_request(operation, names, &docs, &fields);
            return quote!(#request #defaults #accept);
        }
        let derives = if streams { quote!(Debug) } else { quote!(Clone, Debug) };
        quote! {
            #docs
            #[derive(#derives)]
            pub struct #request { #(#fields)* }

            #defaults
            #accept
        }
    }

    /// What can be asked for, where who calls may choose.
    fn accept_type(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        if !Plan::has_choice(operation) {
            return None;
        }
        let name = ident(&format!("{}Accept", names.stem));
        let variants = offered(operation, names).map(|(offer, content)| {
            let (docs, variant) = (doc(&format!("{}.", listed(content))), ident(&offer.variant));
            quote!(#docs #variant,)
        });
        let docs = doc(&format!("What `{}` can be asked for, by `Accept`.", operation.id));
        Some(quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum #name { #(#variants)* }
        })
    }

    /// Finds out what is asked for.
    fn read_accept(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        if !Plan::has_choice(operation) {
            return None;
        }
        let name = ident(&format!("{}Accept", names.stem));
        let contents = ident(names.schema(Slot::Accept));
        let variants = names.offers.iter().map(|offer| ident(&offer.variant));
        let (first, others): (Vec<_>, Vec<_>) = variants.enumerate().partition(|(index, _)| *index == 0);
        let first = first.iter().map(|(_, variant)| quote!(_ => #name::#variant,));
        let others = others.iter().map(|(index, variant)| {
            let index = Token::usize_unsuffixed(*index);
            quote!(#index => #name::#variant,)
        });
        Some(quote!(accept: match input.accept(tables::#contents)? { #(#others)* #(#first)* }))
    }

    /// Methods for the parameters that have a default.
    fn defaults(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let request = ident(&format!("{}Request", names.stem));
        let parameters = operation.parameters.iter().zip(&names.parameters);
        let parameters = parameters.filter(|(parameter, _)| parameter.idempotency_key.is_none());
        let methods: Vec<_> = parameters
            .filter_map(|(parameter, name)| {
                let (wire, ty) = (&parameter.name, &parameter.ty);
                super::default::method(self.plan, self.scope, name, wire, ty, &parameter.presence)
            })
            .collect();
        (!methods.is_empty()).then(|| quote!(impl #request { #(#methods)* }))
    }

    fn masked_request(
        &self,
        operation: &Operation,
        names: &OperationNames,
        attributes: &TokenStream,
        fields: &[TokenStream],
    ) -> TokenStream {
        let request = ident(&format!("{}Request", names.stem));
        let label = request.to_string();
        let parameters = operation.parameters.iter().zip(&names.parameters).map(|(parameter, name)| {
            let member = ident(name);
            let label = member.to_string();
            match self.plan.is_masked(&parameter.ty) {
                true => quote!(.field(#label, &Masked)),
                false => quote!(.field(#label, &self.#member)),
            }
        });
        let accept = Plan::has_choice(operation).then(|| quote!(.field("accept", &self.accept)));
        let body = operation.body.as_ref().map(|_| quote!(.field("body", &self.body)));
        quote! {
            #attributes
            pub struct #request { #(#fields)* }

            impl std::fmt::Debug for #request {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(#label) #(#parameters)* #accept #body .finish()
                }
            }
        }
    }

    /// Reads a request, calls the service, writes its answer.
    fn handler(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (method, request) = (ident(&names.method), ident(&format!("{}Request", names.stem)));
        let parameters = operation.parameters.iter().zip(&names.parameters).enumerate().map(
            |(index, (parameter, name))| {
                let (index, name) = (Token::usize_unsuffixed(index), ident(name));
                let read = match (&parameter.idempotency_key, &parameter.presence) {
                    (Some(_), Presence::Required) => quote!(ticket),
                    (Some(_), Presence::Optional(_)) => quote!(optional_ticket),
                    (None, Presence::Required) => quote!(required),
                    (None, Presence::Optional(_)) => quote!(optional),
                };
                quote!(#name: input.#read(#index)?)
            },
        );
        let body = operation.body.as_ref().map(|body| self.read_body(body, names));
        let fields = parameters.chain(self.read_accept(operation, names)).chain(body);
        let reply = self.reply(operation, names);
        let empty = !answers_with_enum(operation)
            && operation.successes.first().is_none_or(|response| response.contents.is_empty());
        let answer = (!empty).then(|| quote!(let answer =));
        let mutable = (operation.body.is_some() || !operation.parameters.is_empty()).then(|| quote!(mut));
        let name = self.name();
        quote! {
            async fn #method<S: #name>(service: Arc<S>, #mutable input: Input<S::Caller>) -> Result<Reply, Refusal> {
                let request = #request { #(#fields),* };
                #answer service.#method(input.context(), request).await?;
                #reply
            }
        }
    }

    fn read_body(&self, body: &RequestBody, names: &OperationNames) -> TokenStream {
        let [first, others @ ..] = body.contents.as_slice() else {
            return quote!(body: input.body(&[]).await?);
        };
        if others.is_empty() {
            let read = self.read_content(0, first, body, names, None);
            return quote!(body: #read);
        }
        let contents = ident(names.schema(Slot::BodyContents));
        let name = ident(&format!("{}Body", names.stem));
        let all = body.contents.iter().zip(&names.contents).enumerate();
        let mut values = all.map(|(index, (content, variant))| {
            let variant = ident(variant);
            let variant = quote!(operations::#name::#variant);
            (Token::usize_unsuffixed(index), self.read_content(index, content, body, names, Some(&variant)))
        });
        let preferred = values.next().map(|(_, value)| value);
        let (indices, values): (Vec<_>, Vec<_>) = values.unzip();
        match body.required {
            true => quote! {
                body: match input.content(tables::#contents)? {
                    #(#indices => #values,)*
                    _ => #preferred,
                }
            },
            false => quote! {
                body: match input.optional_content(tables::#contents).await? {
                    None => None,
                    #(Some(#indices) => #values,)*
                    Some(_) => #preferred,
                }
            },
        }
    }

    /// One content of a body, in the variant for it if it has one.
    fn read_content(
        &self,
        index: usize,
        content: &Content,
        body: &RequestBody,
        names: &OperationNames,
        variant: Option<&TokenStream>,
    ) -> TokenStream {
        let media_types = media_types(content);
        let (name, arguments) = match &content.payload {
            Payload::Json(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                match is_any_json(content) {
                    true => ("json", quote!(#schema)),
                    false => ("json_in", quote!(#media_types, #schema)),
                }
            }
            Payload::Form(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                ("form", quote!(#schema, &[]))
            }
            Payload::Text | Payload::Events(_) => ("text", quote!(#media_types)),
            Payload::Lines(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body(index));
                ("lines", quote!(#media_types, #schema))
            }
            Payload::Binary => ("body", quote!(#media_types)),
            Payload::Multipart(parts) => return self.read_parts(index, parts, body, names, variant),
        };
        let method = if body.required { ident(name) } else { ident(&format!("optional_{name}")) };
        let read = quote!(input.#method(#arguments).await?);
        match (variant, body.required) {
            (None, _) => read,
            (Some(variant), true) => quote!(#variant(#read)),
            (Some(variant), false) => quote!(#read.map(#variant)),
        }
    }

    fn read_parts(
        &self,
        index: usize,
        parts: &[Field],
        body: &RequestBody,
        names: &OperationNames,
        variant: Option<&TokenStream>,
    ) -> TokenStream {
        let table = ident(names.schema(Slot::Body(index)));
        let name = ident(&super::content::parts_name(body, names));
        let parts = parts.iter().zip(&names.parts).enumerate().map(|(index, (part, name))| {
            let (index, name) = (Token::usize_unsuffixed(index), ident(name));
            match (part_kind(self.plan.api, &part.ty), Plan::is_optional(part)) {
                (PartKind::File, false) => quote!(#name: form.file(#index)?),
                (PartKind::File, true) => quote!(#name: form.optional_file(#index)),
                (PartKind::Files, _) => quote!(#name: form.files(#index)),
                (_, false) => quote!(#name: form.required(#index)?),
                (_, true) => quote!(#name: form.optional(#index)?),
            }
        });
        let value = quote!(operations::#name { #(#parts),* });
        let value = variant.map_or(value.clone(), |variant| quote!(#variant(#value)));
        match body.required {
            true => quote! { {
                let mut form = input.multipart(&tables::#table).await?;
                #value
            } },
            false => quote! {
                match input.optional_multipart(&tables::#table).await? {
                    Some(mut form) => Some(#value),
                    None => None,
                }
            },
        }
    }

    fn reply(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        if !answers_with_enum(operation) {
            let Some(response) = operation.successes.first() else {
                return quote!(Ok(Reply::empty(204)));
            };
            let status = Token::u16_unsuffixed(answer::usual_status(response.status));
            let content = response.preferred();
            let slot = Slot::Answer(response.status, 0);
            let reply = self.body_reply(content, names, slot, &quote!(#status), &quote!(answer));
            return quote!(Ok(#reply));
        }
        let path = answer::response_enum(names);
        let successes = answer::successes(self.plan, self.scope, operation, names);
        let arms = successes.iter().flatten().map(|variant| {
            let response = variant.response;
            let fixed = Token::u16_unsuffixed(answer::usual_status(response.status));
            let status = match response.status {
                Status::Code(_) => quote!(#fixed),
                Status::Class(_) | Status::Default => quote!(status.get()),
            };
            let pattern = variant.pattern(&path);
            let slot = Slot::Answer(response.status, variant.index);
            let reply = self.body_reply(variant.content, names, slot, &status, &quote!(body));
            let headers = variant.headers().map(|(index, member)| {
                let header = &response.headers[index];
                let wire = &header.name;
                let slot = Slot::Header(response.status, index);
                let schema = self.schemas.of_operation(&header.ty, names, slot);
                match header.required {
                    true => quote!(.required_header(#wire, #schema, &#member)),
                    false => quote!(.header(#wire, #schema, &#member)),
                }
            });
            quote!(#pattern => #reply #(#headers)*,)
        });
        quote!(Ok(match answer { #(#arms)* }))
    }

    fn body_reply(
        &self,
        content: Option<&Content>,
        names: &OperationNames,
        slot: Slot,
        status: &TokenStream,
        value: &TokenStream,
    ) -> TokenStream {
        let Some(content) = content else { return quote!(Reply::empty(#status)) };
        let media_type = content.media_type();
        match &content.payload {
            Payload::Json(_) if media_type == "application/json" => quote!(Reply::json(#status, &#value)),
            Payload::Json(_) | Payload::Form(_) => quote!(Reply::json_as(#status, #media_type, &#value)),
            Payload::Text => quote!(Reply::text(#status, #media_type, #value)),
            Payload::Events(ty) => {
                let schema = self.schemas.of_operation(ty, names, slot);
                quote!(Reply::events(#status, #schema, #value))
            }
            Payload::Lines(_) => quote!(Reply::lines(#status, #media_type, #value)),
            Payload::Binary | Payload::Multipart(_) => quote!(Reply::body(#status, #media_type, #value)),
        }
    }
}

/// Whether a handler gives an enum.
fn answers_with_enum(operation: &Operation) -> bool {
    Plan::has_response_enum(operation) || Plan::has_choice(operation)
}
