//! Contract-first OpenAPI generator.

pub mod diagnostic;
pub mod document;
pub mod render;
pub mod resolve;
pub mod source;
pub mod pattern;
