//! Draws that were made, and the lots in them.

use super::time::{instant, instant_or_none, millis};
use super::{StoreError, Tx};
use crate::args;
use stempel_engine::draw::Lot;
use stempel_protocol::{AdminLot, Timestamp};

/// Which draw.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'a> {
    /// The reward whose redemptions are its lots.
    pub reward: &'a str,
    /// When it is drawn.
    pub drawn_at: Timestamp,
}

/// When a draw was made.
///
/// # Errors
/// When the database fails.
pub fn made_at(
    tx: &mut Tx<'_>,
    program: &str,
    draw: Draw<'_>,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT made_at FROM draws WHERE program = $1 AND reward = $2 AND drawn_at = $3";
    let args = args![program, draw.reward, millis(draw.drawn_at)];
    let found = tx.query_one(sql, args, |row| row.int(0))?;
    instant_or_none(found)
}

/// When the draw before it was; its lots were taken since then.
fn since(tx: &mut Tx<'_>, program: &str, draw: Draw<'_>) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(drawn_at), 0) FROM draws
               WHERE program = $1 AND reward = $2 AND drawn_at < $3";
    let args = args![program, draw.reward, millis(draw.drawn_at)];
    Ok(tx.query_one(sql, args, |row| row.int(0))?.unwrap_or(0))
}

/// The lots of those who are still members, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub fn lots(tx: &mut Tx<'_>, program: &str, draw: Draw<'_>) -> Result<Vec<Lot>, StoreError> {
    let since = since(tx, program, draw)?;
    let sql = "SELECT r.redemption, r.member FROM redemptions r
               JOIN members m ON m.program = r.program AND m.member = r.member
               WHERE r.program = $1 AND r.reward = $2 AND r.status = 'used'
                 AND r.created_at >= $3 AND r.created_at < $4
               ORDER BY r.redemption";
    let args = args![program, draw.reward, since, millis(draw.drawn_at)];
    tx.query(sql, args, |row| Ok(Lot { redemption: row.text(0)?, member: row.text(1)? }))
}

/// Writes down what was drawn: every lot lost, but for the winners.
///
/// # Errors
/// A conflict when the draw was made before.
pub fn make(
    tx: &mut Tx<'_>,
    program: &str,
    draw: Draw<'_>,
    lots: &[Lot],
    winners: &[usize],
    now: Timestamp,
) -> Result<(), StoreError> {
    let since = since(tx, program, draw)?;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO draws (program, reward, drawn_at, made_at, lots, winners)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            program,
            draw.reward,
            millis(draw.drawn_at),
            millis(now),
            number(lots.len()),
            number(winners.len()),
        ],
    )?;
    tx.execute(
        "UPDATE redemptions SET won = 0
         WHERE program = $1 AND reward = $2 AND status = 'used' AND won IS NULL
           AND created_at >= $3 AND created_at < $4",
        args![program, draw.reward, since, millis(draw.drawn_at)],
    )?;
    for lot in winners.iter().filter_map(|place| lots.get(*place)) {
        let sql = "UPDATE redemptions SET won = 1 WHERE program = $1 AND redemption = $2";
        tx.execute(sql, args![program, &lot.redemption])?;
    }
    Ok(())
}

/// How many lots there are, those of who left among them.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, program: &str, draw: Draw<'_>) -> Result<i64, StoreError> {
    let since = since(tx, program, draw)?;
    let sql = "SELECT COUNT(*) FROM redemptions
               WHERE program = $1 AND reward = $2 AND status = 'used'
                 AND created_at >= $3 AND created_at < $4";
    let args = args![program, draw.reward, since, millis(draw.drawn_at)];
    Ok(tx.query_one(sql, args, |row| row.int(0))?.unwrap_or(0))
}

/// The lots after that redemption, in the order of their ids, so many at most; perhaps only those
/// that won.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &mut Tx<'_>,
    program: &str,
    draw: Draw<'_>,
    won: bool,
    (after, limit): (&str, i64),
) -> Result<Vec<AdminLot>, StoreError> {
    let since = since(tx, program, draw)?;
    let sql = "SELECT r.redemption, m.customer, r.created_at, r.won FROM redemptions r
               LEFT JOIN members m ON m.program = r.program AND m.member = r.member
               WHERE r.program = $1 AND r.reward = $2 AND r.status = 'used'
                 AND r.created_at >= $3 AND r.created_at < $4 AND r.redemption > $5
                 AND (CAST($6 AS BIGINT) = 0 OR r.won = 1)
               ORDER BY r.redemption LIMIT $7";
    let until = millis(draw.drawn_at);
    let args = args![program, draw.reward, since, until, after, i64::from(won), limit];
    tx.query(sql, args, |row| {
        Ok(AdminLot {
            redemption: row.text(0)?,
            customer: row.text_or_null(1)?,
            at: instant(row.int(2)?)?,
            won: row.int_or_null(3)?.map(|won| won != 0),
        })
    })
}
