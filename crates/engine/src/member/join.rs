//! Joining, for the first time and again.

use super::work::Work;
use super::{Effect, Member, Refused};
use crate::Instant;
use crate::cart::Order;
use crate::program::{ActivityKind, Program};

/// Joins: books the bonus, and the orders that waited.
///
/// `kept` are orders paid before, not older than the program's window; refunds already in them.
/// Their tier is set here. One that cannot be reckoned with by these rules, because it would earn
/// too much or is in another currency than the program's by now, brings nothing.
///
/// # Errors
/// [`Refused::Joined`], [`Refused::Ledger`].
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
    let mut work = Work::begin(program, member, now);
    work.member.joined_at = Some(now);
    let bonuses = program.activities.iter().filter(|it| it.kind == ActivityKind::Join);
    for bonus in bonuses.filter(|_| is_first) {
        work.credit_activity(bonus)?;
    }
    let mut paid: Vec<Instant> = Vec::new();
    for order in kept {
        let paid_at = order.at;
        match work.credit_order(order) {
            Err(Refused::Cart(_)) => {}
            credited => {
                credited?;
                paid.push(paid_at);
            }
        }
    }
    work.finish_earning(&paid)
}
