//! One name each.

use std::collections::{BTreeMap, HashSet};

/// A name that something would like to have.
pub(super) struct Wish {
    /// What it is called in the contract: decides who comes first.
    source: String,
    name: String,
    /// What it would rather be called than get a number.
    longer: Option<String>,
    /// Whether the contract asks for this very name.
    chosen: bool,
}

impl Wish {
    pub(super) fn of(source: &str, name: String) -> Wish {
        Wish { source: source.to_owned(), name, longer: None, chosen: false }
    }

    /// The same wish for a name that the contract asks for.
    pub(super) fn chosen(self, name: &str) -> Wish {
        Wish { name: name.to_owned(), longer: None, chosen: true, ..self }
    }

    /// The name that it is for.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What it is called in the contract.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is for this name.
    pub(super) fn is_for(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether the name that was given is neither the one that was wished for nor the one in reserve.
    pub(super) fn is_numbered(&self, given: &str) -> bool {
        !self.is_for(given) && self.longer.as_deref() != Some(given)
    }

    /// The same wish with a name in reserve.
    pub(super) fn or(mut self, longer: String) -> Wish {
        self.longer = (longer != self.name).then_some(longer);
        self
    }
}

/// Gives every wish a name of its own: the one for which the contract chose the name, else the one that is spelt like the result keeps it, the others come in the order of
/// what they are called in the contract.
pub(super) fn unique(wishes: &[Wish], taken: &HashSet<String>) -> Vec<String> {
    let mut used: HashSet<String> = HashSet::new();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        groups.entry(&wish.name).or_default().push(index);
    }
    let mut names = vec![String::new(); wishes.len()];
    let mut late = Vec::new();
    for (name, mut group) in groups {
        group.sort_by_key(|index| {
            let wish = &wishes[*index];
            (!wish.chosen, wish.source != *name, &wish.source)
        });
        for (place, index) in group.into_iter().enumerate() {
            if place == 0 && !taken.contains(name) && used.insert(name.to_owned()) {
                name.clone_into(&mut names[index]);
            } else {
                late.push(index);
            }
        }
    }
    for index in late {
        let wish = &wishes[index];
        let numbered = (2..).map(|number| format!("{}{number}", wish.name));
        let mut candidates = wish.longer.iter().cloned().chain(numbered);
        names[index] =
            candidates.find(|name| !taken.contains(name) && used.insert(name.clone())).unwrap_or_default();
    }
    names
}

/// A set of names.
pub(super) fn set<'n>(names: impl IntoIterator<Item = &'n str>) -> HashSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Wish, set, unique};

    fn named(sources: &[&str]) -> Vec<String> {
        let wishes: Vec<Wish> =
            sources.iter().map(|source| Wish::of(source, source.to_uppercase())).collect();
        unique(&wishes, &set(["TAKEN"]))
    }

    #[test]
    fn the_one_that_is_spelt_like_the_result_keeps_it() {
        assert_eq!(named(&["pet", "PET", "Pet"]), ["PET3", "PET", "PET2"]);
    }

    #[test]
    fn the_order_of_the_wishes_does_not_matter() {
        let (forth, back) = (named(&["pet", "Pet", "cat"]), named(&["cat", "Pet", "pet"]));
        assert_eq!(forth, ["PET2", "PET", "CAT"]);
        assert_eq!(back, ["CAT", "PET", "PET2"]);
    }

    #[test]
    fn what_is_taken_or_stands_there_already_is_passed_over() {
        assert_eq!(named(&["taken", "pet", "Pet", "Pet2"]), ["TAKEN2", "PET3", "PET", "PET2"]);
    }

    #[test]
    fn a_longer_name_comes_before_a_number() {
        let wish = |longer: &str| Wish::of(longer, "Answer".to_owned()).or(longer.to_owned());
        let names = unique(&[wish("Answer200"), wish("Answer201")], &set([]));
        assert_eq!(names, ["Answer", "Answer201"]);
    }
}
