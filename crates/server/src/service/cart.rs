//! Carts, as the shop tells of them: for offers to those who left one behind.

use super::order::{Delivery, not_ahead, once};
use super::who::who;
use super::{Context, hold, member_of};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, ledger};
use crate::text;
use stempel_engine::program::Because;
use stempel_engine::{left_cart, member};
use stempel_protocol::{CartUpdated, WebhookOutcome, WebhookReply};

/// A customer's cart changed. It is remembered of members, and only where an offer of the program is
/// about carts.
///
/// # Errors
/// `InvalidField` for ids that are none, negative units, and what has not happened yet.
pub fn updated(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    told: &CartUpdated,
) -> Result<WebhookReply, Refusal> {
    text::id(&told.cart, "data.cart")?;
    not_ahead(context, delivery)?;
    if told.units < 0 {
        return Err(Refusal::field("data.units", "0 or more"));
    }
    let customer = who(tx, context, told.customer.as_deref(), told.card.as_deref())?;
    hold(tx, context, &customer)?;
    let subject = format!("{}/{}", told.cart, delivery.at.timestamp_millis());
    once(tx, context, delivery, "cart.updated", &subject, |tx| {
        Ok(WebhookReply::new(remember(tx, context, delivery, &customer, told)?, 0))
    })
}

fn remember(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    customer: &str,
    told: &CartUpdated,
) -> Result<WebhookOutcome, Refusal> {
    let (program, now) = (context.program(), context.now);
    if program.offers.iter().all(|it| !matches!(it.because, Because::LeftCart { .. })) {
        return Ok(WebhookOutcome::Unrewarded);
    }
    let Some(mut stored) = member_of(tx, context, customer, Wanted::ToCredit(now))? else {
        return Ok(WebhookOutcome::NotJoined);
    };
    let effect = member::settle(program, &mut stored.member, now);
    if !left_cart::told(&mut stored.member, told.units > 0, delivery.at.min(now)) {
        return Ok(WebhookOutcome::Outdated);
    }
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    Ok(WebhookOutcome::Applied)
}
