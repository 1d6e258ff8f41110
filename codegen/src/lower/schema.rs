//! Schemas: references, scalars, lists, maps; what is more than that goes to its own file.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};
use serde_json::Value;

use super::Lowering;
use super::merge::patterns;
use super::node::{Node, Seen};
use super::numbers::{bounds, literal_of, number_kind};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{CHECKED, SchemaView, ext, view_schema};
use crate::ir::{Docs, Kind, Literal, Origin, Rule, Shape, Type, TypeId, TypeRef, Typed};
use crate::pattern;
use crate::resolve::SchemaId;

/// How deep schemas without a name may stand in each other.
const DEEPEST: usize = 64;

/// What a schema turns out to be.
pub(super) enum Built {
    /// Something that needs no name.
    Ref(TypeRef),
    /// Something that does.
    Shape(Shape),
}

impl<'m> Lowering<'m, '_> {
    /// Fills in the type that was reserved for a schema.
    pub(super) fn define(&mut self, id: SchemaId) {
        let info = self.model.schema_info(id);
        let own = Self::type_id(id);
        let schema = self.model.schema(id);
        let mut node = Node::new(schema, info.at.clone());
        if let SchemaView::Reference { target, .. } = view_schema(schema) {
            match self.model.schema_id(info.at.file, target) {
                Some(base) if self.is_base_class(self.followed(base)) => node = node.into_heir_of(target),
                Some(target) => return self.fill(own, &node, Shape::Alias(self.reference(target, None))),
                None => return self.fill(own, &node, Shape::Alias(TypeRef::new(Kind::Any))),
            }
        }
        let node = match self.only_reference(&node) {
            Some(target) if !self.is_base_class(self.followed(target)) => {
                return self.fill(own, &node, Shape::Alias(self.reference(target, None)));
            }
            _ => self.merged(node, Some(id)),
        };
        let origin = Origin::Component(info.hint.clone());
        if let Some(shape) = self.base_class(id, &node, &origin) {
            return self.fill(own, &node, shape);
        }
        let shape = match self.build(&node, Some(own), &origin) {
            Built::Shape(shape) => shape,
            Built::Ref(ty) if deserves_newtype(&ty, &node) || info.recursive => Shape::Newtype(ty),
            Built::Ref(ty) => Shape::Alias(ty),
        };
        self.fill(own, &node, shape);
    }

    fn fill(&mut self, id: TypeId, node: &Node<'_>, shape: Shape) {
        let shape = match shape {
            Shape::Alias(ty) => Shape::Alias(TypeRef { nullable: false, ..ty }),
            Shape::Newtype(ty) => Shape::Newtype(TypeRef { nullable: false, ..ty }),
            other => other,
        };
        let ty = &mut self.api.types[id.index()];
        ty.shape = shape;
        ty.docs = docs(&node.data);
        ty.sensitive = node.flag("x-sensitive");
        ty.rust_name = text(node.extension("x-rust-name"));
        ty.rust_type = text(node.extension("x-rust-type"));
    }

    /// The type of a schema at a place. `origin` names it, should it need a name.
    pub(super) fn type_ref<T: Borrow<Schema>>(
        &mut self,
        schema: &ReferenceOr<T>,
        at: &Place,
        origin: Origin,
    ) -> TypeRef {
        match self.see(schema, at) {
            Seen::Named { id, overrides } => self.reference(id, overrides.as_deref().map(AsRef::as_ref)),
            Seen::Inline(node) => self.standing(&node, at, origin),
            Seen::Nothing => TypeRef::new(Kind::Any),
        }
    }

    /// The type of a reference. Whether the target may be null counts wherever it is used.
    pub(super) fn reference(&self, id: SchemaId, overrides: Option<&SchemaData>) -> TypeRef {
        let mut ty = TypeRef::new(Kind::Named(Self::type_id(id)));
        ty.nullable = self.is_nullable(id) || overrides.is_some_and(|data| data.nullable);
        ty.sensitive = overrides.is_some_and(|data| flag(data, "x-sensitive"));
        ty
    }

    /// The type of a schema that stands where it is used.
    pub(super) fn inline(&mut self, node: &Node<'_>, origin: Origin) -> TypeRef {
        self.inline_at(node, origin, None)
    }

    /// The same of one that may contain itself: `at` is what it is known by until it is finished.
    pub(super) fn inline_at(&mut self, node: &Node<'_>, origin: Origin, at: Option<&Place>) -> TypeRef {
        if self.depth == DEEPEST {
            let message = "the schema is nested too deeply; it is read as any value";
            self.report(Code::NotExpressible, &node.at, message);
            return TypeRef::new(Kind::Any);
        }
        self.depth += 1;
        let ty = self.inline_within(node, origin, at);
        self.depth -= 1;
        ty
    }

    fn inline_within(&mut self, node: &Node<'_>, origin: Origin, at: Option<&Place>) -> TypeRef {
        let built = self.build(node, None, &origin);
        let reserved = at.and_then(|at| self.unfinished.remove(at).flatten());
        let mut ty = match (built, reserved) {
            (Built::Ref(ty), None) if !has_name_of_its_own(node) => ty,
            (Built::Ref(ty), None) if !deserves_newtype(&ty, node) => {
                TypeRef::new(Kind::Named(self.add_type(node, origin, Shape::Alias(ty))))
            }
            (built, reserved) => {
                let shape = match built {
                    Built::Ref(ty) => Shape::Newtype(ty),
                    Built::Shape(shape) => shape,
                };
                let id = reserved.unwrap_or_else(|| self.reserve(&node.at, origin));
                self.fill(id, node, shape);
                TypeRef::new(Kind::Named(id))
            }
        };
        ty.nullable |= self.allows_null(node);
        ty.sensitive |= node.flag("x-sensitive");
        ty
    }

    /// The id of a type that is filled in later.
    pub(super) fn reserve(&mut self, at: &Place, origin: Origin) -> TypeId {
        let id = TypeId::new(self.api.types.len());
        self.api.types.push(Type::reserved(at.clone(), self.module_of(at), origin));
        id
    }

    pub(super) fn add_type(&mut self, node: &Node<'_>, origin: Origin, shape: Shape) -> TypeId {
        let id = self.reserve(&node.at, origin);
        self.fill(id, node, shape);
        id
    }

    /// What the keywords of a node make of it. `own` is its id, if it has one already.
    pub(super) fn build(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Built {
        let any = &*node.any;
        self.note_never(node);
        if !any.one_of.is_empty() || !any.any_of.is_empty() {
            return self.union(node, own, origin);
        }
        if !any.enumeration.is_empty() {
            return self.enumeration(node);
        }
        if let Some(types) = node.extension(ext::TYPES).and_then(Value::as_array) {
            return self.one_of_types(node, &types.clone(), own, origin);
        }
        match any.typ.as_deref().unwrap_or_else(|| implied_type(node)) {
            "object" => self.object(node, own, origin),
            "array" => match self.tuple(node, own, origin) {
                Some(shape) => Built::Shape(shape),
                None => Built::Ref(self.list(node, own, origin)),
            },
            "string" => Built::Ref(self.string(node)),
            "integer" => Built::Ref(self.integer(node)),
            "number" => Built::Ref(self.number(node, number_kind(any))),
            "boolean" => Built::Ref(TypeRef::new(Kind::Boolean)),
            _ => Built::Ref(self.any_value(node, origin)),
        }
    }

    /// A value of any type. Keywords about one type say nothing of values of the others.
    fn any_value(&mut self, node: &Node<'_>, origin: &Origin) -> TypeRef {
        let any = &*node.any;
        let mut ty = TypeRef::new(Kind::Any);
        ty.rules = self.text_rules(node);
        ty.rules.extend(any.format.as_deref().and_then(checked_format).map(Rule::Format));
        ty.rules.extend(bounds(node));
        ty.rules.extend(item_rules(any));
        ty.rules.extend(self.contains(node, None, origin));
        ty.rules.extend(property_rules(node));
        ty
    }

    /// `false` as a schema: there is no type without values.
    fn note_never(&mut self, node: &Node<'_>) {
        if node.flag(ext::NEVER) && self.unchecked.insert(node.at.clone()) {
            self.report(Code::NotChecked, &node.at, "values are not held against `false`");
        }
    }

    fn list(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> TypeRef {
        let any = &*node.any;
        let item = match &any.items {
            Some(items) => {
                let at = node.part(&["items"]);
                self.type_ref(items, &at, origin.below(own, "item"))
            }
            None => TypeRef::new(Kind::Any),
        };
        let mut ty = TypeRef::new(Kind::List(Box::new(item)));
        ty.rules = item_rules(any);
        ty.rules.extend(self.contains(node, own, origin));
        ty
    }

    /// What an array must contain.
    pub(super) fn contains(&mut self, node: &Node<'_>, own: Option<TypeId>, origin: &Origin) -> Option<Rule> {
        let id = self.placed(node.extension(ext::CONTAINS)?, &node.part(&[ext::CONTAINS]))?;
        let count = |key| node.extension(key).and_then(Value::as_u64);
        let (least, most) = (count(ext::MIN_CONTAINS).unwrap_or(1), count(ext::MAX_CONTAINS));
        let item = self.part_type(id, origin.below(own, "contained"));
        (least > 0 || most.is_some()).then(|| Rule::Contains(Box::new(item), least, most))
    }

    pub(super) fn string(&mut self, node: &Node<'_>) -> TypeRef {
        let any = &*node.any;
        let kind = match any.format.as_deref() {
            Some("uuid") => Kind::Typed(Typed::Uuid),
            Some("date") => Kind::Typed(Typed::Date),
            Some("date-time") => Kind::DateTime(text(node.extension("x-time-zone"))),
            Some("byte") => Kind::Typed(Typed::Base64),
            Some("decimal") => Kind::Decimal,
            Some("binary") => Kind::Binary,
            _ => Kind::String,
        };
        self.note_features(&kind, &node.at);
        let mut ty = TypeRef::new(kind);
        match ty.kind {
            Kind::DateTime(_) => self.note_moment(node),
            Kind::Binary => ty.rules = length_rules(any),
            Kind::Decimal => {
                ty.rules = self.text_rules(node);
                ty.rules.extend(bounds(node));
            }
            _ => ty.rules = self.text_rules(node),
        }
        if matches!(ty.kind, Kind::String) {
            ty.rules.extend(any.format.as_deref().and_then(checked_format).map(Rule::Format));
        }
        ty
    }

    /// A moment can be written in many ways, of which it keeps none.
    fn note_moment(&mut self, node: &Node<'_>) {
        let any = &*node.any;
        let asked = [
            ("pattern", any.pattern.is_some()),
            ("minLength", any.min_length.is_some()),
            ("maxLength", any.max_length.is_some()),
        ];
        for (keyword, _) in asked.into_iter().filter(|(_, asked)| *asked) {
            let at = node.part(&[keyword]);
            if self.unchecked.insert(at.clone()) {
                let message =
                    format!("date-times are not held against `{keyword}`: they are read as moments");
                self.report(Code::NotChecked, &at, message);
            }
        }
    }

    fn text_rules(&mut self, node: &Node<'_>) -> Vec<Rule> {
        let mut rules = length_rules(&node.any);
        for (pattern, at) in patterns(node) {
            rules.extend(self.compiled(pattern, at).map(Rule::Pattern));
        }
        rules
    }

    /// A pattern, if it is one; compiled once a source.
    pub(super) fn compiled(&mut self, source: String, at: Place) -> Option<String> {
        if self.patterns.contains_key(&source) {
            return Some(source);
        }
        match pattern::compile(&source) {
            Ok(compiled) => {
                self.note_pattern(&compiled, &at);
                self.patterns.insert(source.clone(), compiled);
                Some(source)
            }
            Err(reason) => {
                let message = format!("not a regular expression of ECMA-262: {reason}");
                let help = "the values are not held against it until it is one";
                self.sink.push(Diagnostic::new(Code::BadPattern, at, message).with_help(help));
                None
            }
        }
    }

    /// What a reader of the contract should know of how a pattern is understood, and of what it needs.
    fn note_pattern(&mut self, compiled: &pattern::Compiled, at: &Place) {
        for note in &compiled.notes {
            self.report(Code::PatternDialect, at, note.message.clone());
        }
        if let pattern::Matcher::Regress(regress) = &compiled.matcher {
            let message = format!("the pattern is matched by an engine at run time: {}", regress.reason);
            let help = "enable the feature `regress` of the crate `kontrakt`";
            self.sink.push(Diagnostic::new(Code::NeedsFeature, at.clone(), message).with_help(help));
        }
    }

    /// What the runtime has only where it is asked for; said once for each.
    pub(super) fn note_features(&mut self, kind: &Kind, at: &Place) {
        let (feature, what) = match kind {
            Kind::Decimal | Kind::DecimalNumber => ("decimal", "exact decimal numbers"),
            Kind::DateTime(Some(_)) => ("time-zone", "date-times without an offset"),
            _ => return,
        };
        if self.api.features.insert(feature) {
            let message = format!("the contract has {what}");
            let help = format!("enable the feature `{feature}` of the crate `kontrakt`");
            self.sink.push(Diagnostic::new(Code::NeedsFeature, at.clone(), message).with_help(help));
        }
    }
}

fn length_rules(any: &AnySchema) -> Vec<Rule> {
    let least = any.min_length.filter(|n| *n > 0).map(|n| Rule::MinLength(n as u64));
    least.into_iter().chain(any.max_length.map(|n| Rule::MaxLength(n as u64))).collect()
}

fn item_rules(any: &AnySchema) -> Vec<Rule> {
    let mut rules: Vec<Rule> = any.min_items.map(|n| Rule::MinItems(n as u64)).into_iter().collect();
    rules.extend(any.max_items.map(|n| Rule::MaxItems(n as u64)));
    rules.extend(any.unique_items.filter(|unique| *unique).map(|_| Rule::UniqueItems));
    rules
}

pub(super) fn property_rules(node: &Node<'_>) -> Vec<Rule> {
    let least = node.any.min_properties.map(|n| Rule::MinProperties(n as u64));
    let most = node.any.max_properties.map(|n| Rule::MaxProperties(n as u64));
    least.into_iter().chain(most).chain(dependents(node)).collect()
}

fn dependents(node: &Node<'_>) -> Option<Rule> {
    let said = node.extension(ext::DEPENDENT_REQUIRED)?.as_object()?;
    let dependents = said.iter().filter_map(|(name, others)| {
        let others = others.as_array()?.iter().filter_map(|other| other.as_str().map(str::to_owned));
        Some((name.clone(), others.collect::<Vec<_>>())).filter(|(_, others)| !others.is_empty())
    });
    let dependents: Vec<_> = dependents.collect();
    (!dependents.is_empty()).then_some(Rule::Dependent(dependents))
}

impl Type {
    /// A type whose shape is not known yet.
    pub(super) fn reserved(at: Place, module: crate::ir::ModuleId, origin: Origin) -> Type {
        Type {
            at,
            module,
            origin,
            docs: Docs::default(),
            shape: Shape::Alias(TypeRef::new(Kind::Any)),
            left_out: None,
            sensitive: false,
            rust_name: None,
            rust_type: None,
            part: false,
        }
    }
}

/// A string with a rule, a code list, a time zone or a secret is worth a type that keeps it.
fn deserves_newtype(ty: &TypeRef, node: &Node<'_>) -> bool {
    match &ty.kind {
        Kind::String => !ty.rules.is_empty() || node.flag("x-sensitive"),
        Kind::DateTime(zone) => zone.is_some(),
        Kind::Integer(_) => node.flag("x-code-list") || node.flag("x-sensitive"),
        Kind::Boolean | Kind::Number(_) | Kind::Typed(_) | Kind::Decimal | Kind::DecimalNumber => {
            node.flag("x-sensitive")
        }
        _ => false,
    }
}

/// An inline scalar stays nameless unless the contract gives it a meaning of its own.
fn has_name_of_its_own(node: &Node<'_>) -> bool {
    node.flag("x-code-list")
        || node.extension("x-time-zone").is_some()
        || node.extension("x-rust-type").is_some()
        || node.extension("x-rust-name").is_some()
}

fn implied_type(node: &Node<'_>) -> &'static str {
    let any = &*node.any;
    let object = !any.properties.is_empty()
        || !any.required.is_empty()
        || any.additional_properties.is_some()
        || node.extension(ext::PATTERN_PROPERTIES).is_some();
    if object {
        "object"
    } else if any.items.is_some() || node.extension(ext::PREFIX_ITEMS).is_some() {
        "array"
    } else {
        "any"
    }
}

/// The format that strings are held against, by the word that contracts use.
fn checked_format(word: &str) -> Option<&'static str> {
    CHECKED.into_iter().find(|known| *known == word).or_else(|| (word == "url").then_some("uri"))
}

/// A scalar JSON value as a literal.
pub(super) fn literal(value: &Value) -> Option<Literal> {
    match value {
        Value::Null => Some(Literal::Null),
        Value::Bool(b) => Some(Literal::Boolean(*b)),
        Value::Number(n) => Some(literal_of(n)),
        Value::String(text) => Some(Literal::String(text.clone())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A default: a scalar, or an array of such.
pub(super) fn default_value(value: &Value) -> Option<Literal> {
    match value {
        Value::Array(items) => items.iter().map(default_value).collect::<Option<_>>().map(Literal::List),
        other => literal(other),
    }
}

/// What a schema says in prose.
pub(super) fn docs(data: &SchemaData) -> Docs {
    Docs {
        title: data.title.clone(),
        description: data.description.clone(),
        deprecated: data.deprecated,
        assumed: text(data.extensions.get("x-assumed")),
    }
}

pub(super) fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn flag(data: &SchemaData, key: &str) -> bool {
    data.extensions.get(key).and_then(Value::as_bool).unwrap_or(false)
}
