//! What the shop's server does with a code: looks what it is worth, uses it for an order, and
//! frees it when the order comes to nothing.

use super::{Context, hold, member_of, redeem, refusal, wire};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::redemptions::{self, Taken};
use crate::store::{Tx, ledger, members};
use crate::text;
use stempel_engine::ledger::Lot;
use stempel_engine::member::{self, Member};
use stempel_engine::redemption::{Refused, Release, Status, Use, can_release, can_use, status_at};
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
    let (customer, mut taken) = held(tx, context, code)?;
    let status = status_at(&taken.status, taken.expires_at, context.now);
    let used = match can_use(&status, &request.order) {
        Ok(Use::Before) => status,
        Ok(Use::Now) => {
            taken.status = Status::Used { order: request.order.clone(), at: context.now };
            close(tx, context, customer.as_deref(), &taken)?;
            taken.status.clone()
        }
        Err(Refused::UsedForAnother) => return Err(Refusal::CodeUsed),
        Err(Refused::Closed | Refused::NotUsed) => return Err(Refusal::CodeClosed),
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
    let lots = lots_held(context, &stored.member, taken);
    redeem::close(tx, context, stored, taken, member::consume)?;
    Ok(redemptions::keep_held(tx, context.ledger(), taken, &lots)?)
}

/// The lots it holds points of, as of now.
fn lots_held(context: &Context, member: &Member, taken: &Taken) -> Vec<Lot> {
    let mut settled = member.clone();
    let _ = member::settle(context.program(), &mut settled, context.now);
    let account = settled.account_in(&taken.wallet);
    account.map_or(Vec::new(), |it| it.lots_held(&taken.id))
}

/// Frees a code for the order that used it: it is open again until its deadline, or given back when
/// that has passed. The same order gets the same answer again; another gets none.
///
/// # Errors
/// `NotFound`, `CodeUsed` by another order, `CodeUnused` when it is open, `CodeClosed` when it was
/// given back or ran out, or its member left.
pub fn release(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &str,
    request: &UseRequest,
) -> Result<Coupon, Refusal> {
    text::id(&request.order, "order")?;
    let (customer, taken) = held(tx, context, code)?;
    let status = status_at(&taken.status, taken.expires_at, context.now);
    match can_release(&status, taken.order.as_deref(), &request.order) {
        Ok(Release::Before) => return Ok(wire::coupon(taken, status)),
        Ok(Release::Now) => {}
        Err(Refused::UsedForAnother) => return Err(Refusal::CodeUsed),
        Err(Refused::NotUsed) => return Err(Refusal::CodeUnused),
        Err(Refused::Closed) => return Err(Refusal::CodeClosed),
    }
    reopen(tx, context, customer.as_deref(), &taken)?;
    let freed = find(tx, context, code)?;
    let status = freed.status.clone();
    Ok(wire::coupon(freed, status))
}

fn reopen(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: Option<&str>,
    taken: &Taken,
) -> Result<(), Refusal> {
    let (program, now) = (context.program(), context.now);
    // Who left has nothing that points could come back to.
    let customer = customer.ok_or(Refusal::CodeClosed)?;
    let stored = member_of(tx, context, customer, Wanted::Everything)?;
    let mut stored = stored.filter(|it| it.id == taken.member).ok_or(Refusal::CodeClosed)?;
    let used = taken.used().ok_or_else(|| Refusal::Internal("it is not used".into()))?;
    let effect = member::release(program, &mut stored.member, &taken.wallet, used, now)
        .map_err(|refused| refusal(context, refused, ""))?;
    if stored.redemptions.iter().all(|it| it.id != taken.id) {
        // One of long ago: the ledger looks here for its reward.
        stored.redemptions.push(taken.clone());
    }
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    let account = stored.member.account_in(&taken.wallet);
    let hold = account.and_then(|it| it.holds.iter().find(|hold| hold.redemption == taken.id));
    redemptions::reopen(tx, context.ledger(), taken, hold.map_or(&[], |it| &it.from))?;
    match hold {
        Some(_) => Ok(()),
        None => {
            Ok(redemptions::close(tx, context.ledger(), &taken.id, &Status::Expired { at: now })?)
        }
    }
}

/// A code, with its member held as long as they are one.
fn held(
    tx: &mut Tx<'_>,
    context: &Context,
    code: &str,
) -> Result<(Option<String>, Taken), Refusal> {
    let found = find(tx, context, code)?;
    let customer = members::customer(tx, context.ledger(), &found.member)?;
    if let Some(customer) = &customer {
        hold(tx, context, customer)?;
    }
    Ok((customer, find(tx, context, code)?))
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
