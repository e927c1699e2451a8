//! `admin/…`: what the shop's own people do, by a key of their own.

use crate::{Member, Timestamp, Transaction};
use serde::{Deserialize, Serialize};

/// The body of `POST admin/members/{sub}/adjustments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustmentRequest {
    /// The shop's own id of this adjustment: told twice, it is made once.
    pub id: String,
    /// The wallet, one of the program's; points when absent.
    #[serde(default)]
    pub wallet: Option<String>,
    /// What to give there, or to take (negative): points, stamps, minor units of money.
    pub points: i64,
    /// Why, at most 200 characters; the member reads it.
    pub reason: String,
}

/// An adjustment as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adjustment {
    /// The shop's id of it.
    pub id: String,
    /// The wallet; absent for points.
    pub wallet: Option<String>,
    /// What was given there, or taken (negative): points, stamps, minor units of money.
    pub points: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// With which key: the first digits of its hash.
    pub key: String,
}

/// The reply to an adjustment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustmentReply {
    /// It.
    pub adjustment: Adjustment,
    /// Whether it was made before; nothing changed now.
    pub duplicate: bool,
    /// The snapshot of now.
    pub member: Member,
}

/// A draw, and its lots: `GET admin/draws/{reward}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminDraw {
    /// The reward.
    pub reward: String,
    /// When it is drawn.
    pub drawn_at: Timestamp,
    /// When it was; absent before.
    pub made_at: Option<Timestamp>,
    /// How many lots were in it, or are so far.
    pub lots: i64,
    /// Those that won, at most 1,000.
    pub winners: Vec<AdminLot>,
    /// All of them, oldest first.
    pub items: Vec<AdminLot>,
    /// Where the next page of them starts; absent on the last.
    pub next: Option<String>,
}

/// A lot in a draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminLot {
    /// The redemption it came by.
    pub redemption: String,
    /// Whose it is; absent when they left.
    pub customer: Option<String>,
    /// When it was taken.
    pub at: Timestamp,
    /// Whether it won; absent before the draw.
    pub won: Option<bool>,
}

/// A page of what members answered to a survey: `GET admin/surveys/{id}/responses`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveyAnswers {
    /// Newest first.
    pub items: Vec<SurveyAnswer>,
    /// Where the next page starts; absent on the last.
    pub next: Option<String>,
}

/// What a member answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SurveyAnswer {
    /// Its id.
    pub id: String,
    /// Who; absent where answers are kept without the member.
    pub customer: Option<String>,
    /// The order it is about.
    pub order: Option<String>,
    /// 0 to 10, or the stars.
    pub score: Option<i64>,
    /// The place of the choice, from 0.
    pub choice: Option<i64>,
    /// What they wrote.
    pub text: Option<String>,
    /// When; of an answer without the member the beginning of the day.
    pub at: Timestamp,
}

/// `GET admin/members/{sub}` and `GET admin/members`: what support sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminMember {
    /// The customer, the `sub` of their tokens.
    pub customer: String,
    /// The snapshot, the same that the customer has.
    pub member: Member,
    /// The newest of the history.
    pub transactions: Vec<Transaction>,
    /// The newest adjustments, newest first.
    pub adjustments: Vec<Adjustment>,
}
