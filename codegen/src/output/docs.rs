//! Documentation from a contract becomes comment lines.

use syn::{Attribute, Expr, ExprLit, Fields, ImplItem, Item, Lit, LitStr, Meta, TraitItem};

/// The lines of a text as they follow the comment mark: with a space before what is not empty.
///
/// A text whose lines all have that space already is left as it is. Characters that no comment may hold, such as
/// carriage returns and those that turn the direction of the text, are dropped.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.trim_end().split('\n').map(str::trim_end).collect();
    let has_space = lines.iter().all(|line| line.is_empty() || line.starts_with(' '));
    let prefix = if has_space { "" } else { " " };
    lines
        .into_iter()
        .map(|line| match line {
            "" => String::new(),
            line => prefix.chars().chain(line.chars()).filter(|c| !is_forbidden(*c)).collect(),
        })
        .collect()
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') || (c.is_control() && c != '\t')
}

/// Splits every doc attribute of an item and its members into one a line, which then prints as `///`.
pub(super) fn split(item: &mut Item) {
    match item {
        Item::Struct(item) => {
            split_attrs(&mut item.attrs);
            split_fields(&mut item.fields);
        }
        Item::Enum(item) => {
            split_attrs(&mut item.attrs);
            for variant in &mut item.variants {
                split_attrs(&mut variant.attrs);
                split_fields(&mut variant.fields);
            }
        }
        Item::Impl(item) => {
            split_attrs(&mut item.attrs);
            item.items.iter_mut().filter_map(impl_attrs).for_each(split_attrs);
        }
        Item::Trait(item) => {
            split_attrs(&mut item.attrs);
            item.items.iter_mut().filter_map(trait_attrs).for_each(split_attrs);
        }
        Item::Mod(item) => {
            split_attrs(&mut item.attrs);
            item.content.iter_mut().flat_map(|(_, items)| items).for_each(split);
        }
        Item::Const(item) => split_attrs(&mut item.attrs),
        Item::Fn(item) => split_attrs(&mut item.attrs),
        Item::Static(item) => split_attrs(&mut item.attrs),
        Item::Type(item) => split_attrs(&mut item.attrs),
        Item::Use(item) => split_attrs(&mut item.attrs),
        _ => {}
    }
}

fn split_fields(fields: &mut Fields) {
    fields.iter_mut().for_each(|field| split_attrs(&mut field.attrs));
}

fn impl_attrs(item: &mut ImplItem) -> Option<&mut Vec<Attribute>> {
    match item {
        ImplItem::Const(item) => Some(&mut item.attrs),
        ImplItem::Fn(item) => Some(&mut item.attrs),
        ImplItem::Type(item) => Some(&mut item.attrs),
        _ => None,
    }
}

fn trait_attrs(item: &mut TraitItem) -> Option<&mut Vec<Attribute>> {
    match item {
        TraitItem::Const(item) => Some(&mut item.attrs),
        TraitItem::Fn(item) => Some(&mut item.attrs),
        TraitItem::Type(item) => Some(&mut item.attrs),
        _ => None,
    }
}

fn split_attrs(attrs: &mut Vec<Attribute>) {
    let whole = std::mem::take(attrs);
    for attr in whole {
        match doc(&attr) {
            Some(text) => attrs.extend(lines(&text.value()).iter().map(|line| with_doc(&attr, line, &text))),
            None => attrs.push(attr),
        }
    }
}

fn doc(attr: &Attribute) -> Option<LitStr> {
    match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn with_doc(attr: &Attribute, line: &str, text: &LitStr) -> Attribute {
    let mut attr = attr.clone();
    if let Meta::NameValue(meta) = &mut attr.meta {
        meta.value = Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(LitStr::new(line, text.span())) });
    }
    attr
}
