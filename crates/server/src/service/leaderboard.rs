//! Leaderboards: how one stands, taking part under a name, and taking part no more.

use super::{Context, Customer, hold};
use crate::problem::Refusal;
use crate::store::leaderboards::{self, Board};
use crate::store::{Tx, members};
use crate::text;
use stempel_engine::leaderboard::{self, Score};
use stempel_engine::program::Leaderboard as Definition;
use stempel_protocol::{Leaderboard, LeaderboardPlace};

/// A leaderboard as it stands, for a member: others as of some moments ago.
///
/// # Errors
/// `NotFound`, `NotJoined`.
pub fn read(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
) -> Result<Leaderboard, Refusal> {
    let definition = find(context, id)?;
    let member = member(tx, context, customer)?;
    of(tx, context, definition, &member)
}

/// A member takes part, under a name of their choice; again under another one to change it.
///
/// # Errors
/// `NotFound`, `NotJoined`, `InvalidField`, `AliasTaken`.
pub fn enter(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
    alias: &str,
) -> Result<Leaderboard, Refusal> {
    let definition = find(context, id)?;
    let alias = text::alias(alias, "alias")?;
    hold(tx, context, &customer.id)?;
    let member = member(tx, context, customer)?;
    let board = Board { program: context.ledger(), id: &definition.id };
    leaderboards::enter(tx, board, &member, &alias, context.now)
        .map_err(|error| if error.is_conflict() { Refusal::AliasTaken } else { error.into() })?;
    of(tx, context, definition, &member)
}

/// A member takes part no more; their name is free again.
///
/// # Errors
/// `NotFound`, `NotJoined`.
pub fn leave(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
) -> Result<Leaderboard, Refusal> {
    let definition = find(context, id)?;
    hold(tx, context, &customer.id)?;
    let member = member(tx, context, customer)?;
    let board = Board { program: context.ledger(), id: &definition.id };
    leaderboards::leave(tx, board, &member)?;
    of(tx, context, definition, &member)
}

fn find<'a>(context: &'a Context, id: &str) -> Result<&'a Definition, Refusal> {
    let found = context.program().leaderboard(id);
    found.ok_or(Refusal::NotFound("there is no such leaderboard"))
}

fn member(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<String, Refusal> {
    members::id(tx, context.ledger(), &customer.id)?.ok_or(Refusal::NotJoined)
}

fn of(
    tx: &mut Tx<'_>,
    context: &Context,
    definition: &Definition,
    member: &str,
) -> Result<Leaderboard, Refusal> {
    let (program, now) = (context.program(), context.now);
    let days = leaderboard::days(program, definition, now);
    let window = leaderboard::window(program, definition, now);
    let board = Board { program: context.ledger(), id: &definition.id };
    let all = context.catalogue.scores(tx, context, board, days)?;
    let own = leaderboards::own_score(tx, board, member, days)?;
    let others = all.iter().filter(|(id, _)| *id != member).map(|(_, score)| score);
    let ranking = leaderboard::rank(definition, others.chain(&own));
    Ok(Leaderboard {
        id: definition.id.clone(),
        starts_at: window.starts,
        ends_at: window.ends,
        people: i64::try_from(ranking.people).unwrap_or(i64::MAX),
        hidden: ranking.people < leaderboard::PEOPLE_MIN,
        top: ranking.top.into_iter().map(|(place, score)| shown(Some(place), score)).collect(),
        own: ranking.own.map(|(place, score)| shown(place, score)),
    })
}

fn shown(place: Option<i64>, score: Score) -> LeaderboardPlace {
    LeaderboardPlace { place, alias: score.alias, points: score.points, own: score.own }
}
