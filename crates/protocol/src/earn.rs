//! How points are earned, as the program tells it.

use crate::wire::wire;
use crate::{Money, Timestamp};

wire! {
    /// One way to earn.
    pub struct EarnWay {
        /// Stable id of the rule.
        pub id: String,
        /// Purchase or activity.
        pub kind: EarnKind,
        /// What to do.
        pub title: String,
        /// The fine print, one sentence.
        pub detail: Option<String>,
        /// The points it gives (per `per`, if that is there).
        pub points: i64,
        /// The wallet they go to; absent for points.
        pub wallet: Option<String>,
        /// The amount of money that gives `points`; absent when they are given as such.
        pub per: Option<Money>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// When it ends, for ways limited in time.
        pub ends_at: Option<Timestamp>,
        /// When it is on next, for ways that are not on today: on other days of the week.
        pub starts_at: Option<Timestamp>;

        late EarnWayLate {
            /// How often it earns, for activities that the shop tells of.
            pub limit: Option<EarnLimit>,
            /// The order value it asks for.
            pub minimum_spend: Option<Money>,
            /// The most points it gives for one order.
            pub order_cap: Option<i64>,
            /// The tier from which it is on.
            pub tier: Option<String>,
            /// Whether it is for the paid membership only.
            #[cfg_attr(feature = "serde", serde(default))]
            pub membership: bool,
            /// Whether it is for orders of a subscription only (`true`), or only for others (`false`).
            pub subscription: Option<bool>,
        }
    }

    /// How often an activity earns.
    pub struct EarnLimit {
        /// So many times, at least one.
        pub times: i64,
        /// In each of these.
        pub every: EarnPeriod,
    }

    /// The time in which a limit counts, by the program's calendar.
    pub enum EarnPeriod {
        /// All time.
        Ever = "ever",
        /// A day.
        Day = "day",
        /// A week, from Monday.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A calendar year.
        Year = "year",
    }

    /// What a way to earn rewards.
    pub enum EarnKind {
        /// Buying.
        Purchase = "purchase",
        /// Something else, confirmed by a server.
        Activity = "activity",
    }
}
