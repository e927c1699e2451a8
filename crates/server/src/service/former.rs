//! What was had stays had: collected of a member who leaves, and given to the same customer when they
//! come back, so that coming and going gives nothing a second time.

use super::{Context, hold, member_of};
use crate::problem::Refusal;
use crate::store::games::{self, Play, Won};
use crate::store::late_returns::{self, Late};
use crate::store::members::{self, Stored, Wanted};
use crate::store::surveys::{self, Done};
use crate::store::{StoreError, Tx, departed, ledger, orders, profiles, redemptions, referrals};
use std::collections::BTreeMap;
use stempel_engine::former::{self, Had};
use stempel_engine::ledger::Wallet;
use stempel_engine::member::{Effect, Return};
use stempel_engine::survey::Closed;
use stempel_protocol::{WebhookOutcome, WebhookReply};

/// What a member had, once everything of theirs is closed by `leaving`.
pub(super) fn of(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    leaving: &Effect,
) -> Result<Had, StoreError> {
    let (program, books, now) = (context.program(), context.ledger(), context.now);
    let mut used = BTreeMap::new();
    for (reward, limit) in program.rewards.iter().filter_map(|it| Some((it, it.per_member_limit?)))
    {
        let taken = redemptions::used_at(tx, books, &reward.id, &stored.id, limit)?;
        used.insert(reward.id.clone(), taken);
    }
    let mut had = Had::of(program, &stored.member, leaving, &used, now);
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
    let effect = had.give_back(program, &mut stored.member, now);
    ledger::append(tx, stored, &effect, &program.version)?;
    if stored.member.profile.birthday_named_at.is_some() {
        profiles::save(tx, stored)?;
    }
    if let Some(mark) = departed::mark_of(tx, books, &stored.customer)? {
        referrals::move_to(tx, books, &mark, &stored.id)?;
        late_returns::move_to(tx, books, &mark, &stored.id)?;
    }
    departed::given_back(tx, books, &stored.customer)
}

/// What refunds of a member's orders would take back after they left, for their mark.
pub(super) fn late(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    leaving: &Effect,
) -> Result<Vec<Late>, StoreError> {
    let books = context.ledger();
    let of = departed::made_mark(tx, books, &stored.customer)?;
    let mut units = BTreeMap::new();
    for order in orders::of_member(tx, books, &stored.id)? {
        units.insert(order.id.clone(), order.kept().iter().map(|it| it.quantity).sum::<i64>());
    }
    let mut late = Vec::new();
    for (id, wallet, given) in late_returns::given(tx, books, &stored.id)? {
        let points = given - former::expired_of(&stored.member, leaving, &wallet, &id);
        let units = units.get(&id).copied().unwrap_or(0);
        if points > 0 && units > 0 {
            let order = late_returns::mark(tx, books, &id)?;
            late.push(Late { order, wallet, of: of.clone(), points, units });
        }
    }
    Ok(late)
}

/// No more is kept of what was left than refunds can take of it.
pub(super) fn keep_needed(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &Stored,
    (had, late): (&mut Had, &[Late]),
) -> Result<(), StoreError> {
    let before = late_returns::of(tx, context.ledger(), &stored.id)?;
    for (wallet, left) in &mut had.left {
        let own = before.iter().chain(late).filter(|it| it.wallet == *wallet);
        *left = (*left).min(own.map(|it| it.points).sum());
    }
    had.left.retain(|_, left| *left != 0);
    Ok(())
}

/// Something came back of an order whose member left: what was left then pays, and the rest is owed by
/// whoever they are now, or when they come back. Of an order in parts each unit counts the same: what
/// was in it nobody knows any more.
pub(super) fn returned(
    tx: &mut Tx<'_>,
    context: &Context,
    order: &str,
    back: Return<'_>,
) -> Result<WebhookReply, Refusal> {
    let books = context.ledger();
    let order = late_returns::mark(tx, books, order)?;
    // Twice: they may have come back before the mark was held.
    for _ in 0..2 {
        for of in held(tx, context, &order)? {
            hold(tx, context, &of)?;
        }
    }
    let mut reply = WebhookReply::new(WebhookOutcome::Kept, 0);
    for mut late in late_returns::of_order(tx, books, &order)? {
        let units = match back {
            Return::All => late.units,
            Return::Units(units) => units.iter().map(|it| it.quantity).sum::<i64>(),
        };
        let units = units.min(late.units);
        let share = i128::from(late.points) * i128::from(units) / i128::from(late.units);
        let points = i64::try_from(share).unwrap_or(late.points);
        late.points -= points;
        late.units -= units;
        late_returns::set(tx, books, &late)?;
        if let Some(changed) = take_back(tx, context, &late, points)? {
            let before = reply.points;
            reply = WebhookReply::new(WebhookOutcome::Applied, before + changed);
        }
    }
    Ok(reply)
}

/// Nobody else changes what hangs on a customer's mark. Comes right after the customer is held.
pub(super) fn hold_mark(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
) -> Result<(), StoreError> {
    match departed::mark_of(tx, context.ledger(), customer)? {
        Some(mark) => hold(tx, context, &mark),
        None => Ok(()),
    }
}

/// Whom to hold before the rows of an order are read that decide: the mark, and who they are now.
fn held(tx: &mut Tx<'_>, context: &Context, order: &str) -> Result<Vec<String>, StoreError> {
    let Some(late) = late_returns::of_order(tx, context.ledger(), order)?.pop() else {
        return Ok(Vec::new());
    };
    let Some(customer) = members::customer(tx, context.ledger(), &late.of)? else {
        return Ok(vec![late.of]);
    };
    let mark = departed::mark_of(tx, context.ledger(), &customer)?;
    Ok(std::iter::once(customer).chain(mark).collect())
}

/// Says what it changed in points, of somebody who is a member now.
fn take_back(
    tx: &mut Tx<'_>,
    context: &Context,
    late: &Late,
    points: i64,
) -> Result<Option<i64>, Refusal> {
    let (program, books) = (context.program(), context.ledger());
    let Some(customer) = members::customer(tx, books, &late.of)? else {
        if let Some(mut had) = departed::had(tx, books, &late.of)? {
            had.take_back(program, &late.wallet, points);
            departed::set_had(tx, books, &late.of, &had)?;
        }
        return Ok(None);
    };
    let Some(mut stored) = member_of(tx, context, &customer, Wanted::Everything)? else {
        return Ok(None);
    };
    let (wallet, now) = (&late.wallet, context.now);
    let effect = former::taken_back(program, &mut stored.member, wallet, points, now);
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    Ok(Some(effect.points_in(&Wallet::default())))
}
