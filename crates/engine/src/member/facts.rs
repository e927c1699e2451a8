//! What decides about rewards for a member.

use super::Member;
use crate::Instant;
use crate::bought::Bought;
use crate::ledger::{Account, Wallet};
use crate::program::{Every, Program, Reward, Window};
use crate::reward::{Facts, Taken};
use crate::tier::Standing;
use crate::{offer, own_day, segment};

/// Where the member stands among the tiers.
#[must_use]
pub fn standing<'a>(program: &'a Program, member: &Member, now: Instant) -> Option<Standing<'a>> {
    crate::tier::standing(program, &member.qualifying, now)
}

/// What decides about rewards for this (settled) member.
#[must_use]
pub fn facts(program: &Program, member: &Member, taken: &Taken, now: Instant) -> Facts {
    let available = |(wallet, account): (&Wallet, &Account)| {
        let available = account.balance().available;
        (wallet.clone(), available)
    };
    let owed = member.accounts().filter(|it| it.debt > 0).map(|it| (it.wallet.clone(), it.debt));
    let tier = standing(program, member, now).map(|standing| standing.tier.id.clone());
    let window = |it: &Reward| own_window(program, member, it, now);
    let windows = program.rewards.iter().filter_map(|it| Some((it.id.clone(), window(it)?)));
    let bought = offer::may_choose(program, member).then(|| Bought::by(program, member));
    Facts {
        windows: windows.collect(),
        segments: segment::of(program, member, now),
        offers: offer::on(program, member, now),
        favourite: bought.and_then(|it| it.favourite(program, now).map(str::to_owned)),
        joined: member.joined_at.is_some(),
        available: member.account.balance().available,
        others: member.others.iter().map(available).collect(),
        owed: owed.collect(),
        tier,
        taken: taken.clone(),
    }
}

/// The time around a day of the member's own in which they may take that reward: the one that is
/// on, or the next.
fn own_window(program: &Program, member: &Member, reward: &Reward, now: Instant) -> Option<Window> {
    let around = reward.around.as_ref()?;
    let tier = standing(program, member, now).map(|it| it.tier.id.as_str());
    own_day::window(program, member, tier, around, now)
}

/// How often they took a reward as a member before they left, as far as its limit looks back.
#[must_use]
pub fn taken_before(program: &Program, member: &Member, reward: &Reward, now: Instant) -> i64 {
    let since = counted_since(program, member, reward, now);
    let days = member.record.taken.get(&reward.id).into_iter().flatten();
    let counted = days.filter(|day| since.is_none_or(|since| program.start_of(**day) >= since));
    i64::try_from(counted.count()).unwrap_or(i64::MAX)
}

/// From when on a reward's takings count for its limit; none when all do.
#[must_use]
pub fn counted_since(
    program: &Program,
    member: &Member,
    reward: &Reward,
    now: Instant,
) -> Option<Instant> {
    if let Some(around) = &reward.around {
        let tier = standing(program, member, now).map(|it| it.tier.id.as_str());
        return own_day::counted_from(program, member, tier, around, now);
    }
    let first = reward.every.first_day(program.day(now));
    (reward.every != Every::Ever).then(|| program.start_of(first))
}
