//! What to do for points, and the badges that stay.

use super::{Selector, Texts, Window};

/// A challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What to do.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What it counts.
    pub goal: Goal,
    /// The points it gives.
    pub points: i64,
    /// The badge that is earned by it.
    pub badge: Option<String>,
    /// When it runs.
    pub run: Run,
    /// Days in which the goal has to be reached; the whole run, if absent.
    pub within_days: Option<i64>,
    /// Only for members of one of these segments; for all, if none is named.
    pub segments: Vec<String>,
    /// A fingerprint of what it counts: changes when progress has to be counted anew.
    pub mark: String,
}

/// What a challenge counts, net of returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Orders that come to at least so much.
    Orders {
        /// How many.
        target: i64,
        /// What an order must come to, in minor units.
        minimum_spend: i64,
    },
    /// Units of certain products.
    Units {
        /// How many.
        target: i64,
        /// Which.
        products: Selector,
    },
    /// Money paid for certain products.
    Spend {
        /// Minor units.
        target: i64,
        /// Which.
        products: Selector,
    },
    /// Something of each step.
    Variety {
        /// The steps, in the order to show.
        steps: Vec<Step>,
    },
}

/// A step of a variety challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its short label.
    pub label: Texts,
    /// What counts for it.
    pub products: Selector,
}

/// When a challenge runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Once, in a window.
    Once(Window),
    /// Anew every calendar month.
    Monthly,
}

/// A badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// How it is earned.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What earns it.
    pub earned_by: EarnedBy,
}

/// What earns a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarnedBy {
    /// Completing a challenge.
    Challenge(String),
    /// Reaching a tier.
    Tier(String),
    /// Earning so many points over all time.
    LifetimePoints(i64),
    /// So many orders.
    Orders(i64),
}
