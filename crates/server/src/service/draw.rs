//! Draws: made once, a while after their time; who is in them and who won.

use super::Context;
use crate::problem::Refusal;
use crate::store::draws::{self, Draw};
use crate::store::{Lock, StoreError, Tx};
use crate::text;
use chrono::TimeDelta;
use stempel_engine::draw;
use stempel_engine::program::{Reward, RewardKind};
use stempel_protocol::{AdminDraw, Timestamp};

/// How many lots a page has, and at most.
const PAGE: (i64, i64) = (100, 500);
/// How many winners are told at once.
const WINNERS_MAX: i64 = 1000;
/// So many seconds after its time a draw is made: what was taken in the last moment is written by then.
const LATER: i64 = 60;

/// The draws whose time has come and which are not made yet, by their rewards.
///
/// # Errors
/// When the database fails.
pub fn due(tx: &mut Tx<'_>, context: &Context) -> Result<Vec<String>, StoreError> {
    let mut due = Vec::new();
    for (reward, draw, _) in context.program().rewards.iter().filter_map(of) {
        let is_time = draw.drawn_at + TimeDelta::seconds(LATER) <= context.now;
        if is_time && draws::made_at(tx, context.ledger(), draw)?.is_none() {
            due.push(reward.id.clone());
        }
    }
    Ok(due)
}

/// Makes a draw, once: another process may have been quicker. Says whether this one made it.
///
/// # Errors
/// When the database fails, or there is no chance to be had.
pub fn make(tx: &mut Tx<'_>, context: &Context, reward: &str) -> Result<bool, Refusal> {
    let ledger = context.ledger();
    let Some((_, draw, winners)) = context.program().reward(reward).and_then(of) else {
        return Ok(false);
    };
    tx.lock(Lock::Stock { ledger, reward })?;
    if draws::made_at(tx, ledger, draw)?.is_some() {
        return Ok(false);
    }
    let lots = draws::lots(tx, ledger, draw)?;
    let drawn = draw::draw(&lots, winners, below)?;
    draws::make(tx, ledger, draw, &lots, &drawn, context.now)?;
    Ok(true)
}

/// Whether the draw that a reward is a lot in was made, whatever time it is here. Whoever is about to
/// take a lot shares the reward before asking.
///
/// # Errors
/// When the database fails.
pub(super) fn is_made(
    tx: &mut Tx<'_>,
    context: &Context,
    reward: &Reward,
) -> Result<bool, StoreError> {
    let Some((_, draw, _)) = of(reward) else { return Ok(false) };
    Ok(draws::made_at(tx, context.ledger(), draw)?.is_some())
}

/// One of 0 to `most` - 1 by chance; what would make some of them more likely is drawn again.
fn below(most: usize) -> Result<usize, Refusal> {
    let most = most as u64;
    let fair = u64::MAX - u64::MAX % most;
    loop {
        let chance = getrandom::u64().map_err(|e| Refusal::Internal(e.to_string()))?;
        if chance < fair {
            return Ok((chance % most) as usize);
        }
    }
}

/// A draw as it stands, and a page of its lots.
///
/// # Errors
/// `NotFound` for a reward that is no draw, `InvalidField` for a limit that is none.
pub fn look(
    tx: &mut Tx<'_>,
    context: &Context,
    reward: &str,
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<AdminDraw, Refusal> {
    let (usual, most) = PAGE;
    let limit = limit.unwrap_or(usual);
    if !(1..=most).contains(&limit) {
        return Err(Refusal::field("limit", format!("from 1 to {most}")));
    }
    cursor.map(|it| text::id(it, "cursor")).transpose()?;
    let found = context.program().reward(reward).and_then(of);
    let (_, draw, _) = found.ok_or(Refusal::NotFound("there is no such draw"))?;
    let ledger = context.ledger();
    let made_at: Option<Timestamp> = draws::made_at(tx, ledger, draw)?;
    let winners = match made_at {
        Some(_) => draws::page(tx, ledger, draw, true, ("", WINNERS_MAX))?,
        None => Vec::new(),
    };
    let page = (cursor.unwrap_or_default(), limit + 1);
    let mut items = draws::page(tx, ledger, draw, false, page)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|it| it.redemption.clone());
    let lots = draws::count(tx, ledger, draw)?;
    let (reward, drawn_at) = (reward.to_owned(), draw.drawn_at);
    Ok(AdminDraw { reward, drawn_at, made_at, lots, winners, items, next })
}

fn of(reward: &Reward) -> Option<(&Reward, Draw<'_>, i64)> {
    match reward.kind {
        RewardKind::DrawEntry { drawn_at, winners } => {
            Some((reward, Draw { reward: &reward.id, drawn_at }, winners))
        }
        _ => None,
    }
}
