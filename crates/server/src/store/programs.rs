//! Every definition a program had here.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use stempel_protocol::Timestamp;

/// Remembers a definition, and that it is the one that counts from now on.
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
         ON CONFLICT (program, version) DO UPDATE SET seen_at = excluded.seen_at",
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

/// The versions there were, the one that counted last first.
///
/// # Errors
/// When the database fails.
pub fn versions(tx: &mut Tx<'_>, program: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT version FROM programs WHERE program = $1 ORDER BY seen_at DESC, version";
    tx.query(sql, args![program], |row| row.text(0))
}

/// Whether books are kept under that name: something is booked, or an order waits to be.
///
/// # Errors
/// When the database fails.
pub fn has_books(tx: &mut Tx<'_>, ledger: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 'some' WHERE EXISTS (SELECT 1 FROM transactions WHERE program = $1)
                             OR EXISTS (SELECT 1 FROM orders WHERE program = $1)";
    Ok(tx.query_one(sql, args![ledger], |row| row.text(0))?.is_some())
}
