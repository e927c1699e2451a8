//! Points that are no order's: of activities, of other rules, of corrections.

use super::work::Work;
use super::{Effect, Member, Refused};
use crate::Instant;
use crate::ledger::{self, Source, Times, Wallet};
use crate::program::{Activity, Program};

/// Books what an activity gives, and the badges it brings.
pub(crate) fn reward_activity(
    program: &Program,
    member: &mut Member,
    activity: &Activity,
    now: Instant,
) -> Result<Effect, Refused> {
    let mut work = Work::begin(program, member, now);
    work.credit_activity(activity)?;
    work.finish_earning(&[])
}

/// Books what one rule gives from a source, and the badges it brings.
pub(crate) fn give(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    now: Instant,
) -> Result<Effect, Refused> {
    give_then(program, member, source, (rule, points), program.times(now), now)
}

/// The same with other times than the program's.
pub(crate) fn give_then(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    times: Times,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let mut work = Work::begin(program, member, now);
    work.credit_rule_at(&Wallet::default(), source, (rule, points), times)?;
    work.finish_earning(&[])
}

/// Takes back what one rule gave at that instant from a source.
pub(crate) fn take_back(
    program: &Program,
    member: &mut Member,
    source: Source,
    (rule, points): (&str, i64),
    given_at: Instant,
    now: Instant,
) -> Result<Effect, Refused> {
    let mut work = Work::begin(program, member, now);
    work.take_back_rule(source, rule, points, given_at)?;
    Ok(work.effect)
}

/// A correction by the merchant in a wallet: what it gives is there at once, and expires as what is
/// earned there.
///
/// # Errors
/// [`Refused::Ledger`] when more is taken than is available.
pub fn adjust(
    program: &Program,
    member: &mut Member,
    wallet: &Wallet,
    amount: i64,
    now: Instant,
) -> Result<Effect, Refused> {
    let work = Work::begin(program, member, now);
    let times = Times { matures_at: now, ..program.times_in(wallet, now) };
    let corrected = ledger::adjust(work.member.account_of(wallet), times, amount, now)?;
    Ok(work.effect.with(corrected))
}
