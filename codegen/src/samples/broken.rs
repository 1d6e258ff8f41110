//! Values that are nearly valid: a valid one with one rule broken at one place.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::number::{Numbers, beyond};
use super::sample::Broken;
use super::text::Texts;
use super::value::{item_counts, property_counts};
use super::{Maker, Plain, Wire, below, chosen, literal};
use crate::ir::{
    Choice, Field, JsonType, Kind, Presence, Rest, Rule, Shape, Tagged, TypeId, TypeRef, Typed, Union,
};

/// A name that no contract has.
const UNLISTED: &str = "not-in-the-contract";

/// Lists that are longer are not written into a test.
const LONGEST: u64 = 40;

/// The named types of which a value was broken, each with the alternative that it was.
pub(super) type Known = HashSet<(TypeId, usize)>;

/// Breaks valid values. What was broken in a named type once is not broken again where that type stands elsewhere.
pub(super) struct Breaker<'m> {
    maker: &'m Maker<'m>,
    /// Which of the samples is broken.
    of: usize,
    known: &'m mut Known,
    pub(super) found: Vec<Broken>,
}

/// What must stay as it is, so that a value goes on being the alternative that it is.
#[derive(Clone, Copy)]
struct Kept<'k> {
    /// Properties that tell.
    properties: &'k [&'k str],
    /// Whether the JSON type does.
    kind: bool,
}

const NOTHING: Kept<'static> = Kept { properties: &[], kind: false };

impl<'m> Breaker<'m> {
    pub(super) fn new(maker: &'m Maker<'m>, of: usize, known: &'m mut Known) -> Breaker<'m> {
        Breaker { maker, of, known, found: Vec::new() }
    }

    /// Breaks what `ty` asks of `value`, which stands at `at`, and of all that is in it.
    pub(super) fn value(&mut self, ty: &TypeRef, value: &Value, at: &str) {
        self.walk(ty, value, at, NOTHING);
    }

    /// Leaves out what must be there.
    pub(super) fn missing(&mut self, at: &str) {
        self.found.push(Broken { of: self.of, at: at.to_owned(), rule: "required", put: None });
    }

    fn put(&mut self, at: &str, rule: &'static str, put: Value) {
        self.found.push(Broken { of: self.of, at: at.to_owned(), rule, put: Some(put) });
    }

    fn walk(&mut self, ty: &TypeRef, value: &Value, at: &str, kept: Kept<'_>) {
        let maker = self.maker;
        let plain = maker.plain(ty);
        if !kept.kind {
            self.wrong_type(&plain, at);
        }
        if value.is_null() {
            return;
        }
        if plain.rules.iter().any(|rule| matches!(rule, Rule::Listed(_))) {
            return;
        }
        match (plain.kind, value) {
            (Kind::Integer(_) | Kind::Number(_) | Kind::DecimalNumber, _) => self.number(&plain, at),
            (Kind::String | Kind::Binary, _) => self.text(None, &plain, at),
            (Kind::Typed(Typed::Uuid), _) => self.text(Some("uuid"), &plain, at),
            (Kind::Typed(Typed::Date), _) => self.text(Some("date"), &plain, at),
            (Kind::Typed(Typed::Base64), _) => self.text(Some("byte"), &plain, at),
            (Kind::DateTime(_), _) => self.text(Some("date-time"), &plain, at),
            (Kind::List(item), Value::Array(items)) => self.list(item, items, &plain.rules, at),
            (Kind::Map(each), Value::Object(map)) => {
                for (key, value) in map.iter().take(1) {
                    self.walk(each, value, &below(at, key), NOTHING);
                }
                self.object(map.len(), &plain.rules, at);
            }
            (Kind::Named(_), value) => {
                let fresh = |id: &TypeId| self.known.insert((*id, maker.alternative(*id, value)));
                if let Some(id) = plain.id.filter(fresh) {
                    self.shape(id, &plain, value, at, kept);
                }
            }
            _ => {}
        }
    }

    fn shape(&mut self, id: TypeId, plain: &Plain<'_>, value: &Value, at: &str, kept: Kept<'_>) {
        let maker = self.maker;
        match (&maker.api.type_of(id).shape, value) {
            (Shape::Struct { fields, rest, rules }, Value::Object(_)) => {
                self.fields(fields, value, at, kept);
                self.dependents(fields, rules, value, at);
                let rules: Vec<Rule> = rules.iter().chain(&plain.rules).cloned().collect();
                if matches!(rest, Rest::Refused) && maker.wire == Wire::Json {
                    self.put(&below(at, UNLISTED), "additionalProperties", true.into());
                }
                if matches!(rest, Rest::Kept(_)) {
                    self.keys(&rules, at);
                }
            }
            (Shape::Enum(values), _) if !values.open => {
                let found = ["not-listed", "NOT_LISTED"].map(Value::from);
                let listed =
                    |value: &Value| values.values.iter().any(|known| literal(&known.value) == *value);
                let texts = values.values.iter().all(|value| literal(&value.value).is_string());
                if let Some(other) = found.into_iter().find(|value| !listed(value))
                    && (texts || maker.wire == Wire::Json)
                {
                    self.put(at, "enum", other);
                }
            }
            (Shape::Tagged(tagged), Value::Object(_)) => self.tagged(tagged, value, at),
            (Shape::OneOf(union), _) => self.one_of(union, value, at),
            (Shape::Tuple { items, rest, .. }, Value::Array(values)) => self.tuple(items, rest, values, at),
            _ => {}
        }
    }

    /// `null` and a value of another JSON type, where the type tells which rule that breaks.
    fn wrong_type(&mut self, plain: &Plain<'_>, at: &str) {
        let maker = self.maker;
        let json = maker.wire == Wire::Json;
        let (rule, wrong) = match plain.kind {
            Kind::Any => return,
            Kind::Boolean => ("type", json!("maybe")),
            Kind::Integer(width) => {
                if json {
                    self.put(at, "type", json!(1.5));
                }
                if let (true, Some(wide)) = (plain.rules.is_empty(), beyond(*width)) {
                    self.put(at, "type", wide);
                }
                ("type", json!("many"))
            }
            Kind::Number(_) => ("type", json!("many")),
            // Both numbers and strings are read.
            Kind::DecimalNumber | Kind::Decimal => ("type", json!(true)),
            Kind::String | Kind::Binary | Kind::Typed(_) | Kind::DateTime(_) => ("type", json!(17)),
            Kind::List(_) => ("type", json!({})),
            Kind::Map(_) => ("type", json!([])),
            Kind::Named(_) => match plain.id.and_then(|id| self.wrong_for_shape(id)) {
                Some(wrong) => wrong,
                None => return,
            },
        };
        let told = match plain.kind {
            Kind::Boolean | Kind::Integer(_) | Kind::Number(_) => true,
            _ => json,
        };
        if told && !is_listing(plain) {
            self.put(at, rule, wrong);
        }
        if json && !plain.nullable && !is_listing(plain) {
            self.put(at, rule, Value::Null);
        }
    }

    /// What is of another type than any value of a named type, and the rule that it breaks.
    fn wrong_for_shape(&self, id: TypeId) -> Option<(&'static str, Value)> {
        Some(match &self.maker.api.type_of(id).shape {
            Shape::Struct { .. } | Shape::Tagged(_) => ("type", json!([])),
            Shape::Tuple { .. } => ("type", json!({})),
            Shape::Enum(values) if values.open => ("type", json!(17)),
            Shape::Enum(_) => ("enum", json!([])),
            Shape::OneOf(union) => match &union.choice {
                Choice::Type(types) => {
                    let others: [(JsonType, Value); 5] = [
                        (JsonType::Boolean, json!(true)),
                        (JsonType::Integer, json!(17)),
                        (JsonType::String, json!("text")),
                        (JsonType::Array, json!([])),
                        (JsonType::Object, json!({})),
                    ];
                    let other =
                        others.into_iter().find(|(ty, _)| !types.iter().any(|(known, _)| known == ty));
                    ("oneOf", other?.1)
                }
                _ => return None,
            },
            Shape::Newtype(_) | Shape::Alias(_) => return None,
        })
    }

    fn number(&mut self, plain: &Plain<'_>, at: &str) {
        let Some(numbers) = Numbers::of(plain.kind, &plain.rules) else { return };
        for rule in &plain.rules {
            if let (Some(value), Some(word)) = (numbers.breaking(rule), word(rule)) {
                self.put(at, word, value);
            }
        }
    }

    fn text(&mut self, own: Option<&str>, plain: &Plain<'_>, at: &str) {
        let texts = Texts::of(self.maker, own, &plain.rules);
        if let Some(text) = own.and_then(|word| texts.breaking_format(word)) {
            self.put(at, "format", text.into());
        }
        for rule in &plain.rules {
            if let (Some(text), Some(word)) = (texts.breaking(rule), word(rule)) {
                self.put(at, word, text.into());
            }
        }
    }

    fn list(&mut self, item: &TypeRef, items: &[Value], rules: &[Rule], at: &str) {
        for (index, value) in items.iter().enumerate().take(1) {
            self.walk(item, value, &below(at, &index.to_string()), NOTHING);
        }
        let (fewest, most) = item_counts(rules);
        let json = self.maker.wire == Wire::Json;
        if fewest > u64::from(!json) && fewest <= LONGEST {
            let fewer = items.iter().take(usize::try_from(fewest - 1).unwrap_or_default()).cloned().collect();
            self.put(at, "minItems", Value::Array(fewer));
        }
        for rule in rules {
            if let (Rule::Contains(_, least @ 1.., _), true) = (rule, json) {
                let rule = if *least == 1 { "contains" } else { "minContains" };
                self.put(at, rule, json!([]));
            }
        }
        let unique = rules.contains(&Rule::UniqueItems);
        if most < LONGEST && !items.is_empty() && !unique {
            let more = items.iter().cycle().take(usize::try_from(most + 1).unwrap_or_default()).cloned();
            self.put(at, "maxItems", more.collect());
        }
        if unique && let Some(first) = items.first().filter(|_| (items.len() as u64) < most) {
            self.put(&below(at, &items.len().to_string()), "uniqueItems", first.clone());
        }
    }

    fn object(&mut self, count: usize, rules: &[Rule], at: &str) {
        let (fewest, most) = property_counts(rules);
        if fewest == 1 && count > 0 && self.maker.wire == Wire::Json {
            self.put(at, "minProperties", json!({}));
        }
        if most == count as u64 && !rules.iter().any(|rule| matches!(rule, Rule::Keys(_))) {
            // One more would need a value of its own; the rule is about the object.
            return;
        }
        self.keys(rules, at);
    }

    /// A key that is none of those that are allowed.
    fn keys(&mut self, rules: &[Rule], at: &str) {
        for rule in rules {
            let Rule::Keys(ty) = rule else { continue };
            let plain = self.maker.plain(ty);
            let texts = Texts::of(self.maker, None, &plain.rules);
            let key = plain.rules.iter().find_map(|rule| texts.breaking(rule));
            if let Some(key) = key.filter(|_| self.maker.wire == Wire::Json) {
                self.put(&below(at, &key), "propertyNames", Value::String("text".to_owned()));
            }
        }
    }

    fn fields(&mut self, fields: &[Field], value: &Value, at: &str, kept: Kept<'_>) {
        for field in fields.iter().filter(|field| !kept.properties.contains(&field.name.as_str())) {
            let at = below(at, &field.name);
            let Some(value) = value.get(&field.name) else { continue };
            if field.presence == Presence::Required {
                self.missing(&at);
            }
            self.walk(&field.ty, value, &at, NOTHING);
        }
    }

    /// Leaves out what other properties ask for.
    fn dependents(&mut self, fields: &[Field], rules: &[Rule], value: &Value, at: &str) {
        for rule in rules {
            let Rule::Dependent(dependents) = rule else { continue };
            let there = dependents.iter().filter(|(property, _)| value.get(property).is_some());
            for other in there.flat_map(|(_, others)| others) {
                let is_optional =
                    |field: &Field| field.name == *other && field.presence != Presence::Required;
                if value.get(other).is_some() && fields.iter().any(is_optional) {
                    let (of, at) = (self.of, below(at, other));
                    self.found.push(Broken { of, at, rule: "dependentRequired", put: None });
                }
            }
        }
    }

    fn tagged(&mut self, tagged: &Tagged, value: &Value, at: &str) {
        let tag = below(at, &tagged.tag);
        if tagged.default.is_none() {
            self.missing(&tag);
            self.put(&tag, "discriminator", UNLISTED.into());
        }
        let own = value.get(&tagged.tag).and_then(Value::as_str);
        let arm = tagged.arms.iter().find(|(name, _)| Some(name.as_str()) == own);
        if let Some((_, arm)) = arm {
            self.walk(&arm.ty, value, at, Kept { properties: &[&tagged.tag], kind: true });
        }
    }

    fn one_of(&mut self, union: &Union, value: &Value, at: &str) {
        let mut told_by = Vec::new();
        let arm = chosen(&union.choice, value, &mut told_by).and_then(|index| union.arms.get(index));
        if let Some(arm) = arm {
            self.walk(&arm.ty, value, at, Kept { properties: &told_by, kind: true });
        }
    }

    fn tuple(&mut self, items: &[Field], rest: &Rest, values: &[Value], at: &str) {
        for (index, (item, value)) in items.iter().zip(values).enumerate() {
            self.walk(&item.ty, value, &below(at, &index.to_string()), NOTHING);
        }
        if matches!(rest, Rest::Refused) && values.len() == items.len() {
            self.put(&below(at, &values.len().to_string()), "items", true.into());
        }
    }
}

impl Maker<'_> {
    /// Which of the alternatives of a type a value is; the first one where there are none.
    fn alternative(&self, id: TypeId, value: &Value) -> usize {
        match &self.api.type_of(id).shape {
            Shape::Tagged(tagged) => {
                let own = value.get(&tagged.tag).and_then(Value::as_str);
                tagged.arms.iter().position(|(tag, _)| Some(tag.as_str()) == own).unwrap_or_default()
            }
            Shape::OneOf(union) => chosen(&union.choice, value, &mut Vec::new()).unwrap_or_default(),
            _ => 0,
        }
    }
}

/// Whether the values are listed one by one, which is a rule of its own.
fn is_listing(plain: &Plain<'_>) -> bool {
    plain.rules.iter().any(|rule| matches!(rule, Rule::Listed(_)))
}

/// What a violation calls a rule.
fn word(rule: &Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::MinLength(_) => "minLength",
        Rule::MaxLength(_) => "maxLength",
        Rule::Pattern(_) => "pattern",
        Rule::Format(_) => "format",
        Rule::Minimum(_) => "minimum",
        Rule::ExclusiveMinimum(_) => "exclusiveMinimum",
        Rule::Maximum(_) => "maximum",
        Rule::ExclusiveMaximum(_) => "exclusiveMaximum",
        Rule::MultipleOf(_) => "multipleOf",
        _ => return None,
    })
}
