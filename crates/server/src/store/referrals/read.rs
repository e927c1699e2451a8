//! Who came by whose code, and how many.

use super::{Referred, State};
use crate::args;
use crate::store::db::Row;
use crate::store::time::{instant, instant_or_none, millis};
use crate::store::{StoreError, Tx};
use stempel_protocol::Timestamp;

/// How many of a member's friends are read for a snapshot: the newest.
const SHOWN: i64 = 20;

const COLUMNS: &str = "referral, referrer, status, joined_at, changed_at, due_at, points";

/// By whose code a friend came.
///
/// # Errors
/// When the database fails.
pub fn of_friend(
    tx: &mut Tx<'_>,
    program: &str,
    friend: &str,
) -> Result<Option<Referred>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM referrals WHERE program = $1 AND friend = $2");
    tx.query_one(&sql, args![program, friend], referred)
}

/// The one that an order made count.
///
/// # Errors
/// When the database fails.
pub fn of_order(
    tx: &mut Tx<'_>,
    program: &str,
    order: &str,
) -> Result<Option<Referred>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM referrals WHERE program = $1 AND order_id = $2");
    tx.query_one(&sql, args![program, order], referred)
}

/// Those who came by a member's code, newest first.
///
/// # Errors
/// When the database fails.
pub fn newest(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<Referred>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM referrals WHERE program = $1 AND referrer = $2
         ORDER BY joined_at DESC, referral DESC LIMIT $3"
    );
    tx.query(&sql, args![program, member, SHOWN], referred)
}

/// How many came by a member's code since then, whether or not they count.
///
/// # Errors
/// When the database fails.
pub fn came_since(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM referrals
               WHERE program = $1 AND referrer = $2 AND joined_at >= $3";
    Ok(tx.query_one(sql, args![program, member, millis(since)], |row| row.int(0))?.unwrap_or(0))
}

/// How many of a member's friends counted since then.
///
/// # Errors
/// When the database fails.
pub fn counted_since(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM referrals
               WHERE program = $1 AND referrer = $2 AND status = 'ordered' AND changed_at >= $3";
    Ok(tx.query_one(sql, args![program, member, millis(since)], |row| row.int(0))?.unwrap_or(0))
}

fn referred(row: &Row<'_>) -> Result<Referred, StoreError> {
    let (status, at) = (row.text(2)?, instant(row.int(4)?)?);
    let state = match (status.as_str(), instant_or_none(row.int_or_null(5)?)?) {
        ("joined", _) => State::Joined,
        ("ordered", Some(due_at)) => State::Ordered { at, due_at, points: row.int(6)? },
        ("refused", _) => State::Refused { at },
        _ => return Err(StoreError::Corrupt(format!("a referral with status {status}"))),
    };
    let joined_at = instant(row.int(3)?)?;
    Ok(Referred { id: row.text(0)?, referrer: row.text(1)?, state, joined_at })
}
