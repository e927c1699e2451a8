//! What a refund of an order would still take back whose member left. An order is known here by a hash
//! alone, and so is who left, by their mark.

use super::db::Row;
use super::time::day_of;
use super::{StoreError, Tx, json, salts};
use crate::args;
use stempel_engine::ledger::{Source, Wallet};
use stempel_protocol::Timestamp;

/// What a refund of an order would take back in one wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The hash of the order's id.
    pub order: String,
    /// The wallet.
    pub wallet: Wallet,
    /// Of whom: the mark of who left, or the member they are since they came back.
    pub of: String,
    /// How many points.
    pub points: i64,
    /// How many units of the order may come back.
    pub units: i64,
}

/// What a member's orders gave in each wallet, less what refunds took back: by the order's id.
///
/// # Errors
/// When the database fails.
pub fn given(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
) -> Result<Vec<(String, Wallet, i64)>, StoreError> {
    let sql = "SELECT t.source, t.wallet, CAST(-SUM(e.amount) AS BIGINT)
               FROM transactions t JOIN entries e
                    ON e.program = t.program AND e.transaction_id = t.transaction_id
               WHERE t.program = $1 AND t.member = $2 AND e.account = 'issued'
                 AND t.source LIKE '{\"type\":\"order\"%'
               GROUP BY t.source, t.wallet HAVING SUM(e.amount) < 0";
    let rows = tx.query(sql, args![program, member], |row| {
        Ok((row.read(0, json::read::<Source>)?, Wallet(row.text(1)?), row.int(2)?))
    })?;
    let order = |(source, wallet, points)| match source {
        Source::Order(order) => Some((order, wallet, points)),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(order).collect())
}

/// The hash of an order's id.
///
/// # Errors
/// When the database fails, or there is no chance to be had.
pub fn mark(tx: &mut Tx<'_>, program: &str, order: &str) -> Result<String, StoreError> {
    Ok(salts::hashed(&salts::made(tx, program)?, "late return", order))
}

/// Adds what could come back of somebody who leaves.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    late: &[Late],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut params = Vec::with_capacity(late.len() * 7);
    for it in late {
        params.extend(args![
            program,
            &it.order,
            &it.wallet.0,
            &it.of,
            it.points,
            it.units,
            day_of(now)
        ]);
    }
    let into = "late_returns (program, order_mark, wallet, member, points, units, left_at)";
    tx.insert_all(into, 7, &params, "")
}

/// What could come back of an order.
///
/// # Errors
/// When the database fails.
pub fn of_order(tx: &mut Tx<'_>, program: &str, order: &str) -> Result<Vec<Late>, StoreError> {
    let sql = "SELECT order_mark, wallet, member, points, units FROM late_returns
               WHERE program = $1 AND order_mark = $2 ORDER BY wallet";
    tx.query(sql, args![program, order], late)
}

/// What could come back of all orders of somebody, by their mark or as the member they are.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx<'_>, program: &str, who: &str) -> Result<Vec<Late>, StoreError> {
    let sql = "SELECT order_mark, wallet, member, points, units FROM late_returns
               WHERE program = $1 AND member = $2 ORDER BY order_mark, wallet";
    tx.query(sql, args![program, who], late)
}

/// Something came back: less can, or nothing any more.
///
/// # Errors
/// When the database fails.
pub fn set(tx: &mut Tx<'_>, program: &str, late: &Late) -> Result<(), StoreError> {
    let key = "program = $1 AND order_mark = $2 AND wallet = $3";
    if late.units <= 0 {
        let sql = format!("DELETE FROM late_returns WHERE {key}");
        return tx.execute(&sql, args![program, &late.order, &late.wallet.0]).map(drop);
    }
    let sql = format!("UPDATE late_returns SET points = $4, units = $5 WHERE {key}");
    let params = args![program, &late.order, &late.wallet.0, late.points, late.units];
    tx.execute(&sql, params).map(drop)
}

/// They leave, and a mark stays; or they come back, and are a member.
///
/// # Errors
/// When the database fails.
pub fn move_to(tx: &mut Tx<'_>, program: &str, from: &str, to: &str) -> Result<(), StoreError> {
    let sql = "UPDATE late_returns SET member = $3 WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, from, to]).map(drop)
}

fn late(row: &Row<'_>) -> Result<Late, StoreError> {
    Ok(Late {
        order: row.text(0)?,
        wallet: Wallet(row.text(1)?),
        of: row.text(2)?,
        points: row.int(3)?,
        units: row.int(4)?,
    })
}
