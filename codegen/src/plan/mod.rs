//! Decides what the Rust code will be: which concrete type holds what, where a `Box` is needed, what a type derives.
//! The emitters ask here and decide nothing themselves.

mod boxes;
mod convert;
mod parts;
mod rust;
mod traits;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use crate::config::Config;
use crate::ir::{
    Api, Field, Kind, Module, ModuleId, Operation, Response, Section, Shape, Type, TypeId, TypeRef,
};
use crate::lower::Lowered;
use crate::names::{Names, OperationNames};
use crate::pattern;
use crate::select::Selection;

pub use parts::{PartKind, part_kind};
pub use rust::{Scope, ident};
pub use traits::Traits;

/// Everything that the emitters need.
#[derive(Debug)]
pub struct Plan<'a> {
    /// Types and operations.
    pub api: &'a Api,
    /// Their names.
    pub names: &'a Names,
    /// What was asked for.
    pub config: &'a Config,
    /// Every pattern by its source.
    pub patterns: &'a BTreeMap<String, pattern::Compiled>,
    selection: &'a Selection,
    boxes: HashSet<(TypeId, usize)>,
    convertible: HashSet<TypeId>,
    rust_types: HashSet<TypeId>,
    traits: Vec<Traits>,
}

impl<'a> Plan<'a> {
    /// Plans the code of a run.
    pub fn new(
        lowered: &'a Lowered,
        names: &'a Names,
        config: &'a Config,
        selection: &'a Selection,
    ) -> Plan<'a> {
        let boxes = boxes::needed(&lowered.api);
        Plan {
            selection,
            api: &lowered.api,
            names,
            config,
            patterns: &lowered.patterns,
            convertible: convert::possible(&lowered.api),
            rust_types: rust::named_by_contract(&lowered.api),
            traits: traits::of_all(&lowered.api, &boxes),
            boxes,
        }
    }

    /// The modules that are generated, with their ids.
    pub fn modules(&self) -> impl Iterator<Item = (ModuleId, &'a Module)> {
        let modules = self.api.modules.iter().enumerate().map(|(index, module)| (ModuleId(index), module));
        modules.filter(|(id, _)| self.selection.has_module(*id))
    }

    /// The types of a module that are generated, in the order of their names, so that the order of the contract shows nowhere.
    pub fn types_of(&self, module: ModuleId) -> Vec<(TypeId, &'a Type)> {
        let mut types: Vec<_> = self
            .api
            .types
            .iter()
            .enumerate()
            .map(|(index, ty)| (TypeId::new(index), ty))
            .filter(|(id, ty)| ty.module == module && self.is_generated(*id))
            .collect();
        types.sort_by_key(|(id, _)| self.names.type_name(*id));
        types
    }

    /// Whether a type stands in the output.
    fn is_generated(&self, id: TypeId) -> bool {
        !self.api.type_of(id).part && !self.is_rust_type(id) && self.selection.has_type(id)
    }

    /// What docs in `types.rs` of a module call a type: a link where there is something to link to.
    pub fn link(&self, from: ModuleId, id: TypeId) -> String {
        let name = self.names.type_name(id);
        let is_there = self.is_generated(id) && self.api.type_of(id).module == from;
        if is_there { format!("[`{name}`]") } else { format!("`{name}`") }
    }

    /// The operations of a module with their names.
    pub fn operations_of(
        &self,
        module: ModuleId,
    ) -> impl Iterator<Item = (&'a Operation, &'a OperationNames)> + use<'a> {
        self.api.modules[module.0].operations.iter().zip(&self.names.operations[module.0])
    }

    /// The operations of a module from one section of the contract, with their names.
    pub fn operations_in(
        &self,
        module: ModuleId,
        section: Section,
    ) -> impl Iterator<Item = (&'a Operation, &'a OperationNames)> + use<'a> {
        self.operations_of(module).filter(move |(operation, _)| operation.section == section)
    }

    /// Whether a field or alternative has to be boxed for the type to be finite.
    pub fn is_boxed(&self, id: TypeId, member: usize) -> bool {
        self.boxes.contains(&(id, member))
    }

    /// Whether a type of requests can be made of the one that answers carry.
    pub fn can_be_made_of_answers(&self, id: TypeId) -> bool {
        self.convertible.contains(&id)
    }

    /// Whether a type of the user's own stands for it (`x-rust-type`).
    pub fn is_rust_type(&self, id: TypeId) -> bool {
        self.rust_types.contains(&id)
    }

    /// What a type can derive.
    pub fn traits(&self, id: TypeId) -> Traits {
        self.traits[id.index()]
    }

    /// Whether a value must not be printed although its type would print it: a type that has a `Debug` of its own masks
    /// itself, lists and other names of types do not.
    pub fn is_masked(&self, ty: &TypeRef) -> bool {
        match &ty.kind {
            Kind::Named(id) => {
                let named = self.api.type_of(*id);
                match &named.shape {
                    Shape::Alias(target) => ty.sensitive || named.sensitive || self.is_masked(target),
                    _ => ty.sensitive && !named.sensitive,
                }
            }
            Kind::List(item) | Kind::Map(item) => ty.sensitive || self.is_masked(item),
            _ => ty.sensitive,
        }
    }

    /// Whether `null` is among the values of a Rust type itself: any value, or a type of the user's own.
    pub fn holds_null(&self, ty: &TypeRef) -> bool {
        match &ty.kind {
            Kind::Any => true,
            Kind::Named(id) if self.is_rust_type(*id) => false,
            Kind::Named(id) => match &self.api.type_of(*id).shape {
                Shape::Alias(target) => self.holds_null(target),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a field holds its own absence: it may be left out.
    pub fn is_optional(field: &Field) -> bool {
        matches!(field.presence, crate::ir::Presence::Optional(_))
    }

    /// Whether an operation answers in several ways, so that its result is an enum.
    pub fn has_response_enum(operation: &Operation) -> bool {
        operation.successes.len() > 1 || operation.successes.iter().any(has_headers)
    }

    /// Whether one of its successes may have several bodies, between which who calls chooses.
    pub fn has_choice(operation: &Operation) -> bool {
        operation.successes.iter().any(|response| response.contents.len() > 1)
    }
}

fn has_headers(response: &Response) -> bool {
    !response.headers.is_empty()
}
