//! The resolved document becomes ir, one file a concern.
//!
//! What cannot be expressed becomes "any value" plus a warning with its place: never a failure.

mod body;
mod both_unions;
mod choice;
mod directions;
mod discriminators;
mod encoding;
mod enumeration;
mod extensions;
mod inheritance;
mod keys;
mod looks;
mod merge;
mod node;
mod null;
mod numbers;
mod object;
mod operation;
mod operation_ids;
mod overlap;
mod parameters;
mod probe;
mod responses;
mod same_route;
mod schema;
mod security;
mod sequence;
mod settle;
mod standing;
mod template;
mod tuple;
mod union;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, FileId, Place, Sink};
use crate::ir::{Api, Module, ModuleId, Origin, Shape, Type, TypeId, TypeRef};
use crate::pattern;
use crate::resolve::{Model, Root, SchemaId};

/// The ir of a run, and the patterns that occur in it.
#[derive(Debug)]
pub struct Lowered {
    /// Types and operations.
    pub api: Api,
    /// Every pattern by its source.
    pub patterns: BTreeMap<String, pattern::Compiled>,
}

/// Lowers every document of the model.
pub fn lower(model: &Model, sink: &mut Sink) -> Lowered {
    let modules =
        model.roots().iter().enumerate().map(|(index, root)| (root.file, ModuleId(index))).collect();
    let mut lowering = Lowering {
        model,
        sink,
        api: Api::default(),
        patterns: BTreeMap::new(),
        modules,
        nullable: Vec::new(),
        heirs: HashMap::new(),
        shared: HashMap::new(),
        unfinished: HashMap::new(),
        depth: 0,
        grounds: 0,
        merged: 0,
        unchecked: HashSet::new(),
        union_parts: HashSet::new(),
    };
    lowering.find_nullable();
    lowering.find_heirs();
    lowering.named_types();
    for root in model.roots() {
        let module = lowering.module(root);
        lowering.api.modules.push(module);
    }
    lowering.settle();
    discriminators::hold(&lowering.api, &lowering.union_parts, lowering.sink);
    directions::separate(&mut lowering.api);
    lowering.settle_choices();
    lowering.same_routes();
    Lowered { api: lowering.api, patterns: lowering.patterns }
}

struct Lowering<'m, 's> {
    model: &'m Model,
    sink: &'s mut Sink,
    api: Api,
    patterns: BTreeMap<String, pattern::Compiled>,
    modules: HashMap<FileId, ModuleId>,
    /// By schema: whether it allows `null`.
    nullable: Vec<bool>,
    /// By schema: those that have it in their `allOf`.
    heirs: HashMap<SchemaId, Vec<SchemaId>>,
    /// The types of schemas without a name that several things share, by their place.
    shared: HashMap<Place, TypeRef>,
    /// The places of the schemas without a name that stand around the current one, with the ids of those that it contains
    /// again.
    unfinished: HashMap<Place, Option<TypeId>>,
    /// How many schemas without a name stand around the current one.
    depth: usize,
    /// How many unions with something beside their alternatives stand around the current one.
    grounds: usize,
    /// Keywords of which it was said that values are not held against them.
    unchecked: HashSet<Place>,
    /// The unions that were taken as part of an `allOf`.
    union_parts: HashSet<TypeId>,
    /// How many schemas were made by merging two.
    merged: usize,
}

impl<'m> Lowering<'m, '_> {
    /// The types that something refers to; their ids are those of the schemas, inline types come behind them.
    fn named_types(&mut self) {
        let model = self.model;
        for id in model.schema_ids() {
            let info = model.schema_info(id);
            let module = self.module_of(&info.at);
            let origin = Origin::Component(info.hint.clone());
            self.api.types.push(Type::reserved(info.at.clone(), module, origin));
        }
        for id in model.schema_ids() {
            if model.schema_info(id).part {
                self.api.types[id.index()].part = true;
            } else {
                self.define(id);
            }
        }
        for alias in model.aliases() {
            let module = self.module_of(&alias.at);
            let mut ty = Type::reserved(alias.at.clone(), module, Origin::Component(alias.name.clone()));
            ty.shape = Shape::Alias(TypeRef { nullable: false, ..self.reference(alias.target, None) });
            self.api.types.push(ty);
        }
    }

    fn type_id(id: SchemaId) -> TypeId {
        TypeId::new(id.index())
    }

    /// A document that nobody named belongs to the first one that was.
    fn module_of(&self, at: &Place) -> ModuleId {
        self.modules.get(&at.file).copied().unwrap_or(ModuleId(0))
    }

    fn module(&mut self, root: &'m Root) -> Module {
        let at = self.model.place(root);
        let error_body = self.error_body(&root.api.extensions, &at);
        Module {
            file: root.file,
            stem: root.stem.clone(),
            title: root.api.info.title.clone(),
            version: root.api.info.version.clone(),
            description: root.api.info.description.clone(),
            operations: self.operations(root, error_body.as_ref()),
            codes: self.error_codes(&root.api.extensions, &at),
            security_schemes: self.security_schemes(root),
            error_body,
            at,
        }
    }

    fn report(&mut self, code: Code, at: &Place, message: impl Into<String>) {
        self.sink.push(Diagnostic::new(code, at.clone(), message));
    }
}
