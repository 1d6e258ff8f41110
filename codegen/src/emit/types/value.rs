//! Enumerations and newtypes.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use crate::emit::support::{deprecated, doc, literal, prose, rules};
use crate::ir::{Common, EnumValue, Enumeration, Kind, Literal, Type, TypeId, TypeRef, Typed};

impl Types<'_> {
    pub(super) fn enumeration(&self, id: TypeId, ty: &Type, values: &Enumeration) -> Vec<TokenStream> {
        let (name, table) = (self.name(id), self.table(id));
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let variants: Vec<_> = (0..values.values.len()).map(|index| self.member(id, index)).collect();
        let variant_docs = values.values.iter().map(|value| doc(&value_docs(value)));
        let debug = (!ty.sensitive).then(|| quote!(Debug,));
        let other = match values.open {
            true => "Another value, which the contract allows as well.",
            false => "A value that the contract does not list, kept as it came.",
        };
        let (unknown, derives) = match values.common() {
            Common::Text => (quote!(String), quote!(Clone, #debug PartialEq, Eq, Hash, PartialOrd, Ord)),
            Common::Integer => {
                (quote!(i64), quote!(Clone, Copy, #debug PartialEq, Eq, Hash, PartialOrd, Ord))
            }
            Common::Scalar => (quote!(Value), quote!(Clone, #debug PartialEq, Eq, Hash)),
        };
        let mut items = vec![quote! {
            #docs
            #deprecated
            #[derive(#derives)]
            pub enum #name {
                #(#variant_docs #variants,)*
                #[doc = #other]
                Unknown(#unknown),
            }
        }];
        match values.common() {
            Common::Text => {
                items.push(self.text_enum(id, values));
                items.push(quote!(kontrakt::text_enum!(#name, tables::#table);));
            }
            Common::Integer => {
                items.push(self.integer_enum(id, values));
                items.push(quote!(kontrakt::integer_enum!(#name, tables::#table);));
            }
            // Read and written by its table.
            Common::Scalar => {}
        }
        if ty.sensitive {
            items.push(self.masked_debug(id));
        }
        items
    }

    fn text_enum(&self, id: TypeId, values: &Enumeration) -> TokenStream {
        let name = self.name(id);
        let variants: Vec<_> = (0..values.values.len()).map(|index| self.member(id, index)).collect();
        let texts: Vec<_> = values.values.iter().map(|value| shown(&value.value)).collect();
        let known = match values.open {
            true => quote!(true),
            false => quote!(!matches!(self, Self::Unknown(_))),
        };
        quote! {
            impl TextEnum for #name {
                fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        Self::Unknown(text) => text,
                    }
                }

                fn from_text(text: &str) -> Self {
                    match text {
                        #(#texts => Self::#variants,)*
                        _ => Self::Unknown(text.to_owned()),
                    }
                }

                fn is_known(&self) -> bool {
                    #known
                }
            }
        }
    }

    fn integer_enum(&self, id: TypeId, values: &Enumeration) -> TokenStream {
        let name = self.name(id);
        let variants: Vec<_> = (0..values.values.len()).map(|index| self.member(id, index)).collect();
        let number = |value: &EnumValue| match value.value {
            Literal::Integer(n) => i64::try_from(n).unwrap_or_default(),
            _ => 0,
        };
        let numbers: Vec<_> =
            values.values.iter().map(number).map(proc_macro2::Literal::i64_unsuffixed).collect();
        quote! {
            impl IntegerEnum for #name {
                fn as_i64(&self) -> i64 {
                    match *self {
                        #(Self::#variants => #numbers,)*
                        Self::Unknown(number) => number,
                    }
                }

                fn from_i64(number: i64) -> Self {
                    match number {
                        #(#numbers => Self::#variants,)*
                        _ => Self::Unknown(number),
                    }
                }

                fn is_known(&self) -> bool {
                    !matches!(self, Self::Unknown(_))
                }
            }
        }
    }

    pub(super) fn newtype(&self, id: TypeId, ty: &Type, inner: &TypeRef) -> Vec<TokenStream> {
        let (name, table) = (self.name(id), self.table(id));
        let docs = self.docs(id, ty, vec![rules(inner)]);
        let deprecated = deprecated(&ty.docs);
        let sensitive = ty.sensitive || inner.sensitive;
        let debug = (!sensitive).then(|| quote!(Debug,));
        let ordered = orders(inner).then(|| quote!(, PartialOrd, Ord));
        let eq = self.plan.traits(id).eq.then(|| quote!(, Eq, Hash));
        let copy = self.plan.traits(id).copy.then(|| quote!(Copy,));
        let held = self.plan.ty(self.scope, inner);
        let held = if self.plan.is_boxed(id, 0) { quote!(Box<#held>) } else { held };
        let text = matches!(inner.kind, Kind::String) && !inner.nullable;
        let field = if text { quote!(#held) } else { quote!(pub #held) };
        let mut items = vec![quote! {
            #docs
            #deprecated
            #[derive(Clone, #copy #debug PartialEq #eq #ordered)]
            pub struct #name(#field);
        }];
        if text {
            items.push(quote!(kontrakt::text_newtype!(#name, tables::#table);));
            if !sensitive {
                items.push(quote!(kontrakt::display_newtype!(#name);));
            }
        } else if let Kind::DateTime(Some(zone)) = &inner.kind {
            items.push(quote!(kontrakt::zoned_newtype!(#name, #zone);));
        } else if self.plan.is_time(inner) {
            items.push(quote!(kontrakt::newtype!(#name, #held, timed);));
        } else {
            items.push(quote!(kontrakt::newtype!(#name, #held);));
        }
        if sensitive {
            items.push(self.masked_debug(id));
        }
        items
    }
}

fn value_docs(value: &EnumValue) -> String {
    let wire = format!("`{}`", shown(&value.value));
    let said = prose(&value.docs, "", &[]);
    if said.is_empty() { wire } else { format!("{wire}: {said}") }
}

fn shown(value: &Literal) -> String {
    match value {
        Literal::String(text) => text.clone(),
        other => literal(other),
    }
}

/// Scalars that have an order that means something.
fn orders(ty: &TypeRef) -> bool {
    matches!(
        ty.kind,
        Kind::String
            | Kind::Integer(_)
            | Kind::DateTime(_)
            | Kind::Typed(Typed::Date | Typed::Uuid)
            | Kind::Boolean
            | Kind::Decimal
            | Kind::DecimalNumber
    ) && !ty.nullable
}
