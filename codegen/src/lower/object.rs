//! Objects: structs and maps.

use openapiv3::AdditionalProperties;

use super::Lowering;
use super::node::{Node, Seen};
use super::schema::{Built, docs, literal};
use crate::document::ext;
use crate::ir::{Field, Kind, Origin, Presence, Rest, Rule, Shape, TypeId, TypeRef};

impl Lowering<'_, '_> {
    /// An object with named properties is a struct, one without is a map.
    pub(super) fn object(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Built {
        let any = &*node.any;
        let named = !any.properties.is_empty() || !any.required.is_empty();
        let mut rules: Vec<Rule> = any
            .min_properties
            .map(|n| Rule::MinProperties(n as u64))
            .into_iter()
            .chain(any.max_properties.map(|n| Rule::MaxProperties(n as u64)))
            .collect();
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

fn field(name: &str, ty: TypeRef, required: bool, data: &openapiv3::SchemaData) -> Field {
    let presence = match required {
        true => Presence::Required,
        false => Presence::Optional(data.default.as_ref().and_then(literal)),
    };
    Field {
        name: name.to_owned(),
        ty,
        presence,
        docs: docs(data),
        read_only: data.read_only,
        write_only: data.write_only,
    }
}
