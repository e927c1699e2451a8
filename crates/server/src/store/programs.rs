//! Every definition a program had here.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use stempel_protocol::Timestamp;

/// Remembers a definition.
///
/// # Errors
/// When the database fails.
pub fn remember(
    tx: &mut Tx<'_>,
    program: &str,
    version: &str,
    source: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO programs (program, version, source, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (program, version) DO NOTHING",
        args![program, version, source, millis(now)],
    )?;
    Ok(())
}

/// The text of a definition.
///
/// # Errors
/// When the database fails.
pub fn source(tx: &mut Tx<'_>, program: &str, version: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT source FROM programs WHERE program = $1 AND version = $2";
    tx.query_one(sql, args![program, version], |row| row.text(0))
}
