//! Challenges, and the badges they give.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// A challenge.
    pub struct Challenge {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What to do, one sentence.
        pub description: Option<String>,
        /// What is counted.
        pub kind: ChallengeKind,
        /// The count or the amount (minor units) that completes it.
        pub target: i64,
        /// The points it gives; none when it gives only a badge.
        pub points: i64,
        /// The badge it gives.
        pub badge: Option<String>,
        /// Short labels of its steps, one for each, for challenges whose steps differ.
        pub steps: Vec<String>,
        /// When it begins; absent when it always runs.
        pub starts_at: Option<Timestamp>,
        /// When it ends; absent when it always runs.
        pub ends_at: Option<Timestamp>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// Whether it is for some members only: shown to those whose snapshot has it.
        #[cfg_attr(feature = "serde", serde(default))]
        pub personal: bool,
    }

    /// What a challenge counts.
    pub enum ChallengeKind {
        /// Orders, or units of certain products.
        Count = "count",
        /// Money, in minor units.
        Spend = "spend",
        /// Different products or categories, one step each.
        Variety = "variety",
    }

    /// A badge.
    pub struct Badge {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// How it is earned, one sentence.
        pub description: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
    }
}
