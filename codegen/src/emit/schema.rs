//! Schemas as static data.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::ir::{Integer, Kind, Literal, ModuleId, Number, Rule, TypeRef, Typed};
use crate::names::{OperationNames, Slot};
use crate::plan::{Plan, ident};

/// Writes schemas for one module.
pub(super) struct Schemas<'p> {
    plan: &'p Plan<'p>,
    module: ModuleId,
    /// Whether the code stands in `tables.rs` itself.
    among_tables: bool,
    /// The patterns that were used, by the names of their statics.
    patterns: RefCell<BTreeMap<String, String>>,
}

impl<'p> Schemas<'p> {
    /// For `tables.rs`.
    pub(super) fn among_tables(plan: &'p Plan<'p>, module: ModuleId) -> Self {
        Self { plan, module, among_tables: true, patterns: RefCell::default() }
    }

    /// For any other file.
    pub(super) fn beside(plan: &'p Plan<'p>, module: ModuleId) -> Self {
        Self { plan, module, among_tables: false, patterns: RefCell::default() }
    }

    /// A reference to the schema of a type that stands in an operation: `tables.rs` has a static for those that have
    /// none of their own.
    pub(super) fn of_operation(&self, ty: &TypeRef, names: &OperationNames, slot: Slot) -> TokenStream {
        if super::support::has_table(ty) {
            return self.reference(ty);
        }
        let name = ident(names.schema(slot));
        quote!(&tables::#name)
    }

    /// A reference to the schema of a type.
    pub(super) fn reference(&self, ty: &TypeRef) -> TokenStream {
        match self.standing(ty) {
            Some(path) => quote!(&#path),
            None => {
                let value = self.value(ty);
                quote!(&#value)
            }
        }
    }

    /// The static that is the schema of a type already, if there is one.
    fn standing(&self, ty: &TypeRef) -> Option<TokenStream> {
        if ty.nullable || !ty.rules.is_empty() {
            return None;
        }
        Some(match &ty.kind {
            Kind::Any => quote!(ANY),
            Kind::Boolean => quote!(BOOLEAN),
            Kind::Integer(Integer::I32) => quote!(INT32),
            Kind::Integer(Integer::I64) => quote!(INT64),
            Kind::Integer(Integer::U32) => quote!(UINT32),
            Kind::Integer(Integer::U64) => quote!(UINT64),
            Kind::Number(Number::F32) => quote!(FLOAT),
            Kind::Number(Number::F64) => quote!(NUMBER),
            Kind::Decimal | Kind::DecimalNumber => quote!(DECIMAL),
            Kind::String | Kind::Binary => quote!(STRING),
            Kind::Typed(Typed::Uuid) => quote!(UUID),
            Kind::Typed(Typed::Date) => quote!(DATE),
            Kind::Typed(Typed::Base64) => quote!(BYTE),
            Kind::DateTime(None) => quote!(DATE_TIME),
            Kind::Named(id) => self.table(*id),
            Kind::DateTime(Some(_)) | Kind::List(_) | Kind::Map(_) => return None,
        })
    }

    /// The static of a named type.
    pub(super) fn table(&self, id: crate::ir::TypeId) -> TokenStream {
        let ty = self.plan.api.type_of(id);
        if self.plan.is_rust_type(id) {
            return quote!(ANY);
        }
        let name = ident(&self.plan.names.tables[id.index()]);
        if ty.module != self.module {
            let module = ident(&self.plan.names.modules[ty.module.0]);
            return quote!(#module::tables::#name);
        }
        if self.among_tables { quote!(#name) } else { quote!(tables::#name) }
    }

    /// The schema of a type as a value.
    pub(super) fn value(&self, ty: &TypeRef) -> TokenStream {
        let shape = match &ty.kind {
            Kind::Any => quote!(Shape::Any),
            Kind::Boolean => quote!(Shape::Boolean),
            Kind::Integer(Integer::I32) => quote!(Shape::Integer(Width::I32)),
            Kind::Integer(Integer::I64) => quote!(Shape::Integer(Width::I64)),
            Kind::Integer(Integer::U32) => quote!(Shape::Integer(Width::U32)),
            Kind::Integer(Integer::U64) => quote!(Shape::Integer(Width::U64)),
            Kind::Number(Number::F32) => quote!(Shape::Float),
            Kind::Number(Number::F64) => quote!(Shape::Number),
            Kind::Decimal | Kind::DecimalNumber => quote!(Shape::Decimal),
            Kind::String | Kind::Binary => quote!(Shape::String),
            Kind::Typed(Typed::Uuid) => quote!(Shape::Typed(Format::Uuid)),
            Kind::Typed(Typed::Date) => quote!(Shape::Typed(Format::Date)),
            Kind::Typed(Typed::Base64) => quote!(Shape::Typed(Format::Byte)),
            Kind::DateTime(None) => quote!(Shape::DateTime(None)),
            Kind::DateTime(Some(zone)) => quote!(Shape::DateTime(Some(#zone))),
            Kind::List(item) => {
                let item = self.reference(item);
                quote!(Shape::List(#item))
            }
            Kind::Map(value) => {
                let value = self.reference(value);
                quote!(Shape::Map(#value))
            }
            Kind::Named(id) => {
                let table = self.table(*id);
                quote!(Shape::Same(&#table))
            }
        };
        self.finished(&shape, &ty.rules, ty.nullable)
    }

    /// A schema of a shape with what else is said of it.
    pub(super) fn finished(&self, shape: &TokenStream, rules: &[Rule], nullable: bool) -> TokenStream {
        let rules = self.rules(rules.iter());
        let nullable = nullable.then(|| quote!(.nullable()));
        quote!(Schema::new(#shape) #rules #nullable)
    }

    /// Rules as they are added to a table, if there are any.
    pub(super) fn rules<'r>(&self, rules: impl Iterator<Item = &'r Rule>) -> Option<TokenStream> {
        let rules: Vec<_> = rules.map(|rule| self.rule(rule)).collect();
        (!rules.is_empty()).then(|| quote!(.rules(&[#(#rules),*])))
    }

    fn rule(&self, rule: &Rule) -> TokenStream {
        let count = |n: &u64| Token::u64_unsuffixed(*n);
        match rule {
            Rule::MinLength(n) => {
                let n = count(n);
                quote!(Rule::MinLength(#n))
            }
            Rule::MaxLength(n) => {
                let n = count(n);
                quote!(Rule::MaxLength(#n))
            }
            Rule::Pattern(source) => {
                let name = self.pattern(source);
                quote!(Rule::Pattern(&#name))
            }
            Rule::Format(word) => {
                let name = ident(&heck::AsUpperCamelCase(word).to_string());
                quote!(Rule::Format(Format::#name))
            }
            Rule::Minimum(n) => wrapped(&quote!(Minimum), n),
            Rule::ExclusiveMinimum(n) => wrapped(&quote!(ExclusiveMinimum), n),
            Rule::Maximum(n) => wrapped(&quote!(Maximum), n),
            Rule::ExclusiveMaximum(n) => wrapped(&quote!(ExclusiveMaximum), n),
            Rule::MultipleOf(n) => wrapped(&quote!(MultipleOf), n),
            Rule::MinItems(n) => {
                let n = count(n);
                quote!(Rule::MinItems(#n))
            }
            Rule::MaxItems(n) => {
                let n = count(n);
                quote!(Rule::MaxItems(#n))
            }
            Rule::UniqueItems => quote!(Rule::UniqueItems),
            Rule::MinProperties(n) => {
                let n = count(n);
                quote!(Rule::MinProperties(#n))
            }
            Rule::MaxProperties(n) => {
                let n = count(n);
                quote!(Rule::MaxProperties(#n))
            }
            Rule::Keys(key) => {
                let key = self.reference(key);
                quote!(Rule::Keys(#key))
            }
            Rule::Contains(item, least, most) => {
                let (item, least) = (self.reference(item), count(least));
                let most = most.map_or_else(
                    || quote!(u64::MAX),
                    |most| {
                        let most = count(&most);
                        quote!(#most)
                    },
                );
                quote!(Rule::Contains(#item, #least, #most))
            }
            Rule::Dependent(dependents) => {
                let dependents = dependents.iter().map(|(name, others)| quote!((#name, &[#(#others),*])));
                quote!(Rule::Dependent(&[#(#dependents),*]))
            }
            Rule::Listed(values) => quote!(Rule::Listed(&[#(#values),*])),
        }
    }

    fn pattern(&self, source: &str) -> proc_macro2::Ident {
        let name = self.plan.names.pattern(self.module, source);
        self.patterns.borrow_mut().insert(name.to_owned(), source.to_owned());
        ident(name)
    }

    /// The statics of the patterns that were used, by name.
    pub(super) fn pattern_items(&self) -> Vec<TokenStream> {
        let patterns = self.patterns.borrow();
        patterns.iter().filter_map(|(name, source)| self.pattern_item(name, source)).collect()
    }

    fn pattern_item(&self, name: &str, source: &str) -> Option<TokenStream> {
        let name = ident(name);
        let compiled = self.plan.patterns.get(source)?;
        let value = syn::parse_str::<syn::Expr>(&compiled.constructor(source)).ok()?;
        Some(quote!(static #name: Pattern = #value;))
    }
}

fn wrapped(rule: &TokenStream, n: &Literal) -> TokenStream {
    let limit = match n {
        Literal::Integer(n) => {
            let n = Token::i128_unsuffixed(*n);
            quote!(Limit::Integer(#n))
        }
        Literal::Number(n) if n.is_finite() => {
            let n = Token::f64_unsuffixed(*n);
            quote!(Limit::Float(#n))
        }
        _ => quote!(Limit::Float(f64::NAN)),
    };
    quote!(Rule::#rule(#limit))
}
