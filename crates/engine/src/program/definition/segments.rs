//! Groups of members, told by rules.

use super::Texts;

/// A group of members: those for whom every condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Stable id.
    pub id: String,
    /// Its name, for the merchant.
    pub name: Texts,
    /// The conditions.
    pub when: Conditions,
}

/// What has to hold of a member; each condition that is named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// How many orders, after returns.
    pub orders: Bounds,
    /// Of how many days, today among them; of all time, if absent.
    pub orders_within_days: Option<i64>,
    /// How much was spent, in minor units, after returns.
    pub spend: Bounds,
    /// Of how many days, today among them; of all time, if absent.
    pub spend_within_days: Option<i64>,
    /// The last order is of the last so many days, today among them.
    pub last_order_within_days: Option<i64>,
    /// There were orders, the last of them so many days ago or more.
    pub no_order_for_days: Option<i64>,
    /// They said that they like one of these.
    pub interests: Vec<String>,
    /// They hold this tier or a higher one.
    pub tier: Option<String>,
    /// Whether they have the paid membership.
    pub membership: Option<bool>,
    /// They joined within the last so many days, today among them.
    pub joined_within_days: Option<i64>,
}

/// From `min` to `max`, both among them; open where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// The least.
    pub min: Option<i64>,
    /// The most.
    pub max: Option<i64>,
}

impl Bounds {
    /// Whether that amount is within.
    #[must_use]
    pub fn contain(&self, amount: i64) -> bool {
        self.min.is_none_or(|min| min <= amount) && self.max.is_none_or(|max| amount <= max)
    }
}
