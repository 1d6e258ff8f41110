//! The plan becomes tokens, one file of the output an emitter. Emitters decide nothing and say names only through the
//! plan.

mod client;
mod default;
mod imports;
mod operations;
mod schema;
mod server;
mod support;
mod tables;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Part;
use crate::ir::{Module, ModuleId, Section};
use crate::plan::{Plan, ident};

/// A file of the output before it is printed.
#[derive(Debug)]
pub struct Source {
    /// Where, relative to the output folder and with `/` between the parts.
    pub path: String,
    /// The module that it belongs to; none for the outermost file.
    pub module: Option<ModuleId>,
    /// What it is, as Markdown without comment marks; empty for none.
    pub docs: String,
    /// The items in their order.
    pub items: Vec<TokenStream>,
}

/// Every file of the output.
pub fn modules(plan: &Plan<'_>) -> Vec<Source> {
    let mut files = vec![root(plan)];
    for (id, module) in plan.modules() {
        let folder = plan.names.modules[id.0].trim_start_matches("r#").to_owned();
        let mut file = |name: &str, docs: String, items: Vec<TokenStream>| {
            files.push(Source { path: format!("{folder}/{name}.rs"), module: Some(id), docs, items });
        };
        file("mod", module_docs(module), facade(plan, module));
        file("types", format!("Types of {}.", module.title), types::items(plan, id));
        file(
            "tables",
            "Static tables: how the types look on the wire.".to_owned(),
            tables::items(plan, id, module),
        );
        if has_operations(module) {
            file(
                "operations",
                format!("Operations of {}.", module.title),
                operations::items(plan, id, module),
            );
        }
        if has_client(plan, module) {
            file("client", format!("Client of {}.", module.title), client::items(plan, id, module));
        }
        for section in served(plan, module) {
            let (name, title) = match section {
                Section::Paths => ("server", "Server"),
                Section::Webhooks => ("webhooks", "Webhooks"),
                Section::Callbacks => ("callbacks", "Callbacks"),
            };
            let items = server::items(plan, id, module, section);
            file(name, format!("{title} of {}.", module.title), items);
        }
    }
    files
}

fn has_operations(module: &Module) -> bool {
    !module.operations.is_empty() || !module.codes.is_empty()
}

fn has_client(plan: &Plan<'_>, module: &Module) -> bool {
    module.has(Section::Paths) && plan.config.client != Part::Never
}

/// The sections of a contract that have a trait and a router.
fn served(plan: &Plan<'_>, module: &Module) -> Vec<Section> {
    let wanted = plan.config.server != Part::Never;
    Section::ALL.into_iter().filter(|section| wanted && module.has(*section)).collect()
}

fn root(plan: &Plan<'_>) -> Source {
    let items = plan.modules().map(|(ModuleId(index), module)| {
        let name = ident(&plan.names.modules[index]);
        let docs = support::doc(&format!("{}, version {}.", module.title, module.version));
        // Prose of a contract is written without rustdoc in mind, and a file imports what some types need.
        quote! {
            #docs
            #[allow(deprecated, unreachable_pub, unused_imports, clippy::all, clippy::pedantic, rustdoc::all)]
            pub mod #name;
        }
    });
    Source { path: "mod.rs".to_owned(), module: None, docs: String::new(), items: items.collect() }
}

fn module_docs(module: &Module) -> String {
    let description = module.description.as_deref().unwrap_or_default();
    let mut docs = format!("{}, version {}.", module.title, module.version);
    if !description.trim().is_empty() {
        docs.push_str("\n\n");
        docs.push_str(&support::tamed(description.trim()));
    }
    docs
}

/// The module file: its parts, and the names by which they are used.
fn facade(plan: &Plan<'_>, module: &Module) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let behind = |part: &Part| match part {
        Part::Feature(feature) => Some(quote!(#[cfg(feature = #feature)])),
        Part::Always | Part::Never => None,
    };
    let client = has_client(plan, module);
    let served = served(plan, module);
    let cfg = behind(&plan.config.server);
    if served.contains(&Section::Callbacks) {
        items.push(quote!(#cfg pub mod callbacks;));
    }
    if client {
        let cfg = behind(&plan.config.client);
        items.push(quote!(#cfg pub mod client;));
    }
    if has_operations(module) {
        items.push(quote!(
            pub mod operations;
        ));
    }
    if served.contains(&Section::Paths) {
        items.push(quote!(#cfg pub mod server;));
    }
    // There is a table for every schema, whether something refers to it or not.
    items.push(quote!(
        #[allow(dead_code)]
        pub(super) mod tables;
    ));
    items.push(quote!(
        pub mod types;
    ));
    if served.contains(&Section::Webhooks) {
        items.push(quote!(#cfg pub mod webhooks;));
    }
    if served.contains(&Section::Callbacks) {
        items.push(quote!(#cfg pub use callbacks::Callbacks;));
    }
    if client {
        let cfg = behind(&plan.config.client);
        items.push(quote!(#cfg pub use client::Client;));
    }
    let lists =
        [("CALLBACKS", Section::Callbacks), ("OPERATIONS", Section::Paths), ("WEBHOOKS", Section::Webhooks)];
    let lists = lists.into_iter().filter(|(_, section)| module.has(*section));
    let lists: Vec<_> = lists.map(|(name, _)| ident(name)).collect();
    match lists.as_slice() {
        [] => {}
        [list] => items.push(quote!(pub use operations::#list;)),
        lists => items.push(quote!(pub use operations::{#(#lists),*};)),
    }
    if served.contains(&Section::Paths) {
        items.push(quote!(#cfg pub use server::{Service, router};));
    }
    if served.contains(&Section::Webhooks) {
        items.push(quote!(#cfg pub use webhooks::Webhooks;));
    }
    items
}
