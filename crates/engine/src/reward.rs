//! Whether a member may take a reward now, and every reason why not.

use crate::Instant;
use crate::cart::Cart;
use crate::program::{Program, Reward};
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
    /// The tier held.
    pub tier: Option<String>,
    /// How often rewards were taken.
    pub taken: Taken,
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
    },
    /// A higher tier holds it.
    Tier {
        /// That tier.
        tier: String,
    },
    /// The cart is too small.
    CartMinimum {
        /// What is missing, in minor units.
        missing: i64,
    },
    /// Too few points.
    MissingPoints {
        /// How many are missing.
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
    let _ = (program, reward, facts, cart, now);
    todo!()
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
}

/// Every reward as it stands, best first: what can be taken (dearest first), then what only lacks
/// points (nearest first), then what waits for more, then what is gone.
#[must_use]
pub fn catalogue<'a>(program: &'a Program, facts: &Facts, now: Instant) -> Vec<RewardState<'a>> {
    let _ = (program, facts, now);
    todo!()
}
