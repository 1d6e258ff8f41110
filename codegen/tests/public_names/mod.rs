//! The names that generated code has.

use std::collections::BTreeSet;

use kontrakt_codegen::Output;
use syn::{Fields, ImplItem, Item, TraitItem};

/// Every public name that is generated, with what it belongs to.
pub(crate) fn public_names(output: &Output) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in &output.files {
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for item in &parsed.items {
            names.extend(item_names(item).into_iter().map(|name| format!("{} {name}", file.path)));
        }
    }
    names
}

fn item_names(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => of(&item.ident.to_string(), fields(&item.fields)),
        Item::Enum(item) => {
            let variants = item.variants.iter().flat_map(|variant| {
                let fields = fields(&variant.fields).into_iter();
                fields.map(|field| format!("{}::{field}", variant.ident)).chain([variant.ident.to_string()])
            });
            of(&item.ident.to_string(), variants.collect())
        }
        Item::Impl(item) => {
            let functions = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            match &*item.self_ty {
                syn::Type::Path(path) => {
                    of(&path.path.segments.last().expect("a type").ident.to_string(), functions.collect())
                }
                _ => Vec::new(),
            }
        }
        Item::Trait(item) => {
            let functions = item.items.iter().filter_map(|item| match item {
                TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            of(&item.ident.to_string(), functions.collect())
        }
        Item::Static(item) => vec![item.ident.to_string()],
        Item::Type(item) => vec![item.ident.to_string()],
        Item::Mod(item) => vec![item.ident.to_string()],
        _ => Vec::new(),
    }
}

fn of(owner: &str, members: Vec<String>) -> Vec<String> {
    members.into_iter().map(|member| format!("{owner}::{member}")).chain([owner.to_owned()]).collect()
}

fn fields(fields: &Fields) -> Vec<String> {
    fields.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect()
}
