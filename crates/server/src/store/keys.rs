//! Idempotency keys: one key, one effect.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use sha2::{Digest, Sha256};
use stempel_protocol::Timestamp;

/// How long a key is remembered, in milliseconds.
const REMEMBERED: i64 = 30 * 24 * 60 * 60 * 1000;

/// Whose key for which call.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// The program.
    pub program: &'a str,
    /// The customer.
    pub customer: &'a str,
    /// The call.
    pub route: &'a str,
    /// The key itself.
    pub key: &'a str,
}

/// What the key did.
pub struct Done {
    /// A fingerprint of the body it came with.
    pub fingerprint: String,
    /// The redemption it made or changed.
    pub redemption: String,
    /// The status of the reply.
    pub status: u16,
}

/// What a key did, if it came before.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, key: Key<'_>) -> Result<Option<Done>, StoreError> {
    let sql = "SELECT fingerprint, redemption, status FROM idempotency
               WHERE program = $1 AND customer = $2 AND route = $3 AND idempotency_key = $4";
    tx.query_one(sql, args![key.program, key.customer, key.route, key.key], |row| {
        Ok(Done {
            fingerprint: row.text(0)?,
            redemption: row.text(1)?,
            status: u16::try_from(row.int(2)?).unwrap_or(200),
        })
    })
}

/// Remembers what a key did.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    key: Key<'_>,
    done: &Done,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO idempotency (program, customer, route, idempotency_key, fingerprint,
                                  redemption, status, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            key.program,
            key.customer,
            key.route,
            key.key,
            &done.fingerprint,
            &done.redemption,
            i64::from(done.status),
            millis(now),
        ],
    )?;
    Ok(())
}

/// Forgets keys that are old enough.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM idempotency WHERE made_at < $1", args![millis(now) - REMEMBERED])
}

/// What tells two bodies apart.
#[must_use]
pub fn fingerprint(body: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(body).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
