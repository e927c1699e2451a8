//! What is done around every call: who asks too often is sent away, browsers are told who may call,
//! and each request is named, counted and logged.

use super::App;
use crate::body;
use crate::config::Config;
use crate::problem;
use crate::routes;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use standardwebhooks::HEADER_WEBHOOK_SIGNATURE;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::cors::CorsLayer;
use uuid::Uuid;

/// Counts the requests of an address, but for what is proven to be the shop's: with a key, or, to the
/// one call that asks for a signature, signed. That one is known only once it was read.
pub(super) async fn counted(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    let count = || app.limits.address(peer.ip(), &headers);
    if is_signed_event(&request) {
        let response = next.run(request).await;
        if !routes::is_proven(&response)
            && let Err(refusal) = count()
        {
            return refusal.into_response();
        }
        return response;
    }
    let of_shop = app.auth.shop(&headers).is_ok() || app.auth.admin(&headers).is_ok();
    if !of_shop && let Err(refusal) = count() {
        body::discard(request.into_body()).await;
        return refusal.into_response();
    }
    next.run(request).await
}

/// Whether it says of itself that it is signed, where signatures are asked for.
fn is_signed_event(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let path = route.and_then(|it| it.strip_prefix(routes::PROGRAM));
    let is_event = request.method() == Method::POST && path == Some(routes::EVENTS);
    is_event && request.headers().contains_key(HEADER_WEBHOOK_SIGNATURE)
}

/// Browsers may call from the listed origins, and from no other.
pub(super) fn cors(config: &Config) -> CorsLayer {
    let exposed = [header::ETAG, header::RETRY_AFTER, REQUEST_ID];
    CorsLayer::new()
        .allow_origin(config.origins.clone())
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers(exposed)
        .max_age(Duration::from_secs(2 * 60 * 60))
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names each request, finishes its refusal and writes one line about it: the route, never the
/// path, whose parts may be codes; no header, no body.
pub(super) async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = problem::finish(next.run(request).await, &id);
    let (took, route) = (started.elapsed(), route.as_ref().map_or("", |r| r.as_str()));
    app.metrics.count(&method, route, response.status(), took);
    let status = response.status().as_u16();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match status {
        500.. => tracing::error!(%method, route, status, ms, request_id = id, "request"),
        400.. => tracing::info!(%method, route, status, ms, request_id = id, "request"),
        _ => tracing::debug!(%method, route, status, ms, request_id = id, "request"),
    }
    with_headers(response, &id)
}

fn with_headers(mut response: Response, request_id: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
