//! The paid membership, as the shop's events tell: of members, and of customers who may join later.

use super::order::{Delivery, not_ahead, once};
use super::who::who;
use super::{Context, hold, member_of};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, guests, ledger};
use crate::text;
use chrono::Days;
use stempel_engine::member::{self, Member};
use stempel_engine::membership::{self, Change};
use stempel_protocol::{MembershipTold, WebhookOutcome, WebhookReply};

/// Nothing is paid for longer.
const CENTURY: Days = Days::new(36_525);

/// An event's name, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It began.
    Started,
    /// It goes on.
    Renewed,
    /// It rests.
    Paused,
    /// It is on again.
    Resumed,
    /// It ended.
    Ended,
}

impl What {
    const fn kind(self) -> &'static str {
        match self {
            Self::Started => "membership.started",
            Self::Renewed => "membership.renewed",
            Self::Paused => "membership.paused",
            Self::Resumed => "membership.resumed",
            Self::Ended => "membership.ended",
        }
    }
}

/// Something happened to a customer's paid membership. Of two events the later one by its own time
/// wins; of a customer who has not joined it is kept.
///
/// # Errors
/// `InvalidField` for what has not happened yet and for an `until` that is no later.
pub fn told(
    tx: &mut Tx<'_>,
    context: &Context,
    delivery: &Delivery,
    what: What,
    told: &MembershipTold,
) -> Result<WebhookReply, Refusal> {
    text::id(&told.membership, "data.membership")?;
    not_ahead(context, delivery)?;
    let change = change(delivery, what, told)?;
    let customer = who(tx, context, told.customer.as_deref(), told.card.as_deref())?;
    hold(tx, context, &customer)?;
    let subject = format!("{}/{}", told.membership, delivery.at.timestamp_millis());
    once(tx, context, delivery, what.kind(), &subject, |tx| {
        let at = delivery.at.min(context.now);
        let outcome = apply(tx, context, &customer, |member| {
            membership::change(member, &told.membership, change, at)
        })?;
        Ok(WebhookReply::new(outcome, 0))
    })
}

fn change(delivery: &Delivery, what: What, told: &MembershipTold) -> Result<Change, Refusal> {
    let until = told.until;
    if until.is_some_and(|until| until <= delivery.at) {
        return Err(Refusal::field("data.until", "it must be after the event's timestamp"));
    }
    if until.is_some_and(|until| until > delivery.at + CENTURY) {
        return Err(Refusal::field("data.until", "it is more than a hundred years away"));
    }
    match what {
        What::Started | What::Renewed | What::Resumed => Ok(Change::On { until }),
        What::Ended => Ok(Change::Ended { until }),
        What::Paused if until.is_some() => {
            Err(Refusal::field("data.until", "a pause lasts until membership.resumed"))
        }
        What::Paused => Ok(Change::Paused),
    }
}

/// Writes what changed, on the member or on what is known of a guest.
fn apply(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &str,
    change: impl Fn(&mut Member) -> bool,
) -> Result<WebhookOutcome, Refusal> {
    let (program, ledger_name) = (context.program(), context.ledger());
    let Some(mut stored) = member_of(tx, context, customer, Wanted::ToCredit(context.now))? else {
        let record = guests::find(tx, ledger_name, customer)?.unwrap_or_default();
        let mut guest = Member { record, ..Member::default() };
        if !change(&mut guest) {
            return Ok(WebhookOutcome::Outdated);
        }
        guests::keep(tx, ledger_name, customer, &guest.record)?;
        return Ok(WebhookOutcome::Kept);
    };
    let effect = member::settle(program, &mut stored.member, context.now);
    if !change(&mut stored.member) {
        return Ok(WebhookOutcome::Outdated);
    }
    ledger::append(tx, &mut stored, &effect, &program.version)?;
    Ok(WebhookOutcome::Applied)
}
