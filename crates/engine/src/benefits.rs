//! What a member is entitled to at the shop's till, as of now.
//!
//! - What a tier brings, every higher one brings, too.
//! - Discounts do not add up: the best one counts.

use crate::Instant;
use crate::member::{Member, standing};
use crate::membership;
use crate::program::{Access, Early, Program, Tier};
use crate::tier::{Standing, reaches};
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// What a (settled) member, or somebody who has not joined, is entitled to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled<'a> {
    /// The tier held.
    pub tier: Option<&'a Tier>,
    /// Whether the paid membership is on.
    pub membership: bool,
    /// Standing discounts, of which the best counts.
    pub discounts: Vec<Discount<'a>>,
    /// Whether delivery costs nothing.
    pub free_shipping: bool,
    /// What is open or will be, in the order of the file.
    pub access: Vec<Opening<'a>>,
    /// When some of this changes by time alone; absent when nothing does.
    pub changes_at: Option<Instant>,
}

/// A standing discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discount<'a> {
    /// The tier that brings it; absent for the paid membership.
    pub tier: Option<&'a str>,
    /// Percent off.
    pub percent: i64,
}

/// When something opens to this member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'a> {
    /// What opens.
    pub access: &'a Access,
    /// When; in the past when it is open.
    pub opens_at: Instant,
}

impl Entitled<'_> {
    /// The discount that counts, in percent; 0 for none.
    #[must_use]
    pub fn discount_percent(&self) -> i64 {
        self.discounts.iter().map(|it| it.percent).max().unwrap_or(0)
    }
}

/// What a (settled) member, or somebody who has not joined, is entitled to now.
#[must_use]
pub fn entitled<'a>(program: &'a Program, member: &Member, now: Instant) -> Entitled<'a> {
    let joined = member.joined_at.is_some();
    let standing = standing(program, member, now).filter(|_| joined);
    let paid = joined && membership::is_on(member, now);
    let held = held(program, standing.as_ref());
    let of_tiers = held.iter().map(|it| (Some(it.id.as_str()), it.gives));
    let of_membership = paid.then_some((None, program.membership));
    let gives: Vec<_> = of_tiers.chain(of_membership).collect();
    let best = |of_tier: bool| {
        let some = gives
            .iter()
            .filter(move |(tier, it)| tier.is_some() == of_tier && it.discount_percent > 0);
        some.max_by_key(|(_, it)| it.discount_percent)
    };
    let tier = standing.as_ref().map(|it| it.tier);
    let discounts = [best(true), best(false)].into_iter().flatten();
    let access = openings(program, tier, (paid, &member.record.opened), now);
    Entitled {
        tier,
        membership: paid,
        discounts: discounts
            .map(|(tier, it)| Discount { tier: *tier, percent: it.discount_percent })
            .collect(),
        free_shipping: gives.iter().any(|(_, it)| it.free_shipping),
        changes_at: changes_at(member, standing.as_ref(), &access, now),
        access,
    }
}

/// The tier held and those below it.
fn held<'a>(program: &'a Program, standing: Option<&Standing<'a>>) -> &'a [Tier] {
    let list = program.tiers.as_ref().map_or(&[][..], |tiers| &tiers.list);
    let place = standing.and_then(|held| list.iter().position(|it| it.id == held.tier.id));
    place.map_or(&[], |place| &list[..=place])
}

fn openings<'a>(
    program: &'a Program,
    tier: Option<&Tier>,
    (paid, taken): (bool, &BTreeMap<String, i64>),
    now: Instant,
) -> Vec<Opening<'a>> {
    let held = tier.map(|it| it.id.as_str());
    let has = |early: &Early| match &early.tier {
        Some(asked) => reaches(program, held, asked),
        None => paid,
    };
    let opening = |access: &'a Access| {
        let early = access.early.iter().filter(|it| has(it)).map(|it| it.hours);
        let early = early.chain(taken.get(&access.id).copied()).max();
        let starts = access.window.starts?;
        Some(Opening { access, opens_at: starts - TimeDelta::hours(early.unwrap_or(0)) })
    };
    let to_come = program.access.iter().filter(|it| !it.window.is_over(now));
    to_come.filter_map(opening).collect()
}

fn changes_at(
    member: &Member,
    standing: Option<&Standing<'_>>,
    access: &[Opening<'_>],
    now: Instant,
) -> Option<Instant> {
    let paid = member.record.membership.iter().filter_map(|it| it.until);
    let opens = access.iter().map(|it| it.opens_at);
    let ends = access.iter().filter_map(|it| it.access.window.ends);
    let all = paid.chain(opens).chain(ends).chain(standing.and_then(|it| it.until));
    all.filter(|at| *at > now).min()
}
