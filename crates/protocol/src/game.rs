//! Games of chance: what can be won (in the program), what a member may play (in the snapshot),
//! `GET games/{id}` and `POST games/{id}/plays`.

use crate::wire::wire;
use crate::{Member, Money, Timestamp};

wire! {
    /// A game of chance.
    pub struct Game {
        /// Stable id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it is, one sentence.
        pub description: Option<String>,
        /// Name of an icon of the widget's set.
        pub icon: Option<String>,
        /// What an order must come to that gives a play; absent where time does.
        pub order_from: Option<Money>,
        /// How often there is a play, where time gives it: `day`, `week` or `month`.
        pub every: Option<String>,
        /// What can be won.
        pub prizes: Vec<Prize>,
        /// When it ends.
        pub ends_at: Option<Timestamp>,
    }

    /// A prize: points, or a reward at no cost.
    pub struct Prize {
        /// Stable id within the game.
        pub id: String,
        /// The points.
        pub points: Option<i64>,
        /// The reward.
        pub reward: Option<String>,
        /// In how many of a million plays it is won.
        pub odds: i64,
        /// How often it can be won by all together.
        pub stock: Option<i64>,
    }

    /// A game that a member may play now.
    pub struct GameOpen {
        /// The game.
        pub id: String,
        /// What each play is for; each is good for one.
        pub plays: Vec<String>,
    }

    /// The body of `POST games/{id}/plays`.
    pub struct PlayRequest {
        /// One of the `plays` in the snapshot's `games`.
        pub play: String,
    }

    /// The reply to a play, the same when it is asked for again.
    pub struct PlayReply {
        /// The prize; absent when nothing was won.
        pub prize: Option<String>,
        /// The points it gave.
        pub points: Option<i64>,
        /// The reward it gave, which is among the redemptions.
        pub redemption: Option<String>,
        /// The snapshot after it.
        pub member: Member,
    }

    /// The reply to `GET games/{id}`: what is left now.
    pub struct GameLeft {
        /// The game.
        pub id: String,
        /// Its prizes.
        pub prizes: Vec<PrizeLeft>,
    }

    /// What is left of a prize.
    pub struct PrizeLeft {
        /// The prize.
        pub id: String,
        /// In how many of a million plays it is won, while some are left.
        pub odds: i64,
        /// How often it can still be won; absent when there is no end.
        pub left: Option<i64>,
    }
}
