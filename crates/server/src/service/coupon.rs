//! What the shop's server does with a code: looks what it is worth, and uses it for an order.

use super::{Context, hold, member_of, redeem, wire};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::redemptions::{self, Taken};
use crate::store::{Tx, members};
use crate::text;
use stempel_engine::member;
use stempel_engine::redemption::{Refused, Status, Use, can_use, status_at};
use stempel_protocol::{Coupon, UseRequest};

/// What a code is worth, as of now.
///
/// # Errors
/// `NotFound`.
pub fn look(tx: &mut Tx<'_>, context: &Context, code: &str) -> Result<Coupon, Refusal> {
    let taken = find(tx, context, code)?;
    let status = status_at(&taken.status, taken.expires_at, context.now);
    Ok(wire::coupon(taken, status))
}

/// Uses a code for an order. The same order gets the same answer again; another gets none.
///
/// # Errors
/// `NotFound`, `CodeUsed` by another order, `CodeClosed` when it was given back or ran out.
pub fn consume(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &str,
    request: &UseRequest,
) -> Result<Coupon, Refusal> {
    text::id(&request.order, "order")?;
    let found = find(tx, context, code)?;
    let customer = members::customer(tx, context.ledger(), &found.member)?;
    if let Some(customer) = &customer {
        hold(tx, context, customer)?;
    }
    let mut taken = find(tx, context, code)?;
    let status = status_at(&taken.status, taken.expires_at, context.now);
    let used = match can_use(&status, &request.order) {
        Ok(Use::Before) => status,
        Ok(Use::Now) => {
            taken.status = Status::Used { order: request.order.clone(), at: context.now };
            close(tx, context, customer.as_deref(), &taken)?;
            taken.status.clone()
        }
        Err(Refused::UsedForAnother) => return Err(Refusal::CodeUsed),
        Err(Refused::Closed) => return Err(Refusal::CodeClosed),
    };
    Ok(wire::coupon(taken, used))
}

fn close(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: Option<&str>,
    taken: &Taken,
) -> Result<(), Refusal> {
    // Who left has no open redemption.
    let customer = customer.ok_or_else(gone)?;
    let stored = member_of(tx, context, customer, Wanted::ToShow(context.now))?.ok_or_else(gone)?;
    redeem::close(tx, context, stored, taken, member::consume)?;
    Ok(())
}

fn gone() -> Refusal {
    Refusal::Internal("a redemption without a member".into())
}

/// By the code as a person typed it: case, spaces and hyphens do not matter.
fn find(tx: &mut Tx<'_>, context: &Context, code: &str) -> Result<Taken, Refusal> {
    let found = redemptions::by_code(tx, context.ledger(), &spelled(code))?;
    found.ok_or(Refusal::NotFound("there is no such code"))
}

/// The code as it is stored: a prefix, and twice four signs.
fn spelled(typed: &str) -> String {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric).take(64);
    let mut code: String = signs.map(|sign| sign.to_ascii_uppercase()).collect();
    for from_end in [4, 9] {
        if code.len() > from_end {
            code.insert(code.len() - from_end, '-');
        }
    }
    code
}
