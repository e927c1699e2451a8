//! The tiers and how they are reached.

use super::Texts;
use crate::program::Gives;

/// The tiers and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// What is counted.
    pub measure: Measure,
    /// Over which time.
    pub period: Period,
    /// How long a tier reached is kept.
    pub hold: Hold,
    /// Lowest first; the first from zero.
    pub list: Vec<Tier>,
}

/// What qualifies for a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Points earned.
    Points,
    /// Money spent, in minor units.
    Spend,
    /// Orders.
    Orders,
}

/// The qualifying period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The calendar year.
    CalendarYear,
    /// The last so many days, today among them.
    Rolling {
        /// Days.
        days: i64,
    },
    /// Without end.
    Lifetime,
}

/// How long a tier reached is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Until the end of the following period.
    NextPeriod,
    /// The same, and then it falls by one tier a period, not by more.
    OneStep,
    /// As long as the period's amount is enough.
    None,
}

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// The qualifying amount from which it is held.
    pub from: i64,
    /// What purchases are multiplied by, in thousandths: 1250 is 1.25.
    pub multiplier_thousandths: i64,
    /// What it brings, one benefit a line.
    pub benefits: Vec<Texts>,
    /// What of it the shop gives at its till.
    pub gives: Gives,
}
