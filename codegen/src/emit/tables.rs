//! The static tables of a module, and how its types are read and written by them.

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::schema::Schemas;
use crate::ir::{
    Arm, ErrorBody, Field, Literal, Module, ModuleId, Payload, Rest, Shape, Tagged, Type, TypeId, TypeRef,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, Scope, ident};

/// The items of `tables.rs`.
pub(super) fn items(plan: &Plan<'_>, id: ModuleId, module: &Module) -> Vec<TokenStream> {
    let emitter = Tables { plan, scope: Scope::beside(id), schemas: Schemas::among_tables(plan, id) };
    let mut body: Vec<TokenStream> = Vec::new();
    if !module.operations.is_empty() {
        body.push(emitter.error_body(module.error_body.as_ref()));
    }
    for (id, ty) in plan.types_of(id) {
        body.extend(emitter.ty(id, ty));
    }
    for (operation, names) in plan.operations_of(id) {
        body.extend(emitter.operation(operation, names));
    }
    body.extend(emitter.schemas.pattern_items());
    let mut items = super::imports::of(plan, id, &body, super::imports::File::Tables);
    items.extend(body);
    items
}

struct Tables<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
    schemas: Schemas<'p>,
}

impl Tables<'_> {
    fn error_body(&self, body: Option<&ErrorBody>) -> TokenStream {
        let Some(ErrorBody { media_type, code, text, violations, .. }) = body else {
            return quote!(
                pub static ERROR_BODY: ErrorBody = ErrorBody::PROBLEM;
            );
        };
        quote! {
            pub static ERROR_BODY: ErrorBody = ErrorBody {
                media_type: #media_type,
                code: #code,
                text: #text,
                violations: #violations,
            };
        }
    }

    /// The schemas that only an operation has: those of its parameters, and of bodies that are no named type.
    fn operation(&self, operation: &crate::ir::Operation, names: &OperationNames) -> Vec<TokenStream> {
        let mut items = Vec::new();
        for (index, parameter) in operation.parameters.iter().enumerate() {
            items.extend(self.own_schema(&parameter.ty, names.schema(Slot::Parameter(index))));
        }
        if let Some(body) = &operation.body {
            match &body.content.payload {
                Payload::Json(ty) | Payload::Form(ty) => {
                    items.extend(self.own_schema(ty, names.schema(Slot::Body)));
                }
                Payload::Multipart(parts) => items.push(self.parts(names, parts)),
                Payload::Text | Payload::Binary => {}
            }
        }
        for response in operation.successes.iter().chain(&operation.failures) {
            if let Some(Payload::Json(ty) | Payload::Form(ty)) =
                response.content.as_ref().map(|content| &content.payload)
            {
                items.extend(self.own_schema(ty, names.schema(Slot::Answer(response.status))));
            }
            for (index, header) in response.headers.iter().enumerate() {
                items.extend(self.own_schema(&header.ty, names.schema(Slot::Header(response.status, index))));
            }
        }
        items
    }

    /// A static for a schema that has none of its own.
    fn own_schema(&self, ty: &TypeRef, name: &str) -> Option<TokenStream> {
        if super::support::has_table(ty) {
            return None;
        }
        let name = ident(name);
        let value = self.schemas.value(ty);
        Some(quote!(pub static #name: Schema = #value;))
    }

    fn parts(&self, names: &OperationNames, parts: &[Field]) -> TokenStream {
        let name = ident(names.schema(Slot::Body));
        let count = Token::usize_unsuffixed(parts.len());
        let parts = parts.iter().map(|part| {
            let wire = &part.name;
            let required = (!Plan::is_optional(part)).then(|| quote!(.required()));
            match super::support::part_kind(self.plan.api, &part.ty) {
                super::support::PartKind::File => quote!(Part::file(#wire) #required),
                super::support::PartKind::Files => quote!(Part::files(#wire) #required),
                super::support::PartKind::Json => {
                    let schema = self.schemas.reference(&part.ty);
                    quote!(Part::json(#wire, #schema) #required)
                }
                super::support::PartKind::Value => {
                    let schema = self.schemas.reference(&part.ty);
                    quote!(Part::value(#wire, #schema) #required)
                }
            }
        });
        quote!(pub static #name: [Part; #count] = [#(#parts),*];)
    }

    fn ty(&self, id: TypeId, ty: &Type) -> Vec<TokenStream> {
        let table = ident(&self.plan.names.tables[id.index()]);
        match &ty.shape {
            Shape::Struct { fields, rest, rules } => {
                let mut items = self.record_tables(id, &table, fields, rest, rules);
                items.extend(self.record(id, fields, rest));
                items
            }
            Shape::Enum(values) => {
                let literals = values.values.iter().map(|value| literal(&value.value));
                let shape =
                    if values.open { quote!(Shape::String) } else { quote!(Shape::Enum(&[#(#literals),*])) };
                vec![quote!(pub static #table: Schema = Schema::new(#shape);)]
            }
            Shape::Tagged(tagged) => {
                let arms = arms_table(&table);
                let count = Token::usize_unsuffixed(tagged.arms.len());
                let entries = tagged.arms.iter().map(|(value, arm)| {
                    let schema = self.schemas.reference(&arm.ty);
                    quote!((#value, #schema))
                });
                let tag = &tagged.tag;
                let shape = quote!(Shape::Tagged { tag: #tag, arms: &#arms });
                let mut items = vec![
                    quote!(pub static #table: Schema = Schema::new(#shape);),
                    quote!(static #arms: [(&str, &Schema); #count] = [#(#entries),*];),
                ];
                items.extend(self.tagged(id, tagged));
                items
            }
            Shape::OneOf(arms) => {
                let name = arms_table(&table);
                let count = Token::usize_unsuffixed(arms.len());
                let schemas = arms.iter().map(|arm| self.schemas.reference(&arm.ty));
                let shape = quote!(Shape::OneOf(&#name));
                let mut items = vec![
                    quote!(pub static #table: Schema = Schema::new(#shape);),
                    quote!(static #name: [&Schema; #count] = [#(#schemas),*];),
                ];
                items.extend(self.one_of(id, arms));
                items
            }
            Shape::Newtype(inner) | Shape::Alias(inner) => {
                let value = self.schemas.value(inner);
                vec![quote!(pub static #table: Schema = #value;)]
            }
        }
    }

    fn record_tables(
        &self,
        id: TypeId,
        table: &Ident,
        fields: &[Field],
        rest: &Rest,
        rules: &[crate::ir::Rule],
    ) -> Vec<TokenStream> {
        let name = self.plan.names.type_name(id);
        let fields_name = fields_table(table);
        let shape = quote!(Shape::Record(&#fields_name));
        let schema = self.schemas.finished(&shape, rules, false);
        let entries = fields.iter().map(|field| {
            let schema = self.schemas.reference(&field.ty);
            let wire = &field.name;
            let constructor = if Plan::is_optional(field) { quote!(optional) } else { quote!(required) };
            quote!(Field::#constructor(#wire, #schema))
        });
        let mut items = Vec::new();
        let rest = match rest {
            Rest::Ignored => quote!(Rest::Ignored),
            Rest::Refused => quote!(Rest::Refused),
            Rest::Kept(ty) => {
                let schema = self.rest_schema(table, ty);
                if !super::support::has_table(ty) {
                    let (name, value) = (rest_table(table), self.schemas.value(ty));
                    items.push(quote!(static #name: Schema = #value;));
                }
                quote!(Rest::Kept(#schema))
            }
        };
        items.extend([
            quote!(pub static #table: Schema = #schema;),
            quote! {
                static #fields_name: Fields = Fields { name: #name, fields: &[#(#entries),*], rest: #rest };
            },
        ]);
        items
    }

    /// The schema of the properties without a name: a static, since functions refer to it.
    fn rest_schema(&self, table: &Ident, ty: &TypeRef) -> TokenStream {
        if super::support::has_table(ty) {
            return self.schemas.reference(ty);
        }
        let name = rest_table(table);
        quote!(&#name)
    }

    /// How an object is read, slot by slot, and written.
    fn record(&self, id: TypeId, fields: &[Field], rest: &Rest) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let fields_name = fields_table(&ident(&self.plan.names.tables[id.index()]));
        let members: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let kept = match rest {
            Rest::Kept(ty) => Some(self.plan.ty(self.scope, ty)),
            Rest::Ignored | Rest::Refused => None,
        };
        let slot_types = fields.iter().enumerate().map(|(index, field)| {
            let bare = self.plan.bare(self.scope, &field.ty);
            let boxed = if self.plan.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
            if field.ty.nullable { quote!(Option<Option<#boxed>>) } else { quote!(Option<#boxed>) }
        });
        let rest_slot = kept.as_ref().map(|value| quote!(BTreeMap<String, #value>,));
        let nothing = fields.iter().map(|_| quote!(None));
        let no_rest = kept.as_ref().map(|_| quote!(BTreeMap::new(),));
        let indices = (0..fields.len()).map(Token::usize_unsuffixed);
        let wires = fields.iter().map(|field| &field.name);
        let fills = fields.iter().enumerate().map(|(index, field)| self.fill(index, field, &fields_name));
        let taken = fields
            .iter()
            .enumerate()
            .map(|(index, field)| self.take(index, field, &members[index], &fields_name));
        let rest_index = Token::usize_unsuffixed(fields.len());
        let take_rest = kept.as_ref().map(|_| quote!(additional_properties: slots.#rest_index,));
        let fill_rest = kept.as_ref().map(|_| {
            quote! {
                fn fill_rest<'de, A: MapAccess<'de>>(
                    slots: &mut Self::Slots,
                    key: String,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    kontrakt::record::fill_entry(&mut slots.#rest_index, key, map)
                }
            }
        });
        let keeps = kept.as_ref().map(|_| {
            quote!(
                const KEEPS_REST: bool = true;
            )
        });
        let walk = fields.iter().enumerate().map(|(index, field)| {
            let (member, index) = (&members[index], Token::usize_unsuffixed(index));
            let method = if Plan::is_optional(field) { quote!(optional) } else { quote!(field) };
            quote!(walk.#method(&#fields_name.fields[#index], &self.#member)?;)
        });
        let walk_rest = match rest {
            Rest::Kept(ty) => {
                let schema = self.rest_schema(&ident(&self.plan.names.tables[id.index()]), ty);
                Some(quote!(walk.rest(#schema, &self.additional_properties)?;))
            }
            Rest::Ignored | Rest::Refused => None,
        };
        let (walk_name, slots_name, map_name) = match (fields.is_empty(), kept.is_some()) {
            (true, false) => (quote!(_), quote!(_), quote!(map)),
            (true, true) => (quote!(walk), quote!(_), quote!(map)),
            (false, _) => (quote!(walk), quote!(slots), quote!(map)),
        };
        let finish_slots = if fields.is_empty() && kept.is_none() { quote!(_) } else { quote!(slots) };
        let implementation = quote! {
            impl Record for types::#name {
                const FIELDS: &'static Fields = &#fields_name;
                #keeps

                type Slots = (#(#slot_types,)* #rest_slot);

                fn empty() -> Self::Slots {
                    (#(#nothing,)* #no_rest)
                }

                #[inline]
                fn index(key: &str) -> Option<usize> {
                    match key {
                        #(#wires => Some(#indices),)*
                        _ => None,
                    }
                }

                #[inline]
                fn fill<'de, A: MapAccess<'de>>(
                    #slots_name: &mut Self::Slots,
                    index: usize,
                    #map_name: &mut A,
                ) -> Result<(), A::Error> {
                    match index {
                        #(#fills)*
                        _ => kontrakt::record::skip(map),
                    }
                }

                #fill_rest

                #[inline]
                fn finish<E: kontrakt::reexport::serde::de::Error>(#finish_slots: Self::Slots) -> Result<Self, E> {
                    Ok(Self { #(#taken)* #take_rest })
                }

                #[inline]
                fn walk<W: Walk>(&self, #walk_name: &mut W) -> Result<(), W::Error> {
                    #(#walk)*
                    #walk_rest
                    Ok(())
                }
            }
        };
        vec![implementation, quote!(kontrakt::record!(types::#name);)]
    }

    fn fill(&self, index: usize, field: &Field, fields_name: &Ident) -> TokenStream {
        let index = Token::usize_unsuffixed(index);
        let function =
            match Plan::is_optional(field) && !field.ty.nullable && !self.plan.holds_null(&field.ty) {
                true => quote!(fill_optional),
                false => quote!(fill),
            };
        quote!(#index => kontrakt::record::#function(&mut slots.#index, &#fields_name.fields[#index], map),)
    }

    fn take(&self, index: usize, field: &Field, member: &Ident, fields_name: &Ident) -> TokenStream {
        let index = Token::usize_unsuffixed(index);
        if Plan::is_optional(field) {
            return quote!(#member: slots.#index,);
        }
        quote!(#member: kontrakt::record::required(slots.#index, &#fields_name.fields[#index])?,)
    }

    fn tagged(&self, id: TypeId, tagged: &Tagged) -> Vec<TokenStream> {
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
        ]
    }

    fn one_of(&self, id: TypeId, arms: &[Arm]) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let variants: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let table = arms_table(&ident(&self.plan.names.tables[id.index()]));
        let indices = (0..arms.len()).map(Token::usize_unsuffixed);
        let probes = self.plan.probes(arms);
        let tried = probes.iter().map(|index| &variants[*index]);
        let probes = probes.iter().copied().map(Token::usize_unsuffixed);
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
                        let value = Alternative::read(deserializer)?;
                        value.first_of(&[
                            #((#table[#probes], &|value| value.to_type().map(Self::#tried)),)*
                        ])
                    }
                }
            },
            quote! {
                impl Check for types::#name {
                    fn check(&self, _: &Schema, at: &At<'_>, out: &mut Violations) {
                        match self {
                            #(Self::#variants(value) => value.check(#table[#indices], at, out),)*
                        }
                    }
                }
            },
        ]
    }
}

fn arms_table(table: &Ident) -> Ident {
    ident(&crate::names::arms_table(&table.to_string()))
}

fn rest_table(table: &Ident) -> Ident {
    ident(&crate::names::rest_table(&table.to_string()))
}

fn fields_table(table: &Ident) -> Ident {
    ident(&crate::names::fields_table(&table.to_string()))
}

fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null => quote!(Literal::Null),
        Literal::Boolean(b) => quote!(Literal::Boolean(#b)),
        Literal::Integer(n) => {
            let n = Token::i64_unsuffixed(i64::try_from(*n).unwrap_or_default());
            quote!(Literal::Integer(#n))
        }
        Literal::Number(n) => {
            let n = Token::f64_unsuffixed(*n);
            quote!(Literal::Number(#n))
        }
        Literal::String(text) => quote!(Literal::String(#text)),
    }
}
