//! What the user asked for.

use std::path::PathBuf;

/// Whether a part of the code is generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Part {
    /// It is.
    #[default]
    Always,
    /// It is not.
    Never,
    /// It is, and stands behind this Cargo feature of the crate that holds the generated code.
    Feature(String),
}

/// What to generate; what `plan` and `emit` go by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The client.
    pub client: Part,
    /// The server.
    pub server: Part,
}

/// What was said in one place, be it `kontrakt.toml`, the builder or the command line. What was not said is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The contracts.
    pub documents: Option<Vec<PathBuf>>,
    /// The output folder.
    pub out: Option<PathBuf>,
    /// The client.
    pub client: Option<Part>,
    /// The server.
    pub server: Option<Part>,
}
