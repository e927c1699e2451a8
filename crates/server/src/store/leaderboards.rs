//! Leaderboards: who takes part, under which name, and what they earned.

use super::db::Row;
use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use crate::text;
use chrono::NaiveDate;
use std::collections::HashMap;
use stempel_engine::leaderboard::Score;
use stempel_protocol::Timestamp;

/// A leaderboard of the books.
#[derive(Debug, Clone, Copy)]
pub struct Board<'a> {
    /// The books.
    pub program: &'a str,
    /// The leaderboard.
    pub id: &'a str,
}

/// Somebody takes part, under that name from now on.
///
/// # Errors
/// A conflict when somebody else has the name, or one that looks the same.
pub fn enter(
    tx: &mut Tx<'_>,
    board: Board<'_>,
    member: &str,
    alias: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = text::folded(alias);
    tx.execute(
        "INSERT INTO leaderboard_entries (program, leaderboard, member, alias, alias_key, since)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (program, leaderboard, member) DO UPDATE SET
            alias = excluded.alias, alias_key = excluded.alias_key",
        args![board.program, board.id, member, alias, &key, millis(now)],
    )?;
    Ok(())
}

/// Somebody takes part no more.
///
/// # Errors
/// When the database fails.
pub fn leave(tx: &mut Tx<'_>, board: Board<'_>, member: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM leaderboard_entries
               WHERE program = $1 AND leaderboard = $2 AND member = $3";
    tx.execute(sql, args![board.program, board.id, member]).map(drop)
}

/// What everybody who takes part earned from a day on and before another, by member.
///
/// # Errors
/// When the database fails.
pub fn scores(
    tx: &mut Tx<'_>,
    board: Board<'_>,
    (first, after): (NaiveDate, NaiveDate),
) -> Result<HashMap<String, Score>, StoreError> {
    let (first, after) = (first.to_string(), after.to_string());
    let all = tx.query(
        &[SCORES, "GROUP BY e.member, e.alias"].concat(),
        args![board.program, board.id, &first, &after],
        |row| Ok((row.text(0)?, score(row, false)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// The same of one member; none for somebody who takes no part.
///
/// # Errors
/// When the database fails.
pub fn own_score(
    tx: &mut Tx<'_>,
    board: Board<'_>,
    member: &str,
    (first, after): (NaiveDate, NaiveDate),
) -> Result<Option<Score>, StoreError> {
    let (first, after) = (first.to_string(), after.to_string());
    tx.query_one(
        &[SCORES, "AND e.member = $5 GROUP BY e.member, e.alias"].concat(),
        args![board.program, board.id, &first, &after, member],
        |row| score(row, true),
    )
}

const SCORES: &str = "SELECT e.member, e.alias, CAST(COALESCE(SUM(q.points), 0) AS BIGINT)
     FROM leaderboard_entries e
     LEFT JOIN qualifying q ON q.program = e.program AND q.member = e.member
                           AND q.day >= $3 AND q.day < $4
     WHERE e.program = $1 AND e.leaderboard = $2 ";

fn score(row: &Row<'_>, own: bool) -> Result<Score, StoreError> {
    Ok(Score { alias: row.text(1)?, points: row.int(2)?, own })
}

/// Forgets a member.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM leaderboard_entries WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, member]).map(drop)
}
