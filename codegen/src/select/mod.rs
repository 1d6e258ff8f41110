//! What was asked for of everything: operations, and what they need. This runs when all has its name, so that leaving
//! something out renames nothing.

mod about;
mod wanted;

use std::collections::BTreeSet;

use crate::config::{Config, SettingsError};
use crate::diagnostic::Sink;
use crate::ir::{Api, ModuleId, Operation, TypeId, TypeRef, reached};
use crate::names::Names;
use crate::resolve::Model;
use about::About;
use wanted::wanted;

/// Which types and modules are generated; all of them by default.
#[derive(Debug, Default)]
pub struct Selection {
    types: Option<BTreeSet<TypeId>>,
    modules: Option<BTreeSet<ModuleId>>,
}

impl Selection {
    /// Whether a type is generated.
    pub fn has_type(&self, id: TypeId) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(&id))
    }

    /// Whether a module is generated.
    pub fn has_module(&self, id: ModuleId) -> bool {
        self.modules.as_ref().is_none_or(|modules| modules.contains(&id))
    }
}

/// Takes the operations that nobody asked for out of the api, with their names and with the diagnostics about them, and
/// says which types the others need.
///
/// # Errors
///
/// Something was asked for that is not there.
pub fn select(
    model: &Model,
    api: &mut Api,
    names: &mut Names,
    config: &Config,
    sink: &mut Sink,
) -> Result<Selection, SettingsError> {
    if config.include.is_everything() && !config.types_only {
        return Ok(Selection::default());
    }
    let wanted = wanted(api, names, &config.include)?;
    let types = (!config.include.is_everything()).then(|| needed(api, &wanted));
    let about = About::new(model, api, &wanted, types.as_ref(), config.types_only);
    sink.retain(|place| about.wanted(place));
    for (index, wanted) in wanted.iter().enumerate() {
        prune(api, names, index, wanted, config.types_only);
    }
    let modules = types.as_ref().map(|types| filled(api, types));
    Ok(Selection { types, modules })
}

/// The types that the wanted operations need, those of the error body that any of them may answer included.
fn needed(api: &mut Api, wanted: &[Vec<bool>]) -> BTreeSet<TypeId> {
    for ty in &mut api.types {
        // One that is no Rust has been reported, and stands for nothing: what it should stand for is needed.
        ty.rust_type.take_if(|path| syn::parse_str::<syn::TypePath>(path).is_err());
    }
    let mut from: Vec<&TypeRef> = Vec::new();
    for (module, wanted) in api.modules.iter().zip(wanted) {
        from.extend(included(&module.operations, wanted).flat_map(Operation::requested));
        from.extend(included(&module.operations, wanted).flat_map(Operation::answered));
        from.extend(module.error_body.iter().filter(|_| wanted.contains(&true)).map(|body| &body.ty));
    }
    reached(api, from, |_| true)
}

fn included<'o>(operations: &'o [Operation], wanted: &'o [bool]) -> impl Iterator<Item = &'o Operation> {
    operations.iter().zip(wanted).filter(|(_, wanted)| **wanted).map(|(operation, _)| operation)
}

/// Leaves the wanted operations of a module. Codes that any of its operations may answer go with the last of them; those
/// of a document without operations are there for others.
fn prune(api: &mut Api, names: &mut Names, module: usize, wanted: &[bool], types_only: bool) {
    let keeps_codes = !types_only && (wanted.is_empty() || wanted.contains(&true));
    if !keeps_codes {
        api.modules[module].codes.clear();
        names.codes[module].clear();
    }
    let keep = |index: usize| !types_only && wanted.get(index) == Some(&true);
    let operations = std::mem::take(&mut api.modules[module].operations);
    let kept = operations.into_iter().enumerate().filter(|(index, _)| keep(*index));
    api.modules[module].operations = kept.map(|(_, operation)| operation).collect();
    let operations = std::mem::take(&mut names.operations[module]);
    let kept = operations.into_iter().enumerate().filter(|(index, _)| keep(*index));
    names.operations[module] = kept.map(|(_, names)| names).collect();
}

/// The modules in which something is left.
fn filled(api: &Api, types: &BTreeSet<TypeId>) -> BTreeSet<ModuleId> {
    let with_operations = api.modules.iter().enumerate();
    let with_operations =
        with_operations.filter(|(_, module)| !module.operations.is_empty() || !module.codes.is_empty());
    let with_types = types.iter().map(|id| api.type_of(*id).module);
    with_operations.map(|(index, _)| ModuleId(index)).chain(with_types).collect()
}
