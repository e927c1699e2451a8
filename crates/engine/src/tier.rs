//! Where a member stands among the tiers, from what qualified day by day.

use crate::Instant;
use crate::program::{Program, Tier};
use chrono::NaiveDate;

/// What qualified on one day, net of refunds (which count on the order's day).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Qualifying {
    /// The day, in the program's time zone.
    pub day: NaiveDate,
    /// Points earned.
    pub points: i64,
    /// Money spent, in minor units.
    pub spend: i64,
    /// Orders.
    pub orders: i64,
}

/// Where a member stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The tier held.
    pub tier: &'a Tier,
    /// The qualifying amount of this period.
    pub qualifying: i64,
    /// The next tier up.
    pub next: Option<Next<'a>>,
    /// Until when the tier is held for certain; absent for the lowest and for lifetime tiers.
    pub until: Option<Instant>,
    /// What is missing to keep it past `until`; zero when it is safe.
    pub keep_missing: i64,
}

/// The next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// It.
    pub tier: &'a Tier,
    /// What is missing to reach it.
    pub missing: i64,
}

/// Where a member stands now; none in a program without tiers.
#[must_use]
pub fn standing<'a>(
    program: &'a Program,
    qualifying: &[Qualifying],
    now: Instant,
) -> Option<Standing<'a>> {
    let _ = (program, qualifying, now);
    todo!()
}
