//! .
pub mod pattern;
