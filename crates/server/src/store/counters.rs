//! Numbers that a program hands out, each once.

use super::{StoreError, Tx};
use crate::args;

/// The next number of that kind, from 1. Whoever asks next waits until this transaction is over.
///
/// # Errors
/// When the database fails.
pub fn next(tx: &mut Tx<'_>, program: &str, counter: &str) -> Result<i64, StoreError> {
    let sql = "INSERT INTO counters (program, counter, value) VALUES ($1, $2, 1)
               ON CONFLICT (program, counter) DO UPDATE SET value = counters.value + 1
               RETURNING value";
    let value = tx.query_one(sql, args![program, counter], |row| row.int(0))?;
    value.ok_or_else(|| StoreError::Corrupt(format!("the counter {counter} gives no number")))
}
