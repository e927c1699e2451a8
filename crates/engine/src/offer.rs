//! Which offers a member gets, and why: from what they did, each with the reason in a code.

use crate::Instant;
use crate::bought::Bought;
use crate::ledger::Account;
use crate::member::Member;
use crate::program::{Because, Offer, OwnDay, Program, Reward};
use crate::{left_cart, member, own_day, segment, tier};
use chrono::Days;
use serde::{Deserialize, Serialize};

/// When an offer was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// When.
    pub at: Instant,
    /// The first instant at which it is off again; absent when only its window ends it.
    pub until: Option<Instant>,
}

/// An offer as it stands for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferState<'a> {
    /// The offer.
    pub offer: &'a Offer,
    /// Why this member gets it; absent once it is accepted, whatever the reason was.
    pub why: Option<Why>,
    /// Whether it is on: what it gives can be had. Otherwise it waits to be accepted.
    pub is_on: bool,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When it ends; absent when it does not, or nobody can know.
    pub ends: Option<Instant>,
}

/// Why a member gets an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// They are of a segment.
    Segment,
    /// Most of what they spend goes there.
    FavouriteCategory {
        /// The category.
        category: String,
    },
    /// They buy it regularly and it is due.
    Due {
        /// The product.
        sku: String,
    },
    /// They have not bought anything for a while.
    Lapsed {
        /// For so many days.
        days: i64,
    },
    /// Something has lain in their cart for a while.
    LeftCart,
    /// Their birthday is near.
    Birthday,
    /// The day they joined is near.
    Anniversary,
    /// A reward is near.
    NearReward {
        /// Which.
        reward: String,
        /// What is missing.
        points: i64,
    },
}

/// Why an offer cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is none of that id for this member now.
    #[error("there is no such offer for this member now")]
    Unknown,
}

/// Whether things may be chosen for this member by what they did.
#[must_use]
pub fn may_choose(program: &Program, member: &Member) -> bool {
    program.personal.as_ref().is_none_or(|consent| member.consents.contains(consent))
}

/// Every offer that a (settled) member has at that instant, in the order of the file.
#[must_use]
pub fn states<'a>(program: &'a Program, member: &Member, at: Instant) -> Vec<OfferState<'a>> {
    if program.offers.is_empty() || !member.had_joined(at) {
        return Vec::new();
    }
    let segments = segment::of(program, member, at);
    let state = |offer: &'a Offer| state(program, member, &segments, offer, at);
    program.offers.iter().filter_map(state).collect()
}

/// The ids of the offers that are on.
#[must_use]
pub fn on(program: &Program, member: &Member, at: Instant) -> Vec<String> {
    let states = states(program, member, at).into_iter().filter(|it| it.is_on);
    states.map(|it| it.offer.id.clone()).collect()
}

/// Accepts an offer. One that is accepted already stays as it is.
///
/// # Errors
/// [`Refused::Unknown`], also for an offer that needs no accepting.
pub fn accept(
    program: &Program,
    member: &mut Member,
    offer: &str,
    now: Instant,
) -> Result<(), Refused> {
    let states = states(program, member, now);
    let found = states.into_iter().find(|it| it.offer.id == offer && it.offer.accept);
    let state = found.ok_or(Refused::Unknown)?;
    if state.accepted_at.is_none() {
        let last = |days: i64| program.day(now) + Days::new(days.unsigned_abs() - 1);
        let until = state.offer.days.map(|days| program.end_of(last(days)));
        let until = until.into_iter().chain(state.offer.window.ends).min();
        member.record.offers.insert(offer.to_owned(), Accepted { at: now, until });
    }
    Ok(())
}

fn state<'a>(
    program: &Program,
    member: &Member,
    segments: &[String],
    offer: &'a Offer,
    at: Instant,
) -> Option<OfferState<'a>> {
    let accepted = member.record.offers.get(&offer.id).filter(|it| offer.accept && it.at <= at);
    if let Some(Accepted { at: accepted_at, until }) = accepted {
        if until.is_none_or(|until| at < until) && !offer.window.is_over(at) {
            let (accepted_at, ends) = (Some(*accepted_at), *until);
            return Some(OfferState { offer, why: None, is_on: true, accepted_at, ends });
        }
        let again = until.zip(offer.again_after_days);
        again.filter(|(until, days)| *until + Days::new(days.unsigned_abs()) <= at)?;
    }
    let fits = offer.window.contains(at)
        && segment::allows(&offer.segments, segments)
        && may_choose(program, member);
    let (why, ends) = why(program, member, segments, offer, at).filter(|_| fits)?;
    let ends = ends.into_iter().chain(offer.window.ends).min();
    Some(OfferState { offer, why: Some(why), is_on: !offer.accept, accepted_at: None, ends })
}

/// Why it suits the member, and when that ends, if it is known.
fn why(
    program: &Program,
    member: &Member,
    segments: &[String],
    offer: &Offer,
    at: Instant,
) -> Option<(Why, Option<Instant>)> {
    let bought = || Bought::by(program, member);
    match &offer.because {
        Because::Segment => Some((Why::Segment, None)),
        Because::FavouriteCategory { categories } => {
            let category = bought().favourite(program, at)?.to_owned();
            let fits = categories.is_empty() || categories.contains(&category);
            fits.then_some((Why::FavouriteCategory { category }, None))
        }
        Because::Due { skus } => {
            let sku = bought().due(program, skus, at)?.to_owned();
            Some((Why::Due { sku }, None))
        }
        Because::Lapsed { days } => {
            let last = segment::last_order(program, member, at)?;
            let gone = (program.day(at) - last).num_days();
            (gone >= *days).then_some((Why::Lapsed { days: gone }, None))
        }
        Because::LeftCart { hours } => {
            let forgotten = left_cart::left(member, *hours, at)?;
            Some((Why::LeftCart, Some(forgotten)))
        }
        Because::OwnDay(around) => {
            let tier = member::standing(program, member, at).map(|it| it.tier.id.as_str());
            let window = own_day::window(program, member, tier, around, at)?;
            let why = match around.day {
                OwnDay::Birthday => Why::Birthday,
                OwnDay::Anniversary => Why::Anniversary,
            };
            window.contains(at).then_some((why, window.ends))
        }
        Because::NearReward { points } => {
            let (missing, reward) = nearest(program, member, segments, at)?;
            let why = Why::NearReward { reward: reward.id.clone(), points: missing };
            (missing <= *points).then_some((why, None))
        }
    }
}

/// Whether what earns may come and go with the balance: an order's rule hangs on an offer for those
/// who are near a reward. Whoever quotes such a program needs every lot of the member.
#[must_use]
pub fn may_follow_balance(program: &Program) -> bool {
    let follows = |offer: &Offer| matches!(offer.because, Because::NearReward { .. });
    let mut offers = program.offers.iter().filter(|it| follows(it));
    offers.any(|it| program.purchases.iter().any(|rule| rule.offer.as_ref() == Some(&it.id)))
}

/// The reward that is nearest by points, among those that nothing else keeps from this member. What
/// has a stock or a limit is left out: whether it is still to be had is not known here.
fn nearest<'a>(
    program: &'a Program,
    member: &Member,
    segments: &[String],
    at: Instant,
) -> Option<(i64, &'a Reward)> {
    let held = member::standing(program, member, at).map(|it| it.tier.id.as_str());
    let balance = |wallet| member.account_in(wallet).map(Account::balance).unwrap_or_default();
    let is_open = |it: &&Reward| {
        let free = it.stock.is_none() && it.per_member_limit.is_none();
        let always = it.offer.is_none() && it.around.is_none();
        let tier = it.tier.as_ref();
        free && always
            && it.window.contains(at)
            && segment::allows(&it.segments, segments)
            && tier.is_none_or(|tier| tier::reaches(program, held, tier))
    };
    let open = program.rewards.iter().filter(is_open);
    let missing = open.map(|it| (balance(&it.wallet).missing(it.cost), it));
    missing.filter(|(missing, _)| *missing > 0).min_by_key(|(missing, _)| *missing)
}
