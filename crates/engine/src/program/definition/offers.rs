//! Offers to single members, and days of their own.

use super::{Texts, Window};

/// An offer: who gets it and why. What it gives names it: purchase rules and rewards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Stable id.
    pub id: String,
    /// What is offered.
    pub title: Texts,
    /// The fine print.
    pub detail: Option<Texts>,
    /// Name of an icon of the widget's set.
    pub icon: Option<String>,
    /// What makes it suit a member.
    pub because: Because,
    /// Only for members of one of these segments; for all, if none is named.
    pub segments: Vec<String>,
    /// When it is on.
    pub window: Window,
    /// Whether the member has to accept it first.
    pub accept: bool,
    /// Days it is on once accepted, the day of accepting among them; to the end of its window, if
    /// absent.
    pub days: Option<i64>,
    /// Days after its end until it can be accepted again; never, if absent.
    pub again_after_days: Option<i64>,
}

/// Products for single members, from the shop's feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Products {
    /// The consent without which none are suggested.
    pub consent: String,
}

/// What makes an offer suit a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// They are of one of its segments.
    Segment,
    /// What they spend most on is among these categories (any, if none is named).
    FavouriteCategory {
        /// The categories.
        categories: Vec<String>,
    },
    /// Something they buy again and again is due (any product, if none is named).
    Due {
        /// The products.
        skus: Vec<String>,
    },
    /// They have not bought anything for so many days.
    Lapsed {
        /// Days.
        days: i64,
    },
    /// Something has lain in their cart for so many hours, without an order since.
    LeftCart {
        /// Hours.
        hours: i64,
    },
    /// A day of their own is near.
    OwnDay(Around),
    /// No more than so many points are missing for a reward.
    NearReward {
        /// Points.
        points: i64,
    },
}

/// A time around a day of the member's own, every year anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Which day.
    pub day: OwnDay,
    /// How long.
    pub span: Span,
    /// Longer for those who hold a tier: the highest that they reach counts.
    pub longer: Vec<(String, Span)>,
}

/// Days before a day and after it; the day itself is between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Days before.
    pub before: i64,
    /// Days after.
    pub after: i64,
}

/// A day of the member's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnDay {
    /// Their birthday.
    Birthday,
    /// The day on which they joined, from a year later.
    Anniversary,
}
