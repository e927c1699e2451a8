//! Joining, for the first time and again.

use super::work::Work;
use super::{Effect, Member, Refused};
use crate::Instant;
use crate::cart::Order;
use crate::earning;
use crate::program::{ActivityKind, Program};

/// Joins: books the bonus, and the orders that waited.
///
/// `kept` are orders paid before, not older than the program's window; refunds already in them.
/// Their tier is set here.
///
/// # Errors
/// [`Refused::Joined`], [`Refused::Cart`].
pub fn join(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    now: Instant,
) -> Result<Effect, Refused> {
    enrol(program, member, kept, true, now)
}

/// The same for somebody who was a member before and left: the bonus for joining comes once.
///
/// # Errors
/// As [`join`].
pub fn rejoin(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    now: Instant,
) -> Result<Effect, Refused> {
    enrol(program, member, kept, false, now)
}

fn enrol(
    program: &Program,
    member: &mut Member,
    kept: Vec<Order>,
    is_first: bool,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_some() {
        return Err(Refused::Joined);
    }
    for order in &kept {
        earning::quote_kept(program, None, &order.cart, &order.returned, order.at)?;
    }
    let mut work = Work::begin(program, member, now);
    work.member.joined_at = Some(now);
    let bonuses = program.activities.iter().filter(|it| it.kind == ActivityKind::Join);
    for bonus in bonuses.filter(|_| is_first) {
        work.credit_activity(bonus)?;
    }
    let paid: Vec<Instant> = kept.iter().map(|order| order.at).collect();
    for order in kept {
        work.credit_order(order)?;
    }
    work.finish_earning(&paid)
}
