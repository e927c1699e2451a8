//! Every definition a program had here, and the consents its members gave.

use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_protocol::{ConsentGiven, Timestamp};

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

/// Remembers a consent.
///
/// # Errors
/// When the database fails.
pub fn consent(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    consent: &str,
    version: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO consents (program, member, consent, version, given_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![program, member, consent, version, millis(now)],
    )?;
    Ok(())
}

/// The consents a member gave.
///
/// # Errors
/// When the database fails.
pub fn consents(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<Vec<ConsentGiven>, StoreError> {
    let sql = "SELECT consent, version, given_at FROM consents
               WHERE program = $1 AND member = $2 ORDER BY given_at, consent";
    tx.query(sql, args![program, member], |row| {
        Ok(ConsentGiven {
            id: row.text(0)?,
            version: row.text(1)?,
            given_at: instant(row.int(2)?)?,
        })
    })
}
