//! The catalogue of rewards.

use crate::wire::wire;
use crate::{Money, Timestamp};

wire! {
    /// A group of rewards.
    pub struct RewardGroup {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// A reward of the catalogue.
    pub struct Reward {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What one gets, one sentence.
        pub description: Option<String>,
        /// What the shop does with its code.
        pub kind: RewardKind,
        /// The points it costs.
        pub cost: i64,
        /// The wallet it is paid from; absent for points.
        pub wallet: Option<String>,
        /// Its group, one of [`Program::reward_groups`](crate::Program::reward_groups).
        pub group: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// The address of its picture; https only.
        pub image: Option<String>,
        /// What it is worth in money, where that is fixed.
        pub value: Option<Money>,
        /// For a reward of any amount: the most it can be worth, in minor units. Each multiple of
        /// `value` up to it costs so many times `cost`.
        pub max_amount: Option<i64>,
        /// The percentage off, for percent rewards.
        pub percent: Option<i64>,
        /// The order value it asks for.
        pub minimum_spend: Option<Money>,
        /// How long its code is valid once issued, in seconds; absent when it does not end.
        pub valid_seconds: Option<i64>,
        /// When its event takes place, or its draw is made.
        pub at: Option<Timestamp>,
        /// How many win its draw.
        pub winners: Option<i64>,
        /// What a donation goes to.
        pub cause: Option<String>,
        /// Whether it is for some members only: shown to those whose snapshot has it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub personal: bool,
    }

    /// The kind of a reward.
    pub enum RewardKind {
        /// So many percent off the order.
        PercentOff = "percent_off",
        /// A fixed amount off the order.
        AmountOff = "amount_off",
        /// A product at no price.
        FreeProduct = "free_product",
        /// Delivery at no price.
        FreeShipping = "free_shipping",
        /// A sample beside an order.
        Sample = "sample",
        /// Money in the customer's account at the shop.
        StoreCredit = "store_credit",
        /// A gift card.
        GiftCard = "gift_card",
        /// A seat at an event.
        EventSeat = "event_seat",
        /// A service that others do not get.
        PremiumService = "premium_service",
        /// A lot in a draw, used as soon as it is taken.
        DrawEntry = "draw_entry",
        /// Buying before others may.
        EarlyAccess = "early_access",
        /// Points given for a cause, used as soon as it is taken.
        Donation = "donation",
    }
}
