//! `import`: what happened before the server was there, told again in its order. The same use
//! cases as live, each at the instant it happened; told twice, nothing changes.

use super::order::{self, Delivery};
use super::{Context, Customer, activity, coupon, hold, join, member_of, redeem};
use crate::problem::Refusal;
use crate::store::members::Wanted;
use crate::store::{Tx, events, redemptions};
use serde::Deserialize;
use stempel_protocol::{
    ActivityCompleted, ConsentChoice, JoinRequest, OrderPaid, OrderRefunded, ReviewPublished,
    Timestamp, UseRequest,
};

/// One line of an import.
#[derive(Debug, Clone, Deserialize)]
pub struct Past {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: PastEvent,
}

/// What happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum PastEvent {
    /// A customer joined.
    #[serde(rename = "member.joined")]
    Joined(Joined),
    /// An order was paid.
    #[serde(rename = "order.paid")]
    Paid(OrderPaid),
    /// An order was refunded.
    #[serde(rename = "order.refunded")]
    Refunded(OrderRefunded),
    /// A review was published.
    #[serde(rename = "review.published")]
    Reviewed(ReviewPublished),
    /// An activity of the program's own was completed.
    #[serde(rename = "activity.completed")]
    Completed(ActivityCompleted),
    /// A reward was redeemed, and used if an order is named.
    #[serde(rename = "reward.redeemed")]
    Redeemed(Redeemed),
}

/// A customer joined, agreeing to the current versions of some consents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The customer.
    pub customer: String,
    /// How they want to be addressed.
    #[serde(default)]
    pub name: Option<String>,
    /// The consents they gave.
    #[serde(default)]
    pub consents: Vec<String>,
}

/// A reward was redeemed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeemed {
    /// The customer.
    pub customer: String,
    /// The reward.
    pub reward: String,
    /// Tells this redemption from another, so that telling it twice redeems once.
    pub key: String,
    /// The order it was used for.
    #[serde(default)]
    pub order: Option<String>,
}

/// Applies one line; `context.now` is the instant it happened.
///
/// # Errors
/// As the use case it is.
pub fn apply(tx: &mut Tx<'_>, context: &Context, event: PastEvent) -> Result<(), Refusal> {
    match event {
        PastEvent::Joined(joined) => joined_before(tx, context, joined),
        PastEvent::Paid(paid) => {
            let delivery = delivery(context, "paid", &paid.order);
            order::paid(tx, context, &delivery, &paid).map(drop)
        }
        PastEvent::Refunded(refunded) => {
            let subject = format!("{}/{}", refunded.order, refunded.refund);
            let delivery = delivery(context, "refunded", &subject);
            order::refunded(tx, context, &delivery, &refunded).map(drop)
        }
        PastEvent::Reviewed(told) => {
            let delivery = delivery(context, "reviewed", &told.review);
            activity::reviewed(tx, context, &delivery, &told).map(drop)
        }
        PastEvent::Completed(told) => {
            let subject = format!("{}/{}", told.activity, told.subject);
            let delivery = delivery(context, "completed", &subject);
            activity::completed(tx, context, &delivery, &told).map(drop)
        }
        PastEvent::Redeemed(redeemed) => redeemed_before(tx, context, &redeemed),
    }
}

/// The id follows from the event, so that the same one is the same delivery.
fn delivery(context: &Context, kind: &str, subject: &str) -> Delivery {
    Delivery { id: format!("import/{kind}/{subject}"), at: context.now }
}

fn joined_before(tx: &mut Tx<'_>, context: &Context, joined: Joined) -> Result<(), Refusal> {
    crate::text::id(&joined.customer, "data.customer")?;
    let current = |id: String| {
        let consents = &context.program().consents;
        let version = consents.iter().find(|it| it.id == id).map(|it| it.version.clone());
        ConsentChoice { id, version: version.unwrap_or_default() }
    };
    let request = JoinRequest {
        consents: joined.consents.into_iter().map(current).collect(),
        nickname: joined.name,
        referral: None,
    };
    let customer = Customer { id: joined.customer, name: None };
    join::join(tx, context, &customer, &request).map(drop)
}

fn redeemed_before(tx: &mut Tx<'_>, context: &Context, redeemed: &Redeemed) -> Result<(), Refusal> {
    let id = redemption_of(tx, context, redeemed)?;
    let Some(order) = &redeemed.order else {
        return Ok(());
    };
    let taken = redemptions::find(tx, context.ledger(), &id)?
        .ok_or_else(|| Refusal::Internal("a key without its redemption".into()))?;
    let request = UseRequest { order: order.clone() };
    coupon::consume(tx, context, &taken.code, &request).map(drop)
}

/// The redemption made before under the same key, or made now. Idempotency keys are forgotten
/// after a month, an import never is: so it stands among the events.
fn redemption_of(
    tx: &mut Tx<'_>,
    context: &Context,
    redeemed: &Redeemed,
) -> Result<String, Refusal> {
    let program = context.program();
    hold(tx, context, &redeemed.customer)?;
    let subject = format!("{}/{}", redeemed.customer, redeemed.key);
    let id = format!("import/redeemed/{subject}");
    let event = events::named(tx, context.ledger(), &id, "reward.redeemed", &subject)?;
    if let Some(applied) = events::find(tx, context.ledger(), &event)? {
        return Ok(applied.outcome);
    }
    let reward = program.reward(&redeemed.reward);
    let reward = reward.ok_or(Refusal::NotFound("there is no such reward"))?;
    let stored = member_of(
        tx,
        context,
        &redeemed.customer,
        Wanted::ToSpend(&reward.wallet, reward.cost, context.now),
    )?
    .ok_or(Refusal::NotJoined)?;
    let (_, taken) = redeem::take(tx, context, stored, reward)?;
    events::insert(tx, context.ledger(), &event, &taken.id, -taken.cost)?;
    Ok(taken.id)
}
