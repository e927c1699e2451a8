//! Answers that a reader has already.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Whether the reader holds this version: `If-None-Match` names it, weak or strong.
pub fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let etag = etag.to_str().unwrap_or("");
    known.is_some_and(|known| {
        known.split(',').map(str::trim).any(|it| it == "*" || it.trim_start_matches("W/") == etag)
    })
}

/// 304, with the headers a 200 would have.
pub fn not_modified(etag: HeaderValue, cache: HeaderValue) -> Response {
    let headers = [(header::ETAG, etag), (header::CACHE_CONTROL, cache)];
    (StatusCode::NOT_MODIFIED, headers).into_response()
}
