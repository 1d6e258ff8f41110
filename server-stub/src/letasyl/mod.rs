//! .

/// .
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum Failure {
/// .
A
}
