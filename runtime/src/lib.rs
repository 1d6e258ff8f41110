//! .
pub mod format;
pub mod pattern;

pub use format::Format;
pub use pattern::Pattern;
