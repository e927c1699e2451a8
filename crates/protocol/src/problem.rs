//! `application/problem+json` (RFC 9457): every refusal, and the reasons for it.

use crate::wire::wire;
use crate::{Member, Money, Timestamp};

wire! {
    /// A refusal. `type` is left out, which RFC 9457 reads as `about:blank`.
    pub struct Problem {
        /// The words of the HTTP status.
        pub title: String,
        /// The HTTP status.
        pub status: i64,
        /// What went wrong, stable: one of `ProblemCode`, which are [`codes`].
        pub code: String,
        /// What went wrong, for a developer.
        pub detail: String,
        /// The field of the body it is about, as a path: `lines[2].quantity`.
        pub field: Option<String>,
        /// Names the request in the server's log.
        pub request_id: Option<String>,
        /// Whether the same request may succeed later.
        #[cfg_attr(feature = "serde", serde(default))]
        pub retryable: bool,
        /// Why a reward cannot be redeemed, for `not_redeemable`.
        pub reasons: Vec<Reason>,
        /// The fresh snapshot, for `changed`.
        pub member: Option<Box<Member>>,
    }

    /// Why a reward cannot be redeemed now.
    pub struct Reason {
        /// What stands in the way.
        pub code: ReasonCode,
        /// The points missing.
        pub points: Option<i64>,
        /// The tier asked for.
        pub tier: Option<String>,
        /// When it changes: the start of a window, the end of a limit.
        pub at: Option<Timestamp>,
        /// The money missing in the cart.
        pub money: Option<Money>,
        /// The number allowed, for limits.
        pub limit: Option<i64>,
    }

    /// What stands in the way of a reward.
    pub enum ReasonCode {
        /// Too few points: `points` are missing, with what is owed.
        MissingPoints = "missing_points",
        /// Another tier holds it: `tier`.
        Tier = "tier",
        /// Taken as often as allowed: `limit`, until `at`.
        Limit = "limit",
        /// None left.
        Stock = "stock",
        /// Not yet: from `at`.
        NotYet = "not_yet",
        /// No longer.
        Over = "over",
        /// The cart is too small: `money` is missing.
        CartMinimum = "cart_minimum",
        /// The customer has not joined.
        NotJoined = "not_joined",
        /// It is for other members.
        Segment = "segment",
        /// It is for a birthday, and they did not say when theirs is.
        Birthday = "birthday",
    }
}

/// Declares the codes, and lists them with what they say.
macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ pub const $name:ident: &str = $text:literal; )*) => {
        $( $(#[doc = $doc])+ pub const $name: &str = $text; )*

        /// Every code with its comment, which ends with the status it comes with.
        #[cfg(feature = "openapi")]
        pub const ALL: &[(&str, &str)] = &[ $( ($text, concat!($($doc),+)) ),* ];
    };
}

/// Stable codes of [`Problem::code`]. A comment says when, and ends with the status.
pub mod codes {
    codes! {
        /// No token, or one that does not verify. 401.
        pub const UNAUTHENTICATED: &str = "unauthenticated";
        /// The token's time is over. 401.
        pub const TOKEN_EXPIRED: &str = "token_expired";
        /// The token's scope does not allow it. 403.
        pub const SCOPE: &str = "scope";
        /// No such program, call or thing. 404.
        pub const NOT_FOUND: &str = "not_found";
        /// The call exists with another method. 405.
        pub const METHOD: &str = "method_not_allowed";
        /// The body is not JSON, or cut off. 400.
        pub const INVALID_JSON: &str = "invalid_json";
        /// A field is missing or has a wrong value: `field`. 422.
        pub const INVALID_FIELD: &str = "invalid_field";
        /// The body is not declared as JSON. 415.
        pub const MEDIA_TYPE: &str = "media_type";
        /// The body is larger than allowed. 413.
        pub const TOO_LARGE: &str = "too_large";
        /// The body did not come in time: send it again. 408.
        pub const TOO_SLOW: &str = "too_slow";
        /// The customer has not joined. 409.
        pub const NOT_JOINED: &str = "not_joined";
        /// A required consent is missing, or its version is not the current one. 422.
        pub const CONSENT: &str = "consent";
        /// The program cannot be without this consent: `field`. Leaving is the way. 409.
        pub const CONSENT_REQUIRED: &str = "consent_required";
        /// More points would be taken than are available: `reasons` say how many are missing. 409.
        pub const MISSING_POINTS: &str = "missing_points";
        /// The birthday was named too short a time ago to become another: `field`. 409.
        pub const BIRTHDAY_FIXED: &str = "birthday_fixed";
        /// `Idempotency-Key` is missing. 400.
        pub const KEY_MISSING: &str = "key_missing";
        /// The same key came with another body. 422.
        pub const KEY_REUSED: &str = "key_reused";
        /// The snapshot or the cost is not the current one; `member` is. 409.
        pub const CHANGED: &str = "changed";
        /// The reward cannot be redeemed: `reasons`. 409.
        pub const NOT_REDEEMABLE: &str = "not_redeemable";
        /// The redemption is not open any more. 409.
        pub const NOT_CANCELLABLE: &str = "not_cancellable";
        /// The code was used for another order. 409.
        pub const CODE_USED: &str = "code_used";
        /// The code was not used for this order: there is nothing to free. 409.
        pub const CODE_UNUSED: &str = "code_unused";
        /// The code is not valid any more. 409.
        pub const CODE_CLOSED: &str = "code_closed";
        /// There is no such code of a member: joining without it works. 422.
        pub const REFERRAL_UNKNOWN: &str = "referral_unknown";
        /// The member has no such play (any more). 409.
        pub const PLAY_CLOSED: &str = "play_closed";
        /// Somebody else is seen under that name. 409.
        pub const ALIAS_TAKEN: &str = "alias_taken";
        /// The survey is not asked (any more). 409.
        pub const SURVEY_CLOSED: &str = "survey_closed";
        /// The survey was answered already, otherwise than now. 409.
        pub const SURVEY_ANSWERED: &str = "survey_answered";
        /// The webhook's signature does not verify. 401.
        pub const SIGNATURE: &str = "signature";
        /// The webhook's timestamp is outside the tolerance. 401.
        pub const TIMESTAMP: &str = "timestamp";
        /// The event's subject is not known: a refund of an order never seen. 404.
        pub const UNKNOWN_ORDER: &str = "unknown_order";
        /// A card's number has a wrong digit, or is none of ours: `field`. 422.
        pub const CARD_NUMBER: &str = "card_number";
        /// No member has that card. 404.
        pub const UNKNOWN_CARD: &str = "unknown_card";
        /// Too many requests of one address or one customer; see `Retry-After`. 429.
        pub const RATE_LIMITED: &str = "rate_limited";
        /// The server cannot take it now; see `Retry-After`. 503.
        pub const UNAVAILABLE: &str = "unavailable";
        /// The server failed. 500.
        pub const INTERNAL: &str = "internal";
    }
}
