//! Contract-first OpenAPI generator.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod ir;
pub mod lower;
pub mod output;
pub mod pattern;
pub mod render;
pub mod resolve;
pub mod source;
