//! Games of chance: who may play, and what a play wins. The caller brings the chance, and books a
//! play once an entitlement.
//!
//! - The odds are those of the file, whatever is left: a prize that ran out is a play without one.

use crate::Instant;
use crate::cart::Order;
use crate::counted::Counted;
use crate::ledger::Source;
use crate::member::{self, Effect, Member};
use crate::program::{Entitlement, Game, Prize, PrizeKind, Program};
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// The odds of what is certain: parts in a million.
pub const CERTAIN: i64 = 1_000_000;

/// What a member may play for now, each entitlement once: orders by their ids, or the first day of
/// the day, week or month. `orders` are the member's, newest first.
#[must_use]
pub fn open(
    program: &Program,
    game: &Game,
    orders: &[Order],
    played: &[String],
    now: Instant,
) -> Vec<String> {
    let entitled: Vec<String> = match &game.entitlement {
        Entitlement::Order { minimum_spend, valid_days } => {
            let valid = |it: &&Order| {
                let until = it.at + TimeDelta::days(*valid_days);
                game.window.contains(it.at) && (it.at..until).contains(&now)
            };
            let valid = orders.iter().filter(valid);
            let large = valid.filter(|it| Counted::of(it).comes_to(*minimum_spend));
            large.map(|it| it.id.clone()).collect()
        }
        Entitlement::Every(every) if game.window.contains(now) => {
            vec![every.first_day(program.day(now)).to_string()]
        }
        Entitlement::Every(_) => Vec::new(),
    };
    entitled.into_iter().filter(|it| !played.contains(it)).collect()
}

/// When an order that gives a play of this game now was paid: after the first instant, up to the
/// other. None for a game that is not about orders.
#[must_use]
pub fn order_window(game: &Game, now: Instant) -> Option<(Instant, Instant)> {
    match game.entitlement {
        Entitlement::Order { valid_days, .. } => Some((now - TimeDelta::days(valid_days), now)),
        Entitlement::Every(_) => None,
    }
}

/// What a play wins. `chance` is any number with equal odds, `won` how often each prize was won.
#[must_use]
pub fn draw<'a>(game: &'a Game, won: &BTreeMap<String, i64>, chance: u64) -> Option<&'a Prize> {
    let million = u128::from(CERTAIN.unsigned_abs());
    let mut drawn = i64::try_from((u128::from(chance) * million) >> 64).unwrap_or(CERTAIN);
    let prize = game.prizes.iter().find(|prize| {
        drawn -= prize.odds;
        drawn < 0
    })?;
    let won = won.get(&prize.id).copied().unwrap_or(0);
    (prize.stock.is_none_or(|stock| won < stock)).then_some(prize)
}

/// Books a play. A reward that was won is given by [`member::grant`] besides.
///
/// # Errors
/// [`member::Refused::NotJoined`], [`member::Refused::Ledger`].
pub fn played(
    program: &Program,
    member: &mut Member,
    game: &Game,
    entitlement: &str,
    prize: Option<&Prize>,
    now: Instant,
) -> Result<Effect, member::Refused> {
    let Some(PrizeKind::Points(points)) = prize.map(|it| &it.kind) else {
        return Ok(member::settle(program, member, now));
    };
    let (game_id, entitlement) = (game.id.clone(), entitlement.to_owned());
    let source = Source::Game { game: game_id, entitlement };
    member::give(program, member, source, (&game.id, *points), now)
}
