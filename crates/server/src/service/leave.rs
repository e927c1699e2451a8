//! `DELETE member`: a member leaves and is erased. What was booked stays booked; nothing in it names
//! them.

use super::{Context, Customer, former, hold, member_of, refusal, snapshot};
use crate::problem::Refusal;
use crate::store::departed::Former;
use crate::store::members::{Stored, Wanted};
use crate::store::{Tx, departed, late_returns, ledger, orders, person, redemptions};
use stempel_engine::ledger::{Source, TransactionKind};
use stempel_engine::member::{self, Effect};
use stempel_engine::redemption::Status;
use stempel_protocol::Member;

/// Leaves, and gives the snapshot of somebody who has not joined. Of who left before, or never
/// joined, the orders that waited go, and that there were any is remembered.
///
/// # Errors
/// When the database fails.
pub fn leave(tx: &mut Tx<'_>, context: &Context, customer: &Customer) -> Result<Member, Refusal> {
    hold(tx, context, &customer.id)?;
    former::hold_mark(tx, context, &customer.id)?;
    let stored = member_of(tx, context, &customer.id, Wanted::Everything)?;
    let id = stored.as_ref().map(|it| it.id.clone());
    match stored {
        Some(stored) => close(tx, context, stored)?,
        // So that they do not come as a new friend.
        None if !orders::waiting(tx, context.ledger(), &customer.id)?.is_empty() => {
            departed::insert_customer(tx, context.ledger(), &customer.id, context.now)?;
        }
        None => {}
    }
    person::erase(tx, context.ledger(), &customer.id, id.as_deref())?;
    Ok(snapshot::of(tx, context, customer, None)?)
}

/// Closes everything that is open, and remembers that somebody left, and what they had.
fn close(tx: &mut Tx<'_>, context: &Context, mut stored: Stored) -> Result<(), Refusal> {
    let (program, now) = (context.program(), context.now);
    let effect = member::leave(program, &mut stored.member, now)
        .map_err(|refused| refusal(context, refused, ""))?;
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    for redemption in given_back(&effect) {
        redemptions::close(tx, context.ledger(), redemption, &Status::Cancelled { at: now })?;
    }
    redemptions::forget_held(tx, context.ledger(), &stored.id)?;
    let mut had = former::of(tx, context, &stored, &effect)?;
    let late = former::late(tx, context, &stored, &effect)?;
    former::keep_needed(tx, context, &stored, (&mut had, &late))?;
    late_returns::insert(tx, context.ledger(), &late, now)?;
    let former = Former { version: stored.version + 1, left_at: now, had };
    Ok(departed::insert(tx, context.ledger(), &stored.customer, &former)?)
}

/// The redemptions given back by leaving; those that had run out before are closed already.
fn given_back(effect: &Effect) -> impl Iterator<Item = &str> {
    effect.transactions[effect.settled..].iter().filter_map(|it| match (it.kind, &it.source) {
        (TransactionKind::Cancel, Source::Redemption(id)) => Some(id.as_str()),
        _ => None,
    })
}
