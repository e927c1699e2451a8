//! `POST member`: a customer becomes a member; orders that waited for them are credited.

use super::{Context, Customer, consents, former, hold, member_of, referral, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::departed::Former;
use crate::store::members::{self, Stored, Wanted};
use crate::store::referrals::Mark;
use crate::store::{Tx, departed, guests, ledger, orders};
use crate::text;
use stempel_engine::{member, record};
use stempel_protocol::{JoinRequest, Member};

/// Joins, and gives the snapshot after it. Somebody who has joined before gets theirs: joining
/// twice changes nothing.
///
/// # Errors
/// `Consent` when a required one is missing or not current, `InvalidField` for an unknown one.
pub fn join(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    request: &JoinRequest,
) -> Result<Member, Refusal> {
    join_marked(tx, context, customer, request, &[])
}

/// The same for somebody of whom the shop says more: see [`Mark`].
///
/// # Errors
/// As [`join`]; `ReferralUnknown` for a code that is no member's.
pub fn join_marked(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    request: &JoinRequest,
    marks: &[Mark],
) -> Result<Member, Refusal> {
    consents::check(context, &request.consents)?;
    hold(tx, context, &customer.id)?;
    if let Some(stored) = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))? {
        return Ok(snapshot::of(tx, context, customer, Some(stored))?);
    }
    let coming = referral::coming(tx, context, request.referral.as_deref(), marks)?;
    let nickname = request.nickname.as_deref().and_then(text::name);
    former::hold_mark(tx, context, &customer.id)?;
    let left = departed::find(tx, context.ledger(), &customer.id)?;
    let (ledger, version) = (context.ledger(), left.as_ref().map_or(0, |it| it.version));
    let was_known = left.is_some();
    let left = left.filter(Former::was_member);
    let is_first = left.is_none();
    let mut stored =
        members::create(tx, ledger, &customer.id, nickname.as_deref(), version, context.now)?;
    if let Some(known) = guests::find(tx, ledger, &customer.id)? {
        stored.member.record = known;
        guests::forget(tx, ledger, &customer.id)?;
    }
    record::remember(context.program(), &mut stored.member);
    if let Some(left) = left {
        former::give_back(tx, context, &mut stored, left.had)?;
    }
    consents::give(tx, context, &stored.id, &request.consents)?;
    let was_customer = credit(tx, context, &mut stored, is_first)?;
    if let Some(coming) = &coming {
        referral::joined(tx, context, &mut stored, coming, was_customer || was_known)?;
    }
    Ok(snapshot::of(tx, context, customer, Some(stored))?)
}

/// Books the bonus, the first time, and the orders not older than the program's window; says whether
/// there were any orders at all.
fn credit(
    tx: &mut Tx<'_>,
    context: &Context,
    stored: &mut Stored,
    is_first: bool,
) -> Result<bool, Refusal> {
    let (program, now) = (context.program(), context.now);
    let mut kept = orders::waiting(tx, context.ledger(), &stored.customer)?;
    let was_customer = !kept.is_empty();
    kept.retain(|order| program.order_counts(order.at, now));
    let join = if is_first { member::join } else { member::rejoin };
    let effect = join(program, &mut stored.member, kept, now)
        .map_err(|refused| refusal(context, refused, "orders"))?;
    ledger::append(tx, stored, &effect, &program.version)?;
    Ok(was_customer)
}
