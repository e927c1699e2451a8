//! The crate's one error: why a request is refused, and how that reads on the wire
//! (`application/problem+json`). Nothing internal ever leaves through here.

use crate::store::{StoreError, WriteError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use stempel_protocol::{Member, Problem, Reason, ReasonCode, Timestamp, codes};

/// Seconds after which a busy server is to be asked again.
const RETRY_AFTER: u64 = 1;

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
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

/// How a refusal stands on the wire.
struct Shape(StatusCode, &'static str, bool);

impl Refusal {
    /// A token or key that does not hold, and why.
    pub fn unauthenticated(why: impl Into<Cow<'static, str>>) -> Self {
        Self::Unauthenticated(why.into())
    }

    /// A wrong value of a field.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::InvalidField { field: field.into(), detail: detail.into() }
    }

    fn shape(&self) -> Shape {
        use StatusCode as S;
        let (status, code) = match self {
            Self::Unauthenticated(_) => (S::UNAUTHORIZED, codes::UNAUTHENTICATED),
            Self::TokenExpired => (S::UNAUTHORIZED, codes::TOKEN_EXPIRED),
            Self::Scope(_) => (S::FORBIDDEN, codes::SCOPE),
            Self::NotFound(_) => (S::NOT_FOUND, codes::NOT_FOUND),
            Self::Method => (S::METHOD_NOT_ALLOWED, codes::METHOD),
            Self::InvalidJson(_) => (S::BAD_REQUEST, codes::INVALID_JSON),
            Self::InvalidField { .. } => (S::UNPROCESSABLE_ENTITY, codes::INVALID_FIELD),
            Self::MediaType => (S::UNSUPPORTED_MEDIA_TYPE, codes::MEDIA_TYPE),
            Self::TooLarge(_) => (S::PAYLOAD_TOO_LARGE, codes::TOO_LARGE),
            Self::NotJoined => (S::CONFLICT, codes::NOT_JOINED),
            Self::Consent(_) | Self::ConsentVersion { .. } => {
                (S::UNPROCESSABLE_ENTITY, codes::CONSENT)
            }
            Self::ConsentRequired { .. } => (S::CONFLICT, codes::CONSENT_REQUIRED),
            Self::MissingPoints { .. } => (S::CONFLICT, codes::MISSING_POINTS),
            Self::BirthdayFixed { .. } => (S::CONFLICT, codes::BIRTHDAY_FIXED),
            Self::KeyMissing => (S::BAD_REQUEST, codes::KEY_MISSING),
            Self::KeyReused => (S::UNPROCESSABLE_ENTITY, codes::KEY_REUSED),
            Self::Changed(_) => (S::CONFLICT, codes::CHANGED),
            Self::NotRedeemable(_) => (S::CONFLICT, codes::NOT_REDEEMABLE),
            Self::NotCancellable => (S::CONFLICT, codes::NOT_CANCELLABLE),
            Self::CodeUsed => (S::CONFLICT, codes::CODE_USED),
            Self::CodeUnused => (S::CONFLICT, codes::CODE_UNUSED),
            Self::CodeClosed => (S::CONFLICT, codes::CODE_CLOSED),
            Self::ReferralUnknown => (S::UNPROCESSABLE_ENTITY, codes::REFERRAL_UNKNOWN),
            Self::PlayClosed => (S::CONFLICT, codes::PLAY_CLOSED),
            Self::AliasTaken => (S::CONFLICT, codes::ALIAS_TAKEN),
            Self::SurveyClosed => (S::CONFLICT, codes::SURVEY_CLOSED),
            Self::SurveyAnswered => (S::CONFLICT, codes::SURVEY_ANSWERED),
            Self::Signature(_) => (S::UNAUTHORIZED, codes::SIGNATURE),
            Self::Timestamp => (S::UNAUTHORIZED, codes::TIMESTAMP),
            Self::UnknownOrder => (S::NOT_FOUND, codes::UNKNOWN_ORDER),
            Self::CardNumber(_) => (S::UNPROCESSABLE_ENTITY, codes::CARD_NUMBER),
            Self::UnknownCard => (S::NOT_FOUND, codes::UNKNOWN_CARD),
            Self::TooMany { .. } => (S::TOO_MANY_REQUESTS, codes::RATE_LIMITED),
            Self::Unavailable => (S::SERVICE_UNAVAILABLE, codes::UNAVAILABLE),
            Self::Internal(_) => (S::INTERNAL_SERVER_ERROR, codes::INTERNAL),
        };
        Shape(
            status,
            code,
            matches!(
                self,
                Self::UnknownOrder | Self::TooMany { .. } | Self::Unavailable | Self::Internal(_)
            ),
        )
    }

    fn problem(self) -> Problem {
        let Shape(status, code, retryable) = self.shape();
        let mut problem = Problem {
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16().into(),
            code: code.into(),
            detail: self.to_string(),
            field: None,
            request_id: None,
            retryable,
            reasons: Vec::new(),
            member: None,
        };
        match self {
            Self::InvalidField { field, .. } | Self::ConsentRequired { field } => {
                problem.field = Some(field)
            }
            Self::BirthdayFixed { .. } => problem.field = Some("birthday".into()),
            Self::CardNumber(field) => problem.field = Some(field.into()),
            Self::Consent(_) | Self::ConsentVersion { .. } => {
                problem.field = Some("consents".into())
            }
            Self::AliasTaken => problem.field = Some("alias".into()),
            Self::ReferralUnknown => problem.field = Some("referral".into()),
            Self::NotRedeemable(reasons) => problem.reasons = reasons,
            Self::MissingPoints { missing, .. } => problem.reasons = vec![missing_points(missing)],
            Self::Changed(member) => problem.member = Some(member),
            _ => {}
        }
        problem
    }
}

/// How often the database failed a command or a question since the process began.
static DATABASE_ERRORS: AtomicU64 = AtomicU64::new(0);

/// How often the database failed a command or a question since the process began.
#[must_use]
pub fn database_errors() -> u64 {
    DATABASE_ERRORS.load(Ordering::Relaxed)
}

fn missing_points(missing: i64) -> Reason {
    let code = ReasonCode::MissingPoints;
    Reason { code, points: Some(missing), tier: None, at: None, money: None, limit: None }
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

impl IntoResponse for Refusal {
    /// The body is written by [`finish`], which knows the request's id.
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(%cause, "a request failed");
        }
        let retry_after = match self {
            Self::TooMany { seconds } => Some(seconds),
            Self::Unavailable => Some(RETRY_AFTER),
            _ => None,
        };
        let problem = self.problem();
        let status = u16::try_from(problem.status).unwrap_or(500);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Box::new(problem));
        response
    }
}

/// Writes the body of a refusal, with the request's id in it.
pub fn finish(mut response: Response, request_id: &str) -> Response {
    let Some(mut problem) = response.extensions_mut().remove::<Box<Problem>>() else {
        return response;
    };
    problem.request_id = Some(request_id.to_owned());
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/problem+json");
    headers.insert(header::CONTENT_TYPE, json);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.remove(header::CONTENT_LENGTH);
    if problem.status == 401 {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    *response.body_mut() = body.into();
    response
}
