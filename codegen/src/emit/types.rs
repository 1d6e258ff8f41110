//! The types: what users of the generated code see and write.

use proc_macro2::TokenStream;
use quote::quote;

use super::support::{deprecated, doc, literal, prose, rules};
use crate::ir::{Arm, Field, Kind, Literal, ModuleId, Presence, Rest, Shape, Type, TypeId, TypeRef, Typed};
use crate::plan::{Plan, Scope, ident};

/// The items of `types.rs`.
pub(super) fn items(plan: &Plan<'_>, module: ModuleId) -> Vec<TokenStream> {
    let emitter = Types { plan, scope: Scope::types(module) };
    let types = plan.types_of(module);
    let body: Vec<TokenStream> = types.iter().flat_map(|(id, ty)| emitter.ty(*id, ty)).collect();
    let mut items = super::imports::of(plan, module, &body, super::imports::File::Types);
    items.extend(body);
    items
}

struct Types<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
}

impl Types<'_> {
    fn ty(&self, id: TypeId, ty: &Type) -> Vec<TokenStream> {
        match &ty.shape {
            Shape::Struct { fields, rest, .. } => self.record(id, ty, fields, rest),
            Shape::Enum(values) => self.enumeration(id, ty, values),
            Shape::Tagged(tagged) => {
                let arms: Vec<&Arm> = tagged.arms.iter().map(|(_, arm)| arm).collect();
                self.union(id, ty, &arms, true)
            }
            Shape::OneOf(arms) => self.union(id, ty, &arms.iter().collect::<Vec<_>>(), false),
            Shape::Newtype(inner) => self.newtype(id, ty, inner),
            Shape::Alias(target) => vec![self.alias(id, ty, target)],
        }
    }

    /// Docs of a type; its name in the contract, where Rust's is another.
    fn docs(&self, id: TypeId, ty: &Type, more: Vec<String>) -> TokenStream {
        let name = self.plan.names.type_name(id);
        let mut more = more;
        let fallback = match &ty.origin {
            crate::ir::Origin::Component(source) => {
                if source != name {
                    more.push(format!("Called `{source}` in the contract."));
                }
                format!("The schema `{source}`.")
            }
            crate::ir::Origin::Inside(base, path) => {
                format!("`{}` of [`{}`].", path.join("/"), self.plan.names.type_name(*base))
            }
            crate::ir::Origin::Operation(operation, path) => {
                format!("`{}` of `{operation}`.", path.join("/"))
            }
        };
        doc(&prose(&ty.docs, &fallback, &more))
    }

    fn record(&self, id: TypeId, ty: &Type, fields: &[Field], rest: &Rest) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let masked = ty.sensitive
            || fields.iter().any(|field| self.plan.is_masked(&field.ty))
            || matches!(rest, Rest::Kept(value) if self.plan.is_masked(value));
        let debug = if masked { TokenStream::new() } else { quote!(Debug,) };
        let default = if self.plan.traits(id).default { quote!(, Default) } else { TokenStream::new() };
        let members = fields.iter().enumerate().map(|(index, field)| self.field(id, index, field));
        let rest_field = match rest {
            Rest::Kept(value) => {
                let value = self.plan.ty(self.scope, value);
                quote! {
                    #[doc = "Properties that the contract does not name, kept as they came."]
                    pub additional_properties: BTreeMap<String, #value>,
                }
            }
            Rest::Ignored | Rest::Refused => TokenStream::new(),
        };
        let definition = quote! {
            #docs
            #deprecated
            #[derive(Clone, #debug PartialEq #default)]
            pub struct #name { #(#members)* #rest_field }
        };
        let mut items = vec![definition, self.methods(id, &name, fields, rest)];
        if masked {
            items.push(self.masked_debug(id, ty, &name, fields, rest));
        }
        items
    }

    fn field(&self, id: TypeId, index: usize, field: &Field) -> TokenStream {
        let name = ident(&self.plan.names.members[id.index()][index]);
        let ty = self.field_type(id, index, field);
        let mut more = vec![rules(&field.ty)];
        if let Presence::Optional(Some(default)) = &field.presence {
            more.push(format!("Default: `{}`.", literal(default)));
        }
        if field.read_only {
            more.push("Only in answers (`readOnly`).".to_owned());
        }
        if field.write_only {
            more.push("Only in requests (`writeOnly`).".to_owned());
        }
        let docs = doc(&prose(&field.docs, &format!("`{}`", field.name), &more));
        let deprecated = deprecated(&field.docs);
        quote! { #docs #deprecated pub #name: #ty, }
    }

    fn field_type(&self, id: TypeId, index: usize, field: &Field) -> TokenStream {
        let bare = self.plan.bare(self.scope, &field.ty);
        let boxed = if self.plan.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
        let nullable = if field.ty.nullable { quote!(Option<#boxed>) } else { boxed };
        if Plan::is_optional(field) { quote!(Option<#nullable>) } else { nullable }
    }

    fn methods(&self, id: TypeId, name: &proc_macro2::Ident, fields: &[Field], rest: &Rest) -> TokenStream {
        let table = ident(&self.plan.names.tables[id.index()]);
        let new = self.constructor(id, fields, rest);
        quote! {
            impl #name {
                #new

                #[doc = "Holds the value against the contract."]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "Everything in which it breaks a rule, each with its JSON pointer and without the value."]
                pub fn validate(&self) -> Result<(), Invalid> {
                    Ok(kontrakt::validate(self, &tables::#table)?)
                }
            }
        }
    }

    /// `new` takes what is required and leaves the rest absent; it is worth having only where there is a rest.
    fn constructor(&self, id: TypeId, fields: &[Field], rest: &Rest) -> TokenStream {
        let names: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let required = |field: &Field| !Plan::is_optional(field);
        let some = fields.iter().any(required);
        let all = fields.iter().all(required) && !matches!(rest, Rest::Kept(_));
        if !some || all {
            return TokenStream::new();
        }
        let arguments =
            fields.iter().enumerate().filter(|(_, field)| required(field)).map(|(index, field)| {
                let (name, ty) = (&names[index], self.field_type(id, index, field));
                quote!(#name: #ty)
            });
        let values = fields.iter().enumerate().map(|(index, field)| {
            let name = &names[index];
            if required(field) { quote!(#name) } else { quote!(#name: None) }
        });
        let rest = matches!(rest, Rest::Kept(_)).then(|| quote!(additional_properties: BTreeMap::new()));
        let many = (fields.iter().filter(|field| required(field)).count() > 7)
            .then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let values = values.chain(rest);
        quote! {
            #[doc = "A value with what has to be there; everything else is absent."]
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }

    fn masked_debug(
        &self,
        id: TypeId,
        ty: &Type,
        name: &proc_macro2::Ident,
        fields: &[Field],
        rest: &Rest,
    ) -> TokenStream {
        let label = self.plan.names.type_name(id);
        let body = if ty.sensitive {
            quote!(f.debug_tuple(#label).field(&Masked).finish())
        } else {
            let shown = fields.iter().enumerate().map(|(index, field)| {
                let member = ident(&self.plan.names.members[id.index()][index]);
                let label = member.to_string();
                match (self.plan.is_masked(&field.ty), Plan::is_optional(field)) {
                    (false, _) => quote!(.field(#label, &self.#member)),
                    (true, false) => quote!(.field(#label, &Masked)),
                    (true, true) => quote!(.field(#label, &self.#member.as_ref().map(|_| Masked))),
                }
            });
            let rest =
                matches!(rest, Rest::Kept(_)).then(|| quote!(.field("additional_properties", &Masked)));
            quote!(f.debug_struct(#label) #(#shown)* #rest .finish())
        };
        quote! {
            impl fmt::Debug for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    #body
                }
            }
        }
    }

    fn enumeration(&self, id: TypeId, ty: &Type, values: &[Literal]) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let variants: Vec<_> = self.plan.names.members[id.index()].iter().map(|name| ident(name)).collect();
        let variant_docs = values.iter().map(|value| doc(&format!("`{}`", shown(value))));
        let text = matches!(values.first(), Some(Literal::String(_)));
        let (unknown, copy) = if text { (quote!(String), None) } else { (quote!(i64), Some(quote!(Copy,))) };
        let definition = quote! {
            #docs
            #deprecated
            #[derive(Clone, #copy Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum #name {
                #(#variant_docs #variants,)*
                #[doc = "A value that the contract does not list, kept as it came."]
                Unknown(#unknown),
            }
        };
        let table = ident(&self.plan.names.tables[id.index()]);
        let implementation = if text {
            let texts: Vec<_> = values.iter().map(shown).collect();
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
                        !matches!(self, Self::Unknown(_))
                    }
                }
            }
        } else {
            let numbers: Vec<_> = values
                .iter()
                .map(|value| match value {
                    Literal::Integer(n) => i64::try_from(*n).unwrap_or_default(),
                    _ => 0,
                })
                .map(proc_macro2::Literal::i64_unsuffixed)
                .collect();
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
        };
        let macro_name = if text { quote!(text_enum) } else { quote!(integer_enum) };
        vec![definition, implementation, quote!(kontrakt::#macro_name!(#name, tables::#table);)]
    }

    fn union(&self, id: TypeId, ty: &Type, arms: &[&Arm], tagged: bool) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let docs = self.docs(id, ty, Vec::new());
        let deprecated = deprecated(&ty.docs);
        let variants = arms.iter().enumerate().map(|(index, arm)| {
            let variant = ident(&self.plan.names.members[id.index()][index]);
            let bare = self.plan.bare(self.scope, &arm.ty);
            let inner = if self.plan.is_boxed(id, index) { quote!(Box<#bare>) } else { bare };
            let inner = if arm.ty.nullable { quote!(Option<#inner>) } else { inner };
            let docs = doc(&prose(&arm.docs, &format!("{}.", arm.hint.trim()), &[rules(&arm.ty)]));
            quote! { #docs #variant(#inner), }
        });
        let unknown = tagged.then(|| {
            quote! {
                #[doc = "An alternative that the contract does not list, kept as it came."]
                Unknown(Value),
            }
        });
        let debug = if ty.sensitive { TokenStream::new() } else { quote!(Debug,) };
        let definition = quote! {
            #docs
            #deprecated
            #[derive(Clone, #debug PartialEq)]
            pub enum #name { #(#variants)* #unknown }
        };
        let mut items = vec![definition];
        if ty.sensitive {
            items.push(self.masked_debug(id, ty, &name, &[], &Rest::Ignored));
        }
        items
    }

    fn newtype(&self, id: TypeId, ty: &Type, inner: &TypeRef) -> Vec<TokenStream> {
        let name = ident(self.plan.names.type_name(id));
        let docs = self.docs(id, ty, vec![rules(inner)]);
        let deprecated = deprecated(&ty.docs);
        let table = ident(&self.plan.names.tables[id.index()]);
        let sensitive = ty.sensitive || inner.sensitive;
        let debug = if sensitive { TokenStream::new() } else { quote!(Debug,) };
        let ordered = orders(inner).then(|| quote!(, PartialOrd, Ord));
        let eq = self.plan.traits(id).eq.then(|| quote!(, Eq, Hash));
        let copy = self.plan.traits(id).copy.then(|| quote!(Copy,));
        let held = self.plan.ty(self.scope, inner);
        let text = matches!(inner.kind, Kind::String) && !inner.nullable;
        let field = if text { quote!(#held) } else { quote!(pub #held) };
        let definition = quote! {
            #docs
            #deprecated
            #[derive(Clone, #copy #debug PartialEq #eq #ordered)]
            pub struct #name(#field);
        };
        let mut items = vec![definition];
        if text {
            items.push(quote!(kontrakt::text_newtype!(#name, tables::#table);));
            if !sensitive {
                items.push(quote!(kontrakt::display_newtype!(#name);));
            }
        } else if let Kind::DateTime(Some(zone)) = &inner.kind {
            items.push(quote!(kontrakt::zoned_newtype!(#name, #zone);));
        } else {
            items.push(quote!(kontrakt::newtype!(#name, #held);));
        }
        if sensitive {
            items.push(self.masked_debug(id, ty, &name, &[], &Rest::Ignored));
        }
        items
    }

    fn alias(&self, id: TypeId, ty: &Type, target: &TypeRef) -> TokenStream {
        let name = ident(self.plan.names.type_name(id));
        let docs = self.docs(id, ty, vec![rules(target)]);
        let deprecated = deprecated(&ty.docs);
        let target = self.plan.ty(self.scope, target);
        quote! { #docs #deprecated pub type #name = #target; }
    }
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
    ) && !ty.nullable
}
