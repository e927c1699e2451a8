//! What points buy.

use super::{Around, Every, Texts, Window};
use crate::Instant;
use crate::ledger::Wallet;

/// A group of rewards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardGroup {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
}

/// A reward of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What one gets.
    pub description: Option<Texts>,
    /// What the shop does with its code.
    pub kind: RewardKind,
    /// The wallet it is paid from.
    pub wallet: Wallet,
    /// The points it costs.
    pub cost: i64,
    /// Its group.
    pub group: Option<String>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The address of its picture, https only.
    pub image: Option<String>,
    /// What the cart must come to at least, in minor units.
    pub minimum_spend: Option<i64>,
    /// The lowest tier that may take it.
    pub tier: Option<String>,
    /// Whether it can be taken in multiples: so many times its cost for so many times its amount;
    /// the most it may then be worth, in minor units, a multiple of its amount.
    pub any_amount: Option<i64>,
    /// Only for members of one of these segments; for all, if none is named.
    pub segments: Vec<String>,
    /// Only while that offer is on for the member.
    pub offer: Option<String>,
    /// Only around a day of the member's own.
    pub around: Option<Around>,
    /// Categories it goes with: those who buy mostly there see it first.
    pub categories: Vec<String>,
    /// How often one member may take it in a period.
    pub per_member_limit: Option<i64>,
    /// That period; for a reward around a day of their own, each time around it is one.
    pub every: Every,
    /// How often it may be taken by all.
    pub stock: Option<i64>,
    /// When it can be taken.
    pub window: Window,
    /// How its codes begin.
    pub code_prefix: String,
    /// Minutes a code is valid; points of an unused one return. Absent: it does not end.
    pub valid_minutes: Option<i64>,
}

/// What the shop does with a reward's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewardKind {
    /// So many percent off the order.
    PercentOff {
        /// 1 to 100.
        percent: i64,
    },
    /// A fixed amount off the order.
    AmountOff {
        /// Minor units.
        amount: i64,
    },
    /// A product at no price.
    FreeProduct {
        /// The product.
        sku: String,
        /// What it is worth, in minor units, where the file says so.
        value: Option<i64>,
    },
    /// Delivery at no price.
    FreeShipping,
    /// A sample beside an order.
    Sample {
        /// The product.
        sku: String,
    },
    /// Money in the customer's account at the shop.
    StoreCredit {
        /// Minor units.
        amount: i64,
    },
    /// A gift card.
    GiftCard {
        /// Minor units.
        amount: i64,
    },
    /// A seat at an event.
    EventSeat {
        /// The shop's id of the event.
        event: String,
        /// When it takes place; the reward cannot be taken from then on.
        at: Instant,
    },
    /// A service that others do not get.
    PremiumService {
        /// The shop's id of the service.
        service: String,
    },
    /// A lot in a draw; each time it is taken is one.
    DrawEntry {
        /// When it is drawn; the reward cannot be taken from then on.
        drawn_at: Instant,
        /// How many win.
        winners: i64,
    },
    /// Buying before others may.
    EarlyAccess {
        /// The shop's id of the sale.
        sale: String,
    },
    /// What an `[[access]]` opens, earlier.
    Opening {
        /// The id of what opens.
        access: String,
        /// By so many hours.
        hours: i64,
    },
    /// Points given for something good.
    Donation {
        /// What they go to.
        cause: Texts,
    },
}

impl RewardKind {
    /// Whether it is used as soon as it is taken, so that there is no code to bring to the shop
    /// and nothing to give back.
    #[must_use]
    pub const fn is_immediate(&self) -> bool {
        matches!(self, Self::DrawEntry { .. } | Self::Opening { .. } | Self::Donation { .. })
    }
}
