//! Rewards that are taken, given, given back and used.

use super::work::Work;
use super::{Effect, Member, Refused, facts};
use crate::Instant;
use crate::cart::Cart;
use crate::ledger::{self, Used, Wallet};
use crate::program::{Program, Reward, RewardKind};
use crate::redemption;
use crate::reward::{self, Taken};

/// A redemption to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redeem<'a> {
    /// The caller's id of the redemption.
    pub redemption: &'a str,
    /// The reward.
    pub reward: &'a str,
    /// The cart it is meant for, when known.
    pub cart: Option<&'a Cart>,
    /// How often rewards were taken so far.
    pub taken: &'a Taken,
}

/// Gives a reward at no cost, whatever its conditions: a redemption of no points, with a code and
/// a deadline like any other, or used at once if it is of that kind.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Ledger`] for an id that is taken.
pub fn grant(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    reward: &Reward,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let work = Work::begin(program, member, now);
    let deadline = redemption::expires_at(reward, now);
    let account = work.member.account_of(&reward.wallet);
    let given = ledger::redeem(account, redemption, &reward.id, 0, deadline, now)?;
    used_at_once(program, work.effect.with(given), work.member, redemption, reward, now)
}

/// Takes a reward: its points are reserved until it is used, given back or its deadline passes.
/// One that is used at once ([`crate::program::RewardKind::is_immediate`]) leaves no hold.
///
/// # Errors
/// [`Refused::NotRedeemable`] with every reason, [`Refused::Unknown`] reward.
pub fn redeem(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    now: Instant,
) -> Result<Effect, Refused> {
    let reward = program.reward(command.reward).ok_or(Refused::Unknown("reward"))?;
    take(program, member, command, reward, now)
}

fn take(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    reward: &Reward,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let facts = facts(program, work.member, command.taken, now);
    let cost = reward::decide(program, reward, &facts, command.cart, now)
        .map_err(Refused::NotRedeemable)?;
    let deadline = redemption::expires_at(reward, now);
    let account = work.member.account_of(&reward.wallet);
    let taken = ledger::redeem(account, command.redemption, &reward.id, cost, deadline, now)?;
    used_at_once(program, work.effect.with(taken), work.member, command.redemption, reward, now)
}

/// Books the use of a reward that has no code to wait for, and what opens by it.
fn used_at_once(
    program: &Program,
    effect: Effect,
    member: &mut Member,
    redemption: &str,
    reward: &Reward,
    now: Instant,
) -> Result<Effect, Refused> {
    if !reward.kind.is_immediate() {
        return Ok(effect);
    }
    if let RewardKind::Opening { access, hours } = &reward.kind {
        let opened = member.record.opened.entry(access.clone()).or_default();
        *opened = (*opened).max(*hours);
    }
    let account = member.account_of(&reward.wallet);
    let points = program.points_in(&reward.wallet);
    Ok(effect.with_all(ledger::consume(account, points, redemption, now)?))
}

/// Takes a reward of any amount for that worth in minor units: one redemption, one code.
///
/// # Errors
/// As [`redeem`]; [`Refused::Unknown`] for a worth that [`reward::worth`] does not know.
pub fn redeem_amount(
    program: &Program,
    member: &mut Member,
    command: Redeem<'_>,
    amount: i64,
    now: Instant,
) -> Result<Effect, Refused> {
    let reward = program.reward(command.reward).ok_or(Refused::Unknown("reward"))?;
    let whole = reward::worth(reward, amount).ok_or(Refused::Unknown("amount"))?;
    take(program, member, command, &whole, now)
}

/// Gives a redemption back. Ask [`crate::redemption::can_cancel`] first.
///
/// # Errors
/// [`Refused::Ledger`] when it is not open (any more).
pub fn cancel(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let account = work.member.account_holding(redemption);
    let points = program.points_in(&account.wallet);
    let given_back = ledger::cancel(account, points, redemption, now)?;
    Ok(work.effect.with(given_back))
}

/// A redemption's code is used. Ask [`crate::redemption::can_use`] first.
///
/// # Errors
/// [`Refused::Ledger`] when it is not open (any more).
pub fn consume(
    program: &Program,
    member: &mut Member,
    redemption: &str,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let account = work.member.account_holding(redemption);
    let points = program.points_in(&account.wallet);
    let used = ledger::consume(account, points, redemption, now)?;
    Ok(work.effect.with_all(used))
}

/// A used redemption is open again, with its code, as long as it would have been; past its deadline it
/// is given back. Ask [`crate::redemption::can_release`] first.
///
/// # Errors
/// [`Refused::Ledger`] when it is open.
pub fn release(
    program: &Program,
    member: &mut Member,
    wallet: &Wallet,
    used: Used,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let rules = (program.points_in(wallet), program.times_in(wallet, now));
    let freed = ledger::reopen(work.member.account_of(wallet), rules, used, now)?;
    Ok(work.effect.with_all(freed))
}
