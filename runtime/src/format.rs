//! String formats.

/// A format that a string is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `uuid`
    Uuid,
    /// `date`
    Date,
    /// `date-time`
    DateTime,
    /// `byte`
    Byte,
    /// `email`
    Email,
}

impl Format {
    /// Whether `text` is of the format.
    #[must_use]
    pub fn check(&self, text: &str) -> bool {
        !text.is_empty()
    }

    /// The word of the contract.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        "format"
    }
}
