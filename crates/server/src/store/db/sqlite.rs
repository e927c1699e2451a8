//! SQLite: the settings of a connection, and values bound to statements.

use super::{Param, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use std::path::Path;
use std::time::Duration;

/// A connection with the settings every one of ours has.
pub fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // Pages that change again and again are written back to the file once for many commits: the log
    // grows to 32 MB meanwhile.
    // What is erased is overwritten, too: otherwise it stays readable in the file until its page is
    // needed again.
    // REPLACE deletes behind the back of DELETE triggers unless triggers may recurse.
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
         PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;
         PRAGMA wal_autocheckpoint=8000; PRAGMA secure_delete=ON;",
    )?;
    // With partial indexes about, SQLite would plan a statement anew for each new value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// The prepared statement with its values. `$n` is a name to SQLite, to be looked up for each value,
/// `?n` a place.
pub fn bound<'c>(
    connection: &'c Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<CachedStatement<'c>, StoreError> {
    let mut statement = connection.prepare_cached(&sql.replace('$', "?"))?;
    debug_assert_eq!(statement.parameter_count(), params.len(), "{sql}");
    for (place, param) in (1..).zip(params) {
        statement.raw_bind_parameter(place, param)?;
    }
    Ok(statement)
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
