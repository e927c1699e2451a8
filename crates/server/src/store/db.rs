//! One small synchronous transaction, [`Tx`]. The SQL given to it is portable: `$1` placeholders,
//! BIGINT and TEXT columns, `ON CONFLICT`. Only this file, its siblings in `store` and the
//! migrations know that SQLite is underneath.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

/// What went wrong in the database; never shown to a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made or written.
    #[error("{0}")]
    Folder(String),
    /// The database refused.
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
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
        matches!(self, Self::Database(e) if e.sqlite_error().is_some_and(|e| {
            e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                || e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        }))
    }
}

/// A value given to a statement.
#[derive(Debug, Clone, Copy)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(&'a str),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Int(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
        })
    }
}

/// The values of a statement, in the order of its placeholders.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::store::db::Param::from($value)),*] };
}

/// A row of a result, read by position.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

impl Row<'_> {
    /// A BIGINT.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        Ok(self.0.get(column)?)
    }

    /// A BIGINT or NULL.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.0.get(column)?)
    }

    /// A TEXT.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<String, StoreError> {
        Ok(self.0.get(column)?)
    }

    /// A TEXT or NULL.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text_or_null(&self, column: usize) -> Result<Option<String>, StoreError> {
        Ok(self.0.get(column)?)
    }
}

/// A transaction, or a command's savepoint in one.
pub struct Tx<'c> {
    connection: &'c Connection,
}

impl<'c> Tx<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// Runs a statement; gives the number of rows it changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        Ok(self.bound(sql, params)?.raw_execute()?)
    }

    /// Runs a question; gives each row as `read` makes it.
    ///
    /// # Errors
    /// When the database refuses, or `read` does.
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(&Row(row))?);
        }
        Ok(found)
    }

    /// Runs a question that has at most one answer.
    ///
    /// # Errors
    /// When the database refuses, or `read` does.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        rows.next()?.map(|row| read(&Row(row))).transpose()
    }

    /// The prepared statement with its values. `$n` is a name to SQLite, so values go by name:
    /// by position they would follow the order in which the names appear.
    fn bound(&self, sql: &str, params: &[Param<'_>]) -> Result<CachedStatement<'c>, StoreError> {
        const NAMES: [&str; 20] = [
            "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13",
            "$14", "$15", "$16", "$17", "$18", "$19", "$20",
        ];
        let mut statement = self.connection.prepare_cached(sql)?;
        for (param, name) in params.iter().zip(NAMES) {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, param)?;
            }
        }
        debug_assert_eq!(statement.parameter_count(), params.len(), "{sql}");
        Ok(statement)
    }
}
