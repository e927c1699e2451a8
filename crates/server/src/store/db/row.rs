//! A row of a result, read by position.

use super::StoreError;

/// A row of a result, read by position.
pub enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of Postgres.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// A BIGINT.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A BIGINT or NULL.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int_or_null(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A TEXT.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<String, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// What a TEXT says, without a copy of it.
    ///
    /// # Errors
    /// When the column holds something else, or `read` refuses.
    pub fn read<T>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self {
            Self::Sqlite(row) => {
                let text = row.get_ref(column)?.as_str();
                read(text.map_err(|e| StoreError::Corrupt(e.to_string()))?)
            }
            Self::Postgres(row) => read(row.try_get(column)?),
        }
    }

    /// A TEXT or NULL.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text_or_null(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }
}
