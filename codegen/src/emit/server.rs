//! The server: a trait with a method an operation, and the router over it. Webhooks and callbacks have the same, for
//! whoever receives them.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::support::{PartKind, Role, doc, part_kind, prose};
use crate::ir::{Module, ModuleId, Operation, Payload, Presence, Response, Section, Status};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, Scope, ident};

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
            let output = super::support::result_type(self.plan, self.scope, operation, names);
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
            let ty = self.body_type(operation, names);
            match body.required {
                true => quote!(#docs pub body: #ty,),
                false => quote!(#docs pub body: Option<#ty>,),
            }
        });
        let docs = doc(&format!("The request of `{}`, checked against the contract.", operation.id));
        let masked = operation.parameters.iter().any(|parameter| self.plan.is_masked(&parameter.ty));
        let fields: Vec<_> = parameters.chain(body).collect();
        let defaults = self.defaults(operation, names);
        if masked {
            let request = self.masked_request(operation, names, &docs, &fields);
            return quote!(#request #defaults);
        }
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #request { #(#fields)* }

            #defaults
        }
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
        docs: &TokenStream,
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
        let body = operation.body.as_ref().map(|_| quote!(.field("body", &self.body)));
        quote! {
            #docs
            #[derive(Clone)]
            pub struct #request { #(#fields)* }

            impl std::fmt::Debug for #request {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(#label) #(#parameters)* #body .finish()
                }
            }
        }
    }

    fn body_type(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        match operation.body.as_ref().map(|body| &body.content.payload) {
            Some(Payload::Json(ty) | Payload::Form(ty)) => self.plan.ty(self.scope, ty),
            Some(Payload::Multipart(_)) => {
                let name = ident(&format!("{}Body", names.stem));
                quote!(operations::#name)
            }
            Some(Payload::Text) => quote!(String),
            Some(Payload::Binary) | None => quote!(Bytes),
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
        let body = operation.body.as_ref().map(|_| self.read_body(operation, names));
        let fields = parameters.chain(body);
        let reply = self.reply(operation, names);
        let empty = !Plan::has_response_enum(operation)
            && operation.successes.first().is_none_or(|response| response.content.is_none());
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

    fn read_body(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let Some(body) = &operation.body else { return TokenStream::new() };
        let media_type = &body.content.media_type;
        let method =
            |required: TokenStream, optional: TokenStream| if body.required { required } else { optional };
        match &body.content.payload {
            Payload::Json(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body);
                let method = method(quote!(json), quote!(optional_json));
                quote!(body: input.#method(#schema).await?)
            }
            Payload::Form(ty) => {
                let schema = self.schemas.of_operation(ty, names, Slot::Body);
                let method = method(quote!(form), quote!(optional_form));
                quote!(body: input.#method(#schema, &[]).await?)
            }
            Payload::Text => {
                let method = method(quote!(text), quote!(optional_text));
                quote!(body: input.#method(&[#media_type]).await?)
            }
            Payload::Binary => {
                let method = method(quote!(bytes), quote!(optional_bytes));
                quote!(body: input.#method(&[#media_type]).await?)
            }
            Payload::Multipart(parts) => {
                let table = ident(names.schema(Slot::Body));
                let name = ident(&format!("{}Body", names.stem));
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
                if body.required {
                    quote! { body: {
                        let mut form = input.multipart(&tables::#table).await?;
                        #value
                    } }
                } else {
                    quote! { body: match input.optional_multipart(&tables::#table).await? {
                        Some(mut form) => Some(#value),
                        None => None,
                    } }
                }
            }
        }
    }

    fn reply(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        if !Plan::has_response_enum(operation) {
            let Some(response) = operation.successes.first() else {
                return quote!(Ok(Reply::empty(204)));
            };
            let status = Token::u16_unsuffixed(super::support::usual_status(response.status));
            let reply = body_reply(response, &quote!(#status), &quote!(answer));
            return quote!(Ok(#reply));
        }
        let name = ident(&format!("{}Response", names.stem));
        let arms = operation.successes.iter().zip(&names.successes).map(|(response, variant)| {
            let variant = ident(variant);
            let fields = super::support::response_fields(self.plan, self.scope, names, response);
            let fixed = Token::u16_unsuffixed(super::support::usual_status(response.status));
            let status = match response.status {
                Status::Code(_) => quote!(#fixed),
                Status::Class(_) | Status::Default => quote!(status),
            };
            let reply = body_reply(response, &status, &quote!(body));
            match fields.as_slice() {
                [] => quote!(operations::#name::#variant => #reply,),
                [only] if only.role == Role::Body => quote!(operations::#name::#variant(body) => #reply,),
                fields => {
                    let members = fields.iter().map(|field| &field.name);
                    let headers = fields.iter().filter_map(|field| {
                        let Role::Header { index } = field.role else { return None };
                        let header = &response.headers[index];
                        let (wire, member) = (&header.name, &field.name);
                        let slot = Slot::Header(response.status, index);
                        let schema = self.schemas.of_operation(&header.ty, names, slot);
                        Some(quote!(.header(#wire, #schema, &#member)))
                    });
                    quote!(operations::#name::#variant { #(#members),* } => #reply #(#headers)*,)
                }
            }
        });
        quote!(Ok(match answer { #(#arms)* }))
    }
}

fn body_reply(response: &Response, status: &TokenStream, value: &TokenStream) -> TokenStream {
    let Some(content) = &response.content else { return quote!(Reply::empty(#status)) };
    let media_type = match content.media_type.as_str() {
        wild if wild.contains('*') => "application/octet-stream",
        exact => exact,
    };
    match &content.payload {
        Payload::Json(_) if media_type == "application/json" || content.media_type.contains('*') => {
            quote!(Reply::json(#status, &#value))
        }
        Payload::Json(_) | Payload::Form(_) => quote!(Reply::json_as(#status, #media_type, &#value)),
        Payload::Text => quote!(Reply::text(#status, #media_type, #value)),
        Payload::Binary | Payload::Multipart(_) => quote!(Reply::bytes(#status, #media_type, #value)),
    }
}
