//! Orders that are paid and that come back.

use super::work::{Work, earned_by, less};
use super::{Effect, Member, Refused};
use crate::Instant;
use crate::cart::{Order, Returned};
use crate::earning;
use crate::ledger::Source;
use crate::program::Program;

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return<'a> {
    /// Everything that is left.
    All,
    /// These units.
    Units(&'a [Returned]),
}

/// An order was paid: books its points, the challenges it completes, the badges they bring.
///
/// The order's tier is set here; its rules are those of `order.at`, its booking is of `now`.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Credited`], [`Refused::Cart`].
pub fn order_paid(
    program: &Program,
    member: &mut Member,
    order: Order,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    if member.orders.iter().any(|known| known.id == order.id) {
        return Err(Refused::Credited);
    }
    earning::quote_kept(program, None, &order.cart, &order.returned, order.at)?;
    let mut work = Work::begin(program, member, now);
    let paid = order.at;
    work.credit_order(order)?;
    work.finish_earning(&[paid])
}

/// Some or all of an order came back: takes back earned(before) − earned(what remains).
///
/// `then` is the program as it was when the order was credited: its rules count for the points,
/// those of `program` for debt and challenges.
///
/// # Errors
/// [`Refused::NotJoined`], [`Refused::Unknown`] order, [`Refused::Cart`].
pub fn order_refunded(
    program: &Program,
    then: &Program,
    member: &mut Member,
    order: &str,
    back: Return<'_>,
    now: Instant,
) -> Result<Effect, Refused> {
    if member.joined_at.is_none() {
        return Err(Refused::NotJoined);
    }
    let known = member.orders.iter().position(|known| known.id == order);
    let index = known.ok_or(Refused::Unknown("order"))?;
    let before = member.orders[index].clone();
    let after = before.with_returned(back);
    let (earned, remains) = (earned_by(then, &before)?, earned_by(then, &after)?);
    let mut work = Work::begin(program, member, now);
    let less = less(earned, remains);
    let primary = less.iter().find(|it| it.wallet.is_primary());
    work.qualify_less(&before, &after, primary.map_or(0, |it| it.points));
    for less in less {
        work.take_back(Source::Order(before.id.clone()), less)?;
    }
    work.member.orders[index] = after.clone();
    work.member.record.count(program, Some(&before), &after);
    work.undo_challenges(&after)?;
    work.effect.orders.push(after);
    Ok(work.effect)
}
