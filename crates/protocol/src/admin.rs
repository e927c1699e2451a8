//! `admin/…`: what the shop's own people do, by a key of their own.

use crate::{Member, Timestamp, Transaction};
use serde::{Deserialize, Serialize};

/// The body of `POST admin/members/{sub}/adjustments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustmentRequest {
    /// The shop's own id of this adjustment: told twice, it is made once.
    pub id: String,
    /// Points to give, or to take (negative).
    pub points: i64,
    /// Why, at most 200 characters; the member reads it.
    pub reason: String,
}

/// An adjustment as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adjustment {
    /// The shop's id of it.
    pub id: String,
    /// Points given, or taken (negative).
    pub points: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// With which key: the first digits of its hash.
    pub key: String,
}

/// The reply to an adjustment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustmentReply {
    /// It.
    pub adjustment: Adjustment,
    /// Whether it was made before; nothing changed now.
    pub duplicate: bool,
    /// The snapshot of now.
    pub member: Member,
}

/// `GET admin/members/{sub}`: what support sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminMember {
    /// The customer, the `sub` of their tokens.
    pub customer: String,
    /// The snapshot, the same that the customer has.
    pub member: Member,
    /// The newest of the history.
    pub transactions: Vec<Transaction>,
    /// The newest adjustments, newest first.
    pub adjustments: Vec<Adjustment>,
}
