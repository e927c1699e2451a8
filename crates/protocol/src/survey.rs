//! Surveys: what a member is asked (in the snapshot), `POST surveys/{id}/responses`, and what came
//! of it (in the program).

use crate::wire::wire;
use crate::{Member, Timestamp};

wire! {
    /// A question to this member, asked once.
    pub struct Survey {
        /// Stable id.
        pub id: String,
        /// The question.
        pub title: String,
        /// How it is answered.
        pub kind: SurveyKind,
        /// The answers to choose from, for choices.
        pub choices: Vec<String>,
        /// The points an answer gives; 0 for none.
        pub points: i64,
        /// The order it is about.
        pub order: Option<String>,
        /// Whether the answer is kept without the member.
        pub anonymous: bool,
    }

    /// How a survey is answered. Every kind takes a text besides.
    pub enum SurveyKind {
        /// 0 to 10: how likely the member is to recommend the shop.
        Nps = "nps",
        /// 1 to 5.
        Stars = "stars",
        /// One of some answers.
        Choice = "choice",
        /// Words.
        Text = "text",
    }

    /// The body of `POST surveys/{id}/responses`.
    pub struct SurveyResponse {
        /// The order it was asked about.
        pub order: Option<String>,
        /// For `nps` and `stars`.
        pub score: Option<i64>,
        /// For `choice`: which of the answers, from 0.
        pub choice: Option<i64>,
        /// At most 1,000 characters: for `text`, and besides for the others.
        pub text: Option<String>,
        /// Not now: it is put aside for good, and earns nothing.
        #[cfg_attr(feature = "serde", serde(default))]
        pub dismissed: bool,
    }

    /// The reply to an answer, the same when the answer is sent again.
    pub struct SurveyReply {
        /// The points it gave.
        pub points: i64,
        /// The snapshot after it.
        pub member: Member,
    }

    /// What was changed because of what members said.
    pub struct Said {
        /// When it was changed.
        pub at: Timestamp,
        /// What they said.
        pub you_said: String,
        /// What was changed.
        pub we_changed: String,
    }
}
