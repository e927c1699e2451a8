//! `POST member`: a customer becomes a member; orders that waited for them are credited.

use super::{Context, Customer, hold, member_of, referral, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::members::{self, Stored, Wanted};
use crate::store::referrals::Mark;
use crate::store::{Tx, ledger, orders, programs};
use crate::text;
use stempel_engine::{member, record};
use stempel_protocol::{ConsentChoice, JoinRequest, Member};

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
    check_consents(context, &request.consents)?;
    hold(tx, context, &customer.id)?;
    if let Some(stored) = member_of(tx, context, &customer.id, Wanted::ToShow(context.now))? {
        return Ok(snapshot::of(tx, context, customer, Some(stored))?);
    }
    let coming = referral::coming(tx, context, request.referral.as_deref(), marks)?;
    let nickname = request.nickname.as_deref().and_then(text::name);
    let mut stored =
        members::create(tx, context.ledger(), &customer.id, nickname.as_deref(), context.now)?;
    record::remember(context.program(), &mut stored.member);
    for choice in &request.consents {
        let (id, version) = (&choice.id, &choice.version);
        programs::consent(tx, context.ledger(), &stored.id, id, version, context.now)?;
    }
    let was_customer = credit(tx, context, &mut stored)?;
    if let Some(coming) = &coming {
        referral::joined(tx, context, &mut stored, coming, was_customer)?;
    }
    Ok(snapshot::of(tx, context, customer, Some(stored))?)
}

/// Books the bonus and the orders not older than the program's window; says whether there were any
/// orders at all.
fn credit(tx: &mut Tx<'_>, context: &Context, stored: &mut Stored) -> Result<bool, Refusal> {
    let (program, now) = (context.program(), context.now);
    let mut kept = orders::waiting(tx, context.ledger(), &stored.customer)?;
    let was_customer = !kept.is_empty();
    kept.retain(|order| program.order_kept_until(order.at) >= now);
    let effect = member::join(program, &mut stored.member, kept, now)
        .map_err(|refused| refusal(context, refused, "orders"))?;
    ledger::append(tx, stored, &effect, &program.version)?;
    Ok(was_customer)
}

fn check_consents(context: &Context, choices: &[ConsentChoice]) -> Result<(), Refusal> {
    let consents = &context.program().consents;
    for (index, choice) in choices.iter().enumerate() {
        if consents.iter().all(|it| it.id != choice.id) {
            let field = format!("consents[{index}].id");
            return Err(Refusal::field(field, "the program asks for no such consent"));
        }
        if choices.iter().take(index).any(|it| it.id == choice.id) {
            return Err(Refusal::field(format!("consents[{index}].id"), "given twice"));
        }
    }
    for consent in consents {
        let given = choices.iter().find(|it| it.id == consent.id);
        let current = given.is_some_and(|it| it.version == consent.version);
        if !current && (consent.required || given.is_some()) {
            return Err(Refusal::Consent(consent.id.clone()));
        }
    }
    Ok(())
}
