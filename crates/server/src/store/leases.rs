//! Leases: of several processes on one database one does a job, and each job once in its time.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use chrono::TimeDelta;
use stempel_protocol::Timestamp;

/// Whether a job is due: nobody has it, and its time has come.
///
/// # Errors
/// When the database fails.
pub fn is_due(tx: &mut Tx<'_>, job: &str, now: Timestamp) -> Result<bool, StoreError> {
    let until =
        tx.query_one("SELECT until FROM leases WHERE job = $1", args![job], |row| row.int(0))?;
    Ok(until.is_none_or(|until| until <= millis(now)))
}

/// Takes a job for so long: whoever gets `true` does it now, and nobody else before that time is
/// over, not even if it fails.
///
/// # Errors
/// When the database fails.
pub fn take(
    tx: &mut Tx<'_>,
    job: &str,
    length: TimeDelta,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO leases (job, until) VALUES ($1, $2)
               ON CONFLICT (job) DO UPDATE SET until = excluded.until WHERE leases.until <= $3";
    Ok(tx.execute(sql, args![job, millis(now + length), millis(now)])? == 1)
}

/// Writes a row, which proves that rows can be written.
///
/// # Errors
/// When the database fails.
pub fn prove(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO leases (job, until) VALUES ('ready', $1)
               ON CONFLICT (job) DO UPDATE SET until = excluded.until";
    tx.execute(sql, args![millis(now)])?;
    Ok(())
}

/// Makes a job due at once.
///
/// # Errors
/// When the database fails.
pub fn hurry(tx: &mut Tx<'_>, job: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM leases WHERE job = $1", args![job])?;
    Ok(())
}
