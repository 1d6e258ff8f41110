//! What a contract means, freed of how it is written: types, operations, parameters, bodies, responses.
//!
//! Data only, and no Rust words: names are the contract's own, and what a thing will be called or held by in Rust is
//! decided further down.

pub mod media;

mod operation;
mod reach;
mod types;

pub use operation::{
    Access, Content, ErrorBody, ErrorCode, Flow, Header, IdempotencyKey, Link, Location, Operation,
    Parameter, Payload, RequestBody, Requirement, Response, SchemeKind, Section, SecurityScheme, Status,
    Style,
};
pub use reach::reached;
pub use types::{
    Arm, Choice, Common, Docs, EnumValue, Enumeration, Field, Integer, JsonType, Kind, LeftOut, Literal,
    Number, Origin, Presence, Rest, Rule, Shape, Tagged, Type, TypeId, TypeRef, Typed, Union,
};

use std::collections::BTreeSet;

use crate::diagnostic::{FileId, Place};

/// Everything of one run.
#[derive(Debug, Default)]
pub struct Api {
    /// One a document.
    pub modules: Vec<Module>,
    /// Every type that has a name, of all modules.
    pub types: Vec<Type>,
    /// The features of the runtime that the types need.
    pub features: BTreeSet<&'static str>,
}

impl Api {
    /// The type of an id.
    pub fn type_of(&self, id: TypeId) -> &Type {
        &self.types[id.index()]
    }
}

/// A module of the output, by its index in [`Api::modules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub usize);

/// What becomes of one document.
#[derive(Debug)]
pub struct Module {
    /// The document.
    pub file: FileId,
    /// The document's name without folder and extension.
    pub stem: String,
    /// `info.title`, and `info.version`.
    pub title: String,
    /// `info.version`
    pub version: String,
    /// `info.description`
    pub description: Option<String>,
    /// The operations in the order of the document.
    pub operations: Vec<Operation>,
    /// How error bodies look (`x-error-body`).
    pub error_body: Option<ErrorBody>,
    /// The codes that any operation may answer (`x-error-codes` at the root).
    pub codes: Vec<ErrorCode>,
    /// The security schemes in the order of the document.
    pub security_schemes: Vec<SecurityScheme>,
    /// Where the document starts.
    pub at: Place,
}

impl Module {
    /// Whether any of its operations is in this section.
    pub fn has(&self, section: Section) -> bool {
        self.operations.iter().any(|operation| operation.section == section)
    }

    /// The index of the security scheme of this name, if the document declares one that can be read.
    pub fn security_scheme(&self, name: &str) -> Option<usize> {
        self.security_schemes.iter().position(|scheme| scheme.name == name)
    }

    /// Whether some operation asks for a security scheme that can be read.
    pub fn has_security(&self) -> bool {
        self.security_schemes.iter().any(|scheme| self.asks_for(&scheme.name))
    }

    /// Whether some operation asks for the security scheme of this name.
    pub fn asks_for(&self, scheme: &str) -> bool {
        let mut requirements = self.operations.iter().flat_map(|operation| &operation.security);
        requirements.any(|requirement| requirement.0.iter().any(|(name, _)| name == scheme))
    }
}
