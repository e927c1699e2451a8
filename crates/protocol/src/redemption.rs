//! `POST redemptions`, `POST redemptions/{id}/cancel` and what the shop's server does with a code.

use crate::wire::wire;
use crate::{Member, Money, RewardKind, Timestamp};

wire! {
    /// The body of `POST redemptions`; the key of the effect is the header `Idempotency-Key`.
    pub struct RedemptionRequest {
        /// The reward.
        pub reward: String,
        /// For a reward of any amount: what it is to be worth, in minor units.
        pub amount: Option<i64>,
        /// The cost that was shown.
        pub cost: i64,
        /// The snapshot's version that was shown.
        pub version: i64,
    }

    /// The reply to redeeming and cancelling.
    pub struct RedemptionReply {
        /// The redemption.
        pub redemption: Redemption,
        /// The snapshot after it.
        pub member: Member,
    }

    /// One member's taking of a reward.
    pub struct Redemption {
        /// A UUIDv7.
        pub id: String,
        /// The reward.
        pub reward: String,
        /// The reward's name.
        pub name: String,
        /// The reward's kind.
        pub kind: RewardKind,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// How it stands.
        pub status: RedemptionStatus,
        /// The points it took.
        pub cost: i64,
        /// The wallet it was paid from; absent for points.
        pub wallet: Option<String>,
        /// What it is worth in money, where that is fixed.
        pub value: Option<Money>,
        /// The coupon code, while it is issued or after it was used; absent for kinds used at once.
        pub code: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// Until when the code is valid; absent when it does not end.
        pub expires_at: Option<Timestamp>,
        /// When it was used.
        pub used_at: Option<Timestamp>,
        /// The order it was used for.
        pub order: Option<String>,
        /// Whether the member can give it back now.
        #[cfg_attr(feature = "serde", serde(default))]
        pub cancellable: bool,
        ;
        late RedemptionLate {
            /// Of a lot in a draw: whether it won; absent before the draw.
            pub won: Option<bool>,
        }
    }

    /// How a redemption stands.
    pub enum RedemptionStatus {
        /// Being made.
        Pending = "pending",
        /// Its code can be used.
        Issued = "issued",
        /// Used for an order.
        Used = "used",
        /// Given back.
        Cancelled = "cancelled",
        /// Not used in time; the points returned.
        Expired = "expired",
        /// Could not be made; the points returned.
        Failed = "failed",
    }

    /// The body of `POST redemptions/{code}/use` and `POST redemptions/{code}/release`, from the shop's
    /// server.
    pub struct UseRequest {
        /// The order the code is used for.
        pub order: String,
    }

    /// What a code is worth; the reply to its use and its release.
    pub struct Coupon {
        /// The code.
        pub code: String,
        /// The redemption behind it.
        pub redemption: String,
        /// Its reward.
        pub reward: String,
        /// The reward's kind.
        pub kind: RewardKind,
        /// How it stands now.
        pub status: RedemptionStatus,
        /// The amount off, or what is to be credited or put on the gift card.
        pub value: Option<Money>,
        /// The percentage off, for percentages.
        pub percent: Option<i64>,
        /// The product's sku, for free products and samples.
        pub sku: Option<String>,
        /// The shop's own id of the event, the service or the sale it is for.
        pub item: Option<String>,
        /// The order value it asks for.
        pub minimum_spend: Option<Money>,
        /// Until when it is valid.
        pub expires_at: Option<Timestamp>,
        /// The order it is used for.
        pub order: Option<String>,
    }
}
