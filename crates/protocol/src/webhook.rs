//! `POST webhooks`: what the shop's server tells, signed as Standard Webhooks 1.0 asks.

use crate::{Line, Timestamp};
use serde::{Deserialize, Serialize};

/// An event of the shop. Its `type` names what happened; `data` says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Webhook {
    /// When it happened, which may be long before it was sent.
    pub timestamp: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened in the shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An order was paid.
    #[serde(rename = "order.paid")]
    OrderPaid(OrderPaid),
    /// An order was refunded, in full or in part.
    #[serde(rename = "order.refunded")]
    OrderRefunded(OrderRefunded),
}

/// A paid order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderPaid {
    /// The shop's id of the order.
    pub order: String,
    /// The customer's opaque id, the `sub` of their tokens.
    pub customer: String,
    /// ISO 4217.
    pub currency: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What coupons took off the whole order, in minor units.
    #[serde(default)]
    pub discount: Option<i64>,
}

/// A refund of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
pub struct RefundedLine {
    /// The product.
    pub sku: String,
    /// How many, at least 1 and at most what is left of the order.
    pub quantity: i64,
}

/// The reply to a webhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookReply {
    /// What became of the event.
    pub outcome: WebhookOutcome,
    /// The points it changed; zero when it was kept for a customer who has not joined.
    pub points: i64,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookOutcome {
    /// Applied now.
    Applied,
    /// Applied before; nothing changed.
    Duplicate,
    /// Kept until the customer joins.
    Kept,
}
