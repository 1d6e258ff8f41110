//! The plan becomes tokens, one file of the output an emitter. Emitters decide nothing and say names only through the
//! plan.

mod answer;
mod client;
mod content;
mod default;
mod gate;
mod imports;
mod markdown;
mod operations;
mod round_trips;
mod schema;
mod security;
mod server;
mod support;
mod tables;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Part;
use crate::ir::{Module, ModuleId, Section};
use crate::plan::{Plan, ident};

/// A name that the items of a file may say, and where it comes from.
#[derive(Debug, Clone)]
pub struct Import {
    /// The path without the name.
    pub path: String,
    /// The name.
    pub name: String,
}

/// Items, each made when it is asked for.
pub type Items<'p> = Box<dyn Iterator<Item = TokenStream> + 'p>;

/// A file of the output before it is printed.
pub struct Source<'p> {
    /// Where, relative to the output folder and with `/` between the parts.
    pub path: String,
    /// The module that it belongs to; none for the outermost file.
    pub module: Option<ModuleId>,
    /// What it is, as Markdown without comment marks; empty for none.
    pub docs: String,
    /// What the items may have to import.
    pub imports: Vec<Import>,
    /// The items in their order.
    pub items: Items<'p>,
}

/// Every file of the output.
pub fn modules<'p>(plan: &'p Plan<'p>) -> Vec<Source<'p>> {
    let mut files = vec![root(plan)];
    for (id, module) in plan.modules() {
        let folder = plan.names.modules[id.0].trim_start_matches("r#").to_owned();
        let mut file = |name: &str, docs: String, of: Option<imports::File>, items: Items<'p>| {
            let imports = of.map(|file| imports::of(plan, id, file)).unwrap_or_default();
            files.push(Source {
                path: format!("{folder}/{name}.rs"),
                module: Some(id),
                docs,
                imports,
                items,
            });
        };
        file("mod", module_docs(module), None, Box::new(facade(plan, module).into_iter()));
        let docs = format!("Types of {}.", module.title);
        file("types", docs, Some(imports::File::Types), types::items(plan, id));
        let docs = "Static tables: how the types look on the wire.".to_owned();
        file("tables", docs, Some(imports::File::Tables), tables::items(plan, id, module));
        if module.has_security() {
            let docs = format!("Security schemes of {}.", module.title);
            file("security", docs, Some(imports::File::Security), security::items(plan, id, module));
        }
        if has_operations(module) {
            let docs = format!("Operations of {}.", module.title);
            file("operations", docs, Some(imports::File::Operations), operations::items(plan, id, module));
        }
        if has_client(plan, module) {
            let docs = format!("Client of {}.", module.title);
            file("client", docs, Some(imports::File::Client), client::items(plan, id, module));
        }
        for section in served(plan, module) {
            let (name, title) = match section {
                Section::Paths => ("server", "Server"),
                Section::Webhooks => ("webhooks", "Webhooks"),
                Section::Callbacks => ("callbacks", "Callbacks"),
            };
            let docs = format!("{title} of {}.", module.title);
            let items = server::items(plan, id, module, section);
            file(name, docs, Some(imports::File::Server), items);
        }
        if has_round_trips(plan, module) {
            let docs = format!(
                "Round trips of {}: every operation, from its client to a handler and back.",
                module.title
            );
            file("round_trips", docs, Some(imports::File::RoundTrips), round_trips::items(plan, id));
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

/// Whether there is a client, a server, and the wish to see them talk.
fn has_round_trips(plan: &Plan<'_>, module: &Module) -> bool {
    plan.config.with_tests && has_client(plan, module) && plan.config.server != Part::Never
}

/// The sections of a contract that have a trait and a router.
fn served(plan: &Plan<'_>, module: &Module) -> Vec<Section> {
    let wanted = plan.config.server != Part::Never;
    Section::ALL.into_iter().filter(|section| wanted && module.has(*section)).collect()
}

fn root<'p>(plan: &'p Plan<'p>) -> Source<'p> {
    let items = plan.modules().map(|(ModuleId(index), module)| {
        let name = ident(&plan.names.modules[index]);
        let docs = support::doc(&format!("{}, version {}.", module.title, module.version));
        // Prose of a contract is written without rustdoc in mind and not for everything, and a file imports what some
        // types need.
        quote! {
            #docs
            #[allow(deprecated, missing_docs, unreachable_pub, unused_imports, clippy::all, clippy::pedantic, rustdoc::all)]
            pub mod #name;
        }
    });
    let (path, items) = ("mod.rs".to_owned(), Box::new(items));
    Source { path, module: None, docs: String::new(), imports: Vec::new(), items }
}

fn module_docs(module: &Module) -> String {
    let description = module.description.as_deref().unwrap_or_default();
    markdown::tamed(&format!("{}, version {}.\n\n{description}", module.title, module.version))
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
    if has_round_trips(plan, module) {
        let features = [&plan.config.client, &plan.config.server].into_iter().filter_map(|part| match part {
            Part::Feature(feature) => Some(quote!(, feature = #feature)),
            Part::Always | Part::Never => None,
        });
        let features: TokenStream = features.collect();
        let cfg = if features.is_empty() { quote!(test) } else { quote!(all(test #features)) };
        items.push(quote!(
            #[cfg(#cfg)]
            mod round_trips;
        ));
    }
    if module.has_security() {
        items.push(quote!(
            pub mod security;
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
        items.push(quote!(#cfg pub use server::{Security, Service, router};));
    }
    if served.contains(&Section::Webhooks) {
        items.push(quote!(#cfg pub use webhooks::Webhooks;));
    }
    items
}
