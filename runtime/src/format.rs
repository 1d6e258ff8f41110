//! String formats.

/// .
#[derive(Debug)]
pub enum Format {}
