//! Points the merchant gave or took: why, when and with which key.

use super::db::Row;
use super::time::{instant, millis};
use super::{StoreError, Tx, salts};
use crate::args;
use stempel_engine::ledger::Wallet;
use stempel_protocol::Adjustment;

/// With what [`adjustment`] reads; the wallet is the one it was booked in.
const SELECT: &str =
    "SELECT a.adjustment, a.points, a.reason, a.made_at, a.key_id, t.wallet, a.member
     FROM adjustments a LEFT JOIN transactions t
          ON t.program = a.program AND t.member = a.member AND t.number = a.number";

/// An adjustment by the shop's id of it, and whose it is.
///
/// # Errors
/// When the database fails.
pub fn find(
    tx: &mut Tx<'_>,
    program: &str,
    id: &str,
) -> Result<Option<(Adjustment, String)>, StoreError> {
    let erased = erased(tx, program, id)?;
    let sql = format!("{SELECT} WHERE a.program = $1 AND a.adjustment IN ($2, $3)");
    tx.query_one(&sql, args![program, id, &erased], |row| Ok((adjustment(row)?, row.text(6)?)))
}

/// Forgets why a member who left had points given or taken, and what the shop called it: the id is its
/// own text and may name them. Its hash stays, so that it counts once.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "SELECT adjustment FROM adjustments WHERE program = $1 AND member = $2";
    for id in tx.query(sql, args![program, member], |row| row.text(0))? {
        let erased = erased(tx, program, &id)?;
        let sql = "UPDATE adjustments SET adjustment = $3, reason = ''
                   WHERE program = $1 AND adjustment = $2";
        tx.execute(sql, args![program, &id, &erased])?;
    }
    Ok(())
}

/// What stands in place of an adjustment's id once its member left.
fn erased(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<String, StoreError> {
    Ok(salts::hashed(&salts::made(tx, program)?, "adjustment", id))
}

/// Adds one; `number` is the member's transaction that booked it, in its wallet.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    number: i64,
    made: &Adjustment,
) -> Result<(), StoreError> {
    let Adjustment { id, points, reason, at, key, .. } = made;
    tx.execute(
        "INSERT INTO adjustments (program, adjustment, member, number, points, reason, key_id,
                                  made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![program, id, member, number, *points, reason, key, millis(*at)],
    )?;
    Ok(())
}

/// A member's newest, newest first.
///
/// # Errors
/// When the database fails.
pub fn of_member(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    limit: i64,
) -> Result<Vec<Adjustment>, StoreError> {
    let sql =
        format!("{SELECT} WHERE a.program = $1 AND a.member = $2 ORDER BY a.number DESC LIMIT $3");
    tx.query(&sql, args![program, member, limit], adjustment)
}

/// The reasons behind a member's transactions from one number to another, by number.
pub(super) fn reasons(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    from: i64,
    to: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = "SELECT number, reason FROM adjustments
               WHERE program = $1 AND member = $2 AND number >= $3 AND number <= $4";
    tx.query(sql, args![program, member, from, to], |row| Ok((row.int(0)?, row.text(1)?)))
}

fn adjustment(row: &Row<'_>) -> Result<Adjustment, StoreError> {
    Ok(Adjustment {
        id: row.text(0)?,
        wallet: row.text_or_null(5)?.filter(|it| it != Wallet::PRIMARY),
        points: row.int(1)?,
        reason: row.text(2)?,
        at: instant(row.int(3)?)?,
        key: row.text(4)?,
    })
}
