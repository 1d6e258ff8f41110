//! The static tables of a module, and how its types are read and written by them.

mod union;
mod value;

use std::rc::Rc;

use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::quote;

use super::Items;
use super::content::{all_media_types, offered};
use super::schema::Schemas;
use crate::ir::{
    Common, Content, ErrorBody, Field, Kind, Literal, Module, ModuleId, Payload, Rest, Shape, Type, TypeId,
    TypeRef,
};
use crate::names::{OperationNames, Slot};
use crate::plan::{PartKind, Plan, ident, part_kind};

/// The items of `tables.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module) -> Items<'p> {
    let emitter = Rc::new(Tables { plan, schemas: Schemas::among_tables(plan, id) });
    let error_body = (!module.operations.is_empty()).then(|| emitter.error_body(module.error_body.as_ref()));
    let of_types = {
        let emitter = Rc::clone(&emitter);
        plan.types_of(id).into_iter().flat_map(move |(id, ty)| emitter.ty(id, ty))
    };
    let of_operations = {
        let emitter = Rc::clone(&emitter);
        plan.operations_of(id).flat_map(move |(operation, names)| emitter.operation(operation, names))
    };
    // Which patterns there are is known when all else has been written.
    let patterns = std::iter::once_with(move || emitter.schemas.pattern_items()).flatten();
    Box::new(error_body.into_iter().chain(of_types).chain(of_operations).chain(patterns))
}

struct Tables<'p> {
    plan: &'p Plan<'p>,
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
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for (index, content) in contents.enumerate() {
            match &content.payload {
                Payload::Json(ty) | Payload::Form(ty) | Payload::Lines(ty) => {
                    items.extend(self.own_schema(ty, names.schema(Slot::Body(index))));
                }
                Payload::Multipart(parts) => {
                    items.push(self.parts(names.schema(Slot::Body(index)), content, parts));
                }
                Payload::Text | Payload::Events(_) | Payload::Binary => {}
            }
        }
        for response in operation.answers() {
            for (index, content) in response.contents.iter().enumerate() {
                if let Payload::Json(ty) | Payload::Form(ty) | Payload::Events(ty) | Payload::Lines(ty) =
                    &content.payload
                {
                    items.extend(self.own_schema(ty, names.schema(Slot::Answer(response.status, index))));
                }
            }
            for (index, header) in response.headers.iter().enumerate() {
                items.extend(self.own_schema(&header.ty, names.schema(Slot::Header(response.status, index))));
            }
        }
        items.extend(self.contents(operation, names));
        items
    }

    /// The media types of what may be several things.
    fn contents(&self, operation: &crate::ir::Operation, names: &OperationNames) -> Vec<TokenStream> {
        let table = |slot: Slot, contents: Vec<&Content>| {
            let name = ident(names.schema(slot));
            let contents = all_media_types(contents);
            quote!(pub static #name: &[&[&str]] = #contents;)
        };
        let mut items = Vec::new();
        if let Some(body) = operation.body.as_ref().filter(|body| body.contents.len() > 1) {
            items.push(table(Slot::BodyContents, body.contents.iter().collect()));
        }
        // A call without an enum reads what it asked for.
        let successes = operation.successes.iter().filter(|_| Plan::has_response_enum(operation));
        for response in successes.chain(&operation.failures).filter(|response| response.contents.len() > 1) {
            items.push(table(Slot::AnswerContents(response.status), response.contents.iter().collect()));
        }
        if Plan::has_choice(operation) {
            items.push(table(Slot::Accept, offered(operation, names).map(|(_, content)| content).collect()));
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

    fn parts(&self, name: &str, content: &Content, parts: &[Field]) -> TokenStream {
        let name = ident(name);
        let count = Token::usize_unsuffixed(parts.len());
        let parts = parts.iter().map(|part| {
            let wire = &part.name;
            let required = (!Plan::is_optional(part)).then(|| quote!(.required()));
            let media_types = content.media_types_of_part(wire);
            let media_types = (!media_types.is_empty()).then(|| quote!(.media_types(&[#(#media_types),*])));
            match part_kind(self.plan.api, &part.ty) {
                PartKind::File => {
                    let rules = self.file_rules(&part.ty);
                    quote!(Part::file(#wire) #required #media_types #rules)
                }
                PartKind::Files => {
                    let rules = self.file_rules(&part.ty);
                    quote!(Part::files(#wire) #required #media_types #rules)
                }
                PartKind::Json => {
                    let schema = self.schemas.reference(&part.ty);
                    quote!(Part::json(#wire, #schema) #required)
                }
                PartKind::Value => {
                    let schema = self.schemas.reference(&part.ty);
                    quote!(Part::value(#wire, #schema) #required)
                }
            }
        });
        quote!(pub static #name: [Part; #count] = [#(#parts),*];)
    }

    /// What is asked of a part of files: of their number, and of each.
    fn file_rules(&self, ty: &TypeRef) -> Option<TokenStream> {
        let ty = self.plan.aliased(ty);
        let each =
            if let Kind::List(item) = &ty.kind { self.plan.aliased(item).rules.as_slice() } else { &[] };
        self.schemas.rules(ty.rules.iter().chain(each))
    }

    fn ty(&self, id: TypeId, ty: &Type) -> Vec<TokenStream> {
        let table = ident(&self.plan.names.tables[id.index()]);
        match &ty.shape {
            Shape::Struct { fields, rest, rules } => {
                let ignored = ignored(ty, rest);
                self.record(id, fields, ignored, rest, rules)
            }
            Shape::Enum(values) => {
                let literals = values.values.iter().map(|value| literal(&value.value));
                let shape =
                    if values.open { quote!(Shape::String) } else { quote!(Shape::Enum(&[#(#literals),*])) };
                let mut items = vec![quote!(pub static #table: Schema = Schema::new(#shape);)];
                if values.common() == Common::Scalar {
                    items.extend(self.scalar_enum(id, values));
                }
                items
            }
            Shape::Tagged(tagged) => {
                let arms = arms_table(&table);
                let count = Token::usize_unsuffixed(tagged.arms.len());
                let entries = tagged.arms.iter().map(|(value, arm)| {
                    let schema = self.schemas.reference(&arm.ty);
                    quote!((#value, #schema))
                });
                let tag = &tagged.tag;
                let default = self.default_arm(tagged);
                let shape = quote!(Shape::Tagged { tag: #tag, arms: &#arms, default: #default });
                let mut items = vec![
                    quote!(pub static #table: Schema = Schema::new(#shape);),
                    quote!(static #arms: [(&str, &Schema); #count] = [#(#entries),*];),
                ];
                items.extend(self.tagged(id, tagged));
                items
            }
            Shape::OneOf(union) => {
                let name = arms_table(&table);
                let arms = union.arms.iter().map(|arm| self.schemas.reference(&arm.ty));
                let choice = union::choice(&union.choice);
                let shape = quote!(Shape::OneOf(&#name));
                let mut items = vec![
                    quote!(pub static #table: Schema = Schema::new(#shape);),
                    quote! {
                        static #name: Alternatives = Alternatives { arms: &[#(#arms),*], choice: #choice };
                    },
                ];
                items.extend(self.one_of(id, &union.arms));
                items
            }
            Shape::Tuple { items, rest, rules } => {
                let mut code = self.tuple_tables(id, &table, items, rest, rules);
                code.extend(self.tuple(id, items, rest));
                code
            }
            Shape::Newtype(inner) | Shape::Alias(inner) => {
                let value = self.schemas.value(inner);
                vec![quote!(pub static #table: Schema = #value;)]
            }
        }
    }

    /// How an object is read, property by property, and written.
    fn record(
        &self,
        id: TypeId,
        fields: &[Field],
        ignored: &[String],
        rest: &Rest,
        rules: &[crate::ir::Rule],
    ) -> Vec<TokenStream> {
        let label = self.plan.names.type_name(id);
        let [name, table] = [label, &self.plan.names.tables[id.index()]].map(ident);
        let fields_name = fields_table(&table);
        let schema = self.schemas.finished(&quote!(Shape::Record(&#fields_name)), rules, false);
        let keeps = match rest {
            Rest::Kept(kept) if self.plan.is_time(kept) => {
                Some(quote!(, additional_properties fill_rest_time))
            }
            Rest::Kept(_) => Some(quote!(, additional_properties fill_rest)),
            Rest::Ignored | Rest::Refused => None,
        };
        let rest = self.rest(rest);
        let members = &self.plan.names.members[id.index()];
        let lines = fields.iter().zip(members).enumerate();
        let lines = lines.map(|(index, (field, member))| self.property(index, field, member));
        let skipped = ignored.iter().zip(fields.len()..).map(|(wire, index)| {
            let index = Token::usize_unsuffixed(index);
            quote!(skip #index: #wire;)
        });
        vec![
            quote!(pub static #table: Schema = #schema;),
            quote! {
                kontrakt::record! {
                    types::#name, #table, #fields_name, #label, #rest #keeps;
                    #(#lines)*
                    #(#skipped)*
                }
            },
        ]
    }

    fn property(&self, index: usize, field: &Field, member: &str) -> TokenStream {
        let is_optional = Plan::is_optional(field);
        let refuses_null = is_optional && !field.ty.nullable && !self.plan.holds_null(&field.ty);
        let fill = match (self.plan.is_time(&field.ty), refuses_null) {
            (false, false) => quote!(fill),
            (false, true) => quote!(fill_optional),
            (true, false) => quote!(fill_time),
            (true, true) => quote!(fill_optional_time),
        };
        let presence = if is_optional { quote!(optional) } else { quote!(required) };
        let (index, member, wire) = (Token::usize_unsuffixed(index), ident(member), &field.name);
        let schema = self.schemas.reference(&field.ty);
        quote!(#index #presence #member: #wire, #fill, #schema;)
    }

    fn rest(&self, rest: &Rest) -> TokenStream {
        match rest {
            Rest::Ignored => quote!(Rest::Ignored),
            Rest::Refused => quote!(Rest::Refused),
            Rest::Kept(ty) => {
                let schema = self.schemas.reference(ty);
                quote!(Rest::Kept(#schema))
            }
        }
    }
}

/// The properties that are read over where unknown ones are not: clients send back what they were answered.
fn ignored<'t>(ty: &'t Type, rest: &Rest) -> &'t [String] {
    match (&ty.left_out, rest) {
        (Some(left), Rest::Refused | Rest::Kept(_)) => &left.names,
        _ => &[],
    }
}

fn arms_table(table: &Ident) -> Ident {
    ident(&crate::names::arms_table(&table.to_string()))
}

fn fields_table(table: &Ident) -> Ident {
    ident(&crate::names::fields_table(&table.to_string()))
}

fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null | Literal::List(_) => quote!(Literal::Null),
        Literal::Boolean(b) => quote!(Literal::Boolean(#b)),
        Literal::Integer(n) => match i64::try_from(*n) {
            Ok(n) => {
                let n = Token::i64_unsuffixed(n);
                quote!(Literal::Integer(#n))
            }
            Err(_) => {
                let n = Token::f64_unsuffixed(*n as f64);
                quote!(Literal::Number(#n))
            }
        },
        Literal::Number(n) => {
            let n = Token::f64_unsuffixed(*n);
            quote!(Literal::Number(#n))
        }
        Literal::String(text) => quote!(Literal::String(#text)),
    }
}
