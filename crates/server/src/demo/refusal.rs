//! The one error of the shop's requests. The page has words for each code, in each language.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request was not carried out.
#[derive(Debug, Serialize)]
pub struct Refusal {
    #[serde(skip)]
    status: StatusCode,
    /// What went wrong, stable.
    pub code: &'static str,
    /// The field it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// The coupon code it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
}

impl Refusal {
    /// A refusal with that status and code.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, field: None, coupon: None }
    }

    /// The request's body or path makes no sense to the shop.
    pub fn invalid(code: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// A field is missing or wrong.
    pub fn field(field: &'static str) -> Self {
        Self { field: Some(field), ..Self::invalid("field") }
    }

    /// The request makes sense, but not now.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// There is no such thing, or it belongs to somebody else.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// Only for signed-in customers.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in")
    }

    /// Names the coupon code it is about.
    pub fn about(mut self, coupon: &str) -> Self {
        self.coupon = Some(coupon.to_owned());
        self
    }

    /// Something of ours failed: told to the log, not to the visitor.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "demo shop");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}
