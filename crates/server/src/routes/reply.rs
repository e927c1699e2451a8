//! Replies that are one customer's: JSON that no cache between may keep.

use crate::problem::Refusal;
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// No cache keeps it, the browser's included: after signing out nothing of a customer stays. Whoever
/// holds a snapshot in memory asks with its `ETag`.
pub const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// A value as JSON.
pub fn json<T: Serialize>(status: StatusCode, value: &T) -> Result<Response, Refusal> {
    let body = serde_json::to_vec(value).map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(encoded(status, body.into()))
}

/// JSON that was written before.
pub fn encoded(status: StatusCode, body: Bytes) -> Response {
    let json = HeaderValue::from_static("application/json");
    let headers = [(header::CONTENT_TYPE, json), (header::CACHE_CONTROL, PRIVATE)];
    (status, headers, body).into_response()
}
