//! What operations are called, whatever their order in the document.

use std::collections::{BTreeMap, HashSet};

use openapiv3::{Operation, PathItem};

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Section;
use crate::resolve::Found;

/// An operation and where it belongs.
pub(super) struct Placed<'m> {
    pub(super) section: Section,
    /// The path, or what the webhook or callback is called.
    pub(super) path: &'m str,
    pub(super) method: &'m str,
    /// The expression of the URL of a callback.
    pub(super) callback: Option<&'m str>,
    pub(super) item: Found<'m, PathItem>,
    pub(super) found: Found<'m, Operation>,
}

impl Placed<'_> {
    fn own_id(&self) -> Option<&str> {
        self.found.value.operation_id.as_deref().filter(|id| !id.trim().is_empty())
    }
}

impl Lowering<'_, '_> {
    /// An id for each operation, no two the same: its `operationId`, which of several operations that have the same the
    /// first by path and method keeps; for the rest a name of method and path.
    pub(super) fn operation_ids(&mut self, operations: &[Placed<'_>]) -> Vec<String> {
        let mut order: Vec<usize> = (0..operations.len()).collect();
        order.sort_by_key(|index| (operations[*index].path, operations[*index].method));
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for index in &order {
            if let Some(id) = operations[*index].own_id() {
                owners.entry(id).or_insert(*index);
            }
        }
        let mut taken: HashSet<String> = owners.keys().map(|id| (*id).to_owned()).collect();
        let mut ids = vec![String::new(); operations.len()];
        for index in order {
            let operation = &operations[index];
            ids[index] = match operation.own_id() {
                Some(id) if owners.get(id) == Some(&index) => id.to_owned(),
                _ => by_path(operation, &mut taken),
            };
        }
        for (index, operation) in operations.iter().enumerate() {
            let owner = operation.own_id().and_then(|id| owners.get(id)).filter(|owner| **owner != index);
            if let Some(owner) = owner {
                self.report_taken(operation, &operations[*owner]);
            }
        }
        ids
    }

    /// An id for each webhook: its `operationId`, else its name, with the method where it has several.
    pub(super) fn webhook_ids(webhooks: &[Placed<'_>], taken: &mut HashSet<String>) -> Vec<String> {
        let mut order: Vec<usize> = (0..webhooks.len()).collect();
        order.sort_by_key(|index| (webhooks[*index].path, webhooks[*index].method));
        let mut ids = vec![String::new(); webhooks.len()];
        for index in order {
            let webhook = &webhooks[index];
            let name = webhook.path.trim_matches('/');
            let alone = webhooks.iter().filter(|other| other.path == webhook.path).count() == 1;
            let id = match webhook.own_id() {
                Some(id) => id.to_owned(),
                None if alone => name.to_owned(),
                None => format!("{}_{name}", webhook.method.to_lowercase()),
            };
            ids[index] = free_id(&id, "webhook", taken);
        }
        ids
    }

    fn report_taken(&mut self, operation: &Placed<'_>, owner: &Placed<'_>) {
        let message = format!("the operationId `{}` stands twice", operation.own_id().unwrap_or_default());
        let help = format!("`{} {}` is named after its method and path", operation.method, operation.path);
        let label = format!("`{} {}` keeps it: its path comes first", owner.method, owner.path);
        let at = operation.found.at.key("operationId");
        let diagnostic = Diagnostic::new(Code::DuplicateOperationId, at, message).with_help(help);
        self.sink.push(diagnostic.with_related(owner.found.at.key("operationId"), label));
    }
}

/// A name of method and path, which depends on nothing else in the document unless that has the same name.
fn by_path(operation: &Placed<'_>, taken: &mut HashSet<String>) -> String {
    let method = operation.method.to_lowercase();
    let usual = format!("{method}_{}", operation.path.trim_matches('/'));
    let exact = format!("{method}_{}", operation.path.trim_start_matches('/'));
    free([usual, exact], ' ', taken)
}

/// The id, with words behind it where something has it already.
pub(super) fn free_id(id: &str, word: &str, taken: &mut HashSet<String>) -> String {
    free([id.to_owned(), format!("{id}_{word}")], '_', taken)
}

/// The first of two ids that nothing has, else the second with a number behind it.
fn free(wishes: [String; 2], before_number: char, taken: &mut HashSet<String>) -> String {
    let last = wishes[1].clone();
    let numbered = (2..).map(|number| format!("{last}{before_number}{number}"));
    wishes.into_iter().chain(numbered).find(|id| taken.insert(id.clone())).unwrap_or_default()
}
