//! What can go wrong between the rules and the database.

use sqlx::error::ErrorKind;

/// The result of everything that touches the database.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the database did not do as told. No variant carries a value that was written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The request id was used before.
    #[error("the request id was used before")]
    DuplicateRequest,
    /// Something with this identifier is there already.
    #[error("the identifier is taken")]
    Conflict,
    /// The database cannot be reached, or is too busy to answer. The same call may do later.
    #[error("the database cannot be reached")]
    Unavailable,
    /// A fault of the server or of its data.
    #[error("database: {0}")]
    Internal(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => Self::Unavailable,
            E::Database(database) if database.kind() == ErrorKind::UniqueViolation => Self::Conflict,
            E::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                if is_out_of_reach(&code) {
                    Self::Unavailable
                } else {
                    // Neither message nor detail, which may quote the row.
                    Self::Internal(format!("code {code}, {:?}", database.kind()))
                }
            }
            E::ColumnDecode { index, .. } => {
                Self::Internal(format!("column {index} holds what it should not"))
            }
            E::ColumnNotFound(name) => Self::Internal(format!("column {name} is missing")),
            E::RowNotFound => Self::Internal("a row is missing".to_owned()),
            _ => Self::Internal("unexpected answer".to_owned()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            // Numbers and names of migrations only.
            other => Self::Internal(format!("migration: {other}")),
        }
    }
}

/// SQLite: busy, locked, i/o, full, cannot open. PostgreSQL: connection exceptions, resources, operator intervention,
/// and no such database or user.
fn is_out_of_reach(code: &str) -> bool {
    match code.parse::<u32>() {
        // The low byte is the primary code.
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 10 | 13 | 14),
        _ => ["08", "53", "57", "28", "3D"].iter().any(|class| code.starts_with(class)),
    }
}
