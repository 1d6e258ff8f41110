//! `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::looks::tags_of;
use super::node::{Node, Seen};
use super::null::is_null;
use super::schema::{Built, docs};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{any, ext};
use crate::ir::{Arm, Docs, Kind, Origin, Shape, Tagged, TypeId, TypeRef, Union};

/// How many unions with something beside their alternatives may stand in each other.
const DEEPEST_GROUND: usize = 4;

impl Lowering<'_, '_> {
    /// Alternatives, each on the ground of what stands beside them.
    ///
    /// Grounds do not pile up without end: schemas may stand among their own alternatives.
    pub(super) fn union(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Built {
        if let Some(joined) = self.with_one_union(node) {
            return self.union(&joined, own, origin);
        }
        let base = node.without_arms();
        let beside = !base.is_annotation() && base.any.typ.as_deref() != Some("object")
            || !base.any.properties.is_empty()
            || !base.any.required.is_empty();
        let shared = beside && self.grounds < DEEPEST_GROUND;
        self.grounds += usize::from(shared);
        let built = self.union_on(&base, shared, node, own, origin);
        self.grounds -= usize::from(shared);
        built
    }

    fn union_on(
        &mut self,
        base: &Node<'_>,
        shared: bool,
        node: &Node<'_>,
        own: Option<TypeId>,
        origin: &Origin,
    ) -> Built {
        let (keyword, all) = match node.any.one_of.is_empty() {
            false => ("oneOf", &node.any.one_of),
            true => ("anyOf", &node.any.any_of),
        };
        let schemas: Vec<_> = all.iter().enumerate().filter(|(_, schema)| !is_null(schema)).collect();
        if let [(index, only)] = schemas.as_slice() {
            let at = node.part(&[keyword, &index.to_string()]);
            return self.only_arm(base, shared, only, &at, own, origin);
        }
        if schemas.is_empty() {
            return Built::Ref(TypeRef::new(Kind::Any));
        }
        if let Some(shape) = self.values_of_arms(node, keyword) {
            return Built::Shape(shape);
        }
        let mut arms = Vec::new();
        for (index, schema) in schemas {
            let at = node.part(&[keyword, &index.to_string()]);
            let place = Among { all, index };
            let (mut arm, name) = if shared && !self.stands_alone(base, schema, &at, own) {
                self.arm_with_base(base, schema, &at, own, origin, place)
            } else {
                self.arm(schema, &at, own, origin, place)
            };
            // That the value may be null is said once, outside of the union.
            arm.ty.nullable = false;
            arms.push((arm, name));
        }
        Built::Shape(match &node.data.discriminator {
            Some(discriminator) => self.tagged(node, keyword, discriminator, arms),
            None => Shape::OneOf(Union::new(arms.into_iter().map(|(arm, _)| arm).collect())),
        })
    }

    /// One alternative beside `null`, or none: that is what the schema is.
    fn only_arm(
        &mut self,
        base: &Node<'_>,
        shared: bool,
        schema: &ReferenceOr<Schema>,
        at: &Place,
        own: Option<TypeId>,
        origin: &Origin,
    ) -> Built {
        if shared && !self.stands_alone(base, schema, at, own) {
            let node = self.arm_on(base, schema, at);
            return self.build(&node, own, origin);
        }
        match self.see(schema, at) {
            Seen::Named { id, overrides } => {
                Built::Ref(self.reference(id, overrides.as_deref().map(AsRef::as_ref)))
            }
            Seen::Inline(node) => self.build(&node, own, origin),
            Seen::Nothing => Built::Ref(TypeRef::new(Kind::Any)),
        }
    }

    /// Whether an alternative says already what stands beside the alternatives: it inherits it, or repeats it.
    fn stands_alone(
        &mut self,
        base: &Node<'_>,
        schema: &ReferenceOr<Schema>,
        at: &Place,
        own: Option<TypeId>,
    ) -> bool {
        let Seen::Named { id, .. } = self.see(schema, at) else { return false };
        let id = self.followed(id);
        if self.inherits(id, own) {
            return true;
        }
        let own_keys = any(self.model.schema(id));
        let only_properties = {
            let (properties, required) = (base.any.properties.clone(), base.any.required.clone());
            let typ = base.any.typ.clone();
            *base.any == AnySchema { properties, required, typ, ..AnySchema::default() }
        };
        only_properties
            && base.any.properties.keys().all(|name| own_keys.properties.contains_key(name))
            && base.any.required.iter().all(|name| own_keys.required.contains(name))
    }

    /// The arm, and the name of the component that it is.
    fn arm(
        &mut self,
        schema: &ReferenceOr<Schema>,
        at: &Place,
        own: Option<TypeId>,
        origin: &Origin,
        place: Among<'_>,
    ) -> (Arm, Option<String>) {
        match self.see(schema, at) {
            Seen::Named { id, overrides } => {
                let name = self.model.schema_info(id).hint.clone();
                let ty = self.reference(id, overrides.as_deref().map(AsRef::as_ref));
                let docs = overrides.map(|data| docs(&data)).unwrap_or_default();
                (Arm { at: at.clone(), hint: name.clone(), docs, ty }, Some(name))
            }
            Seen::Inline(node) => {
                let hint = arm_hint(&node, place);
                let docs = docs(&node.data);
                (Arm { at: at.clone(), ty: self.inline(&node, origin.below(own, &hint)), hint, docs }, None)
            }
            Seen::Nothing => {
                let hint = place.number();
                (Arm { at: at.clone(), hint, docs: Docs::default(), ty: TypeRef::new(Kind::Any) }, None)
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
        place: Among<'_>,
    ) -> (Arm, Option<String>) {
        let name = match self.see(schema, at) {
            Seen::Named { id, .. } => Some(self.model.schema_info(id).hint.clone()),
            _ => None,
        };
        let mut node = self.arm_on(base, schema, at);
        node.data.to_mut().nullable = false;
        let hint = name.clone().unwrap_or_else(|| arm_hint(&node, place));
        let docs = docs(&node.data);
        (Arm { at: at.clone(), ty: self.inline(&node, origin.below(own, &hint)), hint, docs }, name)
    }

    fn tagged(
        &mut self,
        node: &Node<'_>,
        keyword: &str,
        discriminator: &Discriminator,
        arms: Vec<(Arm, Option<String>)>,
    ) -> Shape {
        let tag = &discriminator.property_name;
        let mut tagged = Vec::new();
        for (index, (arm, name)) in arms.iter().enumerate() {
            let values = match name {
                Some(name) => self.tag_values(node, discriminator, arm, Some(name)),
                None => tags_of(&self.api, &arm.ty, tag).unwrap_or_default(),
            };
            if values.is_empty() {
                let at = node.part(&[keyword, &index.to_string()]);
                let message = format!("nothing says which values of `{tag}` mean this alternative");
                let help = format!(
                    "make it a `$ref`, or give it a required `{tag}` with a `const`; until then the alternatives are told apart by their looks"
                );
                self.sink.push(Diagnostic::new(Code::BadDiscriminator, at, message).with_help(help));
                return Shape::OneOf(Union::new(arms.into_iter().map(|(arm, _)| arm).collect()));
            }
            Self::add_arm(&mut tagged, values, arm);
        }
        let default = self.default_arm(node, discriminator, arms.iter().map(|(arm, _)| arm));
        Shape::Tagged(Tagged { tag: tag.clone(), arms: tagged, default })
    }

    /// What a value is whose tag is not listed, or missing: the alternative that `defaultMapping` names.
    pub(super) fn default_arm<'a>(
        &self,
        node: &Node<'_>,
        discriminator: &Discriminator,
        mut arms: impl Iterator<Item = &'a Arm>,
    ) -> Option<Arm> {
        let target = discriminator.extensions.get(ext::DEFAULT_MAPPING)?.as_str()?;
        let id = self.model.mapping_target(node.at.file, target)?;
        let name = &self.model.schema_info(id).hint;
        let plain = self.reference(id, None);
        let (at, ty) = match arms.find(|arm| arm.ty == plain || arm.hint == *name) {
            Some(arm) => (arm.at.clone(), arm.ty.clone()),
            None => (node.part(&["discriminator"]), plain),
        };
        let said = format!("`{name}`, for any other `{}` and for none.", discriminator.property_name);
        let docs = Docs { description: Some(said), ..Docs::default() };
        Some(Arm { at, hint: name.clone(), docs, ty: TypeRef { nullable: false, ..ty } })
    }

    /// Adds an alternative under each of its values that no other one has. One with several values is a variant each,
    /// called after the value, since that is part of what is written.
    pub(super) fn add_arm(arms: &mut Vec<(String, Arm)>, values: Vec<String>, arm: &Arm) {
        let several = values.len() > 1;
        for value in values {
            if arms.iter().any(|(known, _)| *known == value) {
                continue;
            }
            let hint = if several && !value.eq_ignore_ascii_case(&arm.hint) { &value } else { &arm.hint };
            let arm =
                Arm { at: arm.at.clone(), hint: hint.clone(), docs: arm.docs.clone(), ty: arm.ty.clone() };
            arms.push((value, arm));
        }
    }

    /// The values of the tag that mean an arm: those that the mapping gives it, else those that its schema lists for the
    /// property, else the name of its schema.
    pub(super) fn tag_values(
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
        if values.is_empty()
            && let Kind::Named(id) = arm.ty.kind
            && let Some(schema) = self.model.schema_ids().nth(id.index())
        {
            values = declared_tags(self.model.schema(schema), &discriminator.property_name);
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
            arms.push(Arm { at: node.part(&["type"]), hint: word.to_owned(), docs: Docs::default(), ty });
        }
        Built::Shape(Shape::OneOf(Union::new(arms)))
    }
}

/// The values that a schema lists for the property that tells alternatives apart.
fn declared_tags(schema: &Schema, tag: &str) -> Vec<String> {
    let any = any(schema);
    let listed = |property: &ReferenceOr<Box<Schema>>| match property {
        ReferenceOr::Item(property) => {
            let values = &crate::document::any(property).enumeration;
            values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        ReferenceOr::Reference { .. } => Vec::new(),
    };
    let own = any.properties.get(tag).map(listed).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let parts = any.all_of.iter().filter_map(ReferenceOr::as_item);
    parts.map(|part| declared_tags(part, tag)).find(|values| !values.is_empty()).unwrap_or_default()
}

/// An alternative among the others.
#[derive(Clone, Copy)]
struct Among<'n> {
    all: &'n [ReferenceOr<Schema>],
    index: usize,
}

impl<'n> Among<'n> {
    /// What it is called where nothing else is known of it.
    fn number(self) -> String {
        format!("Variant{}", self.index + 1)
    }

    /// The property that no other alternative without a name has: of several a required one, the first by name.
    fn own_property(self) -> Option<&'n str> {
        let names = |schema: &'n ReferenceOr<Schema>| {
            let any = any(schema.as_item()?);
            Some((any.properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), &any.required))
        };
        let (mut own, required) = names(&self.all[self.index])?;
        own.extend(required.iter().map(String::as_str));
        let others = self.all.iter().enumerate().filter(|(index, _)| *index != self.index);
        for (properties, required) in others.filter_map(|(_, other)| names(other)) {
            own.retain(|name| !properties.contains(name) && !required.iter().any(|other| other == name));
        }
        let is_required = |name: &&&str| required.iter().any(|required| required == **name);
        own.iter().find(is_required).or(own.first()).copied()
    }
}

/// What an alternative without a name is called after: its title, the one constant in it, its type, or the property
/// that only it has.
fn arm_hint(node: &Node<'_>, place: Among<'_>) -> String {
    if let Some(title) = &node.data.title {
        return title.clone();
    }
    let any = &*node.any;
    match any.enumeration.as_slice() {
        [Value::String(only)] if only.is_empty() => return "empty".to_owned(),
        [Value::String(only)] => return only.clone(),
        _ => {}
    }
    if let Some(constant) = constant_property(any) {
        return constant;
    }
    match any.typ.as_deref() {
        Some("object") | None => object_hint(any, place),
        Some(word) => format!("{word} {}", any.format.as_deref().unwrap_or_default()),
    }
}

fn object_hint(any: &AnySchema, place: Among<'_>) -> String {
    if any.properties.is_empty() && any.additional_properties.is_some() {
        return "map".to_owned();
    }
    place.own_property().map_or_else(|| place.number(), str::to_owned)
}

/// The value of the first required property that can have only one.
fn constant_property(any: &AnySchema) -> Option<String> {
    let required = any.properties.iter().filter(|(name, _)| any.required.contains(name));
    required.into_iter().find_map(|(_, property)| {
        let ReferenceOr::Item(schema) = property else { return None };
        match crate::document::any(schema).enumeration.as_slice() {
            [Value::String(only)] => Some(only.clone()),
            _ => None,
        }
    })
}
