//! The operations as static data, their errors, and what both ends say of their results.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::support::{PartKind, doc, part_kind, prose, response_role};
use crate::ir::{
    ErrorCode, Field, Literal, Location, Module, ModuleId, Operation, Parameter, Payload, Presence, Response,
    Section, Status, Style,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, Scope, ident};

/// The items of `operations.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module) -> Items<'p> {
    let emitter =
        Operations { plan, scope: Scope::beside(id), schemas: super::schema::Schemas::beside(plan, id) };
    let mut front = Vec::new();
    for section in Section::ALL.into_iter().filter(|section| module.has(*section)) {
        let (name, docs) = match section {
            Section::Paths => ("OPERATIONS", "Every operation of the service, in the order of the contract."),
            Section::Webhooks => ("WEBHOOKS", "Every webhook, in the order of the contract."),
            Section::Callbacks => ("CALLBACKS", "Every callback, in the order of the operations."),
        };
        let (name, docs) = (ident(name), doc(docs));
        let tables = plan.operations_in(id, section).map(|(_, names)| ident(&names.table));
        front.push(quote! {
            #docs
            pub static #name: &[&Operation] = &[#(&#tables),*];
        });
    }
    front.extend(emitter.root_codes(id, module));
    let of_operations =
        plan.operations_of(id).flat_map(move |(operation, names)| emitter.operation(operation, names));
    Box::new(front.into_iter().chain(of_operations))
}

struct Operations<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
    schemas: super::schema::Schemas<'p>,
}

impl Operations<'_> {
    fn operation(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let mut items = vec![self.table(operation, names)];
        items.extend(self.response(operation, names));
        items.extend(self.multipart_body(operation, names));
        items.extend(self.error(operation, names));
        items
    }

    fn table(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let table = ident(&names.table);
        let Operation { id, method, path, .. } = operation;
        let docs = doc(&format!("`{id}`: {}", super::support::place(operation)));
        let parameters = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| self.parameter(parameter, names, index));
        let security = operation.security.iter().map(|requirement| {
            let schemes = requirement.0.iter().map(|(name, scopes)| quote!((#name, &[#(#scopes),*])));
            quote!(Requirement { schemes: &[#(#schemes),*] })
        });
        let access = operation.access.iter().map(|row| {
            let (organisation, relations) = (&row.organisation, &row.relations);
            quote!(Access { organisation: #organisation, relations: &[#(#relations),*] })
        });
        let codes = operation.codes.iter().map(error_code);
        quote! {
            #docs
            pub static #table: Operation = Operation {
                name: #id,
                method: #method,
                path: #path,
                parameters: &[#(#parameters),*],
                security: &[#(#security),*],
                access: &[#(#access),*],
                codes: &[#(#codes),*],
                error_body: &tables::ERROR_BODY,
            };
        }
    }

    fn parameter(&self, parameter: &Parameter, names: &OperationNames, index: usize) -> TokenStream {
        let wire = &parameter.name;
        let location = match parameter.location {
            Location::Path => quote!(Path),
            Location::Query => quote!(Query),
            Location::Header => quote!(Header),
            Location::Cookie => quote!(Cookie),
        };
        let schema = self.schemas.of_operation(&parameter.ty, names, Slot::Parameter(index));
        let required = (parameter.location != Location::Path && parameter.presence == Presence::Required)
            .then(|| quote!(.required()));
        let style = self.style(parameter);
        let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
        let content = parameter.content.as_ref().map(|media_type| quote!(.content(#media_type)));
        let key = parameter.idempotency_key.map(|key| {
            let retention = Token::u64_unsuffixed(key.retention);
            let status = Token::u16_unsuffixed(key.duplicate_status);
            quote!(.idempotency_key(IdempotencyKey { retention: #retention, duplicate_status: #status }))
        });
        quote!(Parameter::new(#wire, Location::#location, #schema) #required #style #reserved #content #key)
    }

    /// The style, where it is not the one that its location has by default.
    fn style(&self, parameter: &Parameter) -> Option<TokenStream> {
        let usual = match parameter.location {
            Location::Path | Location::Header => (Style::Simple, false),
            Location::Query | Location::Cookie => (Style::Form, true),
        };
        if (parameter.style, parameter.explode) == usual {
            return None;
        }
        let style = match parameter.style {
            Style::Form => quote!(Form),
            Style::Simple => quote!(Simple),
            Style::Label => quote!(Label),
            Style::Matrix => quote!(Matrix),
            Style::SpaceDelimited => quote!(SpaceDelimited),
            Style::PipeDelimited => quote!(PipeDelimited),
            Style::DeepObject => quote!(DeepObject),
        };
        let explode = parameter.explode;
        Some(quote!(.style(Style::#style, #explode)))
    }

    /// The ways in which an operation succeeds, where there are several or one has headers.
    fn response(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        if !Plan::has_response_enum(operation) {
            return None;
        }
        let name = ident(&format!("{}Response", names.stem));
        let variants = operation.successes.iter().zip(&names.successes).map(|(response, variant)| {
            let docs = doc(&prose(&response.docs, &format!("{}.", response_role(response.status)), &[]));
            let variant = ident(variant);
            let fields = super::support::response_fields(self.plan, self.scope, names, response);
            match fields.as_slice() {
                [] => quote!(#docs #variant,),
                [only] if only.role == super::support::Role::Body => {
                    let ty = &only.ty;
                    quote!(#docs #variant(#ty),)
                }
                fields => {
                    let fields = fields.iter().map(|field| {
                        let (docs, name, ty) = (doc(&field.docs), &field.name, &field.ty);
                        quote!(#docs #name: #ty,)
                    });
                    quote!(#docs #variant { #(#fields)* },)
                }
            }
        });
        let docs = doc(&format!("What `{}` answers when it succeeds.", operation.id));
        Some(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name { #(#variants)* }
        })
    }

    fn multipart_body(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let Some(Payload::Multipart(parts)) = operation.body.as_ref().map(|body| &body.content.payload)
        else {
            return None;
        };
        let name = ident(&format!("{}Body", names.stem));
        let fields = parts.iter().zip(&names.parts).map(|(part, name)| {
            let fallback = super::support::wire_docs(&part.name, name);
            let docs = doc(&prose(&part.docs, &fallback, &[super::support::rules(&part.ty)]));
            let (name, ty) = (ident(name), self.part_type(part));
            quote!(#docs pub #name: #ty,)
        });
        let docs = doc(&format!("The parts of the body of `{}`.", operation.id));
        Some(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub struct #name { #(#fields)* }
        })
    }

    fn part_type(&self, part: &Field) -> TokenStream {
        let optional = Plan::is_optional(part);
        match part_kind(self.plan.api, &part.ty) {
            PartKind::File if optional => quote!(Option<FilePart>),
            PartKind::File => quote!(FilePart),
            PartKind::Files => quote!(Vec<FilePart>),
            PartKind::Json | PartKind::Value => {
                let ty = self.plan.ty(self.scope, &part.ty);
                if optional { quote!(Option<#ty>) } else { ty }
            }
        }
    }

    /// The typed error of an operation.
    fn error(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let name = ident(&format!("{}Error", names.stem));
        if operation.codes.is_empty() && operation.failures.is_empty() {
            let docs = doc(&format!("`{}` documents no error of its own.", operation.id));
            return vec![quote!(#docs pub type #name = kontrakt::NoError;)];
        }
        let table = ident(&names.table);
        let codes: Vec<Ident> = names.codes.iter().map(|name| ident(name)).collect();
        let failures: Vec<(Ident, &Response)> =
            names.failures.iter().map(|name| ident(name)).zip(&operation.failures).collect();
        let code_docs = operation.codes.iter().map(|code| doc(&code_docs(code)));
        let failure_variants = failures.iter().map(|(variant, response)| {
            let docs = doc(&prose(&response.docs, &format!("{}.", response_role(response.status)), &[]));
            let body = super::support::payload_type(self.plan, self.scope, response);
            match response.status {
                Status::Code(_) => quote!(#docs #variant(#body),),
                Status::Class(_) | Status::Default => {
                    quote!(#docs #[doc = ""] #[doc = "The status stands before the body."] #variant(u16, #body),)
                }
            }
        });
        let docs = doc(&format!("The documented errors of `{}`.", operation.id));
        let definition = quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name { #(#code_docs #codes,)* #(#failure_variants)* }
        };
        vec![
            definition,
            self.operation_error(&name, &table, operation, names, &codes, &failures),
            quote!(kontrakt::operation_error!(#name);),
        ]
    }

    fn operation_error(
        &self,
        name: &Ident,
        table: &Ident,
        operation: &Operation,
        names: &OperationNames,
        codes: &[Ident],
        failures: &[(Ident, &Response)],
    ) -> TokenStream {
        let values: Vec<TokenStream> = operation.codes.iter().map(|code| code_value(&code.code)).collect();
        let from_code = if codes.is_empty() {
            quote!(None)
        } else {
            quote!(match code { #(#values => Some(Self::#codes),)* _ => None, })
        };
        let code_name = if codes.is_empty() { quote!(_) } else { quote!(code) };
        let indices = (0..codes.len()).map(Token::usize_unsuffixed);
        let bodies = failures.iter().map(|(variant, _)| quote!(Self::#variant(..) => None,));
        let code_of = quote!(match self {
            #(Self::#codes => Some(&#table.codes[#indices]),)*
            #(#bodies)*
        });
        let reading = self.reading(names, failures);
        let writing = self.writing(codes, failures);
        quote! {
            impl OperationError for #name {
                fn from_code(#code_name: Code) -> Option<Self> {
                    #from_code
                }

                fn code(&self) -> Option<&'static ErrorCode> {
                    #code_of
                }

                #reading
                #writing
            }
        }
    }

    fn reading(&self, names: &OperationNames, failures: &[(Ident, &Response)]) -> Option<TokenStream> {
        if failures.is_empty() {
            return None;
        }
        let mut ordered: Vec<_> = failures.iter().collect();
        ordered.sort_by_key(|(_, response)| response.status);
        let arms = ordered.iter().map(|(variant, response)| {
            let pattern = super::support::status_pattern(response.status);
            let body = match response.content.as_ref().map(|content| &content.payload) {
                Some(Payload::Json(ty) | Payload::Form(ty)) => {
                    let schema = self.schemas.of_operation(ty, names, Slot::Answer(response.status));
                    quote!(kontrakt::decode_leniently(body, #schema))
                }
                Some(Payload::Text) => quote!(Ok(String::from_utf8_lossy(body).into_owned())),
                _ => quote!(Ok(Bytes::copy_from_slice(body))),
            };
            match response.status {
                Status::Code(_) => quote!(#pattern => Some(#body.map(Self::#variant)),),
                _ => quote!(#pattern => Some(#body.map(|body| Self::#variant(status, body))),),
            }
        });
        let total = ordered.iter().any(|(_, response)| response.status == Status::Default);
        let rest = (!total).then(|| quote!(_ => None,));
        Some(quote! {
            fn from_response(status: u16, _: &str, body: &[u8]) -> Option<Result<Self, Vec<Violation>>> {
                match status { #(#arms)* #rest }
            }
        })
    }

    fn writing(&self, codes: &[Ident], failures: &[(Ident, &Response)]) -> Option<TokenStream> {
        if failures.is_empty() {
            return None;
        }
        let arms = failures.iter().map(|(variant, response)| {
            let media_type = response.content.as_ref().map_or("", |content| content.media_type.as_str());
            let bytes = match response.content.as_ref().map(|content| &content.payload) {
                Some(Payload::Json(_) | Payload::Form(_)) => quote!(kontrakt::media::to_json(body)),
                Some(Payload::Text) => quote!(body.clone().into_bytes()),
                _ => quote!(body.to_vec()),
            };
            match response.status {
                Status::Code(code) => {
                    let code = Token::u16_unsuffixed(code);
                    quote!(Self::#variant(body) => Some((#code, #media_type, #bytes)),)
                }
                _ => quote!(Self::#variant(status, body) => Some((*status, #media_type, #bytes)),),
            }
        });
        let codes = (!codes.is_empty()).then(|| quote!(#(Self::#codes)|* => None,));
        Some(quote! {
            fn to_response(&self) -> Option<(u16, &'static str, Vec<u8>)> {
                match self { #(#arms)* #codes }
            }
        })
    }

    /// The codes that any operation of a document may answer.
    fn root_codes(&self, id: ModuleId, module: &Module) -> Vec<TokenStream> {
        if module.codes.is_empty() {
            return Vec::new();
        }
        let variants: Vec<Ident> = self.plan.names.codes[id.0].iter().map(|name| ident(name)).collect();
        let docs = module.codes.iter().map(|code| doc(&code_docs(code)));
        let entries = module.codes.iter().map(error_code);
        let values = module.codes.iter().map(|code| code_value(&code.code));
        let indices = (0..module.codes.len()).map(Token::usize_unsuffixed);
        vec![
            quote! {
                #[doc = "The errors that any operation may answer."]
                #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
                pub enum CommonError { #(#docs #variants,)* }
            },
            quote! {
                #[doc = "The codes of [`CommonError`], in its order."]
                pub static COMMON_CODES: &[ErrorCode] = &[#(#entries),*];
            },
            quote! {
                impl OperationError for CommonError {
                    fn from_code(code: Code) -> Option<Self> {
                        match code { #(#values => Some(Self::#variants),)* _ => None, }
                    }

                    fn code(&self) -> Option<&'static ErrorCode> {
                        Some(match self { #(Self::#variants => &COMMON_CODES[#indices],)* })
                    }
                }
            },
            quote!(kontrakt::operation_error!(CommonError);),
        ]
    }
}

fn error_code(code: &ErrorCode) -> TokenStream {
    let value = code_value(&code.code);
    let (name, text) = (&code.name, &code.text);
    let status = Token::u16_unsuffixed(code.status);
    quote!(ErrorCode { code: #value, name: #name, text: #text, status: #status })
}

fn code_value(code: &Literal) -> TokenStream {
    match code {
        Literal::Integer(n) => {
            let n = Token::i64_unsuffixed(i64::try_from(*n).unwrap_or_default());
            quote!(Code::Integer(#n))
        }
        Literal::String(text) => quote!(Code::Text(#text)),
        Literal::Null | Literal::Boolean(_) | Literal::Number(_) => quote!(Code::Text("")),
    }
}

fn code_docs(code: &ErrorCode) -> String {
    let assumed =
        code.assumed.as_ref().map(|why| format!("\n\n*Assumed:* {}", why.trim())).unwrap_or_default();
    let more = code.description.as_ref().map(|text| format!("\n\n{}", text.trim())).unwrap_or_default();
    let value = super::support::literal(&code.code);
    let (value, text, status) = (value.trim_matches('"'), &code.text, code.status);
    format!("{value}: {text} (HTTP {status}){more}{assumed}")
}
