//! Objects: structs and maps.

use openapiv3::{AdditionalProperties, SchemaData};
use serde_json::Value;

use super::Lowering;
use super::node::{Node, Seen};
use super::schema::{Built, default_value, docs, property_rules};
use crate::document::ext;
use crate::ir::{Docs, Field, Kind, Literal, Origin, Presence, Rest, Rule, Shape, TypeId, TypeRef};
use crate::resolve::SchemaId;

impl Lowering<'_, '_> {
    /// An object with named properties is a struct, one without is a map.
    pub(super) fn object(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Built {
        let any = &*node.any;
        let named = !any.properties.is_empty() || !any.required.is_empty();
        let mut rules = property_rules(node);
        let closed = matches!(any.additional_properties, Some(AdditionalProperties::Any(false)))
            && node.extension(ext::PATTERN_PROPERTIES).is_none();
        if named || closed {
            let fields = self.fields(node, own, origin);
            let rest = self.rest(node, own, origin, &mut rules);
            return Built::Shape(Shape::Struct { fields, rest, rules });
        }
        let value = match self.rest(node, own, origin, &mut rules) {
            Rest::Kept(value) => value,
            Rest::Ignored | Rest::Refused => TypeRef::new(Kind::Any),
        };
        Built::Ref(TypeRef { rules, ..TypeRef::new(Kind::Map(Box::new(value))) })
    }

    /// The properties of an object; a required one that is not described can be anything.
    pub(super) fn fields(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Vec<Field> {
        let any = &*node.any;
        let mut fields = Vec::with_capacity(any.properties.len());
        for (name, schema) in &any.properties {
            let at = node.part(&["properties", name]);
            let required = any.required.contains(name);
            let field = match self.see(schema, &at) {
                Seen::Named { id, overrides } => {
                    let data = overrides.unwrap_or_default();
                    let ty = self.reference(id, Some(&data));
                    let target = &self.model.schema(id).schema_data;
                    let mut field = field(name, ty, required, &data);
                    if !required {
                        field.presence = Presence::Optional(self.default_of(id, Some(&data)));
                    }
                    field.read_only |= target.read_only;
                    field.write_only |= target.write_only;
                    field
                }
                Seen::Inline(inner) => {
                    let ty = self.standing(&inner, &at, origin.below(own, name));
                    field(name, ty, required, &inner.data)
                }
                Seen::Nothing => field(name, TypeRef::new(Kind::Any), required, &Default::default()),
            };
            fields.push(field);
        }
        for name in any.required.iter().filter(|name| !any.properties.contains_key(*name)) {
            fields.push(field(name, TypeRef::new(Kind::Any), true, &Default::default()));
        }
        fields
    }

    /// What a reference is where it is left out: what is said beside it, or else of what it refers to.
    pub(super) fn default_of(&self, id: SchemaId, overrides: Option<&SchemaData>) -> Option<Literal> {
        let target = self.model.schema(self.followed(id)).schema_data.default.as_ref();
        overrides.and_then(|data| data.default.as_ref()).or(target).and_then(default_value)
    }

    /// What happens to properties without a name, with what is asked of their keys.
    fn rest(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin, rules: &mut Vec<Rule>) -> Rest {
        if let Some(names) = node.extension(ext::PROPERTY_NAMES)
            && let Some(id) = self.placed(names, &node.part(&[ext::PROPERTY_NAMES]))
        {
            let key = self.key_type(id, origin.below(own, "key"));
            rules.extend(key.map(|key| Rule::Keys(Box::new(key))));
        }
        if node.extension(ext::PATTERN_PROPERTIES).is_some() {
            return self.pattern_properties(node, own, origin, rules);
        }
        match &node.any.additional_properties {
            None if is_false(node.extension(ext::UNEVALUATED_PROPERTIES)) => Rest::Refused,
            None => Rest::Ignored,
            Some(AdditionalProperties::Any(false)) => Rest::Refused,
            Some(AdditionalProperties::Any(true)) => Rest::Kept(TypeRef::new(Kind::Any)),
            Some(AdditionalProperties::Schema(schema)) => {
                let at = node.part(&["additionalProperties"]);
                Rest::Kept(self.type_ref(schema, &at, origin.below(own, "value")))
            }
        }
    }
}

fn is_false(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool) == Some(false)
}

fn field(name: &str, ty: TypeRef, required: bool, data: &openapiv3::SchemaData) -> Field {
    let presence = match required {
        true => Presence::Required,
        false => Presence::Optional(data.default.as_ref().and_then(default_value)),
    };
    Field {
        name: name.to_owned(),
        ty,
        presence,
        docs: docs_with_default(data),
        read_only: data.read_only,
        write_only: data.write_only,
    }
}

/// A default that is an object, or has one in it, is only told.
fn docs_with_default(data: &SchemaData) -> Docs {
    let mut docs = docs(data);
    if let Some(default) = data.default.as_ref().filter(|default| default_value(default).is_none()) {
        let said = format!("Default: `{}`.", default.to_string().replace('`', "'"));
        docs.description = Some(match docs.description {
            Some(description) => format!("{description}\n\n{said}"),
            None => said,
        });
    }
    docs
}
