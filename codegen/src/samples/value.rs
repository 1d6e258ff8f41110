//! Valid values of types: a minimal one first, then such that between them have everything that there may be.

use serde_json::{Map, Value};

use super::number::Numbers;
use super::text::Texts;
use super::{Maker, Plain, Wire, chosen, literal};
use crate::ir::{Field, Kind, Presence, Rest, Rule, Shape, Tagged, TypeId, TypeRef, Typed, Union};

/// How many values a type has at most.
const MOST: usize = 8;

/// How many listed values and alternatives there are at most.
const MOST_LISTED: usize = 24;

/// How many of them stand in another value where they are objects.
const MOST_BELOW: usize = 3;

/// Lists and objects with more in them are not written into a test.
const LARGEST: u64 = 40;

/// Deeper types have no sample.
const DEEPEST: u8 = 30;

impl Maker<'_> {
    /// Values of a type, the minimal one first; none where nothing is known to fit. `full` says how far below everything
    /// optional is there.
    pub(super) fn values(&self, ty: &TypeRef, full: u8) -> Vec<Value> {
        self.values_at(ty, full, DEEPEST)
    }

    /// The default of the contract, if it is a value of the type.
    pub(super) fn default_of(&self, ty: &TypeRef, presence: &Presence) -> Option<Value> {
        let Presence::Optional(Some(default)) = presence else { return None };
        let (plain, value) = (self.plain(ty), literal(default));
        let fits = match (plain.kind, &value) {
            (Kind::Boolean, Value::Bool(_)) => true,
            (Kind::Integer(_) | Kind::Number(_), Value::Number(_)) => {
                Numbers::of(plain.kind, &plain.rules).is_some_and(|numbers| numbers.holds(default))
            }
            (Kind::String, Value::String(text)) => Texts::of(self, None, &plain.rules).holds(text),
            _ => false,
        };
        Some(value).filter(|value| fits && is_listed(value, &plain.rules))
    }

    fn values_at(&self, ty: &TypeRef, full: u8, depth: u8) -> Vec<Value> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        if self.is_own(ty) {
            return Vec::new();
        }
        let plain = self.plain(ty);
        let mut found = self.of_kind(&plain, full, depth);
        found.retain(|value| is_listed(value, &plain.rules));
        if found.is_empty() || plain.rules.iter().any(|rule| matches!(rule, Rule::Listed(_))) {
            found.extend(listed(&plain.rules).filter(|value| self.wire == Wire::Json || !value.is_array()));
        }
        found.truncate(self.most(&plain, full, depth));
        if plain.nullable && self.wire == Wire::Json && (full > 0 || found.is_empty()) {
            found.push(Value::Null);
        }
        found
    }

    /// How many values are enough.
    fn most(&self, plain: &Plain<'_>, full: u8, depth: u8) -> usize {
        match plain.id.map(|id| &self.api.type_of(id).shape) {
            _ if full == 0 => 1,
            Some(Shape::Enum(_) | Shape::Tagged(_) | Shape::OneOf(_)) => MOST_LISTED,
            // One with all there is tells as much as many, and the first one has nothing.
            Some(Shape::Struct { .. }) if depth + 1 < DEEPEST => MOST_BELOW,
            Some(Shape::Struct { .. }) => MOST_LISTED,
            _ => MOST,
        }
    }

    fn of_kind(&self, plain: &Plain<'_>, full: u8, depth: u8) -> Vec<Value> {
        let texts = |own: Option<&str>| {
            let texts = Texts::of(self, own, &plain.rules).allowed();
            texts.into_iter().map(Value::String).collect()
        };
        match plain.kind {
            Kind::Any if self.wire == Wire::Json => match has_value_rules(&plain.rules) {
                true => vec![Value::Bool(true)],
                false => vec!["any".into(), 1.into(), serde_json::json!({ "any": [true, null] })],
            },
            Kind::Boolean => vec![true.into(), false.into()],
            Kind::Integer(_) | Kind::Number(_) | Kind::DecimalNumber => {
                Numbers::of(plain.kind, &plain.rules).map(|numbers| numbers.allowed()).unwrap_or_default()
            }
            Kind::Decimal => {
                let numbers = Numbers::of(plain.kind, &plain.rules);
                let numbers = numbers.map(|numbers| numbers.allowed()).unwrap_or_default();
                numbers.into_iter().map(|number| number.to_string().into()).collect()
            }
            Kind::Any | Kind::String => texts(None),
            // Whose length is counted in bytes.
            Kind::Binary => {
                let maker = Maker::new(self.api, self.patterns, Wire::Ascii);
                Texts::of(&maker, None, &plain.rules).allowed().into_iter().map(Value::String).collect()
            }
            Kind::Typed(Typed::Uuid) => texts(Some("uuid")),
            Kind::Typed(Typed::Date) => texts(Some("date")),
            Kind::Typed(Typed::Base64) => texts(Some("byte")),
            Kind::DateTime(_) => texts(Some("date-time")),
            Kind::List(item) => {
                let items = self.values_at(item, full, depth);
                match self.contained(&plain.rules) {
                    Some(items) => vec![Value::Array(items)],
                    None => lists(&items, &plain.rules, self.wire),
                }
            }
            Kind::Map(each) => {
                let values = self.values_at(each, full.saturating_sub(1), depth);
                self.maps(&values, &plain.rules)
            }
            Kind::Named(_) => plain.id.map(|id| self.of_shape(id, plain, full, depth)).unwrap_or_default(),
        }
    }

    fn of_shape(&self, id: TypeId, plain: &Plain<'_>, full: u8, depth: u8) -> Vec<Value> {
        let known = self.made.borrow().get(&(id, full)).cloned();
        if let Some(made) = known.filter(|made| plain.rules.is_empty() || made.is_empty()) {
            return made;
        }
        // What needs itself has no value; what may have itself is cut there.
        self.made.borrow_mut().insert((id, full), Vec::new());
        let made = match &self.api.type_of(id).shape {
            Shape::Struct { fields, rest, rules } => {
                let rules: Vec<Rule> = rules.iter().chain(&plain.rules).cloned().collect();
                self.structs(fields, rest, &rules, full, depth)
            }
            Shape::Enum(values) => values.values.iter().map(|value| literal(&value.value)).collect(),
            Shape::Tagged(tagged) => self.tagged(tagged, full, depth),
            Shape::OneOf(union) => self.one_of(union, full, depth),
            Shape::Tuple { items, rest, rules } => {
                let rules: Vec<Rule> = rules.iter().chain(&plain.rules).cloned().collect();
                self.tuples(items, rest, &rules, full, depth)
            }
            Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
        };
        if made.is_empty() || !plain.rules.is_empty() {
            // Elsewhere it may be another one.
            self.made.borrow_mut().remove(&(id, full));
        } else {
            self.made.borrow_mut().insert((id, full), made.clone());
        }
        made
    }

    fn structs(&self, fields: &[Field], rest: &Rest, rules: &[Rule], full: u8, depth: u8) -> Vec<Value> {
        let is_required = |field: &Field| field.presence == Presence::Required;
        let (fewest, most) = property_counts(rules);
        let values_of = |field: &Field| match full > 0
            || fewest > 0
            || is_required(field)
            || asks_for(rules, &field.name)
        {
            true => self.field(field, full.saturating_sub(1), depth),
            false => Vec::new(),
        };
        let values: Vec<Vec<Value>> = fields.iter().map(values_of).collect();
        if fields.iter().zip(&values).any(|(field, values)| is_required(field) && values.is_empty()) {
            return Vec::new();
        }
        let required = fields.iter().filter(|field| is_required(field)).count();
        let object = |round: usize, most: usize| {
            let mut room = most.saturating_sub(required);
            let mut map = Map::new();
            for (field, values) in fields.iter().zip(&values) {
                let optional = !is_required(field);
                if values.is_empty() || (optional && room == 0) {
                    continue;
                }
                room -= usize::from(optional);
                map.insert(field.name.clone(), values[round % values.len()].clone());
            }
            map
        };
        let mut found = vec![object(0, required.max(fewest))];
        complete(&mut found[0], &object(0, usize::MAX), rules);
        if full > 0 {
            let rounds = values.iter().map(Vec::len).max().unwrap_or_default().min(MOST_LISTED - 1);
            let all = usize::try_from(most).unwrap_or(usize::MAX);
            found.extend((0..rounds).map(|round| object(round, all)));
            self.put_more(&mut found, fields, rest, rules, depth);
        }
        found.dedup();
        found.retain(|map| (fewest..=usize::try_from(most).unwrap_or(usize::MAX)).contains(&map.len()));
        found.into_iter().map(Value::Object).collect()
    }

    /// Values of a property, its default among them.
    fn field(&self, field: &Field, full: u8, depth: u8) -> Vec<Value> {
        let mut values = self.values_at(&field.ty, full, depth);
        let default = self.default_of(&field.ty, &field.presence);
        values.extend(default.filter(|default| full > 0 && !values.contains(default)));
        values
    }

    /// Gives the last object a property that the contract does not name, where it would be kept.
    fn put_more(
        &self,
        found: &mut [Map<String, Value>],
        fields: &[Field],
        rest: &Rest,
        rules: &[Rule],
        depth: u8,
    ) {
        let Rest::Kept(ty) = rest else { return };
        let named = |key: &str| fields.iter().any(|field| field.name == key);
        let key = self.keys(rules).into_iter().find(|key| !named(key));
        let value = self.values_at(ty, 0, depth).into_iter().next();
        if let (Some(key), Some(value), [_, .., last]) = (key, value, found)
            && self.wire == Wire::Json
        {
            last.insert(key, value);
        }
    }

    fn maps(&self, values: &[Value], rules: &[Rule]) -> Vec<Value> {
        let (fewest, most) = property_counts(rules);
        let keys = self.keys(rules);
        let count = usize::try_from(most).unwrap_or(usize::MAX).min(keys.len()).min(values.len().max(fewest));
        let object = |count: usize| {
            let pairs = keys.iter().zip(values.iter().cycle()).take(count);
            pairs.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>()
        };
        let mut found = vec![object(fewest), object(count)];
        found.dedup();
        found.retain(|map| map.len() >= fewest);
        found.into_iter().map(Value::Object).collect()
    }

    /// Keys of an object that names none.
    pub(super) fn keys(&self, rules: &[Rule]) -> Vec<String> {
        let asked = rules.iter().find_map(|rule| match rule {
            Rule::Keys(ty) => Some(ty),
            _ => None,
        });
        let keys: Vec<String> = match (asked, self.wire) {
            (Some(ty), _) => {
                let values = self.values(ty, 1).into_iter();
                values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
            }
            (None, Wire::Json) => ["key", "a/b~c d", "nøgle"].map(str::to_owned).to_vec(),
            (None, _) => ["key", "other"].map(str::to_owned).to_vec(),
        };
        let fewest = property_counts(rules).0;
        let more = (keys.len()..fewest).filter(|_| asked.is_none()).map(|index| format!("key{index}"));
        keys.iter().cloned().chain(more).collect()
    }

    /// The items of a list that must contain some.
    fn contained(&self, rules: &[Rule]) -> Option<Vec<Value>> {
        let (ty, least) = rules.iter().find_map(|rule| match rule {
            Rule::Contains(ty, least, _) => Some((ty, *least)),
            _ => None,
        })?;
        let values = self.values(ty, 0);
        let count = usize::try_from(least.max(item_counts(rules).0).min(LARGEST)).unwrap_or_default();
        let items: Vec<Value> = values.iter().cycle().take(count).cloned().collect();
        Some(items).filter(|items| fits_counts(items, rules) && items.len() == count)
    }

    fn tagged(&self, tagged: &Tagged, full: u8, depth: u8) -> Vec<Value> {
        let arms = tagged.arms.iter().flat_map(|(tag, arm)| {
            let mut values = self.values_at(&arm.ty, full, depth);
            // Of each alternative one with everything is enough.
            if values.len() > 2 {
                values.swap(0, 1);
                values.truncate(1);
            }
            values.into_iter().filter_map(|mut value| {
                value.as_object_mut()?.insert(tagged.tag.clone(), tag.clone().into());
                Some(value)
            })
        });
        arms.take(MOST_LISTED).collect()
    }

    fn one_of(&self, union: &Union, full: u8, depth: u8) -> Vec<Value> {
        let top = depth + 2 > DEEPEST;
        let per_arm = if top { (MOST / union.arms.len().max(1)).max(1) } else { 1 };
        let arms = union.arms.iter().enumerate().flat_map(|(index, arm)| {
            let values = self.values_at(&arm.ty, full, depth);
            // Where the looks of a value tell, they have to tell of this one.
            let told =
                |value: &Value| chosen(&union.choice, value, &mut Vec::new()).is_none_or(|arm| arm == index);
            let values: Vec<Value> = values.into_iter().filter(told).collect();
            let skipped = if values.len() > per_arm { 1 } else { 0 };
            values.into_iter().skip(skipped).take(per_arm).collect::<Vec<_>>()
        });
        arms.take(MOST_LISTED).collect()
    }

    fn tuples(&self, items: &[Field], rest: &Rest, rules: &[Rule], full: u8, depth: u8) -> Vec<Value> {
        let values: Vec<Vec<Value>> =
            items.iter().map(|item| self.values_at(&item.ty, full, depth)).collect();
        let required = items.iter().filter(|item| item.presence == Presence::Required).count();
        if values[..required].iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let filled = values.iter().take_while(|values| !values.is_empty()).count();
        let tuple = |round: usize, count: usize| -> Vec<Value> {
            values[..count].iter().map(|values| values[round % values.len()].clone()).collect()
        };
        let rounds = values.iter().map(Vec::len).max().unwrap_or_default().min(MOST - 1);
        let mut found = vec![tuple(0, required)];
        found.extend((0..rounds).map(|round| tuple(round, filled)));
        if let (Rest::Kept(ty), Some(last)) = (rest, found.last_mut()) {
            last.extend(self.values_at(ty, 0, depth));
        }
        found.dedup();
        found.retain_mut(|values| self.contains(items, values, rules) && fits_counts(values, rules));
        found.into_iter().map(Value::Array).collect()
    }

    /// Gives an array what it must contain, where any value may stand; tells whether there is room for it.
    fn contains(&self, items: &[Field], values: &mut [Value], rules: &[Rule]) -> bool {
        let asked = rules.iter().find_map(|rule| match rule {
            Rule::Contains(ty, least, _) => Some((ty, *least)),
            _ => None,
        });
        let Some((ty, least)) = asked else { return true };
        let room = items.iter().zip(values).rev().filter(|(item, _)| matches!(item.ty.kind, Kind::Any));
        let contained = self.values(ty, 0);
        let filled = room.take(usize::try_from(least).unwrap_or(usize::MAX)).zip(contained.iter().cycle());
        filled.map(|((_, place), value)| place.clone_from(value)).count() as u64 == least
    }
}

/// Whether some property asks for this one.
fn asks_for(rules: &[Rule], name: &str) -> bool {
    rules.iter().any(|rule| match rule {
        Rule::Dependent(dependents) => {
            dependents.iter().any(|(_, others)| others.iter().any(|other| other == name))
        }
        _ => false,
    })
}

/// Gives an object the properties that those which it has ask for.
fn complete(object: &mut Map<String, Value>, full: &Map<String, Value>, rules: &[Rule]) {
    let dependents = || {
        rules.iter().filter_map(|rule| match rule {
            Rule::Dependent(dependents) => Some(dependents),
            _ => None,
        })
    };
    // One may ask for another that asks for a third.
    for (property, others) in dependents().flatten().chain(dependents().flatten()) {
        if !object.contains_key(property) {
            continue;
        }
        for other in others {
            if let (false, Some(value)) = (object.contains_key(other), full.get(other)) {
                object.insert(other.clone(), value.clone());
            }
        }
    }
}

fn lists(items: &[Value], rules: &[Rule], wire: Wire) -> Vec<Value> {
    let (fewest, most) = item_counts(rules);
    if fewest > LARGEST {
        return Vec::new();
    }
    let unique = rules.contains(&Rule::UniqueItems);
    let list = |count: usize| -> Vec<Value> {
        match unique {
            true => items.iter().take(count).cloned().collect(),
            false => items.iter().cycle().take(count).cloned().collect(),
        }
    };
    let fewest = usize::try_from(fewest).unwrap_or_default();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // Nothing tells an empty list from none where there is no JSON.
    let least = if wire == Wire::Json { fewest } else { fewest.max(1) };
    let mut found = vec![list(least.min(most)), list(items.len().clamp(least.min(most), most))];
    if most <= 12 {
        found.push(list(most));
    }
    found.dedup();
    found.retain(|items| fits_counts(items, rules) && (wire == Wire::Json || !items.is_empty()));
    found.into_iter().map(Value::Array).collect()
}

/// Whether a list has as many items as it should, and none twice where that is asked for.
fn fits_counts(items: &[Value], rules: &[Rule]) -> bool {
    let (fewest, most) = item_counts(rules);
    let count = items.len() as u64;
    let twice = || items.iter().enumerate().any(|(index, item)| items[..index].contains(item));
    count >= fewest && count <= most && !(rules.contains(&Rule::UniqueItems) && twice())
}

pub(super) fn item_counts(rules: &[Rule]) -> (u64, u64) {
    let (mut fewest, mut most) = (0, u64::MAX);
    for rule in rules {
        match rule {
            Rule::MinItems(count) => fewest = fewest.max(*count),
            Rule::MaxItems(count) => most = most.min(*count),
            _ => {}
        }
    }
    (fewest, most)
}

pub(super) fn property_counts(rules: &[Rule]) -> (usize, u64) {
    let (mut fewest, mut most) = (0, u64::MAX);
    for rule in rules {
        match rule {
            Rule::MinProperties(count) => fewest = fewest.max(*count),
            Rule::MaxProperties(count) => most = most.min(*count),
            _ => {}
        }
    }
    (usize::try_from(fewest.min(LARGEST)).unwrap_or_default(), most)
}

/// Whether a rule speaks of some kind of value where the type is any.
fn has_value_rules(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| !matches!(rule, Rule::Listed(_)))
}

/// What a `const` or an `enum` of anything lists.
fn listed(rules: &[Rule]) -> impl Iterator<Item = Value> {
    let lists = rules.iter().filter_map(|rule| match rule {
        Rule::Listed(values) => Some(values),
        _ => None,
    });
    lists.take(1).flatten().filter_map(|text| serde_json::from_str(text).ok())
}

fn is_listed(value: &Value, rules: &[Rule]) -> bool {
    let is = |text: &String| serde_json::from_str::<Value>(text).is_ok_and(|listed| listed == *value);
    rules.iter().all(|rule| match rule {
        Rule::Listed(values) => values.iter().any(is),
        _ => true,
    })
}
