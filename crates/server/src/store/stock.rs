//! How often a reward is taken by all members together, open and used redemptions: a counter, so that
//! nobody counts redemptions to know what is left.
//!
//! - `taken` = redemptions that are used, or open and run out after `as_of`.
//! - A redemption and its counter change in one transaction, the redemption first.
//! - The counter is brought to a later `as_of` only while its row is held.

use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::redemption::Status;
use stempel_protocol::Timestamp;

/// Begins to count a reward, with what was taken before, unless it is counted already.
///
/// # Errors
/// When the database fails.
pub fn begin(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "SELECT taken FROM stock WHERE program = $1 AND reward = $2";
    if tx.query_one(sql, args![program, reward], |row| row.int(0))?.is_some() {
        return Ok(());
    }
    if tx.is_postgres() {
        // Whoever writes a redemption now either is in the count or finds the counter.
        tx.run("LOCK TABLE redemptions IN SHARE MODE")?;
    }
    tx.execute(
        "INSERT INTO stock (program, reward, taken, as_of)
         SELECT $1, $2, COUNT(*), $3 FROM redemptions
         WHERE program = $1 AND reward = $2
           AND (status = 'used'
                OR status = 'issued' AND (expires_at IS NULL OR expires_at > $3))
         ON CONFLICT (program, reward) DO NOTHING",
        args![program, reward, millis(now)],
    )?;
    Ok(())
}

/// How often a reward is taken now; `None` for one that is not counted.
///
/// # Errors
/// When the database fails.
pub fn taken(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    // The clocks of two servers, and imports, may also ask for an instant before `as_of`.
    let sql = "SELECT taken
                   - (SELECT COUNT(*) FROM redemptions r
                      WHERE r.program = s.program AND r.reward = s.reward AND r.status = 'issued'
                        AND r.expires_at > s.as_of AND r.expires_at <= $3)
                   + (SELECT COUNT(*) FROM redemptions r
                      WHERE r.program = s.program AND r.reward = s.reward AND r.status = 'issued'
                        AND r.expires_at > $3 AND r.expires_at <= s.as_of)
               FROM stock s WHERE program = $1 AND reward = $2";
    tx.query_one(sql, args![program, reward, millis(now)], |row| row.int(0))
}

/// A redemption was made.
pub(super) fn made(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    expires_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "UPDATE stock SET taken = taken + 1
               WHERE program = $1 AND reward = $2 AND (CAST($3 AS BIGINT) IS NULL OR as_of < $3)";
    tx.execute(sql, args![program, reward, expires_at.map(millis)]).map(drop)
}

/// An open redemption was closed. One that ran out before `as_of` was given back then.
pub(super) fn closed(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    expires_at: Option<i64>,
    status: &Status,
) -> Result<(), StoreError> {
    let sql = match status {
        Status::Used { .. } if expires_at.is_none() => return Ok(()),
        // Used in its last moment, or by a clock that is behind the one that gave it back. The row is
        // held in any case: who brings it to now at this moment does not see yet that it was used.
        Status::Used { .. } => {
            "UPDATE stock SET taken = taken + CASE WHEN as_of >= $3 THEN 1 ELSE 0 END
             WHERE program = $1 AND reward = $2"
        }
        _ => {
            "UPDATE stock SET taken = taken - 1
             WHERE program = $1 AND reward = $2 AND (CAST($3 AS BIGINT) IS NULL OR as_of < $3)"
        }
    };
    tx.execute(sql, args![program, reward, expires_at]).map(drop)
}

/// A used redemption is open again. One that ran out before `as_of` was given back then.
pub(super) fn reopened(
    tx: &mut Tx<'_>,
    program: &str,
    reward: &str,
    expires_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "UPDATE stock SET taken = taken - CASE WHEN as_of >= $3 THEN 1 ELSE 0 END
               WHERE program = $1 AND reward = $2";
    match expires_at {
        Some(at) => tx.execute(sql, args![program, reward, millis(at)]).map(drop),
        None => Ok(()),
    }
}

/// Brings the counters to now of all rewards of which codes ran out; gives how many there were.
///
/// # Errors
/// When the database fails.
pub fn bring_to(tx: &mut Tx<'_>, program: &str, now: Timestamp) -> Result<usize, StoreError> {
    let behind = behind(tx, program, now)?;
    for reward in &behind {
        // Holds the row: only what is read from here on counts.
        let held = "UPDATE stock SET taken = taken WHERE program = $1 AND reward = $2";
        tx.execute(held, args![program, reward])?;
        let sql = "SELECT as_of FROM stock WHERE program = $1 AND reward = $2";
        let as_of = tx.query_one(sql, args![program, reward], |row| instant(row.int(0)?))?;
        if as_of.is_some_and(|as_of| as_of < now)
            && let Some(taken) = taken(tx, program, reward, now)?
        {
            let sql = "UPDATE stock SET taken = $3, as_of = $4 WHERE program = $1 AND reward = $2";
            tx.execute(sql, args![program, reward, taken, millis(now)])?;
        }
    }
    Ok(behind.len())
}

/// The rewards of which codes ran out since their counter was brought to an instant.
///
/// # Errors
/// When the database fails.
pub fn behind(tx: &mut Tx<'_>, program: &str, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT s.reward FROM stock s
               WHERE s.program = $1 AND EXISTS (
                   SELECT 1 FROM redemptions r
                   WHERE r.program = s.program AND r.reward = s.reward AND r.status = 'issued'
                     AND r.expires_at > s.as_of AND r.expires_at <= $2)
               ORDER BY s.reward";
    tx.query(sql, args![program, millis(now)], |row| row.text(0))
}
