//! What is played: the commands, as the services take them.

use stempel_protocol::{
    ActivityCompleted, AdjustmentRequest, JoinRequest, MembershipTold, OrderPaid, OrderRefunded,
    PlayRequest, RedemptionRequest, ReviewPublished, SurveyResponse, Timestamp, UseRequest,
};
use stempel_server::service::membership::What;
use stempel_server::store::referrals::Mark;

/// One command, as the services take it.
#[derive(Debug, Clone)]
pub enum Command {
    Join {
        customer: String,
        request: JoinRequest,
        marks: Vec<Mark>,
    },
    Leave {
        customer: String,
    },
    Invite {
        customer: String,
        marks: Vec<Mark>,
    },
    Paid {
        delivery: String,
        at: Timestamp,
        paid: OrderPaid,
    },
    Refunded {
        delivery: String,
        refunded: OrderRefunded,
    },
    Redeem {
        customer: String,
        key: String,
        request: RedemptionRequest,
    },
    Cancel {
        customer: String,
        key: String,
        redemption: String,
    },
    Use {
        code: String,
        request: UseRequest,
    },
    Release {
        code: String,
        request: UseRequest,
    },
    Visit {
        customer: String,
    },
    Reviewed {
        delivery: String,
        at: Timestamp,
        told: ReviewPublished,
    },
    Completed {
        delivery: String,
        at: Timestamp,
        told: ActivityCompleted,
    },
    Respond {
        customer: String,
        survey: String,
        response: SurveyResponse,
    },
    Play {
        customer: String,
        game: String,
        request: PlayRequest,
    },
    Membership {
        delivery: String,
        at: Timestamp,
        what: What,
        told: MembershipTold,
    },
    Adjust {
        customer: String,
        request: AdjustmentRequest,
    },
    History {
        customer: String,
        cursor: Option<String>,
        limit: i64,
    },
    Read {
        customer: String,
    },
    /// Does another command and then fails, so that nothing of it may stay.
    CutOff {
        inner: Box<Command>,
        panics: bool,
    },
}

impl Command {
    /// Its name in the count of what was played.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Join { .. } => "join",
            Self::Leave { .. } => "leave",
            Self::Invite { .. } => "invite",
            Self::Paid { .. } => "paid",
            Self::Refunded { .. } => "refunded",
            Self::Redeem { request, .. } if request.amount.is_some() => "redeem any",
            Self::Redeem { .. } => "redeem",
            Self::Cancel { .. } => "cancel",
            Self::Use { .. } => "use",
            Self::Release { .. } => "release",
            Self::Visit { .. } => "visit",
            Self::Reviewed { .. } => "reviewed",
            Self::Completed { .. } => "completed",
            Self::Respond { .. } => "respond",
            Self::Play { .. } => "play",
            Self::Membership { .. } => "membership",
            Self::Adjust { .. } => "adjust",
            Self::History { .. } => "history",
            Self::Read { .. } => "read",
            Self::CutOff { .. } => "cut off",
        }
    }
}
