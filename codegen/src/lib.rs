//! Contract-first OpenAPI generator.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod names;
pub mod output;
pub mod pattern;
pub mod plan;
pub mod render;
pub mod resolve;
pub mod source;
