//! A refusal as a response, whose body is written last: the request's id stands in it.

use super::Refusal;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use stempel_protocol::Problem;

/// Seconds after which a busy server is to be asked again.
const RETRY_AFTER: u64 = 1;

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
