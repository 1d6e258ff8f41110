//! Contract-first OpenAPI generator.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod output;
pub mod render;
pub mod resolve;
pub mod source;
pub mod pattern;
