//! Games of chance: `POST games/{id}/plays`, drawn here and nowhere else, and what is left.

use super::{Context, Customer, grant, hold, member_of, own_order, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::games::{self, Play, Won};
use crate::store::members::{Stored, Wanted};
use crate::store::{Lock, StoreError, Tx, ledger, orders};
use stempel_engine::game;
use stempel_engine::program::{Game, PrizeKind};
use stempel_protocol::{GameLeft, GameOpen, PlayReply, PlayRequest, PrizeLeft, Timestamp};

/// How many orders are looked at: the newest of those that were not played for.
const ORDERS: i64 = 50;
/// How many plays of a game are shown at a time; those played make room for more.
const PLAYS: usize = 10;

/// Plays. The same play again wins what it won.
///
/// # Errors
/// `NotFound`, `NotJoined`, `PlayClosed` when it is not theirs to play (any more).
pub fn play(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
    request: &PlayRequest,
) -> Result<PlayReply, Refusal> {
    let game = context.program().game(id).ok_or(Refusal::NotFound("there is no such game"))?;
    hold(tx, context, &customer.id)?;
    let mut stored = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))?
        .ok_or(Refusal::NotJoined)?;
    let member = stored.id.clone();
    let play = Play { member: &member, game: &game.id, entitlement: &request.play };
    let won = match games::find(tx, context.ledger(), play)? {
        Some(won) => won,
        None => {
            let orders = own_order(tx, context, &stored, &request.play)?;
            if !game::open(context.program(), game, &orders, &[], context.now)
                .contains(&request.play)
            {
                return Err(Refusal::PlayClosed);
            }
            draw(tx, context, &mut stored, game, play)?
        }
    };
    let member = snapshot::of(tx, context, customer, Some(stored))?;
    let Won { prize, points, redemption } = won;
    Ok(PlayReply { prize, points, redemption, member })
}

fn draw(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    game: &Game,
    play: Play<'_>,
) -> Result<Won, Refusal> {
    let (program, now) = (context.program(), context.now);
    // What is left of the prizes, like what is left of a reward. No reward's id has a slash.
    let prizes = format!("game/{}", game.id);
    tx.lock(Lock::Stock { ledger: context.ledger(), reward: &prizes })?;
    let so_far = games::won(tx, context.ledger(), &game.id)?;
    let chance = getrandom::u64().map_err(|e| Refusal::Internal(e.to_string()))?;
    let prize = game::draw(game, &so_far, chance);
    let effect = game::played(program, &mut stored.member, game, play.entitlement, prize, now)
        .map_err(|refused| refusal(context, refused, ""))?;
    ledger::append(tx, stored, &effect, &program.version)?;
    let mut won = Won { prize: prize.map(|it| it.id.clone()), ..Won::default() };
    match prize.map(|it| &it.kind) {
        Some(PrizeKind::Points(points)) => won.points = Some(*points),
        Some(PrizeKind::Reward(reward)) => {
            let reward = program.reward(reward);
            let reward =
                reward.ok_or_else(|| Refusal::Internal("a prize without a reward".into()))?;
            won.redemption = Some(grant::give(tx, context, stored, reward)?);
        }
        None => {}
    }
    games::insert(tx, context.ledger(), play, &won, now)?;
    Ok(won)
}

/// What is left of a game's prizes.
///
/// # Errors
/// `NotFound`.
pub fn left(tx: &mut Tx<'_>, context: &Context, id: &str) -> Result<GameLeft, Refusal> {
    let game = context.program().game(id).ok_or(Refusal::NotFound("there is no such game"))?;
    let won = games::won(tx, context.ledger(), &game.id)?;
    let left = |prize: &stempel_engine::program::Prize| {
        let won = won.get(&prize.id).copied().unwrap_or(0);
        let left = prize.stock.map(|stock| (stock - won).max(0));
        PrizeLeft { id: prize.id.clone(), odds: prize.odds, left }
    };
    Ok(GameLeft { id: game.id.clone(), prizes: game.prizes.iter().map(left).collect() })
}

/// What a member may play now.
pub(super) fn open(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
) -> Result<Vec<GameOpen>, StoreError> {
    let mut open = Vec::new();
    for game in &context.program().games {
        let mut plays = match game::order_window(game, context.now) {
            Some(window) => of_orders(tx, context, member, game, window)?,
            None => of_days(tx, context, member, game)?,
        };
        plays.truncate(PLAYS);
        if !plays.is_empty() {
            open.push(GameOpen { id: game.id.clone(), plays });
        }
    }
    Ok(open)
}

/// As many orders are read as plays are shown; more, where the newest give none.
fn of_orders(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    game: &Game,
    window: (Timestamp, Timestamp),
) -> Result<Vec<String>, StoreError> {
    let mut plays = Vec::new();
    for limit in [i64::try_from(PLAYS).unwrap_or(ORDERS), ORDERS] {
        let orders = orders::unplayed(tx, context.ledger(), member, &game.id, window, limit)?;
        plays = game::open(context.program(), game, &orders, &[], context.now);
        if plays.len() >= PLAYS || i64::try_from(orders.len()).is_ok_and(|it| it < limit) {
            break;
        }
    }
    Ok(plays)
}

/// A play for a day, a week or a month.
fn of_days(
    tx: &mut Tx<'_>,
    context: &Context,
    member: &str,
    game: &Game,
) -> Result<Vec<String>, StoreError> {
    let mut plays = Vec::new();
    for entitlement in game::open(context.program(), game, &[], &[], context.now) {
        let play = Play { member, game: &game.id, entitlement: &entitlement };
        if games::find(tx, context.ledger(), play)?.is_none() {
            plays.push(entitlement);
        }
    }
    Ok(plays)
}
