//! The `use` items of a file: for the names that its items say.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A name that the items of a file may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Where it comes from: `std::collections`, `super`.
    pub path: String,
    /// The name.
    pub name: String,
}

/// Which of the names were said.
#[derive(Debug)]
pub(super) struct Said<'i> {
    said: HashMap<&'i str, bool>,
    /// By first byte: the lengths of the names, as bits. Most words are none of the names, which is seen here.
    lengths: [u64; 256],
}

impl<'i> Said<'i> {
    pub(super) fn new(imports: &'i [Import]) -> Said<'i> {
        let mut lengths = [0; 256];
        for Import { name, .. } in imports {
            lengths[first_byte(name)] |= length_bit(name);
        }
        Said { said: imports.iter().map(|import| (import.name.as_str(), false)).collect(), lengths }
    }

    pub(super) fn note(&mut self, word: &str) {
        if self.lengths[first_byte(word)] & length_bit(word) == 0 {
            return;
        }
        if let Some(said) = self.said.get_mut(word) {
            *said = true;
        }
    }

    fn has(&self, name: &str) -> bool {
        self.said.get(name).copied().unwrap_or_default()
    }

    /// The imports, a path after the other in the order in which they are listed, names in that of the alphabet.
    pub(super) fn items(&self, imports: &'i [Import]) -> Vec<TokenStream> {
        let mut order = Vec::new();
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Import { path, name } in imports.iter().filter(|import| self.has(&import.name)) {
            let of_path = names.entry(path).or_default();
            if of_path.is_empty() {
                order.push(path.as_str());
            }
            of_path.push(name);
        }
        order.into_iter().map(|path| import(path, names.remove(path).unwrap_or_default())).collect()
    }
}

fn first_byte(name: &str) -> usize {
    name.bytes().next().map_or(0, usize::from)
}

fn length_bit(name: &str) -> u64 {
    1 << name.len().min(63)
}

fn import(path: &str, mut names: Vec<&str>) -> TokenStream {
    names.sort_unstable();
    names.dedup();
    let path: TokenStream = path.parse().unwrap_or_default();
    let names: Vec<Ident> = names.into_iter().filter_map(|name| syn::parse_str(name).ok()).collect();
    match names.as_slice() {
        [name] => quote!(use #path::#name;),
        names => quote!(use #path::{#(#names),*};),
    }
}
