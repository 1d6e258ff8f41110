//! TOML documents: read, or refused with the line and the key.

use serde::de::DeserializeOwned;

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {path}{message}")]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: usize,
    /// The key and a colon, or nothing where the text is not TOML at all.
    pub path: String,
    /// What is wrong. Never the line itself, which the parser's own message would show: a secret may stand on it.
    pub message: String,
}

/// Reads a document.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, SyntaxError> {
    let error = |path: String, error: &toml::de::Error| SyntaxError {
        line: error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count()),
        path,
        message: error.message().to_owned(),
    };
    let document = toml::Deserializer::parse(text).map_err(|refused| error(String::new(), &refused))?;
    serde_path_to_error::deserialize(document)
        .map_err(|refused| error(format!("{}: ", refused.path()), refused.inner()))
}
