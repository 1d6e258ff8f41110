//! How the alternatives of a union are told apart without trying them: by JSON type, by a property whose values differ,
//! by properties that only some of them have. What is left is tried, the choosiest first.

use std::collections::BTreeSet;

use super::Lowering;
use super::looks::{Looks, Object};
use super::probe::{Rank, rank_of};
use crate::ir::{Api, Choice, JsonType, Literal, Shape, Union};

/// How many alternatives may stand in a choice in all, as a multiple of those that there are.
const LARGEST: usize = 4;

impl Lowering<'_, '_> {
    /// Decides for every union how its alternatives are told apart.
    pub(super) fn settle_choices(&mut self) {
        let unions = self.api.types.iter().enumerate();
        let choices: Vec<(usize, Choice)> = unions
            .filter_map(|(index, ty)| match &ty.shape {
                Shape::OneOf(union) => Some((index, choice(&self.api, union))),
                _ => None,
            })
            .collect();
        for (index, found) in choices {
            self.report_overlaps(index, &found);
            if let Shape::OneOf(union) = &mut self.api.types[index].shape {
                union.choice = found;
            }
        }
    }
}

pub(super) fn choice(api: &Api, union: &Union) -> Choice {
    let chooser = Chooser {
        looks: union.arms.iter().map(|arm| Looks::of(api, &arm.ty)).collect(),
        ranks: union.arms.iter().map(|arm| rank_of(api, &arm.ty)).collect(),
    };
    chooser.by_type(&(0..union.arms.len()).collect::<Vec<_>>())
}

struct Chooser {
    looks: Vec<Looks>,
    ranks: Vec<Rank>,
}

impl Chooser {
    fn by_type(&self, arms: &[usize]) -> Choice {
        let of = |ty: JsonType| -> Vec<usize> {
            arms.iter().copied().filter(|arm| self.looks[*arm].types.contains(&ty)).collect()
        };
        let groups: Vec<(JsonType, Vec<usize>)> =
            JsonType::ALL.map(|ty| (ty, of(ty))).into_iter().filter(|(_, arms)| !arms.is_empty()).collect();
        if let [(JsonType::Object, arms)] = groups.as_slice() {
            return self.by_properties(arms);
        }
        if groups.iter().all(|(ty, group)| group.len() == arms.len() && *ty != JsonType::Object) {
            return self.trial(arms);
        }
        let types = groups.into_iter().map(|(ty, arms)| match ty {
            JsonType::Object => (ty, self.by_properties(&arms)),
            _ => (ty, self.trial(&arms)),
        });
        Choice::Type(types.collect())
    }

    /// Objects.
    fn by_properties(&self, arms: &[usize]) -> Choice {
        if arms.len() < 2 {
            return self.trial(arms);
        }
        self.by_constant(arms).or_else(|| self.by_key(arms)).unwrap_or_else(|| self.trial(arms))
    }

    fn object(&self, arm: usize) -> &Object {
        &self.looks[arm].object
    }

    /// The property whose values leave the fewest alternatives.
    fn by_constant(&self, arms: &[usize]) -> Option<Choice> {
        let names: BTreeSet<&str> = arms.iter().flat_map(|arm| self.object(*arm).constant_names()).collect();
        let splits = names.into_iter().filter_map(|name| self.split_by_constant(arms, name));
        let best = splits.min_by_key(Split::size)?;
        let values = best.values.iter().map(|(value, arms)| (value.clone(), self.by_properties(arms)));
        let (property, values) = (best.property.to_owned(), values.collect());
        Some(Choice::Constant { property, values, otherwise: Box::new(self.by_properties(&best.otherwise)) })
    }

    fn split_by_constant<'s>(&self, arms: &[usize], property: &'s str) -> Option<Split<'s>> {
        let (mut values, mut otherwise) = (Vec::<(Literal, Vec<usize>)>::new(), Vec::new());
        let mut vague = Vec::new();
        for arm in arms.iter().copied() {
            let Some(constants) = self.object(arm).constants(property) else {
                vague.push(arm);
                continue;
            };
            if !self.object(arm).requires(property) {
                otherwise.push(arm);
            }
            for constant in constants {
                match values.iter_mut().find(|(known, _)| known == constant) {
                    Some((_, arms)) => arms.push(arm),
                    None => values.push((constant.clone(), vec![arm])),
                }
            }
        }
        values.iter_mut().for_each(|(_, arms)| arms.extend(&vague));
        otherwise.extend(&vague);
        let split = Split { property, values, otherwise };
        let smaller = split.groups().all(|group| group.len() < arms.len());
        (smaller && split.groups().map(Vec::len).sum::<usize>() <= LARGEST * arms.len()).then_some(split)
    }

    /// The property that all alternatives which know it require, and that halves them best.
    fn by_key(&self, arms: &[usize]) -> Option<Choice> {
        let names: BTreeSet<&str> = arms.iter().flat_map(|arm| self.object(*arm).required_names()).collect();
        let split = |name: &str| -> Option<(Vec<usize>, Vec<usize>)> {
            let own = |arm: &&usize| self.object(**arm).knows(name);
            if !arms.iter().filter(own).all(|arm| self.object(*arm).requires(name)) {
                return None;
            }
            let may_have = |arm: &&usize| self.object(**arm).may_have(name);
            let present: Vec<usize> = arms.iter().filter(may_have).copied().collect();
            let absent: Vec<usize> = arms.iter().filter(|arm| !own(arm)).copied().collect();
            (present.len() < arms.len() && absent.len() < arms.len()).then_some((present, absent))
        };
        let splits = names.into_iter().filter_map(|name| Some((name, split(name)?)));
        let (property, (present, absent)) =
            splits.min_by_key(|(_, (present, absent))| present.len().max(absent.len()))?;
        Some(Choice::Key {
            property: property.to_owned(),
            present: Box::new(self.by_properties(&present)),
            absent: Box::new(self.by_properties(&absent)),
        })
    }

    fn trial(&self, arms: &[usize]) -> Choice {
        let mut arms = arms.to_vec();
        arms.sort_by_key(|arm| (self.ranks[*arm], *arm));
        Choice::Arms(arms)
    }
}

/// What the values of a property leave.
struct Split<'s> {
    property: &'s str,
    values: Vec<(Literal, Vec<usize>)>,
    otherwise: Vec<usize>,
}

impl Split<'_> {
    fn groups(&self) -> impl Iterator<Item = &Vec<usize>> {
        self.values.iter().map(|(_, arms)| arms).chain([&self.otherwise])
    }

    /// The smaller, the better: how many alternatives are left at most, and where the property tells nothing.
    fn size(&self) -> (usize, usize) {
        (self.groups().map(Vec::len).max().unwrap_or_default(), self.otherwise.len())
    }
}
