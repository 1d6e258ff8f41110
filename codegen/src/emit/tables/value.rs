//! Enumerations of scalars, and arrays with a type for each position.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::{Tables, fields_table, literal};
use crate::ir::{Enumeration, Field, Rest, Rule, TypeId};
use crate::plan::{Plan, ident};

impl Tables<'_> {
    pub(super) fn scalar_enum(&self, id: TypeId, values: &Enumeration) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let variants = self.plan.names.members[id.index()].iter().map(|name| ident(name));
        let literals = values.values.iter().map(|value| literal(&value.value));
        let implementation = quote! {
            impl ScalarEnum for types::#name {
                const VALUES: &'static [(Literal, Self)] = &[#((#literals, Self::#variants)),*];

                fn unlisted(value: Value) -> Self {
                    Self::Unknown(value)
                }

                fn as_unlisted(&self) -> Option<&Value> {
                    if let Self::Unknown(value) = self { Some(value) } else { None }
                }
            }
        };
        vec![implementation, quote!(kontrakt::scalar_enum!(types::#name);)]
    }

    pub(super) fn tuple_tables(
        &self,
        id: TypeId,
        table: &Ident,
        items: &[Field],
        rest: &Rest,
        rules: &[Rule],
    ) -> Vec<TokenStream> {
        let name = self.plan.names.type_name(id);
        let items_name = fields_table(table);
        let schema = self.schemas.finished(&quote!(Shape::Tuple(&#items_name)), rules, false);
        let schemas = items.iter().map(|item| self.schemas.reference(&item.ty));
        let required = items.iter().take_while(|item| !Plan::is_optional(item)).count();
        let required = Token::usize_unsuffixed(required);
        let rest = self.rest(rest);
        vec![
            quote!(pub static #table: Schema = #schema;),
            quote! {
                static #items_name: Items =
                    Items { name: #name, items: &[#(#schemas),*], required: #required, rest: #rest };
            },
        ]
    }

    /// How an array is read, item by item, and written.
    pub(super) fn tuple(&self, id: TypeId, items: &[Field], rest: &Rest) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let table = ident(&self.plan.names.tables[id.index()]);
        let items_name = fields_table(&table);
        let kept = matches!(rest, Rest::Kept(_)).then(|| quote!(rest));
        let methods: Vec<_> = items
            .iter()
            .map(|item| if Plan::is_optional(item) { quote!(optional) } else { quote!(item) })
            .chain(kept)
            .collect();
        let indices = (0..methods.len()).map(Token::usize_unsuffixed);
        let implementation = quote! {
            impl Sequence for types::#name {
                const ITEMS: &'static Items = &#items_name;

                fn read<'de, A: SeqAccess<'de>>(input: &mut sequence::Input<'de, A>) -> Option<Self> {
                    Some(Self(#(input.#methods()?),*))
                }

                fn walk<W: sequence::Walk>(&self, walk: &mut W) -> bool {
                    #(walk.#methods(&self.#indices))&&*
                }
            }
        };
        vec![implementation, quote!(kontrakt::sequence!(types::#name, #table);)]
    }
}
