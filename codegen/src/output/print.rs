//! Modules become text.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use syn::{Attribute, ImplItem, Item, TraitItem};

use super::docs;
use super::tidy::tidy;
use super::{File, Module};

/// How much of an item an error shows.
const SHOWN: usize = 2_000;

/// An item that is no Rust: a fault of the generator, not of the contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}\n{item}")]
pub struct PrintError {
    /// The file in which it would have stood.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// The item.
    pub item: String,
}

/// Prints every module.
///
/// # Errors
///
/// All items that are no Rust, and paths that occur twice.
pub fn print(modules: Vec<Module>) -> Result<Vec<File>, Vec<PrintError>> {
    let mut files = Vec::with_capacity(modules.len());
    let mut errors = Vec::new();
    let mut paths = HashSet::new();
    for module in modules {
        if !paths.insert(module.path.clone()) {
            errors.push(error(&module.path, "two modules have this path".into(), ""));
        }
        match print_module(module) {
            Ok(file) => files.push(file),
            Err(faults) => errors.extend(faults),
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn print_module(module: Module) -> Result<File, Vec<PrintError>> {
    let mut text = String::new();
    let mut errors = Vec::new();
    let mut above = None;
    push_front(&mut text, &module);
    for tokens in module.items {
        match parse(&module.path, &tokens) {
            Ok(file) => push_items(&mut text, file, &mut above),
            Err(fault) => errors.push(fault),
        }
    }
    if errors.is_empty() { Ok(File { path: module.path, text }) } else { Err(errors) }
}

/// The header and the module's docs.
fn push_front(text: &mut String, module: &Module) {
    text.push_str(&module.header);
    text.push('\n');
    let mark = if module.path == "mod.rs" { "//" } else { "//!" };
    if !module.docs.trim().is_empty() {
        text.push('\n');
        for line in docs::lines(&module.docs) {
            text.push_str(mark);
            text.push_str(&line);
            text.push('\n');
        }
    }
}

fn parse(path: &str, tokens: &TokenStream) -> Result<syn::File, PrintError> {
    let fault = |message: String| error(path, message, &tokens.to_string());
    let file = syn::parse2::<syn::File>(tokens.clone()).map_err(|reason| fault(reason.to_string()))?;
    match file.items.iter().any(is_unknown) {
        true => Err(fault("syntax that the printer does not know".into())),
        false => Ok(file),
    }
}

/// Whether the printer would panic: `syn` keeps what it does not know as bare tokens.
fn is_unknown(item: &Item) -> bool {
    match item {
        Item::Verbatim(_) => true,
        Item::Impl(block) => block.items.iter().any(|item| matches!(item, ImplItem::Verbatim(_))),
        Item::Trait(block) => block.items.iter().any(|item| matches!(item, TraitItem::Verbatim(_))),
        _ => false,
    }
}

fn error(path: &str, message: String, item: &str) -> PrintError {
    let mut item = item.to_owned();
    if let Some((end, _)) = item.char_indices().nth(SHOWN) {
        item.truncate(end);
        item.push('…');
    }
    PrintError { path: path.to_owned(), message, item }
}

/// Items of the same group follow each other without a blank line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Use,
    PubUse,
    Mod,
    /// Everything else: each item stands alone.
    Alone,
}

fn group(item: &Item) -> Group {
    let documented = |attrs: &[Attribute]| attrs.iter().any(|attr| attr.path().is_ident("doc"));
    match item {
        Item::Use(item) if documented(&item.attrs) => Group::Alone,
        Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Group::Use,
        Item::Use(_) => Group::PubUse,
        Item::Mod(item) if item.content.is_none() && !documented(&item.attrs) => Group::Mod,
        _ => Group::Alone,
    }
}

/// Prints one item after the other: the printer's buffers stay small, and the blank lines are ours.
fn push_items(text: &mut String, mut file: syn::File, above: &mut Option<Group>) {
    let items = std::mem::take(&mut file.items);
    if !file.attrs.is_empty() {
        text.push('\n');
        text.push_str(&prettyplease::unparse(&file));
        file.attrs.clear();
    }
    for mut item in items {
        let group = group(&item);
        if group == Group::Alone || *above != Some(group) {
            text.push('\n');
        }
        *above = Some(group);
        docs::split(&mut item);
        loosen(&mut item);
        file.items = vec![item];
        text.push_str(&tidy(prettyplease::unparse(&file)));
    }
}

/// Puts a blank line between the members of an `impl` or `trait`, save between members of one line.
fn loosen(item: &mut Item) {
    match item {
        Item::Impl(block) => {
            let short = |item: &ImplItem| match item {
                ImplItem::Const(item) => item.attrs.is_empty(),
                ImplItem::Type(item) => item.attrs.is_empty(),
                _ => false,
            };
            block.items = spaced(std::mem::take(&mut block.items), short, ImplItem::Verbatim);
        }
        Item::Trait(block) => {
            let short = |item: &TraitItem| match item {
                TraitItem::Const(item) => item.attrs.is_empty(),
                TraitItem::Type(item) => item.attrs.is_empty(),
                _ => false,
            };
            block.items = spaced(std::mem::take(&mut block.items), short, TraitItem::Verbatim);
        }
        _ => {}
    }
}

/// The members with an empty one, which prints as a blank line, wherever one of two neighbours is not short.
fn spaced<T>(members: Vec<T>, short: impl Fn(&T) -> bool, blank: impl Fn(TokenStream) -> T) -> Vec<T> {
    let mut spaced = Vec::with_capacity(members.len() * 2);
    let mut above_is_short = None;
    for member in members {
        let is_short = short(&member);
        if above_is_short.is_some_and(|above| !(above && is_short)) {
            spaced.push(blank(TokenStream::new()));
        }
        above_is_short = Some(is_short);
        spaced.push(member);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn printed(items: Vec<TokenStream>) -> String {
        let module =
            Module { path: "a/mod.rs".into(), header: "// header".into(), docs: String::new(), items };
        let files = print(vec![module]).expect("Rust");
        files[0].text.strip_prefix("// header\n\n").expect("the header").to_owned()
    }

    #[test]
    fn imports_and_modules_stand_in_groups_and_items_alone() {
        let items = vec![
            quote! { use a::B; },
            quote! { use c::D; },
            quote! { pub use e::F; },
            quote! { mod g; },
            quote! { #[cfg(feature = "client")] pub mod h; },
            quote! { /** Documented. */ pub mod i; },
            quote! { const J: u8 = 1; },
            quote! { const K: u8 = 1; },
        ];
        let expected = "use a::B;\nuse c::D;\n\npub use e::F;\n\nmod g;\n#[cfg(feature = \"client\")]\npub mod h;\n\n\
            /// Documented.\npub mod i;\n\nconst J: u8 = 1;\n\nconst K: u8 = 1;\n";
        assert_eq!(printed(items), expected);
    }

    #[test]
    fn docs_become_lines_wherever_they_stand() {
        let docs = "First.\n\n    code\r\nturned\u{202E}around \t\n";
        let items = vec![
            quote! { #[doc = #docs] pub struct A { #[doc = "x\ny"] pub b: u8 } },
            quote! { pub enum C { #[doc = "x\ny"] D { #[doc = " x\n\n y"] e: u8 } } },
        ];
        let expected = "\
            /// First.\n///\n///     code\n/// turnedaround\npub struct A {\n    /// x\n    /// y\n    pub b: u8,\n}\n\n\
            pub enum C {\n    /// x\n    /// y\n    D {\n        /// x\n        ///\n        /// y\n        e: u8,\n    },\n}\n";
        assert_eq!(printed(items), expected);
    }

    #[test]
    fn members_stand_apart_unless_they_are_short() {
        let item = quote! {
            impl A { const B: u8 = 1; const C: u8 = 2; fn d() {} #[doc = "x\ny"] fn e(&self) { f() } }
        };
        let expected = "impl A {\n    const B: u8 = 1;\n    const C: u8 = 2;\n\n    fn d() {}\n\n    /// x\n    /// y\n    \
            fn e(&self) {\n        f()\n    }\n}\n";
        assert_eq!(printed(vec![item]), expected);
    }

    #[test]
    fn the_outermost_module_has_no_inner_docs() {
        let module = |path: &str| Module {
            path: path.into(),
            header: "// header".into(),
            docs: "About.\n\nMore.".into(),
            items: Vec::new(),
        };
        let files = print(vec![module("mod.rs"), module("a/mod.rs")]).expect("files");
        assert_eq!(files[0].text, "// header\n\n// About.\n//\n// More.\n");
        assert_eq!(files[1].text, "// header\n\n//! About.\n//!\n//! More.\n");
    }

    #[test]
    fn everything_that_is_no_rust_is_an_error_with_its_text() {
        let module =
            |items| Module { path: "a.rs".into(), header: "// header".into(), docs: String::new(), items };
        let modules = vec![module(vec![quote! { struct }, quote! { fn a() }]), module(vec![])];
        let errors = print(modules).expect_err("errors");
        let items: Vec<&str> = errors.iter().map(|error| error.item.as_str()).collect();
        assert_eq!(items, ["struct", "fn a ()", ""]);
        assert!(errors[2].message.contains("two modules"), "{}", errors[2]);
    }
}
