//! Leases: of several processes on one database one does a job, and each job once in its time. One that
//! ends further ahead than it could have been taken now is of a clock that was ahead, and counts as over.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use chrono::TimeDelta;
use stempel_protocol::Timestamp;

/// How far the clocks of processes may lie apart without one doing again what another does.
const APART: TimeDelta = TimeDelta::minutes(1);

/// Whether a job that is leased for so long is due: nobody has it, and its time has come.
///
/// # Errors
/// When the database fails.
pub fn is_due(
    tx: &mut Tx<'_>,
    job: &str,
    length: TimeDelta,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let until =
        tx.query_one("SELECT until FROM leases WHERE job = $1", args![job], |row| row.int(0))?;
    let leased = millis(now) + 1..=millis(now + length + APART);
    Ok(until.is_none_or(|until| !leased.contains(&until)))
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
               ON CONFLICT (job) DO UPDATE SET until = excluded.until
               WHERE leases.until <= $3 OR leases.until > $4";
    let (until, longest) = (millis(now + length), millis(now + length + APART));
    Ok(tx.execute(sql, args![job, until, millis(now), longest])? == 1)
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
