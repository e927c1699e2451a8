//! The tiers, and how they are reached.

use crate::wire::wire;

wire! {
    /// A tier.
    pub struct Tier {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Qualifying amount from which it is held, in the measure of [`TierRule`].
        pub from: i64,
        /// What it brings, one benefit a line.
        pub benefits: Vec<String>,
    }

    /// How tiers are reached and kept.
    pub struct TierRule {
        /// What is counted.
        pub measure: TierMeasure,
        /// Over which time.
        pub period: TierPeriod,
        /// The length of a rolling period, in days.
        pub days: Option<i64>,
    }

    /// What qualifies for a tier.
    pub enum TierMeasure {
        /// Points earned.
        Points = "points",
        /// Money spent, in minor units.
        Spend = "spend",
        /// Orders placed.
        Orders = "orders",
    }

    /// The qualifying period.
    pub enum TierPeriod {
        /// The calendar year in the program's time zone.
        CalendarYear = "calendar_year",
        /// The last so many days.
        Rolling = "rolling",
        /// Since joining, without end.
        Lifetime = "lifetime",
    }
}
