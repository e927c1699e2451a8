//! `GET leaderboards/{id}`, `POST` and `DELETE leaderboards/{id}/entry`.

use crate::Timestamp;
use crate::wire::wire;

wire! {
    /// A leaderboard, in the program.
    pub struct LeaderboardName {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// A leaderboard as it stands.
    pub struct Leaderboard {
        /// Stable id.
        pub id: String,
        /// Since when points count.
        pub starts_at: Option<Timestamp>,
        /// Until when.
        pub ends_at: Option<Timestamp>,
        /// How many take part.
        pub people: i64,
        /// Whether there are too few to show anybody.
        pub hidden: bool,
        /// The first places.
        pub top: Vec<LeaderboardPlace>,
        /// The reader, if they take part.
        pub own: Option<LeaderboardPlace>,
    }

    /// Somebody on a leaderboard.
    pub struct LeaderboardPlace {
        /// The place, from 1; equal points share one. Absent while there is none.
        pub place: Option<i64>,
        /// The name they chose.
        pub alias: String,
        /// What they earned.
        pub points: i64,
        /// Whether it is the reader.
        pub own: bool,
    }

    /// The body of `POST leaderboards/{id}/entry`.
    pub struct LeaderboardEntry {
        /// The name to be seen under: 2 to 24 characters, no contact details.
        pub alias: String,
    }
}
