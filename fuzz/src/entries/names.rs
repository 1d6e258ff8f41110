//! Whether names in generated Rust stand once and lead somewhere: what the compiler would say first, at a small part of its cost.

use std::collections::{HashMap, HashSet};

use syn::{Fields, ImplItem, Item, TraitItem};

/// Files by their path, as they were generated. Panics where a name stands twice or leads nowhere.
pub(super) fn check(files: &[(&str, &str)]) {
    let mut declared: HashMap<&str, HashSet<String>> = HashMap::new();
    for (path, text) in files {
        let parsed = syn::parse_file(text);
        assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
        let items = parsed.map(|file| file.items).unwrap_or_default();
        declared.insert(path, names(path, &items));
    }
    for (path, text) in files {
        for module in ["types", "tables", "operations"] {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let Some(there) = declared.get(format!("{folder}/{module}.rs").as_str()) else { continue };
            for name in named_after(text, &format!("{module}::")) {
                // What a macro declares is not seen.
                let known = there.contains(name) || module == "tables";
                assert!(known, "{path}: there is no {module}::{name}");
            }
        }
    }
}

/// What the items of a file are called.
fn names(path: &str, items: &[Item]) -> HashSet<String> {
    let (mut types, mut values) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Struct(item) => {
                types.push(item.ident.to_string());
                fields(path, &item.fields);
            }
            Item::Enum(item) => {
                types.push(item.ident.to_string());
                let variants = item.variants.iter().map(|variant| variant.ident.to_string());
                once(path, &item.ident.to_string(), variants);
                item.variants.iter().for_each(|variant| fields(path, &variant.fields));
            }
            Item::Type(item) => types.push(item.ident.to_string()),
            Item::Mod(item) => types.push(item.ident.to_string()),
            Item::Trait(item) => {
                types.push(item.ident.to_string());
                let methods = item.items.iter().filter_map(|item| match item {
                    TraitItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                });
                once(path, &item.ident.to_string(), methods);
            }
            Item::Impl(item) => {
                let methods = item.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    ImplItem::Const(constant) => Some(constant.ident.to_string()),
                    _ => None,
                });
                once(path, "an impl", methods);
            }
            Item::Fn(item) => values.push(item.sig.ident.to_string()),
            Item::Static(item) => values.push(item.ident.to_string()),
            Item::Const(item) if item.ident != "_" => values.push(item.ident.to_string()),
            _ => {}
        }
    }
    once(path, "the file", types.iter().cloned());
    once(path, "the file", values.iter().cloned());
    types.into_iter().chain(values).collect()
}

fn fields(path: &str, fields: &Fields) {
    once(path, "a struct", fields.iter().filter_map(|field| Some(field.ident.as_ref()?.to_string())));
}

fn once(path: &str, within: &str, names: impl Iterator<Item = String>) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name.clone()), "{path}: `{name}` stands twice in {within}");
    }
}

/// The names of types behind each `prefix` that begins a path, comments left out.
fn named_after<'t>(text: &'t str, prefix: &str) -> impl Iterator<Item = &'t str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(move |line| {
            line.match_indices(prefix).filter_map(|(at, found)| {
                let before = line[..at].chars().next_back();
                let name = &line[at + found.len()..];
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                let begins = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '_' | '"'));
                let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
                (begins && is_type && !line[..at].contains('"')).then_some(&name[..end])
            })
        })
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_that_are_right_pass() {
        check(&[
            ("a/types.rs", "pub struct A { a: B }\ntype B = i32;"),
            ("a/client.rs", "fn f(a: types::A) {}"),
        ]);
    }

    #[test]
    #[should_panic(expected = "there is no types::C")]
    fn a_name_that_leads_nowhere_does_not() {
        check(&[("a/types.rs", "pub struct A;"), ("a/client.rs", "fn f(a: types::C) {}")]);
    }

    #[test]
    #[should_panic(expected = "`a` stands twice")]
    fn a_field_that_stands_twice_does_not() {
        check(&[("a/types.rs", "pub struct A { a: i32, a: i64 }")]);
    }
}
