//! Whether a member may take a reward now, and every reason why not.

use crate::Instant;
use crate::cart::Cart;
use crate::earning::POINTS_MAX;
use crate::ledger::{Balance, Wallet};
use crate::program::{OwnDay, Program, Reward, RewardKind, Window};
use crate::segment;
use crate::tier;
use std::collections::BTreeMap;

/// How often rewards were taken, by their ids; open (as of now) and used redemptions count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// By this member.
    pub by_member: BTreeMap<String, i64>,
    /// By all members; needed for rewards with a stock.
    pub by_all: BTreeMap<String, i64>,
}

/// What decides about rewards; [`crate::member::facts`] makes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether the customer has joined.
    pub joined: bool,
    /// Points available now.
    pub available: i64,
    /// What is available now in further wallets.
    pub others: BTreeMap<Wallet, i64>,
    /// What is owed, in wallets where anything is.
    pub owed: BTreeMap<Wallet, i64>,
    /// The tier held.
    pub tier: Option<String>,
    /// How often rewards were taken.
    pub taken: Taken,
    /// The segments the member is in.
    pub segments: Vec<String>,
    /// The offers that are on for them.
    pub offers: Vec<String>,
    /// For rewards around a day of their own: the time that is on or comes next, by the reward.
    pub windows: BTreeMap<String, Window>,
    /// The category they spend most on, where it may be looked at.
    pub favourite: Option<String>,
}

impl Facts {
    /// What is available now in that wallet.
    #[must_use]
    pub fn available_in(&self, wallet: &Wallet) -> i64 {
        let other = || self.others.get(wallet).copied().unwrap_or(0);
        if wallet.is_primary() { self.available } else { other() }
    }

    /// What has to come in before that reward can be paid for.
    #[must_use]
    pub fn missing(&self, reward: &Reward) -> i64 {
        let debt = self.owed.get(&reward.wallet).copied().unwrap_or(0);
        let available = self.available_in(&reward.wallet);
        Balance { available, debt, ..Balance::default() }.missing(reward.cost)
    }
}

/// Why a reward cannot be taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The customer has not joined.
    NotJoined,
    /// Its window is over.
    Over,
    /// Its window has not begun.
    NotYet {
        /// When it does.
        at: Instant,
    },
    /// None left.
    Stock,
    /// Taken as often as allowed.
    Limit {
        /// How often that is.
        limit: i64,
        /// When it can be taken again, if ever.
        again: Option<Instant>,
    },
    /// A higher tier holds it.
    Tier {
        /// That tier.
        tier: String,
    },
    /// It is for other members: those of a segment, or with an offer.
    Segment,
    /// It is for a birthday, and they did not say when theirs is.
    Birthday,
    /// The cart is too small.
    CartMinimum {
        /// What is missing, in minor units.
        missing: i64,
    },
    /// Too few points, in the reward's wallet.
    MissingPoints {
        /// How many are missing, with what is owed.
        points: i64,
    },
}

/// What a reward costs now, or every reason why it cannot be taken. Without a cart (`None`) its
/// conditions on the cart are left to the shop.
///
/// # Errors
/// The reasons, the most lasting first.
pub fn decide(
    program: &Program,
    reward: &Reward,
    facts: &Facts,
    cart: Option<&Cart>,
    now: Instant,
) -> Result<i64, Vec<Reason>> {
    let window = reward.window;
    let missing = facts.missing(reward);
    let reasons: Vec<Reason> = [
        (!facts.joined).then_some(Reason::NotJoined),
        window.is_over(now).then_some(Reason::Over),
        window.starts.filter(|at| *at > now).map(|at| Reason::NotYet { at }),
        not_for_them(reward, facts),
        not_their_day(reward, facts, now),
        out_of_stock(reward, facts),
        over_limit(program, reward, facts, now),
        tier_missing(program, reward, facts),
        cart.and_then(|cart| cart_too_small(reward, cart)),
        (facts.joined && missing > 0).then_some(Reason::MissingPoints { points: missing }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if reasons.is_empty() { Ok(reward.cost) } else { Err(reasons) }
}

/// A reward of any amount as it is taken for that worth in minor units: what it costs then. None
/// for a worth that is no multiple of its amount, or beyond its most.
#[must_use]
pub fn worth(reward: &Reward, amount: i64) -> Option<Reward> {
    let (RewardKind::AmountOff { amount: step }, Some(most)) = (&reward.kind, reward.any_amount)
    else {
        return None;
    };
    let is_step = (*step..=most).contains(&amount) && amount % step == 0;
    let cost = is_step.then(|| reward.cost.checked_mul(amount / step)).flatten()?;
    let kind = RewardKind::AmountOff { amount };
    (cost <= POINTS_MAX).then(|| Reward { cost, kind, ..reward.clone() })
}

fn out_of_stock(reward: &Reward, facts: &Facts) -> Option<Reason> {
    let taken = facts.taken.by_all.get(&reward.id).copied().unwrap_or(0);
    reward.stock.filter(|stock| taken >= *stock).map(|_| Reason::Stock)
}

fn not_for_them(reward: &Reward, facts: &Facts) -> Option<Reason> {
    let offered = reward.offer.as_ref().is_none_or(|it| facts.offers.contains(it));
    let theirs = segment::allows(&reward.segments, &facts.segments) && offered;
    (!theirs).then_some(Reason::Segment)
}

fn not_their_day(reward: &Reward, facts: &Facts, now: Instant) -> Option<Reason> {
    let around = reward.around.as_ref().filter(|_| facts.joined)?;
    match (facts.windows.get(&reward.id), around.day) {
        (Some(window), _) => window.starts.filter(|at| *at > now).map(|at| Reason::NotYet { at }),
        (None, OwnDay::Birthday) => Some(Reason::Birthday),
        (None, OwnDay::Anniversary) => Some(Reason::Segment),
    }
}

fn over_limit(program: &Program, reward: &Reward, facts: &Facts, now: Instant) -> Option<Reason> {
    let taken = facts.taken.by_member.get(&reward.id).copied().unwrap_or(0);
    let limit = reward.per_member_limit.filter(|limit| taken >= *limit)?;
    let first = reward.every.first_day(program.day(now));
    let again = reward.every.next(first).map(|day| program.start_of(day));
    Some(Reason::Limit { limit, again })
}

fn tier_missing(program: &Program, reward: &Reward, facts: &Facts) -> Option<Reason> {
    let asked = reward.tier.as_ref()?;
    let held = tier::reaches(program, facts.tier.as_deref(), asked);
    (!held).then(|| Reason::Tier { tier: asked.clone() })
}

fn cart_too_small(reward: &Reward, cart: &Cart) -> Option<Reason> {
    let missing = reward.minimum_spend? - cart.paid();
    (missing > 0).then_some(Reason::CartMinimum { missing })
}

/// A reward as it stands for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardState<'a> {
    /// The reward.
    pub reward: &'a Reward,
    /// What it costs now.
    pub cost: i64,
    /// Why it cannot be taken now; empty when it can.
    pub reasons: Vec<Reason>,
    /// Why it stands where it does, if that is more than its cost.
    pub suits: Option<Suits>,
}

/// Why something suits a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suits {
    /// It is for a day of their own.
    OwnDay,
    /// It comes with an offer to them.
    Offer,
    /// It goes with the category they spend most on.
    FavouriteCategory,
    /// It is what they reach next.
    Nearest,
}

/// Every reward for this member as it stands, best first: what can be taken (what suits them, then
/// dearest first), then what only lacks points (nearest first), then what waits for more, then what
/// is gone. What is for other members is left out.
#[must_use]
pub fn catalogue<'a>(program: &'a Program, facts: &Facts, now: Instant) -> Vec<RewardState<'a>> {
    let state = |reward| {
        let reasons = decide(program, reward, facts, None, now).err().unwrap_or_default();
        RewardState { reward, cost: reward.cost, reasons, suits: suits(reward, facts) }
    };
    let mut states: Vec<RewardState<'a>> = program.rewards.iter().map(state).collect();
    states.retain(|it| !it.reasons.contains(&Reason::Segment));
    states.sort_by_key(RewardState::place);
    let nearest = states.iter_mut().find(|it| it.place().0 == 1);
    if let Some(nearest) = nearest {
        nearest.suits.get_or_insert(Suits::Nearest);
    }
    states
}

fn suits(reward: &Reward, facts: &Facts) -> Option<Suits> {
    let goes_with = |it: &String| reward.categories.contains(it);
    if reward.around.is_some() {
        Some(Suits::OwnDay)
    } else if reward.offer.is_some() {
        Some(Suits::Offer)
    } else {
        facts.favourite.as_ref().filter(|it| goes_with(it)).map(|_| Suits::FavouriteCategory)
    }
}

impl RewardState<'_> {
    /// Its place in the catalogue: the group, then within the group.
    fn place(&self) -> (u8, bool, i64) {
        match self.reasons.as_slice() {
            [] => (0, self.suits.is_none(), -self.cost),
            [Reason::MissingPoints { points }] => (1, false, *points),
            [Reason::Over | Reason::Stock | Reason::Limit { .. }, ..] => (3, false, self.cost),
            [Reason::NotJoined, Reason::Over | Reason::Stock, ..] => (3, false, self.cost),
            _ => (2, false, self.cost),
        }
    }
}
