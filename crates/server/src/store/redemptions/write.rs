//! What becomes of a redemption: it is made, closed, and perhaps open again.

use super::Taken;
use crate::args;
use crate::store::json;
use crate::store::time::millis;
use crate::store::{StoreError, Tx, stock};
use stempel_engine::ledger::{Lot, LotId};
use stempel_engine::redemption::Status;

/// Adds a redemption.
///
/// # Errors
/// A conflict when its code exists.
pub fn insert(tx: &mut Tx<'_>, program: &str, taken: &Taken) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO redemptions (program, redemption, member, reward, promise, cost, code, status,
                                  created_at, expires_at, held, wallet)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'issued', $8, $9, $10, $11)",
        args![
            program,
            &taken.id,
            &taken.member,
            &taken.reward,
            &json::write(&taken.promise)?,
            taken.cost,
            &taken.code,
            millis(taken.created_at),
            taken.expires_at.map(millis),
            &json::write(&taken.held)?,
            &taken.wallet.0,
        ],
    )?;
    stock::made(tx, program, &taken.reward, taken.expires_at)
}

/// Closes a redemption: it was used, given back, or ran out.
///
/// # Errors
/// When the database fails.
pub fn close(tx: &mut Tx<'_>, program: &str, id: &str, status: &Status) -> Result<(), StoreError> {
    let (word, at, order) = match status {
        Status::Issued => return Err(StoreError::Corrupt("issued is not closed".into())),
        Status::Used { order, at } => ("used", *at, Some(order.as_str())),
        Status::Cancelled { at } => ("cancelled", *at, None),
        Status::Expired { at } => ("expired", *at, None),
    };
    let sql = "UPDATE redemptions SET status = $3, closed_at = $4,
                   order_id = COALESCE(CAST($5 AS TEXT), order_id), held = '[]'
               WHERE program = $1 AND redemption = $2 RETURNING reward, expires_at";
    let closed = tx.query_one(sql, args![program, id, word, millis(at), order], |row| {
        Ok((row.text(0)?, row.int_or_null(1)?))
    })?;
    match closed {
        Some((reward, expires_at)) => stock::closed(tx, program, &reward, expires_at, status),
        None => Ok(()),
    }
}

/// Remembers of one that an order just used what it held, in case it is freed.
///
/// # Errors
/// When the database fails.
pub fn keep_held(
    tx: &mut Tx<'_>,
    program: &str,
    taken: &Taken,
    lots: &[Lot],
) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions SET held = $3, used_lots = $4
               WHERE program = $1 AND redemption = $2";
    let (held, lots) = (json::write(&taken.held)?, json::write(lots)?);
    tx.execute(sql, args![program, &taken.id, &held, &lots]).map(drop)
}

/// A used redemption is open again; `held` is what it holds. Which order it was freed for stays known.
///
/// # Errors
/// When the database fails.
pub fn reopen(
    tx: &mut Tx<'_>,
    program: &str,
    taken: &Taken,
    held: &[(LotId, i64)],
) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions
               SET status = 'issued', closed_at = NULL, held = $3, used_lots = '[]'
               WHERE program = $1 AND redemption = $2";
    tx.execute(sql, args![program, &taken.id, &json::write(held)?])?;
    stock::reopened(tx, program, &taken.reward, taken.expires_at)
}

/// Forgets what redemptions of a member held who left: there is nobody to free them for.
///
/// # Errors
/// When the database fails.
pub fn forget_held(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "UPDATE redemptions SET held = '[]', used_lots = '[]'
               WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, member]).map(drop)
}
