//! Where databases differ.

use std::borrow::Cow;
use std::time::Duration;

use sqlx::SqlSafeStr;
use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::{Result, StoreError};

/// The migrations, in order: number, name, statements.
const SQLITE_MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "foundation", include_str!("../../migrations/sqlite/0001_foundation.sql"))];

/// A kind of database.
#[derive(Debug, Clone, Copy)]
pub(super) enum Dialect {
    Sqlite,
}

impl Dialect {
    /// The dialect that an address asks for.
    pub(super) fn of(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else {
            Err(StoreError::Internal("the database address names no known kind of database".to_owned()))
        }
    }

    /// The address with what every connection needs.
    pub(super) fn address(self, url: &str) -> Cow<'_, str> {
        match self {
            Self::Sqlite if url.contains("mode=") => Cow::Borrowed(url),
            Self::Sqlite => Cow::Owned(format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })),
        }
    }

    /// What is said first on every connection.
    pub(super) fn on_connect(self, timeout: Duration) -> String {
        match self {
            Self::Sqlite => format!(
                "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON",
                timeout.as_millis()
            ),
        }
    }

    /// How a write begins. SQLite takes the write lock at once, since a lock taken later may be refused half way.
    pub(super) fn begin_write(self) -> SqlStr {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE".into_sql_str(),
        }
    }

    pub(super) fn has_one_writer(self) -> bool {
        match self {
            Self::Sqlite => true,
        }
    }

    pub(super) fn migrator(self) -> Migrator {
        let migrations = match self {
            Self::Sqlite => SQLITE_MIGRATIONS,
        };
        Migrator {
            migrations: migrations
                .iter()
                .map(|&(number, name, sql)| {
                    Migration::new(
                        number,
                        Cow::Borrowed(name),
                        MigrationType::Simple,
                        sql.into_sql_str(),
                        false,
                    )
                })
                .collect(),
            ..Migrator::DEFAULT
        }
    }
}
