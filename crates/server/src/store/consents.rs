//! The consents members gave, and when each of them held.

use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_protocol::{ConsentGiven, Timestamp};

/// Remembers a consent given.
///
/// # Errors
/// When the database fails.
pub fn give(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    consent: &str,
    version: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO consents (program, member, consent, version, given_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (program, member, consent, given_at) DO UPDATE SET
            version = excluded.version, withdrawn_at = NULL",
        args![program, member, consent, version, millis(now)],
    )?;
    Ok(())
}

/// Ends a consent: withdrawn, or given anew in another version.
///
/// # Errors
/// When the database fails.
pub fn end(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    consent: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE consents SET withdrawn_at = $4
         WHERE program = $1 AND member = $2 AND consent = $3 AND withdrawn_at IS NULL",
        args![program, member, consent, millis(now)],
    )?;
    Ok(())
}

/// The consents a member gave and did not withdraw.
///
/// # Errors
/// When the database fails.
pub fn held(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<ConsentGiven>, StoreError> {
    let sql = "SELECT consent, version, given_at FROM consents
               WHERE program = $1 AND member = $2 AND withdrawn_at IS NULL
               ORDER BY given_at, consent";
    tx.query(sql, args![program, member], |row| {
        Ok(ConsentGiven {
            id: row.text(0)?,
            version: row.text(1)?,
            given_at: instant(row.int(2)?)?,
        })
    })
}
