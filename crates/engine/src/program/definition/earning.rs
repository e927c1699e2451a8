//! What earns: purchases and activities.

use super::{Selector, Texts, Window};
use crate::ledger::Wallet;
use chrono::Weekday;

/// What purchases earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Stable id.
    pub id: String,
    /// What to do.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The wallet it fills.
    pub wallet: Wallet,
    /// Points for every `per` minor units paid, or for an order or a unit.
    pub points: i64,
    /// The amount, in minor units; 1 where the points are for an order or a unit.
    pub per: i64,
    /// Whether the points are for an order as such, whatever it comes to.
    pub per_order: bool,
    /// Whether the points are for each unit, whatever it costs.
    pub per_unit: bool,
    /// Which products.
    pub products: Selector,
    /// What the order must come to at least, in minor units.
    pub minimum_spend: i64,
    /// The most points it gives for one order, tier bonus included.
    pub order_cap: Option<i64>,
    /// The lowest tier it is for.
    pub tier: Option<String>,
    /// Whether it is only for those with the paid membership.
    pub membership: bool,
    /// Only for members of one of these segments; for all, if none is named.
    pub segments: Vec<String>,
    /// Only while that offer is on for the member.
    pub offer: Option<String>,
    /// Whether it is only for orders of a subscription (`true`), or only for others (`false`).
    pub subscription: Option<bool>,
    /// The days of the week on which it is on; every day, if none is named.
    pub weekdays: Vec<Weekday>,
    /// When it is on.
    pub window: Window,
}

/// What else earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Stable id.
    pub id: String,
    /// What it is for.
    pub kind: ActivityKind,
    /// What to do.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The wallet it fills.
    pub wallet: Wallet,
    /// The points it gives each time.
    pub points: i64,
    /// How often it earns in a period.
    pub times: i64,
    /// That period.
    pub every: Every,
    /// The event of the shop that brings it by itself; without one the shop names the activity.
    pub event: Option<ShopEvent>,
}

/// What happens in every shop, so that its server need not know a program's ids to tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopEvent {
    /// A customer's review of a product was published.
    ReviewPublished,
}

/// The period within which an activity's limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// All time.
    Ever,
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// The activities that earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    /// Joining the program.
    Join,
    /// Something the shop's server tells of: a review, a survey, a birthday.
    Event,
    /// Coming by on so many days in a row.
    Visits {
        /// How many days.
        days: i64,
        /// Days that may be missed on the way.
        grace: i64,
    },
}
