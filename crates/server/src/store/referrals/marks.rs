//! Marks: hashes of the devices and addresses that a member was seen with.

use crate::args;
use crate::store::time::millis;
use crate::store::{StoreError, Tx, salts};
use stempel_protocol::Timestamp;

/// A mark: what kind it is, and what the shop says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `device` or `address`.
    pub kind: &'static str,
    /// The shop's text, which is hashed before it is kept.
    pub value: String,
}

/// Remembers marks of a member, hashed with a salt of the books' own: without it a list of known
/// addresses could be compared with the hashes of any shop.
///
/// # Errors
/// When the database fails.
pub fn mark(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    marks: &[Mark],
    now: Timestamp,
) -> Result<(), StoreError> {
    if marks.is_empty() {
        return Ok(());
    }
    let salt = salts::made(tx, program)?;
    for mark in marks {
        tx.execute(
            "INSERT INTO marks (program, member, kind, mark, seen_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (program, member, kind, mark) DO UPDATE SET seen_at = excluded.seen_at",
            args![program, member, mark.kind, &hashed(&salt, mark), millis(now)],
        )?;
    }
    Ok(())
}

/// Whether a friend has a mark of the member who brought them, or of another friend of theirs.
///
/// # Errors
/// When the database fails.
pub fn same_household(
    tx: &mut Tx<'_>,
    program: &str,
    referrer: &str,
    friend: &str,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM marks own
               JOIN marks other ON other.program = own.program AND other.kind = own.kind
                               AND other.mark = own.mark AND other.member <> own.member
               WHERE own.program = $1 AND own.member = $3
                 AND (other.member = $2 OR other.member IN
                      (SELECT friend FROM referrals WHERE program = $1 AND referrer = $2
                                                      AND friend IS NOT NULL))
               LIMIT 1";
    Ok(tx.query_one(sql, args![program, referrer, friend], |_| Ok(()))?.is_some())
}

fn hashed(salt: &str, mark: &Mark) -> String {
    salts::hashed(salt, mark.kind, &mark.value)
}
