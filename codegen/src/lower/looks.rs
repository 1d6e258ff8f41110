//! What can be seen of a value of a type without reading it: its JSON type, and the properties of an object.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Field, JsonType, Kind, Literal, Presence, Rest, Rule, Shape, TypeRef};

/// How far names of names are followed.
const DEEPEST: usize = 8;

/// What the values of a type look like.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    pub(super) types: BTreeSet<JsonType>,
    /// Those that are objects.
    pub(super) object: Object,
}

/// What the objects among the values of a type look like.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    properties: BTreeMap<String, Property>,
    /// Whether properties are kept that are not named.
    keeps_rest: bool,
}

#[derive(Debug, Clone)]
struct Property {
    required: bool,
    /// All the values that it can have, if they are few.
    constants: Option<Vec<Literal>>,
}

impl Object {
    pub(super) fn knows(&self, name: &str) -> bool {
        self.properties.contains_key(name)
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.properties.get(name).is_some_and(|property| property.required)
    }

    /// Whether the property means something to the type, named or not.
    pub(super) fn may_have(&self, name: &str) -> bool {
        self.keeps_rest || self.knows(name)
    }

    pub(super) fn constants(&self, name: &str) -> Option<&[Literal]> {
        self.properties.get(name)?.constants.as_deref()
    }

    pub(super) fn constant_names(&self) -> impl Iterator<Item = &str> {
        let constant = self.properties.iter().filter(|(_, property)| property.constants.is_some());
        constant.map(|(name, _)| name.as_str())
    }

    pub(super) fn required_names(&self) -> impl Iterator<Item = &str> {
        let required = self.properties.iter().filter(|(_, property)| property.required);
        required.map(|(name, _)| name.as_str())
    }
}

impl Looks {
    pub(super) fn of(api: &Api, ty: &TypeRef) -> Looks {
        looks(api, ty, DEEPEST)
    }

    fn only(types: impl IntoIterator<Item = JsonType>) -> Looks {
        Looks { types: types.into_iter().collect(), object: Object::default() }
    }

    fn anything() -> Looks {
        let object = Object { keeps_rest: true, ..Object::default() };
        Looks { types: JsonType::ALL.into(), object }
    }
}

fn looks(api: &Api, ty: &TypeRef, deeper: usize) -> Looks {
    match &ty.kind {
        Kind::Any => Looks::anything(),
        Kind::Boolean => Looks::only([JsonType::Boolean]),
        Kind::Integer(_) => Looks::only([JsonType::Integer]),
        Kind::Number(_) => Looks::only([JsonType::Integer, JsonType::Fraction]),
        // Both forms are read.
        Kind::Decimal | Kind::DecimalNumber => {
            Looks::only([JsonType::Integer, JsonType::Fraction, JsonType::String])
        }
        Kind::String | Kind::Typed(_) | Kind::DateTime(_) | Kind::Binary => Looks::only([JsonType::String]),
        Kind::List(_) => Looks::only([JsonType::Array]),
        Kind::Map(_) => {
            let object = Object { keeps_rest: true, ..Object::default() };
            Looks { types: [JsonType::Object].into(), object }
        }
        Kind::Named(id) if deeper == 0 || api.type_of(*id).rust_type.is_some() => Looks::anything(),
        Kind::Named(id) => shape_looks(api, &api.type_of(*id).shape, deeper - 1),
    }
}

fn shape_looks(api: &Api, shape: &Shape, deeper: usize) -> Looks {
    match shape {
        Shape::Struct { fields, rest, .. } => {
            let property = |field: &Field| Property {
                required: field.presence == Presence::Required,
                constants: constants(api, &field.ty, deeper),
            };
            let properties = fields.iter().map(|field| (field.name.clone(), property(field))).collect();
            let object = Object { properties, keeps_rest: matches!(rest, Rest::Kept(_)) };
            Looks { types: [JsonType::Object].into(), object }
        }
        Shape::Tuple { .. } => Looks::only([JsonType::Array]),
        Shape::Enum(values) if values.open => Looks::only([JsonType::String]),
        Shape::Enum(values) => Looks::only(values.values.iter().filter_map(|value| type_of(&value.value))),
        Shape::Tagged(tagged) => {
            let values = tagged.arms.iter().map(|(value, _)| Literal::String(value.clone())).collect();
            let closed = tagged.default.is_none();
            let property = Property { required: closed, constants: closed.then_some(values) };
            let properties = [(tagged.tag.clone(), property)].into();
            // What else there is depends on the alternative.
            let object = Object { properties, keeps_rest: true };
            Looks { types: [JsonType::Object].into(), object }
        }
        Shape::OneOf(union) => {
            let arms = union.arms.iter().map(|arm| looks(api, &arm.ty, deeper));
            arms.reduce(either).unwrap_or_else(Looks::anything)
        }
        Shape::Newtype(inner) | Shape::Alias(inner) => looks(api, inner, deeper),
    }
}

/// The strings that a property of a type can be, if they are all that it can be and it must be there.
pub(super) fn tags_of(api: &Api, ty: &TypeRef, name: &str) -> Option<Vec<String>> {
    let object = Looks::of(api, ty).object;
    let text = |value: &Literal| match value {
        Literal::String(text) => Some(text.clone()),
        _ => None,
    };
    object.constants(name).filter(|_| object.requires(name))?.iter().map(text).collect()
}

/// What can be seen of a value that is one or the other.
fn either(one: Looks, other: Looks) -> Looks {
    let is_object = |looks: &Looks| looks.types.contains(&JsonType::Object);
    let object = match (is_object(&one), is_object(&other)) {
        (true, false) => one.object,
        (false, true) => other.object,
        _ => either_object(&one.object, &other.object),
    };
    Looks { types: one.types.union(&other.types).copied().collect(), object }
}

fn either_object(one: &Object, other: &Object) -> Object {
    let names: BTreeSet<&String> = one.properties.keys().chain(other.properties.keys()).collect();
    let property = |name: &str| Property {
        required: one.requires(name) && other.requires(name),
        constants: one.constants(name).zip(other.constants(name)).map(|(a, b)| [a, b].concat()),
    };
    let properties = names.into_iter().map(|name| (name.clone(), property(name))).collect();
    Object { properties, keeps_rest: one.keeps_rest || other.keeps_rest }
}

/// All the values of a type, if it lists them.
fn constants(api: &Api, ty: &TypeRef, deeper: usize) -> Option<Vec<Literal>> {
    let mut values = match &ty.kind {
        Kind::Boolean => ty.rules.iter().find_map(listed_booleans)?,
        Kind::Named(id) if deeper > 0 => {
            let named = api.type_of(*id);
            match &named.shape {
                _ if named.rust_type.is_some() => return None,
                Shape::Enum(values) if !values.open => {
                    values.values.iter().map(|value| value.value.clone()).collect()
                }
                Shape::Newtype(inner) | Shape::Alias(inner) => constants(api, inner, deeper - 1)?,
                _ => return None,
            }
        }
        _ => return None,
    };
    if ty.nullable {
        values.push(Literal::Null);
    }
    Some(values)
}

fn listed_booleans(rule: &Rule) -> Option<Vec<Literal>> {
    let Rule::Listed(values) = rule else { return None };
    values.iter().map(|value| value.parse().ok().map(Literal::Boolean)).collect()
}

fn type_of(value: &Literal) -> Option<JsonType> {
    match value {
        Literal::Null | Literal::List(_) => None,
        Literal::Boolean(_) => Some(JsonType::Boolean),
        Literal::Integer(_) => Some(JsonType::Integer),
        Literal::Number(_) => Some(JsonType::Fraction),
        Literal::String(_) => Some(JsonType::String),
    }
}
