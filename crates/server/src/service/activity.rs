//! What earns besides orders and is told by the shop's server: a published review, an activity of
//! the program's own. A deed counts once; one that earns nothing says why and is no error.

use super::order::{Delivery, not_ahead, once};
use super::who::who;
use super::{Context, hold, member_of, refusal};
use crate::problem::Refusal;
use crate::store::members::{Stored, Wanted};
use crate::store::{Tx, ledger};
use crate::text;
use stempel_engine::activity::{self, Refused};
use stempel_engine::member::{self, Effect};
use stempel_engine::program::ShopEvent;
use stempel_protocol::{
    ActivityCompleted, ReviewPublished, Timestamp, WebhookOutcome, WebhookReply,
};

/// A review was published.
///
/// # Errors
/// `InvalidField` for ids that are none and for what has not happened yet.
pub fn reviewed(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    told: &ReviewPublished,
) -> Result<WebhookReply, Refusal> {
    text::id(&told.review, "data.review")?;
    not_ahead(context, delivery)?;
    let customer = who(tx, context, told.customer.as_deref(), told.card.as_deref())?;
    hold(tx, context, &customer)?;
    once(tx, context, delivery, "review.published", &told.review, |tx| {
        let (program, now) = (context.program(), context.now);
        book(tx, context, &customer, |member| {
            activity::told(program, member, ShopEvent::ReviewPublished, delivery.at, now)
        })
    })
}

/// An activity of the program's own was completed.
///
/// # Errors
/// `InvalidField` for an activity that events do not bring, for ids that are none and for what has
/// not happened yet.
pub fn completed(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    told: &ActivityCompleted,
) -> Result<WebhookReply, Refusal> {
    text::id(&told.subject, "data.subject")?;
    not_ahead(context, delivery)?;
    let (program, now) = (context.program(), context.now);
    if !activity::is_event(program, &told.activity) {
        let detail = "the program has no activity of kind \"event\" with this id";
        return Err(Refusal::field("data.activity", detail));
    }
    let customer = who(tx, context, told.customer.as_deref(), told.card.as_deref())?;
    hold(tx, context, &customer)?;
    let subject = format!("{}/{}", told.activity, told.subject);
    once(tx, context, delivery, "activity.completed", &subject, |tx| {
        book(tx, context, &customer, |member| {
            activity::happened(program, member, &told.activity, delivery.at, now)
        })
    })
}

/// Books what the deed earned, or says why it earned nothing.
fn book(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
    decide: impl Fn(&mut member::Member) -> Result<Effect, Refused>,
) -> Result<WebhookReply, Refusal> {
    let Some(mut stored) = member_of(tx, context, customer, Wanted::ToCredit(context.now))? else {
        return Ok(nothing(WebhookOutcome::NotJoined, None));
    };
    match decide(&mut stored.member) {
        Ok(effect) => append(tx, context, stored, &effect),
        Err(Refused::Limit { again }) => Ok(nothing(WebhookOutcome::Limit, again)),
        Err(Refused::Unknown) => Ok(nothing(WebhookOutcome::Unrewarded, None)),
        Err(Refused::Member(member::Refused::NotJoined)) => {
            Ok(nothing(WebhookOutcome::NotJoined, None))
        }
        Err(Refused::Member(refused)) => Err(refusal(context, refused, "data")),
    }
}

fn append(
    tx: &mut Tx<'_>,
    context: &Context,
    mut stored: Stored,
    effect: &Effect,
) -> Result<WebhookReply, Refusal> {
    ledger::append(tx, &mut stored, effect, &context.program().version)?;
    Ok(WebhookReply::new(WebhookOutcome::Applied, effect.points()))
}

const fn nothing(outcome: WebhookOutcome, again: Option<Timestamp>) -> WebhookReply {
    WebhookReply { again, ..WebhookReply::new(outcome, 0) }
}
