//! The names of security schemes.

use std::collections::HashSet;

use super::case::{escaped, shouty, snake};
use super::reserved;
use super::unique::{Wish, unique};
use crate::ir::SecurityScheme;

/// What a security scheme is called.
#[derive(Debug, Clone)]
pub struct SchemeNames {
    /// `API_KEY`: its static.
    pub table: String,
    /// `api_key`: the method of a server's gate.
    pub method: String,
}

/// Names the schemes of a module, which are alone among themselves.
pub(super) fn scheme_names(schemes: &[SecurityScheme]) -> Vec<SchemeNames> {
    let wishes = schemes.iter().map(|scheme| {
        let name = snake(&scheme.name, "scheme");
        let name = if reserved::GATE.contains(&name.as_str()) { name + "_scheme" } else { name };
        Wish::of(&scheme.name, name)
    });
    let names = unique(&wishes.collect::<Vec<_>>(), &HashSet::new()).into_iter();
    names.map(|name| SchemeNames { table: shouty(&name), method: escaped(name) }).collect()
}
