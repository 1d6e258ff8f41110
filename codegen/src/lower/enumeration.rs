//! `enum`, and alternatives that are nothing but values.

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::node::{Node, Seen};
use super::null::is_null;
use super::schema::{Built, docs, literal};
use crate::diagnostic::Place;
use crate::ir::{Common, Docs, EnumValue, Enumeration, Kind, Literal, Rule, Shape, TypeRef};

impl<'m> Lowering<'m, '_> {
    pub(super) fn enumeration(&mut self, node: &Node<'_>) -> Built {
        let values = enum_values(node);
        if values.is_empty() && node.any.enumeration.iter().all(Value::is_null) {
            return Built::Ref(TypeRef::new(Kind::Any));
        }
        if !node.any.enumeration.iter().all(is_variant) {
            return Built::Ref(listed(Kind::Any, node));
        }
        if values.iter().all(|value| matches!(value.value, Literal::Boolean(_))) {
            return Built::Ref(match values.len() {
                1 => listed(Kind::Boolean, node),
                _ => TypeRef::new(Kind::Boolean),
            });
        }
        Built::Shape(Shape::Enum(Enumeration { values, open: false }))
    }

    /// Alternatives that are all values: one enumeration. With `type: string` among them every other text is allowed
    /// as well. Alternatives that are all named stay what they are.
    pub(super) fn values_of_arms(&mut self, node: &Node<'_>, keyword: &str) -> Option<Shape> {
        let arms = if keyword == "oneOf" { &node.any.one_of } else { &node.any.any_of };
        let mut values: Vec<EnumValue> = Vec::new();
        let (mut open, mut inline) = (false, false);
        for (index, arm) in arms.iter().enumerate().filter(|(_, arm)| !is_null(arm)) {
            let (arm, named) = self.arm_node(arm, &node.part(&[keyword, &index.to_string()]))?;
            inline |= !named;
            if is_plain_string(&arm) {
                open = true;
                continue;
            }
            for value in values_of(&arm)? {
                if !values.iter().any(|known| known.value == value.value) {
                    values.push(value);
                }
            }
        }
        let booleans = values.iter().all(|value| matches!(value.value, Literal::Boolean(_)));
        let values = Enumeration { values, open };
        let fits = values.common() == Common::Text || !(open || booleans);
        (fits && inline && !values.values.is_empty()).then_some(Shape::Enum(values))
    }

    /// An alternative with the keywords of what it refers to, and whether it refers.
    fn arm_node<'n>(&mut self, arm: &'n ReferenceOr<Schema>, at: &Place) -> Option<(Node<'n>, bool)>
    where
        'm: 'n,
    {
        match self.see(arm, at) {
            Seen::Inline(node) => Some((*node, false)),
            Seen::Named { id, .. } => {
                let id = self.followed(id);
                Some((Node::new(self.model.schema(id), self.model.schema_info(id).at.clone()), true))
            }
            Seen::Nothing => None,
        }
    }
}

/// The values that an alternative consists of, if it consists of values alone.
fn values_of(arm: &Node<'_>) -> Option<Vec<EnumValue>> {
    let mut values = enum_values(arm);
    if arm.any.enumeration.is_empty() || !arm.any.enumeration.iter().all(is_variant) {
        return None;
    }
    if let [only] = values.as_mut_slice() {
        // What is said of the alternative is said of its one value.
        only.docs = docs(&arm.data);
        if matches!(only.value, Literal::Integer(_)) {
            only.name = only.name.take().or_else(|| only.docs.title.clone());
        }
    }
    Some(values)
}

fn is_plain_string(node: &Node<'_>) -> bool {
    let any = openapiv3::AnySchema { typ: Some("string".to_owned()), ..Default::default() };
    *node.any == any
}

/// The values of `enum` but `null`, each once, with the names and descriptions that widespread extensions give them.
fn enum_values(node: &Node<'_>) -> Vec<EnumValue> {
    let listed = &node.any.enumeration;
    let texts = |keys: [&str; 2]| {
        let list = keys.iter().find_map(|key| node.extension(key)).and_then(Value::as_array);
        list.filter(|list| list.len() == listed.len())
    };
    let names = texts(["x-enum-varnames", "x-enumNames"]);
    let descriptions = texts(["x-enum-descriptions", "x-enumDescriptions"]);
    let text = |list: Option<&Vec<Value>>, index: usize| Some(list?.get(index)?.as_str()?.to_owned());
    let mut values: Vec<EnumValue> = Vec::new();
    for (index, value) in listed.iter().enumerate() {
        let Some(value) = literal(value).filter(|value| *value != Literal::Null) else { continue };
        if values.iter().any(|known| known.value == value) {
            continue;
        }
        let docs = Docs { description: text(descriptions, index), ..Docs::default() };
        values.push(EnumValue { value, name: text(names, index), docs });
    }
    values
}

/// Whether a value can be a variant: a scalar that the tables can hold.
fn is_variant(value: &Value) -> bool {
    literal(value).is_some_and(|value| match value {
        Literal::Integer(n) => i64::try_from(n).is_ok(),
        _ => true,
    })
}

/// A type whose values are held against those that the node lists.
fn listed(kind: Kind, node: &Node<'_>) -> TypeRef {
    let values = node.any.enumeration.iter().filter(|value| kind == Kind::Any || !value.is_null());
    let values = values.map(Value::to_string).collect();
    TypeRef { rules: vec![Rule::Listed(values)], ..TypeRef::new(kind) }
}
