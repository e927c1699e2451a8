//! `GET members/{sub}/benefits`: what a member is entitled to now, for the shop to enforce.

use crate::{MemberStatus, Timestamp};
use serde::{Deserialize, Serialize};

/// What a customer is entitled to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Benefits {
    /// The customer, the `sub` of their tokens.
    pub customer: String,
    /// The instant this was true.
    pub as_of: Timestamp,
    /// Until when it holds unless something happens; absent when time alone changes nothing.
    pub valid_until: Option<Timestamp>,
    /// Whether the customer has joined.
    pub status: MemberStatus,
    /// Their tier; absent without tiers or before joining.
    pub tier: Option<String>,
    /// Whether their paid membership is on.
    pub membership: bool,
    /// The discount to give, in percent: the best of `discounts`, which do not add up; 0 for none.
    pub discount_percent: i64,
    /// Where discounts come from.
    pub discounts: Vec<StandingDiscount>,
    /// Whether delivery costs nothing.
    pub free_shipping: bool,
    /// What is open to them, or will be.
    pub access: Vec<AccessOpen>,
}

/// A standing discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandingDiscount {
    /// The tier that brings it; absent for the paid membership.
    pub tier: Option<String>,
    /// Percent off.
    pub percent: i64,
}

/// Something that opens earlier to some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessOpen {
    /// Its id in the program.
    pub id: String,
    /// Whether it is open to them now.
    pub open: bool,
    /// When it opens, or opened, to them.
    pub opens_at: Timestamp,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
}
