//! Objects.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use crate::emit::default;
use crate::emit::support::{self, deprecated, doc, prose, rules};
use crate::ir::{Field, Rest, Type, TypeId};
use crate::plan::{Plan, ident};

/// How many arguments a function has without clippy's finding them too many.
const FEW_ARGUMENTS: usize = 7;

impl Types<'_> {
    pub(super) fn record(&self, id: TypeId, ty: &Type, fields: &[Field], rest: &Rest) -> Vec<TokenStream> {
        let masked = ty.sensitive
            || fields.iter().any(|field| self.plan.is_masked(&field.ty))
            || matches!(rest, Rest::Kept(value) if self.plan.is_masked(value));
        let mut items = vec![self.definition(id, ty, fields, rest, masked)];
        items.extend(self.methods(id, fields, rest));
        if ty.sensitive {
            items.push(self.masked_debug(id));
        } else if masked {
            items.push(self.debug(id, &self.shown_fields(id, fields, rest)));
        }
        items
    }

    fn definition(&self, id: TypeId, ty: &Type, fields: &[Field], rest: &Rest, masked: bool) -> TokenStream {
        let name = self.name(id);
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let debug = (!masked).then(|| quote!(Debug,));
        let default = self.plan.traits(id).default.then(|| quote!(, Default));
        let members = fields.iter().enumerate().map(|(index, field)| self.field(id, index, field));
        let rest = match rest {
            Rest::Kept(value) => {
                let value = self.plan.ty(self.scope, value);
                Some(quote! {
                    #[doc = "Properties that the contract does not name, kept as they came."]
                    pub additional_properties: BTreeMap<String, #value>,
                })
            }
            Rest::Ignored | Rest::Refused => None,
        };
        quote! {
            #docs
            #deprecated
            #[derive(Clone, #debug PartialEq #default)]
            pub struct #name { #(#members)* #rest }
        }
    }

    fn field(&self, id: TypeId, index: usize, field: &Field) -> TokenStream {
        let member = &self.plan.names.members[id.index()][index];
        let ty = self.field_type(id, index, field);
        let mut more = vec![rules(&field.ty)];
        more.extend(default::said(&field.presence));
        if field.read_only {
            more.push("Only in answers (`readOnly`).".to_owned());
        }
        if field.write_only {
            more.push("Only in requests (`writeOnly`).".to_owned());
        }
        let fallback = support::member_docs(self.plan, &field.ty, &field.name, member);
        let docs = doc(&prose(&field.docs, &fallback, &more));
        let deprecated = deprecated(&field.docs);
        let member = ident(member);
        quote! { #docs #deprecated pub #member: #ty, }
    }

    pub(super) fn field_type(&self, id: TypeId, index: usize, field: &Field) -> TokenStream {
        let bare = self.plan.bare(self.scope, &field.ty);
        let boxed = if self.plan.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
        let nullable = if field.ty.nullable { quote!(Option<#boxed>) } else { boxed };
        if Plan::is_optional(field) { quote!(Option<#nullable>) } else { nullable }
    }

    /// `new` and the defaults, where there are any.
    fn methods(&self, id: TypeId, fields: &[Field], rest: &Rest) -> Option<TokenStream> {
        let (name, new) = (self.name(id), self.constructor(id, fields, rest));
        let defaults = fields.iter().enumerate().filter(|(index, _)| !self.plan.is_boxed(id, *index));
        let defaults = defaults.filter_map(|(index, field)| {
            let member = &self.plan.names.members[id.index()][index];
            default::method(self.plan, self.scope, member, &field.name, &field.ty, &field.presence)
        });
        let mut methods = new.into_iter().chain(defaults).peekable();
        methods.peek()?;
        Some(quote!(impl #name { #(#methods)* }))
    }

    /// `new` takes what is required and leaves the rest absent; it is worth having only where there is a rest.
    fn constructor(&self, id: TypeId, fields: &[Field], rest: &Rest) -> Option<TokenStream> {
        let kept = matches!(rest, Rest::Kept(_));
        let required: Vec<usize> =
            (0..fields.len()).filter(|index| !Plan::is_optional(&fields[*index])).collect();
        if required.is_empty() || (required.len() == fields.len() && !kept) {
            return None;
        }
        let arguments = required.iter().map(|index| {
            let (name, ty) = (self.member(id, *index), self.field_type(id, *index, &fields[*index]));
            quote!(#name: #ty)
        });
        let values = fields.iter().enumerate().map(|(index, field)| {
            let name = self.member(id, index);
            if Plan::is_optional(field) { quote!(#name: None) } else { quote!(#name) }
        });
        let rest = kept.then(|| quote!(additional_properties: BTreeMap::new()));
        let many = (required.len() > FEW_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let values = values.chain(rest);
        Some(quote! {
            #[doc = "A value with what has to be there; everything else is absent."]
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        })
    }

    /// `Debug` of an object with properties that are never printed.
    fn shown_fields(&self, id: TypeId, fields: &[Field], rest: &Rest) -> TokenStream {
        let label = self.plan.names.type_name(id);
        let shown = fields.iter().enumerate().map(|(index, field)| {
            let member = self.member(id, index);
            let label = self.plan.names.members[id.index()][index].trim_start_matches("r#");
            match (self.plan.is_masked(&field.ty), Plan::is_optional(field)) {
                (false, _) => quote!(.field(#label, &self.#member)),
                (true, false) => quote!(.field(#label, &Masked)),
                (true, true) => quote!(.field(#label, &self.#member.as_ref().map(|_| Masked))),
            }
        });
        let rest = matches!(rest, Rest::Kept(_)).then(|| quote!(.field("additional_properties", &Masked)));
        quote!(f.debug_struct(#label) #(#shown)* #rest .finish())
    }
}
