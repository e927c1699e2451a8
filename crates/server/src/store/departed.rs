//! Who left: marks that name nobody, and that only the same customer's id makes again.

use super::keys::fingerprint;
use super::time::{day_of, instant, millis};
use super::{StoreError, Tx, json, salts};
use crate::args;
use stempel_engine::former::Had;
use stempel_protocol::Timestamp;

/// How long a mark is kept, in milliseconds: two years from the end of the day
/// on which they left.
const REMEMBERED: i64 = (2 * 365 + 1) * 24 * 60 * 60 * 1000;

/// Somebody who left.
pub struct Former {
    /// The version of the snapshot after it; 0 for somebody who never was a member, and had orders.
    pub version: i64,
    /// When they left; once it is kept, the beginning of that day in UTC: the instant would lead to what
    /// was booked at the same one.
    pub left_at: Timestamp,
    /// What they had; nothing once it was given back.
    pub had: Had,
}

impl Former {
    /// Whether they were a member, not just a customer.
    #[must_use]
    pub const fn was_member(&self) -> bool {
        self.version > 0
    }
}

/// What is known of a customer who left; `None` for others.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<Former>, StoreError> {
    let Some(salt) = salts::find(tx, program)? else {
        return Ok(None);
    };
    let sql = "SELECT version, left_at, had FROM departed WHERE program = $1 AND mark = $2";
    tx.query_one(sql, args![program, &mark(&salt, customer)], |row| {
        let had = row.text_or_null(2)?.map(|text| json::read(&text)).transpose()?;
        let (version, left_at) = (row.int(0)?, instant(row.int(1)?)?);
        Ok(Former { version, left_at, had: had.unwrap_or_default() })
    })
}

/// What a customer had was given back to them.
///
/// # Errors
/// When the database fails.
pub fn given_back(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<(), StoreError> {
    let Some(salt) = salts::find(tx, program)? else {
        return Ok(());
    };
    let sql = "UPDATE departed SET had = NULL WHERE program = $1 AND mark = $2";
    tx.execute(sql, args![program, &mark(&salt, customer)]).map(drop)
}

/// The version a customer who left had last; `None` for others.
///
/// # Errors
/// When the database fails.
pub fn version(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Option<i64>, StoreError> {
    let Some(salt) = salts::find(tx, program)? else {
        return Ok(None);
    };
    let sql = "SELECT version FROM departed WHERE program = $1 AND mark = $2";
    tx.query_one(sql, args![program, &mark(&salt, customer)], |row| row.int(0))
}

/// Marks a customer as one who left.
///
/// # Errors
/// When the database fails, or there is no chance to be had.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    former: &Former,
) -> Result<(), StoreError> {
    let salt = salts::made(tx, program)?;
    tx.execute(
        "INSERT INTO departed (program, mark, version, left_at, had) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (program, mark) DO UPDATE SET version = excluded.version,
            left_at = excluded.left_at, had = excluded.had",
        args![
            program,
            &mark(&salt, customer),
            former.version,
            day_of(former.left_at),
            &json::write(&former.had)?,
        ],
    )?;
    Ok(())
}

/// Marks somebody who had orders, never joined and is erased. Who was a member stays marked as one.
///
/// # Errors
/// As [`insert`].
pub fn insert_customer(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let salt = salts::made(tx, program)?;
    let sql = "INSERT INTO departed (program, mark, version, left_at) VALUES ($1, $2, 0, $3)
               ON CONFLICT (program, mark) DO UPDATE SET left_at = excluded.left_at";
    tx.execute(sql, args![program, &mark(&salt, customer), day_of(now)]).map(drop)
}

/// The mark of a customer who left, whether or not it is kept; none in books where nobody ever left.
///
/// # Errors
/// When the database fails.
pub fn mark_of(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
) -> Result<Option<String>, StoreError> {
    Ok(salts::find(tx, program)?.map(|salt| mark(&salt, customer)))
}

/// The mark of a customer who leaves.
///
/// # Errors
/// When the database fails, or there is no chance to be had.
pub fn made_mark(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<String, StoreError> {
    Ok(mark(&salts::made(tx, program)?, customer))
}

/// What the customer of a mark had; nothing where it was given back.
///
/// # Errors
/// When the database fails.
pub fn had(tx: &mut Tx<'_>, program: &str, mark: &str) -> Result<Option<Had>, StoreError> {
    let sql = "SELECT had FROM departed WHERE program = $1 AND mark = $2";
    let had = tx.query_one(sql, args![program, mark], |row| row.text_or_null(0))?;
    had.flatten().map(|text| json::read(&text)).transpose()
}

/// What the customer of a mark had has changed since they left.
///
/// # Errors
/// When the database fails.
pub fn set_had(tx: &mut Tx<'_>, program: &str, mark: &str, had: &Had) -> Result<(), StoreError> {
    let sql = "UPDATE departed SET had = $3 WHERE program = $1 AND mark = $2";
    tx.execute(sql, args![program, mark, &json::write(had)?]).map(drop)
}

/// Forgets who left long ago, whom they brought, and what of theirs could come back.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, StoreError> {
    let before = millis(now) - REMEMBERED;
    let theirs = "EXISTS (SELECT 1 FROM departed d WHERE d.program = r.program
                                                     AND d.mark = r.referrer AND d.left_at < $1)";
    let marks = format!(
        "DELETE FROM marks WHERE EXISTS
           (SELECT 1 FROM referrals r
            WHERE r.program = marks.program AND r.referral = marks.member AND {theirs})"
    );
    tx.execute(&marks, args![before])?;
    let brought = "DELETE FROM referrals WHERE EXISTS
                     (SELECT 1 FROM departed d WHERE d.program = referrals.program
                                                 AND d.mark = referrals.referrer AND d.left_at < $1)";
    tx.execute(brought, args![before])?;
    tx.execute("DELETE FROM late_returns WHERE left_at < $1", args![before])?;
    tx.execute("DELETE FROM departed WHERE left_at < $1", args![before])
}

fn mark(salt: &str, customer: &str) -> String {
    fingerprint(format!("{salt}{customer}").as_bytes())
}
