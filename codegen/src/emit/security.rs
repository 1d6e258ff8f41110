//! The security schemes of a document: a static each.

use proc_macro2::TokenStream;
use quote::quote;

use super::Items;
use super::support::{doc, prose};
use crate::ir::{Flow, Location, Module, ModuleId, SchemeKind, SecurityScheme};
use crate::plan::{Plan, ident};

/// The items of `security.rs`: the schemes that some operation asks for.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module) -> Items<'p> {
    let schemes = module.security_schemes.iter().zip(&plan.names.schemes[id.0]);
    let asked = schemes.filter(|(scheme, _)| module.asks_for(&scheme.name));
    Box::new(asked.map(|(scheme, names)| {
        let (ty, value) = typed(scheme);
        let docs = doc(&docs(scheme));
        let (name, ty) = (ident(&names.table), ident(ty));
        quote! {
            #docs
            pub static #name: #ty = #ty::#value;
        }
    }))
}

/// The type of a scheme, and what is called to make one.
fn typed(scheme: &SecurityScheme) -> (&'static str, TokenStream) {
    let called = &scheme.name;
    match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            let make = ident(match location {
                Location::Query => "query",
                Location::Cookie => "cookie",
                Location::Header | Location::Path => "header",
            });
            ("ApiKey", quote!(#make(#called, #name)))
        }
        SchemeKind::Basic => ("Basic", quote!(new(#called))),
        SchemeKind::Bearer(_) => ("Bearer", quote!(http(#called))),
        SchemeKind::Http(word) => ("Http", quote!(new(#called, #word))),
        SchemeKind::OAuth2(_) => ("Bearer", quote!(oauth2(#called))),
        SchemeKind::OpenIdConnect(_) => ("Bearer", quote!(open_id_connect(#called))),
        SchemeKind::MutualTls => ("MutualTls", quote!(new(#called))),
    }
}

fn docs(scheme: &SecurityScheme) -> String {
    let mut more = vec![format!("`{}`: {}.", code(&scheme.name), super::support::scheme_kind(&scheme.kind))];
    match &scheme.kind {
        SchemeKind::OpenIdConnect(url) => more.push(format!("The provider: `{}`", code(url))),
        SchemeKind::OAuth2(flows) => more.extend(flow_docs(flows)),
        _ => {}
    }
    if scheme.docs.description.is_some() {
        return prose(&scheme.docs, "", &more);
    }
    let first = more.remove(0);
    prose(&scheme.docs, &first, &more)
}

fn flow_docs(flows: &[Flow]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut scopes: Vec<&(String, String)> = Vec::new();
    for flow in flows {
        let urls: Vec<String> = flow.urls.iter().map(|(key, url)| format!("{key} `{}`", code(url))).collect();
        lines.push(format!("- `{}`: {}", flow.name, urls.join(", ")).trim_end_matches([':', ' ']).to_owned());
        for scope in &flow.scopes {
            if !scopes.iter().any(|(name, _)| *name == scope.0) {
                scopes.push(scope);
            }
        }
    }
    let mut paragraphs = Vec::new();
    if !lines.is_empty() {
        paragraphs.push(format!("Flows:\n{}", lines.join("\n")));
    }
    if !scopes.is_empty() {
        let scopes = scopes.into_iter().map(|(name, said)| {
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            let line = format!("- `{}`: {said}", code(name));
            line.trim_end_matches([':', ' ']).to_owned()
        });
        paragraphs.push(format!("Scopes:\n{}", scopes.collect::<Vec<_>>().join("\n")));
    }
    paragraphs
}

fn code(text: &str) -> String {
    text.replace('`', "'")
}
