//! `GET causes`: what members give points to together, and how far they are.

use crate::wire::wire;

wire! {
    /// The causes of a program.
    pub struct Causes {
        /// In the order to show.
        pub items: Vec<Cause>,
    }

    /// A cause as it stands.
    pub struct Cause {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it is for, one sentence.
        pub description: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// The rewards whose points go to it.
        pub rewards: Vec<String>,
        /// What is counted, as in "trees".
        pub unit: String,
        /// The points that make one of it.
        pub points_per_unit: i64,
        /// How many are wanted.
        pub target: i64,
        /// The points given so far, by all members together.
        pub points: i64,
        /// How many that makes, whole ones.
        pub units: i64,
        /// How many members gave.
        pub members: i64,
    }
}
