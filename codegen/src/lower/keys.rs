//! Objects whose keys say something: `patternProperties` and `propertyNames`.

use openapiv3::AdditionalProperties;
use serde_json::Value;

use super::Lowering;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::{SchemaView, ext, view};
use crate::ir::{Kind, Origin, Rest, Rule, TypeId, TypeRef};
use crate::resolve::SchemaId;

impl Lowering<'_, '_> {
    /// The values are typed where all patterns say the same of them.
    pub(super) fn pattern_properties(
        &mut self,
        node: &Node<'_>,
        own: Option<TypeId>,
        origin: &Origin,
        rules: &mut Vec<Rule>,
    ) -> Rest {
        let at = node.part(&[ext::PATTERN_PROPERTIES]);
        let patterns: Vec<(String, Option<SchemaId>)> = node
            .extension(ext::PATTERN_PROPERTIES)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(pattern, reference)| (pattern.clone(), self.placed(reference, &at)))
            .collect();
        let Some((_, Some(first))) = patterns.first().cloned() else {
            return Rest::Kept(TypeRef::new(Kind::Any));
        };
        let same = |id: &SchemaId| *id == first || self.model.schema(*id) == self.model.schema(first);
        let mut agree = patterns.iter().all(|(_, id)| id.as_ref().is_some_and(same));
        if let Some(AdditionalProperties::Schema(others)) = &node.any.additional_properties {
            agree &= match view(others) {
                SchemaView::Inline(others) => *others == *self.model.schema(first),
                SchemaView::Reference { target, .. } => {
                    let others = node.part(&["additionalProperties"]);
                    self.model.schema_id(others.file, target).as_ref().is_some_and(same)
                }
            };
        }
        let place = node.part(&["patternProperties"]);
        if !agree {
            let message = "the schemas of `patternProperties` differ, so the values are read as any value";
            self.report(Code::NotExpressible, &place, message);
            return Rest::Kept(TypeRef::new(Kind::Any));
        }
        match node.any.additional_properties {
            Some(AdditionalProperties::Any(false)) => {
                let one_of = joined(patterns.iter().map(|(pattern, _)| pattern.as_str()));
                let pattern = self.compiled(one_of, place).map(Rule::Pattern);
                let key = TypeRef { rules: pattern.into_iter().collect(), ..TypeRef::new(Kind::String) };
                rules.push(Rule::Keys(Box::new(key)));
            }
            None | Some(AdditionalProperties::Any(true)) if !patterns.iter().any(|(p, _)| fits_all(p)) => {
                let message =
                    "values under keys that match none of `patternProperties` are read as if they did";
                let diagnostic = Diagnostic::new(Code::NotExpressible, place, message);
                self.sink.push(diagnostic.with_severity(Severity::Note));
            }
            _ => {}
        }
        Rest::Kept(self.part_type(first, origin.below(own, "value")))
    }

    /// What `propertyNames` asks of a key, if it is something that strings can be asked.
    pub(super) fn key_type(&mut self, id: SchemaId, origin: Origin) -> Option<TypeRef> {
        if !self.model.schema_info(id).part {
            return Some(self.reference(id, None));
        }
        let mut node = Node::new(self.model.schema(id), self.model.schema_info(id).at.clone());
        node.any.to_mut().typ.get_or_insert_with(|| "string".to_owned());
        let node = self.merged(node, None);
        let key = self.inline(&node, origin);
        let asks = !key.rules.is_empty() || matches!(key.kind, Kind::Named(_));
        asks.then_some(key)
    }
}

/// One pattern for several.
fn joined<'p>(patterns: impl Iterator<Item = &'p str> + Clone) -> String {
    match patterns.clone().count() {
        1 => patterns.collect(),
        _ => patterns.map(|pattern| format!("(?:{pattern})")).collect::<Vec<_>>().join("|"),
    }
}

fn fits_all(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^.*$" | ".+" | "^.+$" | "^.*" | ".*$")
}
