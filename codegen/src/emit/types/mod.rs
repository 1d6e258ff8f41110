//! The types: what users of the generated code see and write.

mod record;
mod tuple;
mod union;
mod value;
mod write;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Items;
use super::support::{deprecated, doc, prose, rules};
use crate::ir::{Arm, LeftOut, ModuleId, Origin, Shape, Type, TypeId, TypeRef};
use crate::plan::{Plan, Scope, ident};

/// The items of `types.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, module: ModuleId) -> Items<'p> {
    let emitter = Types { plan, scope: Scope::types(module) };
    Box::new(plan.types_of(module).into_iter().flat_map(move |(id, ty)| emitter.ty(id, ty)))
}

/// The properties that a type does not have.
fn left_out(left: &LeftOut) -> String {
    let names: Vec<String> = left.names.iter().map(|name| format!("`{name}`")).collect();
    format!("Without what is `{}`: {}.", left.keyword, names.join(", "))
}

struct Types<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
}

impl Types<'_> {
    fn ty(&self, id: TypeId, ty: &Type) -> Vec<TokenStream> {
        let mut items = match &ty.shape {
            Shape::Struct { fields, rest, .. } => self.record(id, ty, fields, rest),
            Shape::Enum(values) => self.enumeration(id, ty, values),
            Shape::Tagged(tagged) => {
                let arms: Vec<&Arm> = tagged.arms.iter().map(|(_, arm)| arm).collect();
                self.union(id, ty, &arms, true)
            }
            Shape::OneOf(union) => self.union(id, ty, &union.arms.iter().collect::<Vec<_>>(), false),
            Shape::Tuple { items, rest, .. } => self.tuple(id, ty, items, rest),
            Shape::Newtype(inner) => self.newtype(id, ty, inner),
            Shape::Alias(target) => vec![self.alias(id, ty, target)],
        };
        items.extend(self.conversion(id, ty));
        items
    }

    fn name(&self, id: TypeId) -> Ident {
        ident(self.plan.names.type_name(id))
    }

    fn table(&self, id: TypeId) -> Ident {
        ident(&self.plan.names.tables[id.index()])
    }

    fn member(&self, id: TypeId, index: usize) -> Ident {
        ident(&self.plan.names.members[id.index()][index])
    }

    /// Docs of a type; its name in the contract, where Rust's is another.
    fn docs(&self, id: TypeId, ty: &Type, more: Vec<String>) -> TokenStream {
        let name = self.plan.names.type_name(id);
        let mut more = more;
        let fallback = match &ty.origin {
            Origin::Component(source) => {
                if source != name {
                    more.push(format!("Called `{source}` in the contract."));
                }
                format!("The schema `{source}`.")
            }
            Origin::Inside(base, path) => {
                format!("`{}` of [`{}`].", path.join("/"), self.plan.names.type_name(*base))
            }
            Origin::Operation(operation, path) if path.is_empty() => format!("`{operation}`."),
            Origin::Operation(operation, path) => format!("`{}` of `{operation}`.", path.join("/")),
            Origin::Write(base) => {
                let read = format!("What requests carry of [`{}`].", self.plan.names.type_name(*base));
                // What stands in for a description is said once.
                if ty.docs.title.is_some() || ty.docs.description.is_some() {
                    more.push(read.clone());
                }
                read
            }
        };
        more.extend(ty.left_out.as_ref().map(left_out));
        doc(&prose(&ty.docs, &fallback, &more))
    }

    /// `Debug` of a type whose values are never printed.
    fn masked_debug(&self, id: TypeId) -> TokenStream {
        let label = self.plan.names.type_name(id);
        self.debug(id, &quote!(f.debug_tuple(#label).field(&Masked).finish()))
    }

    fn debug(&self, id: TypeId, body: &TokenStream) -> TokenStream {
        let name = self.name(id);
        quote! {
            impl fmt::Debug for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    #body
                }
            }
        }
    }

    fn alias(&self, id: TypeId, ty: &Type, target: &TypeRef) -> TokenStream {
        let name = self.name(id);
        let docs = self.docs(id, ty, vec![rules(target)]);
        let deprecated = deprecated(&ty.docs);
        let target = self.plan.ty(self.scope, target);
        quote! { #docs #deprecated pub type #name = #target; }
    }
}
