//! The crate's one error: why a request is refused. How that reads on the wire
//! (`application/problem+json`) is in `problem/response.rs`, with which status and code in
//! `problem/shape.rs`. Nothing internal ever leaves through here.

mod response;
mod shape;

pub use response::finish;

use crate::store::{StoreError, WriteError};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use stempel_protocol::{Member, Reason, Timestamp};

/// Why a request is refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// No token or secret key, or one that does not verify.
    #[error("{0}")]
    Unauthenticated(Cow<'static, str>),
    /// The token's time is over.
    #[error("the token has expired: ask the shop for a new one")]
    TokenExpired,
    /// The token does not allow this.
    #[error("the token lacks the scope `{0}`")]
    Scope(&'static str),
    /// No such program, call or thing.
    #[error("{0}")]
    NotFound(&'static str),
    /// The call exists with another method.
    #[error("this call has another method: see the header Allow")]
    Method,
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    InvalidJson(String),
    /// A field, or a parameter, has a wrong value.
    #[error("{detail}")]
    InvalidField {
        /// The field, as a path.
        field: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The body is not declared as JSON.
    #[error("send the body as Content-Type: application/json")]
    MediaType,
    /// The body is larger than allowed.
    #[error("the body is larger than {} KB", .0 / 1024)]
    TooLarge(usize),
    /// The body did not come in time.
    #[error("the body did not come in time: send it again")]
    TooSlow,
    /// The customer has not joined.
    #[error("the customer has not joined the program")]
    NotJoined,
    /// A required consent is missing.
    #[error("the consent `{0}` is required")]
    Consent(String),
    /// A version of a consent was agreed to that is not the current one.
    #[error("the consent `{id}` can be given in its current version only, which is `{current}`")]
    ConsentVersion {
        /// The consent.
        id: String,
        /// Its current version.
        current: String,
    },
    /// A consent that the program cannot be without.
    #[error("the program cannot be without this consent: leave it instead")]
    ConsentRequired {
        /// Where it stands.
        field: String,
    },
    /// More would be taken than is available in the wallet, in its smallest units.
    #[error("this wallet has only {available} available, {missing} are missing")]
    MissingPoints {
        /// How many are missing.
        missing: i64,
        /// How many are available.
        available: i64,
    },
    /// The birthday was named too short a time ago.
    #[error("another birthday can be named from {until} on")]
    BirthdayFixed {
        /// From then on it can become another.
        until: Timestamp,
    },
    /// `Idempotency-Key` is missing or unusable.
    #[error("send an Idempotency-Key of 1 to 200 visible characters")]
    KeyMissing,
    /// The same key, or webhook id, came with something else.
    #[error("this key or webhook-id was used for something else")]
    KeyReused,
    /// What the customer saw is not current any more.
    #[error("the member or the cost has changed: show the snapshot and ask again")]
    Changed(Box<Member>),
    /// The reward cannot be redeemed.
    #[error("the reward cannot be redeemed now")]
    NotRedeemable(Vec<Reason>),
    /// The redemption is not open any more.
    #[error("the redemption cannot be cancelled any more")]
    NotCancellable,
    /// The code was used for another order.
    #[error("the code was used for another order")]
    CodeUsed,
    /// The code was not used for this order.
    #[error("the code was not used for this order: there is nothing to free")]
    CodeUnused,
    /// The code is not valid any more.
    #[error("the code is not valid any more")]
    CodeClosed,
    /// No member has that code.
    #[error("no member has this code: join without it")]
    ReferralUnknown,
    /// The play is not theirs, or not any more.
    #[error("this customer has no such play now")]
    PlayClosed,
    /// Somebody else has that name on the leaderboard.
    #[error("somebody else is seen under this name")]
    AliasTaken,
    /// The survey is not asked of this customer, or not any more.
    #[error("the survey is not asked of this customer now")]
    SurveyClosed,
    /// The survey was answered, and not so.
    #[error("this customer has answered the survey, otherwise than now")]
    SurveyAnswered,
    /// The webhook's signature does not verify.
    #[error("{0}")]
    Signature(&'static str),
    /// The webhook's timestamp is outside the tolerance.
    #[error("the webhook-timestamp is more than five minutes away from now")]
    Timestamp,
    /// A refund of an order never seen.
    #[error("the order is not known: send its payment first, then this again")]
    UnknownOrder,
    /// The number of a card has a wrong digit, or is not one of ours.
    #[error("this is no card number: thirteen digits, the last of which checks the others")]
    CardNumber(&'static str),
    /// No member has that card.
    #[error("no member has this card")]
    UnknownCard,
    /// One address or one customer asks too often.
    #[error("too many requests: try again in {seconds} s")]
    TooMany {
        /// When the next one is allowed.
        seconds: u64,
    },
    /// The server cannot take it now.
    #[error("the server is busy: try again")]
    Unavailable,
    /// The server failed; the log has the cause.
    #[error("the server failed; the request_id names it in the log")]
    Internal(String),
}

impl Refusal {
    /// A token or key that does not hold, and why.
    pub fn unauthenticated(why: impl Into<Cow<'static, str>>) -> Self {
        Self::Unauthenticated(why.into())
    }

    /// A wrong value of a field.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::InvalidField { field: field.into(), detail: detail.into() }
    }
}

/// How often the database failed a command or a question since the process began.
static DATABASE_ERRORS: AtomicU64 = AtomicU64::new(0);

/// How often the database failed a command or a question since the process began.
#[must_use]
pub fn database_errors() -> u64 {
    DATABASE_ERRORS.load(Ordering::Relaxed)
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        DATABASE_ERRORS.fetch_add(1, Ordering::Relaxed);
        if error.is_passing() {
            tracing::error!(%error, "the database cannot take it now");
            return Self::Unavailable;
        }
        Self::Internal(error.to_string())
    }
}

impl From<WriteError> for Refusal {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Busy => Self::Unavailable,
            WriteError::NotSaved => {
                DATABASE_ERRORS.fetch_add(1, Ordering::Relaxed);
                Self::Unavailable
            }
            WriteError::Panicked => Self::Internal(error.to_string()),
            WriteError::Store(error) => error.into(),
        }
    }
}
