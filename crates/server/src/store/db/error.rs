//! What can go wrong in a database. None of it is ever shown to a client.

use postgres::error::SqlState;
use rusqlite::ErrorCode;

/// What went wrong in the database; never shown to a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made or written.
    #[error("{0}")]
    Folder(String),
    /// SQLite refused.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Postgres refused, or is not there.
    #[error("database: {}", words(.0))]
    Postgres(#[from] postgres::Error),
    /// No answer came in time, or none before the server stopped; what was begun may still be done.
    #[error("the database did not answer in time")]
    Late,
    /// A row does not hold what this version writes.
    #[error("stored data: {0}")]
    Corrupt(String),
    /// The database was made by a newer version.
    #[error("the database has version {found}, this program knows {known}: update the program")]
    Newer {
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
}

impl StoreError {
    /// Whether a UNIQUE constraint refused the statement.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::Sqlite(e) => e.sqlite_error().is_some_and(|e| {
                e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                    || e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            }),
            Self::Postgres(e) => e.code() == Some(&SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }

    /// Whether the same may succeed later without anybody having changed it: the disk is full or
    /// cannot be written, the database is locked, restarting, out of reach or slow.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Sqlite(e) => matches!(
                e.sqlite_error_code(),
                Some(
                    ErrorCode::DiskFull
                        | ErrorCode::ReadOnly
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::CannotOpen
                )
            ),
            Self::Postgres(e) => e.code().is_none_or(|code| {
                // Classes of PostgreSQL: connection, rolled back, resources, operator, system. Others act
                // on the same for too long: 55P03.
                ["08", "25006", "40", "53", "55P03", "57", "58"]
                    .iter()
                    .any(|it| code.code().starts_with(it))
            }),
            Self::Late => true,
            _ => false,
        }
    }

    /// Whether Postgres asks for the whole transaction again: another was in its way.
    pub(in crate::store) fn wants_another_try(&self) -> bool {
        let Self::Postgres(e) = self else {
            return false;
        };
        e.code().is_some_and(|code| {
            [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code)
        })
    }
}

/// What the server said, or why it was not reached.
fn words(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    }
}
