//! The documented errors of operations.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::{Operations, code_docs, code_value};
use crate::emit::answer::{self, Role, Variant};
use crate::emit::support::doc;
use crate::ir::{Operation, Payload, Status};
use crate::names::{OperationNames, Slot};
use crate::plan::ident;

/// The failures of an operation, each with its variants.
type Failures<'p> = [Vec<Variant<'p>>];

impl Operations<'_> {
    /// The typed error of an operation.
    pub(super) fn error(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let name = ident(&format!("{}Error", names.stem));
        if operation.codes.is_empty() && operation.failures.is_empty() {
            let docs = doc(&format!("`{}` documents no error of its own.", operation.id));
            return vec![quote!(#docs pub type #name = kontrakt::NoError;)];
        }
        let codes: Vec<Ident> = names.codes.iter().map(|name| ident(name)).collect();
        let failures = answer::failures(self.plan, self.scope, operation, names);
        let code_docs = operation.codes.iter().map(|code| doc(&code_docs(code)));
        let variants = failures.iter().flatten().map(Variant::definition);
        let docs = doc(&format!("The documented errors of `{}`.", operation.id));
        let definition = quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name { #(#code_docs #codes,)* #(#variants)* }
        };
        vec![
            definition,
            self.operation_error(&name, operation, names, &codes, &failures),
            quote!(kontrakt::operation_error!(#name);),
        ]
    }

    fn operation_error(
        &self,
        name: &Ident,
        operation: &Operation,
        names: &OperationNames,
        codes: &[Ident],
        failures: &Failures<'_>,
    ) -> TokenStream {
        let table = ident(&names.table);
        let values: Vec<TokenStream> = operation.codes.iter().map(|code| code_value(&code.code)).collect();
        let from_code = if codes.is_empty() {
            quote!(None)
        } else {
            quote!(match code { #(#values => Some(Self::#codes),)* _ => None, })
        };
        let code_name = if codes.is_empty() { quote!(_) } else { quote!(code) };
        let indices = (0..codes.len()).map(Token::usize_unsuffixed);
        let bodies = failures.iter().flatten().map(|variant| {
            let pattern = variant.any(&quote!(Self));
            quote!(#pattern => None,)
        });
        let code_of = quote!(match self {
            #(Self::#codes => Some(&#table.codes[#indices]),)*
            #(#bodies)*
        });
        let reading = self.reading(names, failures);
        let writing = self.writing(names, codes, failures);
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

    fn reading(&self, names: &OperationNames, failures: &Failures<'_>) -> Option<TokenStream> {
        let mut ordered: Vec<&[Variant<'_>]> = failures.iter().map(Vec::as_slice).collect();
        ordered.sort_by_key(|variants| variants.first().map(|variant| variant.response.status));
        let arms = ordered.into_iter().filter_map(|variants| {
            let response = variants.first()?.response;
            let pattern = answer::status_pattern(response.status, quote!(300..=599));
            let mut values = variants.iter().map(|variant| self.read(names, variant));
            let first = values.next()?;
            if variants.len() == 1 {
                return Some(quote!(#pattern => #first,));
            }
            let contents = ident(names.schema(Slot::AnswerContents(response.status)));
            let indices = (1..variants.len()).map(Token::usize_unsuffixed);
            Some(quote! {
                #pattern => match answer.content(tables::#contents) {
                    #(#indices => #values,)*
                    _ => #first,
                },
            })
        });
        let arms: Vec<_> = arms.collect();
        (!arms.is_empty()).then(|| {
            quote! {
                fn from_response(answer: &ErrorAnswer) -> Result<Option<Self>, Vec<Violation>> {
                    let error = match answer.status() {
                        #(#arms)*
                        _ => return Ok(None),
                    };
                    Ok(Some(error))
                }
            }
        })
    }

    fn read(&self, names: &OperationNames, variant: &Variant<'_>) -> TokenStream {
        let response = variant.response;
        variant.value(&quote!(Self), |role| match role {
            Role::Status => quote!(answer.status_in()?),
            Role::Header { index } => {
                let header = &response.headers[index];
                let wire = &header.name;
                let slot = Slot::Header(response.status, index);
                let schema = self.schemas.of_operation(&header.ty, names, slot);
                quote!(answer.header(#wire, #schema)?)
            }
            Role::Body => match variant.content.map(|content| &content.payload) {
                Some(Payload::Json(ty) | Payload::Form(ty)) => {
                    let slot = Slot::Answer(response.status, variant.index);
                    let schema = self.schemas.of_operation(ty, names, slot);
                    quote!(answer.json(#schema)?)
                }
                Some(Payload::Text) => quote!(answer.text()),
                _ => quote!(answer.bytes()),
            },
        })
    }

    fn writing(
        &self,
        names: &OperationNames,
        codes: &[Ident],
        failures: &Failures<'_>,
    ) -> Option<TokenStream> {
        let arms: Vec<_> = failures.iter().flatten().map(|variant| self.write(names, variant)).collect();
        if arms.is_empty() {
            return None;
        }
        let codes = (!codes.is_empty()).then(|| quote!(#(Self::#codes)|* => return None,));
        Some(quote! {
            fn to_response(&self) -> Option<ErrorAnswer> {
                Some(match self { #(#arms)* #codes })
            }
        })
    }

    fn write(&self, names: &OperationNames, variant: &Variant<'_>) -> TokenStream {
        let response = variant.response;
        let pattern = variant.pattern(&quote!(Self));
        let status = match response.status {
            Status::Code(code) => {
                let code = Token::u16_unsuffixed(code);
                quote!(#code)
            }
            Status::Class(_) | Status::Default => quote!(status.get()),
        };
        let media_type = variant.content.map(crate::ir::Content::media_type);
        let answer = match variant.content.map(|content| &content.payload) {
            None => quote!(ErrorAnswer::empty(#status)),
            Some(Payload::Json(_) | Payload::Form(_)) => {
                quote!(ErrorAnswer::of_json(#status, #media_type, body))
            }
            Some(Payload::Text) => quote!(ErrorAnswer::of_text(#status, #media_type, body)),
            Some(_) => quote!(ErrorAnswer::of_bytes(#status, #media_type, body.clone())),
        };
        let headers = variant.headers().map(|(index, member)| {
            let header = &response.headers[index];
            let wire = &header.name;
            let slot = Slot::Header(response.status, index);
            let schema = self.schemas.of_operation(&header.ty, names, slot);
            match header.required {
                true => quote!(.with_required_header(#wire, #schema, #member)),
                false => quote!(.with_header(#wire, #schema, #member)),
            }
        });
        quote!(#pattern => #answer #(#headers)*,)
    }
}
