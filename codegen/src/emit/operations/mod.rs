//! The operations as static data, their errors, and what both ends say of their bodies and results.

mod body;
mod failure;
mod response;

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::support::doc;
use crate::ir::{
    ErrorCode, Literal, Location, Module, ModuleId, Operation, Parameter, Presence, Requirement, Section,
    Style,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, Scope, ident};

/// The items of `operations.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module) -> Items<'p> {
    let emitter =
        Operations { plan, id, scope: Scope::beside(id), schemas: super::schema::Schemas::beside(plan, id) };
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
    id: ModuleId,
    scope: Scope,
    schemas: super::schema::Schemas<'p>,
}

impl Operations<'_> {
    fn operation(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let mut items = vec![self.table(operation, names)];
        items.extend(self.response(operation, names));
        items.extend(self.body(operation, names));
        items.extend(self.parts(operation, names));
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
        let security = operation.security.iter().map(|requirement| self.requirement(requirement));
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

    fn requirement(&self, requirement: &Requirement) -> TokenStream {
        let schemes = requirement.0.iter().map(|(name, scopes)| {
            let scheme = match self.plan.api.modules[self.id.0].security_scheme(name) {
                Some(index) => {
                    let name = ident(&self.plan.names.schemes[self.id.0][index].table);
                    quote!(security::#name.scheme())
                }
                None => quote!(&SecurityScheme::unknown(#name)),
            };
            quote!((#scheme, &[#(#scopes),*]))
        });
        quote!(Requirement { schemes: &[#(#schemes),*] })
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
        Literal::Null | Literal::Boolean(_) | Literal::Number(_) | Literal::List(_) => quote!(Code::Text("")),
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
