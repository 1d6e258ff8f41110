//! Two unions of which a value has to be an alternative each: one union of what an alternative of either comes to.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::merge::Both;
use super::node::Node;
use super::null::is_null;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::document::{SchemaView, view};

/// How many alternatives two unions may come to.
const MOST: usize = 16;

/// An alternative and where it stands.
type Placed = (ReferenceOr<Schema>, Place);

impl Lowering<'_, '_> {
    /// Adds the alternatives of another part of an `allOf`.
    pub(super) fn add_arms(&mut self, whole: &mut Node<'_>, part: &Node<'_>, keyword: &'static str) {
        let own = placed(whole, keyword);
        let from = placed(part, keyword);
        let same = own.iter().map(|(arm, _)| arm).eq(from.iter().map(|(arm, _)| arm));
        if from.is_empty() || (same && whole.at.file == part.at.file) {
            return;
        }
        if own.is_empty() {
            return put(whole, keyword, from);
        }
        match self.product(&own, &from) {
            Some(arms) => put(whole, keyword, arms),
            None => self.report_unused(&part.part(&[keyword]), keyword, &whole.part(&[keyword])),
        }
    }

    /// The node with one union in place of a `oneOf` and an `anyOf`; nothing where it has no two.
    pub(super) fn with_one_union<'n>(&mut self, node: &Node<'n>) -> Option<Node<'n>> {
        if node.any.one_of.is_empty() || node.any.any_of.is_empty() {
            return None;
        }
        let (own, from) = (placed(node, "oneOf"), placed(node, "anyOf"));
        let mut joined = node.clone();
        joined.any.to_mut().any_of.clear();
        match self.product(&own, &from) {
            Some(arms) => put(&mut joined, "oneOf", arms),
            None => self.report_unused(&node.part(&["anyOf"]), "anyOf", &node.part(&["oneOf"])),
        }
        Some(joined)
    }

    fn report_unused(&mut self, at: &Place, keyword: &str, other: &Place) {
        let message = format!(
            "values are not held against this `{keyword}`: with the other one, it has too many cases"
        );
        let diagnostic = Diagnostic::new(Code::NotChecked, at.clone(), message);
        let diagnostic = diagnostic.with_severity(Severity::Warning);
        self.sink.push(diagnostic.with_related(other.clone(), "the other one"));
    }

    /// Every alternative of one with every alternative of the other. `null` is one where it is one of both.
    fn product(&mut self, own: &[Placed], from: &[Placed]) -> Option<Vec<Placed>> {
        let null = own.iter().find(|(arm, _)| is_null(arm)).cloned();
        let null = null.filter(|_| from.iter().any(|(arm, _)| is_null(arm)));
        let values = |arms: &[Placed]| -> Vec<Placed> {
            arms.iter().filter(|(arm, _)| !is_null(arm)).cloned().collect()
        };
        let (own, from) = (values(own), values(from));
        if own.len() * from.len() > MOST {
            return None;
        }
        let mut arms = Vec::new();
        for (one, one_at) in &own {
            for (other, other_at) in &from {
                arms.push(self.both_arms((one, one_at), (other, other_at))?);
            }
        }
        Some(arms.into_iter().chain(null).collect())
    }

    fn both_arms(
        &mut self,
        (one, one_at): (&ReferenceOr<Schema>, &Place),
        (other, other_at): (&ReferenceOr<Schema>, &Place),
    ) -> Option<Placed> {
        Some(match self.both(&boxed(one), one_at, &boxed(other), other_at, 0)? {
            Both::Own => (one.clone(), one_at.clone()),
            Both::Other => (other.clone(), other_at.clone()),
            Both::Merged(mut schema) => {
                let names = [self.arm_name(one, one_at), self.arm_name(other, other_at)];
                let names: Vec<String> = names.into_iter().flatten().collect();
                schema.schema_data.title = (!names.is_empty()).then(|| names.join(" "));
                schema.schema_data.description = None;
                (ReferenceOr::Item(*schema), one_at.clone())
            }
        })
    }

    fn arm_name(&self, arm: &ReferenceOr<Schema>, at: &Place) -> Option<String> {
        match view(arm) {
            SchemaView::Reference { target, .. } => {
                let id = self.model.schema_id(at.file, target)?;
                Some(self.model.schema_info(id).hint.clone())
            }
            SchemaView::Inline(schema) => schema.schema_data.title.clone(),
        }
    }
}

fn placed(node: &Node<'_>, keyword: &str) -> Vec<Placed> {
    let arms = if keyword == "oneOf" { &node.any.one_of } else { &node.any.any_of };
    let place = |index: usize| node.part(&[keyword, &index.to_string()]);
    arms.iter().enumerate().map(|(index, arm)| (arm.clone(), place(index))).collect()
}

fn put(node: &mut Node<'_>, keyword: &str, arms: Vec<Placed>) {
    for (index, (_, at)) in arms.iter().enumerate() {
        node.elsewhere.insert([keyword, &index.to_string()].join("\0"), at.clone());
    }
    let arms = arms.into_iter().map(|(arm, _)| arm).collect();
    let any = node.any.to_mut();
    if keyword == "oneOf" { any.one_of = arms } else { any.any_of = arms }
}

fn boxed(arm: &ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match arm {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: reference.clone() },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema.clone())),
    }
}
