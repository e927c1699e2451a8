//! What was had stays had: collected of a member who leaves, and given to the same customer when they
//! come back, so that coming and going gives nothing a second time.

use super::Context;
use crate::store::games::{self, Play, Won};
use crate::store::members::Stored;
use crate::store::surveys::{self, Done};
use crate::store::{StoreError, Tx, departed, ledger, profiles, redemptions, referrals};
use std::collections::BTreeMap;
use stempel_engine::former::{self, Had};
use stempel_engine::member::Effect;
use stempel_engine::survey::Closed;

/// What a member had, once everything of theirs is closed.
pub(super) fn of(tx: &mut Tx<'_>, context: &Context, stored: &Stored) -> Result<Had, StoreError> {
    let (program, books, now) = (context.program(), context.ledger(), context.now);
    let mut used = BTreeMap::new();
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        let taken = redemptions::used_at(tx, books, &reward.id, &stored.id, limit)?;
        used.insert(reward.id.clone(), taken);
    }
    let mut had = Had::of(program, &stored.member, &used, now);
    for (game, entitlement) in former::plays(program, now) {
        let play = Play { member: &stored.id, game, entitlement: &entitlement };
        if games::find(tx, books, play)?.is_some() {
            had.plays.insert(game.to_owned(), entitlement);
        }
    }
    // One about an order is about an order that will not be theirs again.
    for survey in &program.surveys {
        if let Some(done) = surveys::done(tx, books, &stored.id, &survey.id, "")? {
            had.surveys.insert(survey.id.clone(), done.answered);
        }
    }
    Ok(had)
}

/// Gives it to the member they are now. What was played or answered wins and earns nothing.
pub(super) fn give_back(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    mut had: Had,
) -> Result<(), StoreError> {
    let (program, books, now) = (context.program(), context.ledger(), context.now);
    for (game, entitlement) in std::mem::take(&mut had.plays) {
        let play = Play { member: &stored.id, game: &game, entitlement: &entitlement };
        games::insert(tx, books, play, &Won::default(), now)?;
    }
    for (survey, answered) in std::mem::take(&mut had.surveys) {
        let closed = Closed { survey, order: String::new() };
        let done = Done { answered, points: 0 };
        surveys::close(tx, books, &stored.id, &closed, &done, now)?;
    }
    let completed = had.give_back(program, &mut stored.member);
    let effect = Effect { completed, ..Effect::default() };
    ledger::append(tx, stored, &effect, &program.version)?;
    if stored.member.profile.birthday_named_at.is_some() {
        profiles::save(tx, stored)?;
    }
    if let Some(mark) = departed::mark_of(tx, books, &stored.customer)? {
        referrals::move_to(tx, books, &mark, &stored.id)?;
    }
    departed::given_back(tx, books, &stored.customer)
}
