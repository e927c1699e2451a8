//! `POST webhooks`: what the shop's server tells, signed as Standard Webhooks 1.0 asks.

use crate::object::object;
use crate::{Line, Timestamp};
use serde::{Deserialize, Serialize};

/// An event of the shop. Its `type` names what happened; `data` says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// When it happened, which may be long before it was sent.
    pub timestamp: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened in the shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An order was paid.
    #[serde(rename = "order.paid")]
    OrderPaid(OrderPaid),
    /// An order was refunded, in full or in part.
    #[serde(rename = "order.refunded")]
    OrderRefunded(OrderRefunded),
    /// A customer's review was published.
    #[serde(rename = "review.published")]
    ReviewPublished(ReviewPublished),
    /// A customer did something else that the program rewards.
    #[serde(rename = "activity.completed")]
    ActivityCompleted(ActivityCompleted),
    /// A customer's cart changed.
    #[serde(rename = "cart.updated")]
    CartUpdated(CartUpdated),
    /// A paid membership began.
    #[serde(rename = "membership.started")]
    MembershipStarted(MembershipTold),
    /// A paid membership goes on.
    #[serde(rename = "membership.renewed")]
    MembershipRenewed(MembershipTold),
    /// A paid membership rests.
    #[serde(rename = "membership.paused")]
    MembershipPaused(MembershipTold),
    /// A paid membership that rested is on again.
    #[serde(rename = "membership.resumed")]
    MembershipResumed(MembershipTold),
    /// A paid membership ended.
    #[serde(rename = "membership.ended")]
    MembershipEnded(MembershipTold),
}

/// A paid order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct OrderPaid {
    /// The shop's id of the order.
    pub order: String,
    /// The customer's opaque id, the `sub` of their tokens; or else `card`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of their card, in place of `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What coupons took off the whole order, in minor units.
    #[serde(default)]
    pub discount: Option<i64>,
    /// What the shop knows the device by, e.g. a hash of a cookie of its own; kept as a hash, to
    /// tell whether a friend and who brought them are one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The same for the address it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether it is an order of a subscription.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub subscription: bool,
}

/// A refund of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct OrderRefunded {
    /// The shop's id of the order.
    pub order: String,
    /// The shop's own id of this refund: a second one counts, a resent one does not.
    pub refund: String,
    /// The units that went back; absent when the whole order did.
    #[serde(default)]
    pub lines: Option<Vec<RefundedLine>>,
}

/// Units of an order that went back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct RefundedLine {
    /// The product.
    pub sku: String,
    /// How many, at least 1 and at most what is left of the order.
    pub quantity: i64,
}

/// A published review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct ReviewPublished {
    /// The customer's opaque id, the `sub` of their tokens; or else `card`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of their card, in place of `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The shop's id of the review: it counts once.
    pub review: String,
}

/// Something that the shop's server vouches for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct ActivityCompleted {
    /// The customer's opaque id, the `sub` of their tokens; or else `card`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of their card, in place of `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The program's id of the activity.
    pub activity: String,
    /// The shop's own id of what was done: a second deed counts, a resent one does not.
    pub subject: String,
}

/// A customer's cart as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct CartUpdated {
    /// The customer's opaque id, the `sub` of their tokens; or else `card`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of their card, in place of `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The shop's own id of the cart.
    pub cart: String,
    /// How many units are in it; 0 when it was emptied.
    pub units: i64,
}

/// What happened to a customer's paid membership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(remote = "Self")]
pub struct MembershipTold {
    /// The customer's opaque id, the `sub` of their tokens; or else `card`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of their card, in place of `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The shop's own id of the membership.
    pub membership: String,
    /// Until when it is paid for, after the event's `timestamp`; absent: until further notice, or,
    /// for an ended one, at once. A paused one has none.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

object!(OrderPaid);
object!(OrderRefunded);
object!(RefundedLine);
object!(ReviewPublished);
object!(ActivityCompleted);
object!(CartUpdated);
object!(MembershipTold);

/// The reply to a webhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookReply {
    /// What became of the event.
    pub outcome: WebhookOutcome,
    /// The points it changed; zero when nothing was booked.
    pub points: i64,
    /// For `limit`: when it may earn again; absent when never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Timestamp>,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookOutcome {
    /// Applied now.
    Applied,
    /// Applied before; nothing changed.
    Duplicate,
    /// Kept until the customer joins.
    Kept,
    /// Earned nothing: it was rewarded as often as the program allows.
    Limit,
    /// Earned nothing: the customer had not joined when it happened.
    NotJoined,
    /// Earned nothing: the program has no reward for it.
    Unrewarded,
    /// Changed nothing: something that happened later was told before.
    Outdated,
}

impl WebhookReply {
    /// The reply without a time to come.
    #[must_use]
    pub const fn new(outcome: WebhookOutcome, points: i64) -> Self {
        Self { outcome, points, again: None }
    }
}

impl WebhookOutcome {
    /// The outcome as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Duplicate => "duplicate",
            Self::Kept => "kept",
            Self::Limit => "limit",
            Self::NotJoined => "not_joined",
            Self::Unrewarded => "unrewarded",
            Self::Outdated => "outdated",
        }
    }
}
