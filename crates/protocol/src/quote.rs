//! `POST quotes`: what a cart or product will earn, and what a reward would cost.

use crate::wire::wire;
use crate::{Reason, Timestamp};

wire! {
    /// An amount of money.
    pub struct Money {
        /// Minor units (grosze, cents).
        pub amount: i64,
        /// ISO 4217.
        pub currency: String,
    }

    /// A line of a cart or an order.
    pub struct Line {
        /// The shop's id of the product.
        pub sku: String,
        /// The shop's category of the product, if it has one.
        pub category: Option<String>,
        /// How many, 1 to 10,000.
        pub quantity: i64,
        /// The price of one, in minor units, after the shop's own discounts.
        pub unit_price: i64,
    }

    /// A cart, or a single product as a cart of one line.
    pub struct Cart {
        /// ISO 4217.
        pub currency: String,
        /// At most 500 lines.
        pub lines: Vec<Line>,
        /// What coupons take off the whole cart, in minor units.
        pub discount: Option<i64>,
        /// Whether it will be an order of a subscription.
        #[cfg_attr(feature = "serde", serde(default))]
        pub subscription: bool,
    }

    /// The body of `POST quotes`.
    pub struct QuoteRequest {
        /// The cart to quote; absent for a reward alone.
        pub cart: Option<Cart>,
        /// A reward to redeem with that cart.
        pub reward: Option<String>,
        /// For a reward of any amount: what it is to be worth, in minor units.
        pub amount: Option<i64>,
    }

    /// The reply of `POST quotes`.
    pub struct Quote {
        /// The points the cart earns once it is paid.
        pub points: i64,
        /// What each rule adds.
        pub parts: Vec<QuotePart>,
        /// The quote holds until then.
        pub valid_until: Timestamp,
        /// The tier this cart would lift the member to; absent when it changes nothing.
        pub tier: Option<String>,
        /// Rewards this cart would bring into reach: its points pay first what is owed, and none do
        /// that wait before they can be spent.
        pub within_reach: Vec<String>,
        /// The member's version it was made for; absent without a token.
        pub version: Option<i64>,
        /// The reward that was asked for.
        pub reward: Option<RewardQuote>;

        late QuoteLate {
            /// What it earns in further wallets; those it earns nothing in are not listed.
            #[cfg_attr(feature = "serde", serde(default))]
            pub wallets: Vec<QuoteWallet>,
            /// The member's standing discount in percent; absent without one. The shop gives it, so
            /// that the prices of the cart have it already.
            pub discount_percent: Option<i64>,
            /// Whether the member's delivery costs nothing.
            #[cfg_attr(feature = "serde", serde(default))]
            pub free_shipping: bool,
        }
    }

    /// What a cart earns in a further wallet.
    pub struct QuoteWallet {
        /// The wallet.
        pub id: String,
        /// What it earns there.
        pub points: i64,
        /// What each rule adds.
        pub parts: Vec<QuotePart>,
    }

    /// What one rule adds.
    pub struct QuotePart {
        /// The rule.
        pub rule: String,
        /// Its title in the program's language.
        pub title: String,
        /// The points.
        pub points: i64,
    }

    /// What a reward costs now, and why not.
    pub struct RewardQuote {
        /// The reward.
        pub id: String,
        /// Its cost.
        pub cost: i64,
        /// What stays available afterwards, in the reward's wallet.
        pub available_after: i64,
        /// Why it cannot be redeemed now; empty when it can.
        pub reasons: Vec<Reason>,
    }
}
