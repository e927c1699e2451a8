//! What members take part in, as the file defines it: friends, surveys and what came of them,
//! games, leaderboards, causes. Reading it is in `community/read.rs`.

use super::{Every, Texts, Window};
use crate::Instant;

pub(super) mod read;

/// A question to members, asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Stable id.
    pub id: String,
    /// The question.
    pub title: Texts,
    /// How it is answered.
    pub kind: SurveyKind,
    /// The points an answer gives; 0 for none.
    pub points: i64,
    /// After what it is asked.
    pub when: SurveyWhen,
    /// Days after that.
    pub delay_days: i64,
    /// Days for which it is asked then.
    pub open_days: i64,
    /// Whether answers are kept without the member.
    pub anonymous: bool,
    /// When it is asked at all.
    pub window: Window,
}

/// How a survey is answered. Every kind takes a text besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyKind {
    /// 0 to 10: how likely the member is to recommend the shop.
    Nps,
    /// 1 to 5.
    Stars,
    /// One of these.
    Choice(Vec<Texts>),
    /// Words.
    Text,
}

/// After what a survey is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyWhen {
    /// Joining.
    Joined,
    /// Paying an order.
    OrderPaid {
        /// Only of one with a product of these categories, if any is named.
        categories: Vec<String>,
        /// Whether it is asked about each order, in place of once.
        each: bool,
    },
}

/// What was changed because of what members said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When it was changed.
    pub at: Instant,
    /// What they said.
    pub you_said: Texts,
    /// What was changed.
    pub we_changed: Texts,
}

/// Members who bring friends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// What to do.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// The points a member gets for a friend whose order counts.
    pub points: i64,
    /// The points a friend gets for joining; 0 for none.
    pub friend_points: i64,
    /// The reward a friend gets for joining, at no cost.
    pub friend_reward: Option<String>,
    /// What the friend's order must come to, in minor units, after what went back.
    pub minimum_spend: i64,
    /// Days after joining within which it must be paid.
    pub within_days: i64,
    /// Days from that order until the member's points can be spent.
    pub pending_days: i64,
    /// How many friends of a member count in a calendar month.
    pub per_month: Option<i64>,
    /// How many friends may come by one code on a day.
    pub per_day: i64,
}

/// A game of chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Game {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What it is.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What gives a play.
    pub entitlement: Entitlement,
    /// What can be won, with odds that come to at most a million.
    pub prizes: Vec<Prize>,
    /// When it is on.
    pub window: Window,
}

/// What gives a play of a game.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entitlement {
    /// Each order that comes to so much.
    Order {
        /// Minor units, after what went back.
        minimum_spend: i64,
        /// Days within which it is to be played.
        valid_days: i64,
    },
    /// Each day, week or month.
    Every(Every),
}

/// A prize of a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    /// Stable id within the game.
    pub id: String,
    /// What it is.
    pub kind: PrizeKind,
    /// In how many of a million plays it is won.
    pub odds: i64,
    /// How often it can be won by all together.
    pub stock: Option<i64>,
}

/// What a prize is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrizeKind {
    /// Points.
    Points(i64),
    /// A reward at no cost, by its id.
    Reward(String),
}

/// Who earned most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaderboard {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// How long it runs before it begins anew.
    pub every: Race,
    /// How many places are shown.
    pub places: i64,
}

/// How long a leaderboard runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Race {
    /// A calendar month.
    Month,
    /// A quarter of a calendar year.
    Quarter,
}

/// What members give points to together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What it is for.
    pub description: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// The rewards whose points go to it.
    pub rewards: Vec<String>,
    /// What is counted, as in "trees".
    pub unit: Texts,
    /// The points that make one of it.
    pub points_per_unit: i64,
    /// How many are wanted.
    pub target: i64,
}

impl Cause {
    /// What that many points come to: whole units.
    #[must_use]
    pub const fn units(&self, points: i64) -> i64 {
        points / self.points_per_unit
    }
}
