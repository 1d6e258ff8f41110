//! How alternatives are told apart, read and written.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{Tables, arms_table, literal};
use crate::ir::{Arm, Choice, Tagged, TypeId};
use crate::plan::ident;

impl Tables<'_> {
    pub(super) fn tagged(&self, id: TypeId, tagged: &Tagged) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let table = ident(&self.plan.names.tables[id.index()]);
        let tag = &tagged.tag;
        let variants: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let values: Vec<_> = tagged.arms.iter().map(|(value, _)| value).collect();
        let arms = arms_table(&table);
        let indices = (0..tagged.arms.len()).map(Token::usize_unsuffixed);
        vec![
            quote! {
                impl Serialize for types::#name {
                    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(Self::#variants(value) => kontrakt::union::serialize_tagged(#tag, #values, value, serializer),)*
                            Self::Unknown(value) => value.serialize(serializer),
                        }
                    }
                }
            },
            quote! {
                impl<'de> Deserialize<'de> for types::#name {
                    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        let value = Alternative::read(deserializer)?;
                        match value.tag(#tag) {
                            #(Some(#values) => value.into_type().map(Self::#variants),)*
                            Some(_) => Ok(Self::Unknown(value.into_value())),
                            None => Err(value.without_tag(#tag)),
                        }
                    }
                }
            },
            quote! {
                impl Check for types::#name {
                    fn check(&self, _: &Schema, at: &At<'_>, out: &mut Violations) {
                        match self {
                            #(Self::#variants(value) => value.check(#arms[#indices].1, at, out),)*
                            Self::Unknown(value) => value.check(&#table, at, out),
                        }
                    }
                }
            },
            quote!(kontrakt::validated!(types::#name, #table);),
        ]
    }

    pub(super) fn one_of(&self, id: TypeId, arms: &[Arm]) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let variants: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let schema = ident(&self.plan.names.tables[id.index()]);
        let table = arms_table(&schema);
        let indices = (0..arms.len()).map(Token::usize_unsuffixed);
        let patterns = (0..arms.len()).map(|index| {
            let index_token = Token::usize_unsuffixed(index);
            if index + 1 == arms.len() { quote!(_) } else { quote!(#index_token) }
        });
        vec![
            quote! {
                impl Serialize for types::#name {
                    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self {
                            #(Self::#variants(value) => value.serialize(serializer),)*
                        }
                    }
                }
            },
            quote! {
                impl<'de> Deserialize<'de> for types::#name {
                    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        Alternative::read(deserializer)?.one_of(&#table, &|index, value| match index {
                            #(#patterns => Deserialize::deserialize(value).map(Self::#variants),)*
                        })
                    }
                }
            },
            quote! {
                impl Check for types::#name {
                    fn check(&self, _: &Schema, at: &At<'_>, out: &mut Violations) {
                        match self {
                            #(Self::#variants(value) => value.check(#table.arms[#indices], at, out),)*
                        }
                    }
                }
            },
            quote!(kontrakt::validated!(types::#name, #schema);),
        ]
    }
}

/// How a value is told to be one of the alternatives.
pub(super) fn choice(of: &Choice) -> TokenStream {
    match of {
        Choice::Arms(arms) => {
            let arms = arms.iter().copied().map(Token::usize_unsuffixed);
            quote!(Choice::Arms(&[#(#arms),*]))
        }
        Choice::Type(types) => {
            let types = types.iter().map(|(ty, of)| {
                let (ty, of) = (ident(&format!("{ty:?}")), choice(of));
                quote!((JsonType::#ty, #of))
            });
            quote!(Choice::Type(&[#(#types),*]))
        }
        Choice::Constant { property, values, otherwise } => {
            let values = values.iter().map(|(value, of)| {
                let (value, of) = (literal(value), choice(of));
                quote!((#value, #of))
            });
            let otherwise = choice(otherwise);
            quote! {
                Choice::Constant { property: #property, values: &[#(#values),*], otherwise: &#otherwise }
            }
        }
        Choice::Key { property, present, absent } => {
            let (present, absent) = (choice(present), choice(absent));
            quote!(Choice::Key { property: #property, present: &#present, absent: &#absent })
        }
    }
}
