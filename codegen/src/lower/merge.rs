//! What the parts of an `allOf` say together.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::{Value, json};

use super::Lowering;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Pointer};
use crate::document::{SchemaView, any, empty_schema, ext, view};
use crate::resolve::SchemaId;

/// How deep schemas that merging made may stand in each other: schemas may contain themselves.
const DEEPEST: u64 = 8;
/// How many schemas merging may make in a run.
const MOST: usize = 20_000;

type Property = ReferenceOr<Box<Schema>>;

impl<'m> Lowering<'m, '_> {
    /// Adds the keywords of another schema that must hold as well.
    pub(super) fn add_part<'n>(&mut self, whole: &mut Node<'n>, part: &Node<'n>)
    where
        'm: 'n,
    {
        if !self.agree(whole, part) {
            // What the last one says is used.
            whole.any = part.any.clone();
            whole.elsewhere.clear();
            whole.at = part.at.clone();
            whole.data.to_mut().extensions.shift_remove(ext::TYPES);
            [ext::MINIMUM, ext::MAXIMUM, ext::PATTERNS].into_iter().for_each(|key| replace(whole, part, key));
            return whole.add_data(&part.data);
        }
        for (name, property) in &part.any.properties {
            self.add_property(whole, part, name, property);
        }
        if let Some(items) = &part.any.items {
            self.add_items(whole, part, items);
        }
        self.add_arms(whole, part, "oneOf");
        self.add_arms(whole, part, "anyOf");
        self.add_structure(whole, part);
        if types_of(whole).is_none() {
            whole.elsewhere.insert("type".into(), part.part(&["type"]));
        }
        if whole.any.enumeration.is_empty() {
            whole.elsewhere.insert("enum".into(), part.part(&["enum"]));
        }
        let own = whole.any.to_mut();
        for name in &part.any.required {
            if !own.required.contains(name) {
                own.required.push(name.clone());
            }
        }
        narrow_enum(&mut own.enumeration, &part.any.enumeration);
        overlay_scalars(own, &part.any);
        add_bounds(whole, part);
        add_pattern(whole, part);
        let types = merged_types(whole, part);
        for key in part.data.extensions.keys().filter(|key| !whole.data.extensions.contains_key(*key)) {
            whole.elsewhere.insert(key.clone(), part.part(&[key]));
        }
        whole.add_data(&part.data);
        set_types(whole, types);
    }

    /// Whether a value can be of both; says so where it cannot.
    fn agree(&mut self, whole: &Node<'_>, part: &Node<'_>) -> bool {
        let Some((keyword, message)) = contradiction(whole, part) else { return true };
        self.conflict(message, &part.part(&[keyword]), &whole.part(&[keyword]));
        false
    }

    fn conflict(&mut self, message: impl Into<String>, at: &Place, other: &Place) {
        let diagnostic = Diagnostic::new(Code::AllOfConflict, at.clone(), message);
        self.sink.push(diagnostic.with_related(other.clone(), "the other part"));
    }

    fn add_property(&mut self, whole: &mut Node<'_>, part: &Node<'_>, name: &str, property: &Property) {
        let key = ["properties", name];
        let (own_place, place) = (whole.part(&key), part.part(&key));
        let merged = match whole.any.properties.get(name) {
            Some(_) if is_vague(property) => return,
            Some(present) if !is_vague(present) && present != property => {
                let depth = depth(whole);
                match self.both(present, &own_place, property, &place, depth) {
                    Some(Both::Own) => return,
                    Some(Both::Other) => property.clone(),
                    Some(Both::Merged(schema)) => ReferenceOr::Item(schema),
                    None => {
                        let message =
                            format!("`{name}` is described differently by another part of the `allOf`");
                        self.conflict(message, &place, &own_place);
                        property.clone()
                    }
                }
            }
            _ => property.clone(),
        };
        whole.any.to_mut().properties.insert(name.to_owned(), merged);
        whole.elsewhere.insert(key.join("\0"), place);
    }

    /// What is said of properties and items beyond the named ones. Where both say something, the part's own word
    /// stands: that is reported.
    fn add_structure(&mut self, whole: &mut Node<'_>, part: &Node<'_>) {
        use AdditionalProperties::Any;
        let keyword = "additionalProperties";
        match (&whole.any.additional_properties, &part.any.additional_properties) {
            (_, None) | (Some(Any(false)), _) | (Some(_), Some(Any(true))) => {}
            (own, Some(from)) => {
                if !matches!((own, from), (None | Some(Any(_)), _) | (_, Any(_)))
                    && own.as_ref() != Some(from)
                {
                    let message = "another part of the `allOf` describes other properties differently";
                    self.conflict(message, &part.part(&[keyword]), &whole.part(&[keyword]));
                }
                whole.any.to_mut().additional_properties = Some(from.clone());
                whole.elsewhere.insert(keyword.into(), part.part(&[keyword]));
            }
        }
        let keys = [
            (ext::PREFIX_ITEMS, "prefixItems"),
            (ext::PATTERN_PROPERTIES, "patternProperties"),
            (ext::PROPERTY_NAMES, "propertyNames"),
            (ext::CONTAINS, "contains"),
            (ext::DEPENDENT_REQUIRED, "dependentRequired"),
        ];
        for (key, keyword) in keys {
            let (own, from) = (whole.extension(key), part.extension(key));
            if from.is_some() && own.is_some() && own != from {
                let message = format!("another part of the `allOf` has a `{keyword}` as well, which is used");
                self.conflict(message, &part.at.key(keyword), &whole.part(&[key]));
            }
        }
    }

    fn add_items(&mut self, whole: &mut Node<'_>, part: &Node<'_>, items: &Property) {
        let (own_place, place) = (whole.part(&["items"]), part.part(&["items"]));
        let merged = match &whole.any.items {
            Some(present) if !is_vague(present) && present != items => {
                match self.both(present, &own_place, items, &place, depth(whole)) {
                    Some(Both::Own) => return,
                    Some(Both::Merged(schema)) => ReferenceOr::Item(schema),
                    Some(Both::Other) | None => items.clone(),
                }
            }
            _ => items.clone(),
        };
        whole.any.to_mut().items = Some(merged);
        whole.elsewhere.insert("items".into(), place);
    }

    /// A schema of the values that are of both; none where they stand in each other too deeply.
    pub(super) fn both(
        &mut self,
        one: &Property,
        one_at: &Place,
        other: &Property,
        other_at: &Place,
        depth: u64,
    ) -> Option<Both> {
        if let (Some(a), Some(b)) = (self.target(one, one_at), self.target(other, other_at)) {
            if a == b || self.is_heir(b, a) {
                return Some(Both::Other);
            }
            if self.is_heir(a, b) {
                return Some(Both::Own);
            }
        }
        if depth >= DEEPEST || self.merged == MOST {
            return None;
        }
        self.merged += 1;
        let mut schema = Box::new(empty_schema());
        let openapiv3::SchemaKind::Any(any) = &mut schema.schema_kind else { return None };
        any.all_of = [one, other].map(unboxed).into();
        let data = &mut schema.schema_data;
        if let ReferenceOr::Item(latest) = other {
            data.title.clone_from(&latest.schema_data.title);
            data.description.clone_from(&latest.schema_data.description);
            data.default.clone_from(&latest.schema_data.default);
        }
        data.nullable =
            self.reference_allows_null(one, one_at) && self.reference_allows_null(other, other_at);
        let place = |at: &Place| json!([at.file.0, at.pointer.as_str()]);
        data.extensions.insert(ext::MERGED.to_owned(), json!([depth + 1, place(one_at), place(other_at)]));
        Some(Both::Merged(schema))
    }

    fn target(&self, property: &Property, at: &Place) -> Option<SchemaId> {
        match view(property) {
            SchemaView::Reference { target, .. } => {
                self.model.schema_id(at.file, target).map(|id| self.followed(id))
            }
            SchemaView::Inline(_) => None,
        }
    }

    fn is_heir(&self, heir: SchemaId, base: SchemaId) -> bool {
        self.all_heirs(base).contains(&heir)
    }
}

/// The keyword for which no value can be of both, and what to say of it.
pub(super) fn contradiction(whole: &Node<'_>, part: &Node<'_>) -> Option<(&'static str, &'static str)> {
    let (own, from) = (&whole.any.enumeration, &part.any.enumeration);
    let types = match (types_of(whole), types_of(part)) {
        (Some(own), Some(from)) => common_types(&own, &from).is_empty(),
        _ => false,
    };
    if types {
        Some(("type", "no value is of this type and of that which another part of the `allOf` asks for"))
    } else if !own.is_empty() && !from.is_empty() && !own.iter().any(|value| from.contains(value)) {
        Some(("enum", "another part of the `allOf` lists none of these values"))
    } else {
        None
    }
}

/// What two descriptions of one property, or two alternatives, come to.
pub(super) enum Both {
    /// The first, which says all that the second says.
    Own,
    /// The second, which says all that the first says.
    Other,
    /// A schema of both.
    Merged(Box<Schema>),
}

/// Where a part of an `allOf` stands.
pub(super) fn part_place(node: &Node<'_>, index: usize) -> Place {
    let merged = node.extension(ext::MERGED).and_then(|merged| {
        let place = merged.get(index + 1)?;
        let file = u32::try_from(place.get(0)?.as_u64()?).ok()?;
        Some(Place::new(FileId(file), Pointer::parse(place.get(1)?.as_str()?)?))
    });
    merged.unwrap_or_else(|| node.part(&["allOf", &index.to_string()]))
}

fn depth(node: &Node<'_>) -> u64 {
    node.extension(ext::MERGED).and_then(|merged| merged.get(0)?.as_u64()).unwrap_or_default()
}

fn unboxed(property: &Property) -> ReferenceOr<Schema> {
    match property {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: reference.clone() },
        ReferenceOr::Item(schema) => ReferenceOr::Item((**schema).clone()),
    }
}

/// A property schema that only says that there is such a property.
fn is_vague(property: &Property) -> bool {
    match view(property) {
        SchemaView::Reference { .. } => false,
        SchemaView::Inline(schema) => {
            *any(schema) == AnySchema::default() && !schema.schema_data.extensions.contains_key(ext::TYPES)
        }
    }
}

/// The types that a schema asks for, if it does.
fn types_of(node: &Node<'_>) -> Option<Vec<String>> {
    if let Some(one) = &node.any.typ {
        return Some(vec![one.clone()]);
    }
    let several = node.extension(ext::TYPES)?.as_array()?;
    Some(several.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Whole numbers are numbers.
fn common_types(own: &[String], from: &[String]) -> Vec<String> {
    let is = |types: &[String], word: &str| types.iter().any(|known| known == word);
    let narrower =
        |word: &String, others: &[String]| is(others, word) || (word == "integer" && is(others, "number"));
    let mut common: Vec<String> = own.iter().filter(|word| narrower(word, from)).cloned().collect();
    for word in from.iter().filter(|word| narrower(word, own)) {
        if !common.contains(word) {
            common.push(word.clone());
        }
    }
    common
}

/// The types of both, if either asks for some.
fn merged_types(whole: &Node<'_>, part: &Node<'_>) -> Option<Vec<String>> {
    match (types_of(whole), types_of(part)) {
        (Some(own), Some(from)) => Some(common_types(&own, &from)),
        (one, other) => one.or(other),
    }
}

fn set_types(whole: &mut Node<'_>, types: Option<Vec<String>>) {
    let Some(types) = types else { return };
    let (any, extensions) = (whole.any.to_mut(), &mut whole.data.to_mut().extensions);
    extensions.shift_remove(ext::TYPES);
    any.typ = None;
    match types.as_slice() {
        [only] => any.typ = Some(only.clone()),
        several => drop(extensions.insert(ext::TYPES.to_owned(), json!(several))),
    }
}

fn narrow_enum(own: &mut Vec<Value>, from: &[Value]) {
    if own.is_empty() {
        own.extend_from_slice(from);
    } else if !from.is_empty() {
        own.retain(|value| from.contains(value));
    }
}

/// Scalar keywords that must hold together: of two bounds the narrower one.
fn overlay_scalars(own: &mut AnySchema, from: &AnySchema) {
    take(&mut own.format, &from.format);
    take(&mut own.multiple_of, &from.multiple_of);
    narrow(&mut own.unique_items, from.unique_items, |own, from| from && !own);
    narrow(&mut own.min_length, from.min_length, |own, from| from > own);
    narrow(&mut own.max_length, from.max_length, |own, from| from < own);
    narrow(&mut own.min_items, from.min_items, |own, from| from > own);
    narrow(&mut own.max_items, from.max_items, |own, from| from < own);
    narrow(&mut own.min_properties, from.min_properties, |own, from| from > own);
    narrow(&mut own.max_properties, from.max_properties, |own, from| from < own);
}

/// Of two bounds the narrower one, with whether it excludes itself and how it is written.
fn add_bounds(whole: &mut Node<'_>, part: &Node<'_>) {
    let key = |bound: Option<f64>, exclusive: Option<bool>| (bound, exclusive == Some(true));
    let (own, from) = (&*whole.any, &*part.any);
    let lower = match (key(own.minimum, own.exclusive_minimum), key(from.minimum, from.exclusive_minimum)) {
        ((Some(own), own_open), (Some(from), from_open)) => {
            from > own || (from == own && from_open && !own_open)
        }
        ((own, _), (from, _)) => own.is_none() && from.is_some(),
    };
    let upper = match (key(own.maximum, own.exclusive_maximum), key(from.maximum, from.exclusive_maximum)) {
        ((Some(own), own_open), (Some(from), from_open)) => {
            from < own || (from == own && from_open && !own_open)
        }
        ((own, _), (from, _)) => own.is_none() && from.is_some(),
    };
    let any = whole.any.to_mut();
    if lower {
        (any.minimum, any.exclusive_minimum) = (part.any.minimum, part.any.exclusive_minimum);
    }
    if upper {
        (any.maximum, any.exclusive_maximum) = (part.any.maximum, part.any.exclusive_maximum);
    }
    for (key, narrower) in [(ext::MINIMUM, lower), (ext::MAXIMUM, upper)] {
        if narrower {
            replace(whole, part, key);
        }
    }
}

fn replace(whole: &mut Node<'_>, part: &Node<'_>, key: &str) {
    let extensions = &mut whole.data.to_mut().extensions;
    match part.extension(key) {
        Some(value) => drop(extensions.insert(key.to_owned(), value.clone())),
        None => drop(extensions.shift_remove(key)),
    }
}

/// A value keeps both patterns.
fn add_pattern(whole: &mut Node<'_>, part: &Node<'_>) {
    let mut more = patterns(whole);
    let known: Vec<(String, Place)> = more.clone();
    more.extend(patterns(part).into_iter().filter(|(new, _)| !known.iter().any(|(old, _)| old == new)));
    let mut all = more.into_iter();
    let Some((first, at)) = all.next() else { return };
    whole.any.to_mut().pattern = Some(first);
    whole.elsewhere.insert("pattern".into(), at);
    let others: Vec<Value> =
        all.map(|(pattern, at)| json!([pattern, at.file.0, at.pointer.as_str()])).collect();
    if !others.is_empty() {
        whole.data.to_mut().extensions.insert(ext::PATTERNS.to_owned(), others.into());
    }
}

/// Every pattern of a node, with its place.
pub(super) fn patterns(node: &Node<'_>) -> Vec<(String, Place)> {
    let own = node.any.pattern.clone().map(|pattern| (pattern, node.part(&["pattern"])));
    let others = node.extension(ext::PATTERNS).and_then(Value::as_array).into_iter().flatten();
    let others = others.filter_map(|entry| {
        let file = u32::try_from(entry.get(1)?.as_u64()?).ok()?;
        let at = Place::new(FileId(file), Pointer::parse(entry.get(2)?.as_str()?)?);
        Some((entry.get(0)?.as_str()?.to_owned(), at))
    });
    own.into_iter().chain(others).collect()
}

fn take<T: Clone>(own: &mut Option<T>, from: &Option<T>) {
    if own.is_none() {
        own.clone_from(from);
    }
}

fn narrow<T: Copy>(own: &mut Option<T>, from: Option<T>, narrower: fn(T, T) -> bool) {
    *own = match (*own, from) {
        (Some(own), Some(from)) if !narrower(own, from) => Some(own),
        (own, from) => from.or(own),
    };
}
