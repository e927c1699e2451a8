//! Games of chance: what was played, and how often each prize was won.

use super::time::millis;
use super::{StoreError, Tx};
use crate::args;
use std::collections::BTreeMap;
use stempel_protocol::Timestamp;

/// What a play won.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Won {
    /// The prize; absent when nothing was won.
    pub prize: Option<String>,
    /// Its points.
    pub points: Option<i64>,
    /// The redemption of its reward.
    pub redemption: Option<String>,
}

/// A play: whose, of what, for what.
#[derive(Debug, Clone, Copy)]
pub struct Play<'a> {
    /// The member.
    pub member: &'a str,
    /// The game.
    pub game: &'a str,
    /// What gave it.
    pub entitlement: &'a str,
}

/// What a play won, if it was played.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, play: Play<'_>) -> Result<Option<Won>, StoreError> {
    let sql = "SELECT prize, points, redemption FROM game_plays
               WHERE program = $1 AND member = $2 AND game = $3 AND entitlement = $4";
    tx.query_one(sql, args![program, play.member, play.game, play.entitlement], |row| {
        Ok(Won {
            prize: row.text_or_null(0)?,
            points: row.int_or_null(1)?,
            redemption: row.text_or_null(2)?,
        })
    })
}

/// Writes a play down, and its prize as won.
///
/// # Errors
/// A conflict when it was played before.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    play: Play<'_>,
    won: &Won,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO game_plays (program, member, game, entitlement, prize, points, redemption, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            program,
            play.member,
            play.game,
            play.entitlement,
            won.prize.as_ref(),
            won.points,
            won.redemption.as_ref(),
            millis(now),
        ],
    )?;
    if let Some(prize) = &won.prize {
        tx.execute(
            "INSERT INTO game_prizes (program, game, prize, won) VALUES ($1, $2, $3, 1)
             ON CONFLICT (program, game, prize) DO UPDATE SET won = game_prizes.won + 1",
            args![program, play.game, prize],
        )?;
    }
    Ok(())
}

/// How often each prize of a game was won.
///
/// # Errors
/// When the database fails.
pub fn won(
    tx: &mut Tx<'_>,
    program: &str,
    game: &str,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let sql = "SELECT prize, won FROM game_prizes WHERE program = $1 AND game = $2";
    let won = tx.query(sql, args![program, game], |row| Ok((row.text(0)?, row.int(1)?)))?;
    Ok(won.into_iter().collect())
}

/// Forgets a member. What was won stays counted.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM game_plays WHERE program = $1 AND member = $2";
    tx.execute(sql, args![program, member]).map(drop)
}
