//! Games of chance: `POST games/{id}/plays`, drawn here and nowhere else, and what is left.

use super::{Context, Customer, grant, hold, member_of, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::games::{self, Play, Won};
use crate::store::members::{Stored, Wanted};
use crate::store::{Lock, StoreError, Tx, ledger, orders};
use stempel_engine::cart::Order;
use stempel_engine::game;
use stempel_engine::program::{Entitlement, Game, PrizeKind};
use stempel_protocol::{GameLeft, GameOpen, PlayReply, PlayRequest, PrizeLeft};

/// How many orders are looked at: the newest of those a play may still be for.
const ORDERS: i64 = 50;

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
            let orders = orders_of(tx, context, &stored.id)?;
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
    let (program, now) = (context.program(), context.now);
    if program.games.is_empty() {
        return Ok(Vec::new());
    }
    let orders = orders_of(tx, context, member)?;
    let mut open = Vec::new();
    for game in &program.games {
        // No play that is open now was open before that.
        let days = match game.entitlement {
            Entitlement::Order { valid_days, .. } => valid_days,
            Entitlement::Every(_) => 31,
        };
        let since = now - chrono::TimeDelta::days(days);
        let played = games::played(tx, context.ledger(), member, &game.id, since)?;
        let plays = game::open(program, game, &orders, &played, now);
        if !plays.is_empty() {
            open.push(GameOpen { id: game.id.clone(), plays });
        }
    }
    Ok(open)
}

fn orders_of(tx: &mut Tx<'_>, context: &Context, member: &str) -> Result<Vec<Order>, StoreError> {
    let Some(since) = game::looks_back(context.program(), context.now) else {
        return Ok(Vec::new());
    };
    orders::newest(tx, context.ledger(), member, since, ORDERS)
}
