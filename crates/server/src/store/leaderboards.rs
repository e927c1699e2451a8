//! Leaderboards: who takes part, under which name, and what they earned.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use chrono::NaiveDate;
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
/// A conflict when somebody else has the name.
pub fn enter(
    tx: &mut Tx<'_>,
    board: Board<'_>,
    member: &str,
    alias: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key: String = alias.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
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

/// What those who take part earned from a day on and before another.
///
/// # Errors
/// When the database fails.
pub fn scores(
    tx: &mut Tx<'_>,
    board: Board<'_>,
    reader: &str,
    (first, after): (NaiveDate, NaiveDate),
) -> Result<Vec<Score>, StoreError> {
    let sql = "SELECT e.alias, e.member, CAST(COALESCE(SUM(q.points), 0) AS BIGINT)
               FROM leaderboard_entries e
               LEFT JOIN qualifying q ON q.program = e.program AND q.member = e.member
                                     AND q.day >= $3 AND q.day < $4
               WHERE e.program = $1 AND e.leaderboard = $2
               GROUP BY e.alias, e.member";
    let (first, after) = (first.to_string(), after.to_string());
    tx.query(sql, args![board.program, board.id, &first, &after], |row| {
        Ok(Score { alias: row.text(0)?, own: row.text(1)? == reader, points: row.int(2)? })
    })
}

/// Forgets a member.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM leaderboard_entries WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, member]).map(drop)
}
