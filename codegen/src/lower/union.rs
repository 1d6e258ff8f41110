//! `oneOf` and `anyOf`.

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::node::{Node, Seen};
use super::schema::{Built, docs};
use crate::diagnostic::{Code, Place};
use crate::document::ext;
use crate::ir::{Arm, Docs, Kind, Origin, Shape, Tagged, TypeId, TypeRef};

impl Lowering<'_, '_> {
    /// Alternatives, each on the ground of what stands beside them.
    pub(super) fn union(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Built {
        let (keyword, schemas) = match node.any.one_of.is_empty() {
            false => ("oneOf", &node.any.one_of),
            true => ("anyOf", &node.any.any_of),
        };
        let base = node.without_arms();
        let shared = !base.is_annotation() && base.any.typ.as_deref() != Some("object")
            || !base.any.properties.is_empty()
            || !base.any.required.is_empty();
        let mut arms = Vec::new();
        let mut nullable = false;
        for (index, schema) in schemas.iter().enumerate() {
            let at = node.part(&[keyword, &index.to_string()]);
            if is_null(schema) {
                nullable = true;
                continue;
            }
            let arm = if shared {
                self.arm_with_base(&base, schema, &at, own, origin, index)
            } else {
                self.arm(schema, &at, own, origin, index)
            };
            arms.push(arm);
        }
        self.of_arms(node, arms, nullable, own, origin)
    }

    fn of_arms(
        &mut self,
        node: &Node<'_>,
        mut arms: Vec<(Arm, Option<String>)>,
        nullable: bool,
        own: Option<TypeId>,
        origin: &Origin,
    ) -> Built {
        if arms.len() == 1
            && let Some((arm, _)) = arms.pop()
        {
            return Built::Ref(TypeRef { nullable: nullable || arm.ty.nullable, ..arm.ty });
        }
        if arms.is_empty() {
            return Built::Ref(TypeRef { nullable, ..TypeRef::new(Kind::Any) });
        }
        let shape = match &node.data.discriminator {
            Some(discriminator) => self.tagged(node, discriminator, arms),
            None => Shape::OneOf(arms.into_iter().map(|(arm, _)| arm).collect()),
        };
        match (nullable, own) {
            // A named type cannot say that it may be null; what refers to it can, through an inner type.
            (true, Some(_)) => {
                let id = self.add_type(node, origin.below(own, "value"), shape);
                Built::Ref(TypeRef { nullable: true, ..TypeRef::new(Kind::Named(id)) })
            }
            (true, None) => {
                let id = self.add_type(node, origin.clone(), shape);
                Built::Ref(TypeRef { nullable: true, ..TypeRef::new(Kind::Named(id)) })
            }
            (false, _) => Built::Shape(shape),
        }
    }

    /// The arm, and the name of the component that it is.
    fn arm(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Place,
        own: Option<TypeId>,
        origin: &Origin,
        index: usize,
    ) -> (Arm, Option<String>) {
        match self.see(schema, at) {
            Seen::Named { id, overrides } => {
                let name = self.model.schema_info(id).hint.clone();
                let ty = self.reference(id, overrides.as_ref().map(|data| &***data));
                let docs = overrides.map(|data| docs(&data)).unwrap_or_default();
                (Arm { hint: name.clone(), docs, ty }, Some(name))
            }
            Seen::Inline(node) => {
                let hint = arm_hint(&node, index);
                let docs = docs(&node.data);
                (Arm { ty: self.inline(&node, origin.below(own, &hint)), hint, docs }, None)
            }
            Seen::Nothing => {
                let hint = format!("Variant{}", index + 1);
                (Arm { hint, docs: Docs::default(), ty: TypeRef::new(Kind::Any) }, None)
            }
        }
    }

    fn arm_with_base(
        &mut self,
        base: &Node<'_>,
        schema: &ReferenceOr<Schema>,
        at: &Place,
        own: Option<TypeId>,
        origin: &Origin,
        index: usize,
    ) -> (Arm, Option<String>) {
        let name = match self.see(schema, at) {
            Seen::Named { id, .. } => Some(self.model.schema_info(id).hint.clone()),
            _ => None,
        };
        let mut node = self.arm_on(base, schema, at);
        node.data.to_mut().nullable = false;
        let hint = name.clone().unwrap_or_else(|| arm_hint(&node, index));
        let docs = docs(&node.data);
        (Arm { ty: self.inline(&node, origin.below(own, &hint)), hint, docs }, name)
    }

    fn tagged(
        &mut self,
        node: &Node<'_>,
        discriminator: &Discriminator,
        arms: Vec<(Arm, Option<String>)>,
    ) -> Shape {
        if let Some(index) = arms.iter().position(|(_, name)| name.is_none()) {
            let at = node.part(&["oneOf", &index.to_string()]);
            let message = "with a `discriminator` every alternative has to be a `$ref`; the alternatives are told apart by their looks";
            self.report(Code::BadDiscriminator, &at, message);
            return Shape::OneOf(arms.into_iter().map(|(arm, _)| arm).collect());
        }
        let mut tagged = Vec::new();
        for (arm, name) in arms {
            let values = self.tag_values(node, discriminator, &arm, name.as_deref());
            let mut arm = Some(arm);
            for (index, value) in values.iter().enumerate() {
                let arm = match arm.take() {
                    Some(first) => first,
                    None => Arm {
                        hint: values[index].clone(),
                        docs: Docs::default(),
                        ty: tagged.last().map_or_else(
                            || TypeRef::new(Kind::Any),
                            |(_, arm): &(String, Arm)| arm.ty.clone(),
                        ),
                    },
                };
                tagged.push((value.clone(), arm));
            }
        }
        Shape::Tagged(Tagged { tag: discriminator.property_name.clone(), arms: tagged })
    }

    /// The values of the tag that mean an arm: those that the mapping gives it, else the name of its schema.
    fn tag_values(
        &mut self,
        node: &Node<'_>,
        discriminator: &Discriminator,
        arm: &Arm,
        name: Option<&str>,
    ) -> Vec<String> {
        let mut values = Vec::new();
        for (value, target) in &discriminator.mapping {
            let id = self.model.mapping_target(node.at.file, target);
            let meant = match (id, &arm.ty.kind) {
                (Some(id), Kind::Named(arm_id)) if Self::type_id(id) == *arm_id => true,
                (Some(id), _) => name == Some(self.model.schema_info(id).hint.as_str()),
                (None, _) => false,
            };
            if meant {
                values.push(value.clone());
            }
        }
        if values.is_empty() {
            values.extend(name.map(str::to_owned));
        }
        values
    }

    /// `type: [string, integer]`: one alternative a type.
    pub(super) fn one_of_types(
        &mut self,
        node: &Node<'_>,
        types: &[Value],
        own: Option<TypeId>,
        origin: &Origin,
    ) -> Built {
        let mut arms = Vec::new();
        for word in types.iter().filter_map(Value::as_str) {
            let mut single = node.clone();
            single.any.to_mut().typ = Some(word.to_owned());
            let data = single.data.to_mut();
            data.extensions.shift_remove(ext::TYPES);
            data.nullable = false;
            if word != "string" {
                single.any.to_mut().format = None;
            }
            let ty = self.inline(&single, origin.below(own, word));
            arms.push(Arm { hint: word.to_owned(), docs: Docs::default(), ty });
        }
        Built::Shape(Shape::OneOf(arms))
    }
}

/// `type: null`, `enum: [null]`, `const: null`.
fn is_null(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else { return false };
    let any: &AnySchema = crate::document::any(schema);
    any.typ.as_deref() == Some("null")
        || (!any.enumeration.is_empty() && any.enumeration.iter().all(Value::is_null))
        || (schema.schema_data.nullable
            && *any == AnySchema::default()
            && schema.schema_data.extensions.is_empty())
}

/// What an alternative without a name is called after: its title, the one constant in it, or its type.
fn arm_hint(node: &Node<'_>, index: usize) -> String {
    if let Some(title) = &node.data.title {
        return title.clone();
    }
    let any = &*node.any;
    if let [Value::String(only)] = any.enumeration.as_slice() {
        return only.clone();
    }
    match any.typ.as_deref() {
        Some("object") | None => format!("Variant{}", index + 1),
        Some(word) => format!("{word} {}", any.format.as_deref().unwrap_or_default()),
    }
}
