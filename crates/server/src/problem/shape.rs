//! The status, the code and the fields with which each refusal stands on the wire.

use super::Refusal;
use axum::http::StatusCode;
use stempel_protocol::{Problem, Reason, ReasonCode, codes};

/// How a refusal stands on the wire.
struct Shape(StatusCode, &'static str, bool);

impl Refusal {
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
            Self::TooSlow => (S::REQUEST_TIMEOUT, codes::TOO_SLOW),
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
                Self::TooSlow
                    | Self::UnknownOrder
                    | Self::TooMany { .. }
                    | Self::Unavailable
                    | Self::Internal(_)
            ),
        )
    }

    pub(super) fn problem(self) -> Problem {
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

fn missing_points(missing: i64) -> Reason {
    let code = ReasonCode::MissingPoints;
    Reason { code, points: Some(missing), tier: None, at: None, money: None, limit: None }
}
