//! The Rust spelling of types.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Plan;
use crate::ir::{Api, Integer, Kind, ModuleId, Number, Shape, Type, TypeId, TypeRef, Typed};

/// From where a type is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The module.
    pub module: ModuleId,
    /// Whether it is the file of the types itself, where they need no path.
    pub among_types: bool,
}

impl Scope {
    /// The file of the types of a module.
    pub fn types(module: ModuleId) -> Scope {
        Scope { module, among_types: true }
    }

    /// Any other file of a module.
    pub fn beside(module: ModuleId) -> Scope {
        Scope { module, among_types: false }
    }
}

/// The type of the user's own that stands for a type. One that is no Rust has been reported.
fn user_type(ty: &Type) -> Option<syn::TypePath> {
    syn::parse_str(ty.rust_type.as_deref()?).ok()
}

/// The types for which one of the user's own stands.
pub(super) fn named_by_contract(api: &Api) -> HashSet<TypeId> {
    let named = api.types.iter().enumerate().filter(|(_, ty)| user_type(ty).is_some());
    named.map(|(index, _)| TypeId::new(index)).collect()
}

/// An identifier; raw ones come as `r#type`.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

impl Plan<'_> {
    /// A type as it stands at one place, `Option` for `null` included.
    pub fn ty(&self, scope: Scope, ty: &TypeRef) -> TokenStream {
        let inner = self.bare(scope, ty);
        if ty.nullable { quote!(Option<#inner>) } else { inner }
    }

    /// The same without `null`.
    pub fn bare(&self, scope: Scope, ty: &TypeRef) -> TokenStream {
        match &ty.kind {
            Kind::Any => quote!(Value),
            Kind::Boolean => quote!(bool),
            Kind::Integer(Integer::I32) => quote!(i32),
            Kind::Integer(Integer::I64) => quote!(i64),
            Kind::Integer(Integer::U32) => quote!(u32),
            Kind::Integer(Integer::U64) => quote!(u64),
            Kind::Number(Number::F32) => quote!(f32),
            Kind::Number(Number::F64) => quote!(f64),
            Kind::Decimal => quote!(Decimal),
            Kind::DecimalNumber => quote!(DecimalNumber),
            Kind::String | Kind::Binary => quote!(String),
            Kind::Typed(Typed::Uuid) => quote!(Uuid),
            Kind::Typed(Typed::Date) => quote!(Date),
            Kind::Typed(Typed::Base64) => quote!(Base64),
            Kind::DateTime(_) => quote!(Timestamp),
            Kind::List(item) => {
                let item = self.ty(scope, item);
                quote!(Vec<#item>)
            }
            Kind::Map(value) => {
                let value = self.ty(scope, value);
                quote!(BTreeMap<String, #value>)
            }
            Kind::Named(id) => self.path(scope, *id),
        }
    }

    /// The path of a named type.
    pub fn path(&self, scope: Scope, id: TypeId) -> TokenStream {
        let ty = self.api.type_of(id);
        if let Some(path) = user_type(ty) {
            return quote!(#path);
        }
        let name = ident(self.names.type_name(id));
        if ty.module != scope.module {
            let module = ident(&self.names.modules[ty.module.0]);
            return quote!(#module::types::#name);
        }
        if scope.among_types { quote!(#name) } else { quote!(types::#name) }
    }

    /// How a value of a type is passed: scalars as they are, the rest by reference.
    pub fn argument(&self, scope: Scope, ty: &TypeRef) -> TokenStream {
        if ty.nullable {
            let inner = self.argument(scope, &TypeRef { nullable: false, ..ty.clone() });
            return quote!(Option<#inner>);
        }
        match &ty.kind {
            Kind::String | Kind::Binary => quote!(&str),
            Kind::List(item) => {
                let item = self.ty(scope, item);
                quote!(&[#item])
            }
            _ if self.is_copy(ty) => self.bare(scope, ty),
            Kind::Named(id) if let Some(target) = self.borrowed_alias(*id) => self.argument(scope, target),
            _ => {
                let bare = self.bare(scope, ty);
                quote!(&#bare)
            }
        }
    }

    /// The type with other names of types written out: two of them are one type to Rust where this is the same.
    pub fn unaliased(&self, ty: &TypeRef) -> TypeRef {
        let mut plain = ty.clone();
        plain.each_mut(&mut |ty| {
            while let Kind::Named(id) = ty.kind {
                let Shape::Alias(target) = &self.api.type_of(id).shape else { return };
                if self.is_rust_type(id) {
                    return;
                }
                let nullable = ty.nullable || target.nullable;
                *ty = TypeRef { nullable, ..target.clone() };
            }
        });
        plain
    }

    /// What a type is another name of, where that is passed as a slice or as `str`.
    fn borrowed_alias(&self, id: TypeId) -> Option<&TypeRef> {
        match &self.api.type_of(id).shape {
            Shape::Alias(target) if !self.is_rust_type(id) => {
                matches!(target.kind, Kind::List(_) | Kind::String).then_some(target)
            }
            _ => None,
        }
    }

    /// A type past the names that are nothing but names.
    pub fn aliased<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        // Names that go round in a circle are none of that kind; so many in a row are not either.
        for _ in 0..64 {
            let Kind::Named(id) = ty.kind else { return ty };
            match &self.api.type_of(id).shape {
                Shape::Alias(target) if !self.is_rust_type(id) => ty = target,
                _ => return ty,
            }
        }
        ty
    }

    /// Whether values are dates or date-times, or lists or maps of such. These are read by the letter where the
    /// contract is: their own types take more than RFC 3339 has.
    pub fn is_time(&self, ty: &TypeRef) -> bool {
        let mut ty = self.aliased(ty);
        for _ in 0..64 {
            match &ty.kind {
                Kind::Typed(Typed::Date) | Kind::DateTime(None) => return true,
                Kind::List(inner) | Kind::Map(inner) => ty = self.aliased(inner),
                _ => return false,
            }
        }
        false
    }

    /// Whether a value of a type is passed by value.
    pub fn is_copy(&self, ty: &TypeRef) -> bool {
        match &ty.kind {
            Kind::Boolean
            | Kind::Integer(_)
            | Kind::Number(_)
            | Kind::Decimal
            | Kind::DecimalNumber
            | Kind::DateTime(_)
            | Kind::Typed(Typed::Uuid | Typed::Date) => true,
            Kind::Named(id) => self.traits(*id).copy,
            _ => false,
        }
    }
}
