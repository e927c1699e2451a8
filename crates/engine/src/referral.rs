//! Members who bring friends: who is let in as a friend, which order of theirs counts, and what
//! that gives.
//!
//! - A friend comes once, by one member's code, and is no customer yet.
//! - The member's points are pending from the friend's order on, for as long as it can go back; a
//!   refund that leaves too little of it takes them back.

use crate::Instant;
use crate::cart::Order;
use crate::counted::Counted;
use crate::ledger::Source;
use crate::member::{self, Effect, Member};
use crate::program::{Program, Referral};
use chrono::TimeDelta;

/// The rule that a history line of it names.
pub const RULE: &str = "referral";

/// What is known of somebody who comes by a code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether they are the one whose code it is.
    pub is_self: bool,
    /// Whether they had ordered before.
    pub was_customer: bool,
    /// Whether their device or address is that of the member, or of another friend of theirs.
    pub same_household: bool,
    /// How many came by the code on the same day before.
    pub today: i64,
}

/// Why somebody who came by a code does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// They are the one whose code it is.
    Own,
    /// They had ordered before.
    Customer,
    /// The device or the address is one of the member's or of another friend's.
    Household,
    /// Too many came on one day.
    Haste,
    /// The member has brought as many this month as count.
    Limit,
    /// The order went back.
    Returned,
}

/// Whether somebody who comes by a code counts as a friend.
///
/// # Errors
/// Why not.
pub fn admit(referral: &Referral, facts: &Facts) -> Result<(), Doubt> {
    match facts {
        Facts { is_self: true, .. } => Err(Doubt::Own),
        Facts { was_customer: true, .. } => Err(Doubt::Customer),
        Facts { same_household: true, .. } => Err(Doubt::Household),
        Facts { today, .. } if *today >= referral.per_day => Err(Doubt::Haste),
        _ => Ok(()),
    }
}

/// Whether an order shows that somebody who joined then had ordered before, whenever it is told.
#[must_use]
pub fn was_customer(joined_at: Instant, order: &Order) -> bool {
    !member::joined_by(joined_at, order.at)
}

/// Whether an order of a friend who joined then is the one that counts: paid in time, and of it
/// enough was kept.
#[must_use]
pub fn qualifies(referral: &Referral, joined_at: Instant, order: &Order) -> bool {
    let until = joined_at + TimeDelta::days(referral.within_days);
    member::joined_by(joined_at, order.at) && order.at < until && is_enough(referral, order)
}

/// Whether enough was kept of what counts of an order.
#[must_use]
pub fn is_enough(referral: &Referral, order: &Order) -> bool {
    Counted::of(order).comes_to(referral.minimum_spend)
}

/// Books what a friend gets for joining.
///
/// # Errors
/// [`member::Refused::NotJoined`], [`member::Refused::Ledger`].
pub fn welcomed(
    program: &Program,
    friend: &mut Member,
    referral: (&Referral, &str),
    now: Instant,
) -> Result<Effect, member::Refused> {
    let (terms, id) = referral;
    member::give(program, friend, source(id), (RULE, terms.friend_points), now)
}

/// Books what a member gets for a friend whose order counts: pending until it cannot go back.
///
/// # Errors
/// [`member::Refused::NotJoined`], [`member::Refused::Ledger`].
pub fn rewarded(
    program: &Program,
    member: &mut Member,
    referral: (&Referral, &str),
    now: Instant,
) -> Result<Effect, member::Refused> {
    let (terms, id) = referral;
    let times = program.times_after(now, terms.pending_days);
    member::give_then(program, member, source(id), (RULE, terms.points), times, now)
}

/// Takes back what a member got on that day for a friend whose order went back.
///
/// # Errors
/// [`member::Refused::Ledger`].
pub fn taken_back(
    program: &Program,
    member: &mut Member,
    id: &str,
    (points, got_at): (i64, Instant),
    now: Instant,
) -> Result<Effect, member::Refused> {
    member::take_back(program, member, source(id), (RULE, points), got_at, now)
}

fn source(id: &str) -> Source {
    Source::Referral(id.to_owned())
}
