//! What something optional is where it is left out: a method beside the field.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{Integer, Kind, Literal, Number, Presence, Shape, TypeId, TypeRef, Typed};
use crate::plan::{Plan, Scope, ident};

/// A method that gives the value of a field or, where it is left out, the default of the contract; none where the default
/// is no value of the type, or no plain one.
pub(super) fn method(
    plan: &Plan<'_>,
    scope: Scope,
    member: &str,
    wire: &str,
    ty: &TypeRef,
    presence: &Presence,
) -> Option<TokenStream> {
    let Presence::Optional(Some(default)) = presence else { return None };
    if *default == Literal::Null {
        return None;
    }
    let field = ident(member);
    let (ty, value) = match ty.nullable {
        // `null` is a value of its own and no reason for the default.
        true => {
            let value = constant(plan, scope, ty, default)?;
            let bare = TypeRef { nullable: false, ..ty.clone() };
            let kept = if plan.is_copy(&bare) { quote!(*value) } else { quote!(value.clone()) };
            (plan.ty(scope, ty), quote!(if let Some(value) = &self.#field { #kept } else { #value }))
        }
        false => or_default(plan, scope, ty, default, &quote!(self.#field))?,
    };
    let plain = member.trim_start_matches("r#");
    let method = format_ident!("{plain}_or_default");
    let wire = wire.replace('`', "'");
    let docs = format!("[`{wire}`](Self::{plain}), or the default of the contract where it is left out.");
    let docs = super::support::doc(&docs);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> #ty { #value }
    })
}

/// What stands in the docs of a field with a default.
pub(super) fn said(presence: &Presence) -> Option<String> {
    match presence {
        Presence::Optional(Some(default)) => {
            Some(format!("Default: `{}`.", super::support::literal(default)))
        }
        _ => None,
    }
}

/// The type of the method, and its body.
fn or_default(
    plan: &Plan<'_>,
    scope: Scope,
    ty: &TypeRef,
    default: &Literal,
    field: &TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    if let Kind::Named(id) = ty.kind {
        return named_or_default(plan, scope, id, default, field);
    }
    let bare = plan.bare(scope, ty);
    match (&ty.kind, default) {
        (Kind::String, Literal::String(text)) => {
            Some((quote!(&str), quote!(#field.as_deref().unwrap_or(#text))))
        }
        (Kind::List(_), Literal::List(items)) if items.is_empty() => {
            Some((bare, quote!(#field.clone().unwrap_or_default())))
        }
        (Kind::List(_), _) => {
            let value = constant(plan, scope, ty, default)?;
            Some((bare, quote!(if let Some(list) = &#field { list.clone() } else { #value })))
        }
        _ => {
            let value = constant(plan, scope, ty, default)?;
            Some((bare, quote!(#field.unwrap_or(#value))))
        }
    }
}

/// A value of a type as an expression.
fn constant(plan: &Plan<'_>, scope: Scope, ty: &TypeRef, value: &Literal) -> Option<TokenStream> {
    if ty.nullable {
        if *value == Literal::Null {
            return Some(quote!(None));
        }
        let bare = TypeRef { nullable: false, ..ty.clone() };
        let constant = constant(plan, scope, &bare, value)?;
        return Some(quote!(Some(#constant)));
    }
    let ty = plan.aliased(ty);
    if ty.nullable {
        return constant(plan, scope, ty, value);
    }
    Some(match (&ty.kind, value) {
        (Kind::String, Literal::String(text)) => quote!(#text.to_owned()),
        (Kind::Boolean, Literal::Boolean(value)) => quote!(#value),
        (Kind::Integer(width), Literal::Integer(n)) => integer(*width, *n)?,
        (Kind::Number(width), Literal::Integer(n)) => number(*width, i32::try_from(*n).ok()?.into()),
        (Kind::Number(width), Literal::Number(n)) if n.is_finite() => number(*width, *n),
        (Kind::Typed(Typed::Date), Literal::String(text)) => date(text)?,
        (Kind::Typed(Typed::Uuid), Literal::String(text)) => uuid(text)?,
        (Kind::List(item), Literal::List(values)) => {
            let values: Vec<_> =
                values.iter().map(|value| constant(plan, scope, item, value)).collect::<Option<_>>()?;
            quote!(vec![#(#values),*])
        }
        (Kind::Named(id), value) if !plan.is_rust_type(*id) => {
            let Shape::Enum(values) = &plan.api.type_of(*id).shape else { return None };
            let index = values.values.iter().position(|listed| listed.value == *value)?;
            let (path, variant) = (plan.path(scope, *id), ident(&plan.names.members[id.index()][index]));
            quote!(#path::#variant)
        }
        _ => return None,
    })
}

/// A day that exists: the function would panic for another.
fn date(text: &str) -> Option<TokenStream> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let number = |text: &str, length: usize| {
        let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<i16>().ok() } else { None }
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let exists = (1..=days).contains(&day);
    let [year, month, day] = [year, month, day].map(Token::i16_unsuffixed);
    exists.then(|| quote!(Date::constant(#year, #month, #day)))
}

fn uuid(text: &str) -> Option<TokenStream> {
    let hyphens = text.len() == 36 && [8, 13, 18, 23].iter().all(|at| text.as_bytes()[*at] == b'-');
    let digits = text.replace('-', "");
    let plain = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !(hyphens && plain) {
        return None;
    }
    let number: TokenStream = format!("0x{}", digits.to_lowercase()).parse().ok()?;
    Some(quote!(Uuid::from_u128(#number)))
}

fn named_or_default(
    plan: &Plan<'_>,
    scope: Scope,
    id: TypeId,
    default: &Literal,
    field: &TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    if plan.is_rust_type(id) {
        return None;
    }
    match &plan.api.type_of(id).shape {
        Shape::Alias(target) => or_default(plan, scope, target, default, field),
        Shape::Enum(values) => {
            let index = values.values.iter().position(|value| value.value == *default)?;
            let path = plan.path(scope, id);
            let variant = ident(&plan.names.members[id.index()][index]);
            let copied = if plan.traits(id).copy { quote!(#field) } else { quote!(#field.clone()) };
            Some((path.clone(), quote!(#copied.unwrap_or(#path::#variant))))
        }
        _ => None,
    }
}

fn integer(width: Integer, n: i128) -> Option<TokenStream> {
    let token = match width {
        Integer::I32 => Token::i32_unsuffixed(n.try_into().ok()?),
        Integer::I64 => Token::i64_unsuffixed(n.try_into().ok()?),
        Integer::U32 => Token::u32_unsuffixed(n.try_into().ok()?),
        Integer::U64 => Token::u64_unsuffixed(n.try_into().ok()?),
    };
    Some(quote!(#token))
}

fn number(width: Number, n: f64) -> TokenStream {
    #[expect(clippy::cast_possible_truncation, reason = "the type holds no more")]
    let token = match width {
        Number::F32 => Token::f32_unsuffixed(n as f32),
        Number::F64 => Token::f64_unsuffixed(n),
    };
    quote!(#token)
}
