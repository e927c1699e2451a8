//! What every answer carries and every change must bring: the policy for scripts, and the origin.

use super::refusal::Refusal;
use super::settings::Settings;
use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The content security policy: the shop's own files, the widget's, and nothing inline.
pub fn policy(settings: &Settings) -> String {
    let (assets, backend) = (origin(&settings.assets_url), origin(&settings.backend));
    let connect = if assets == backend { assets.clone() } else { format!("{backend} {assets}") };
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' {assets} 'wasm-unsafe-eval'"),
        format!("connect-src 'self' {connect}"),
        "style-src 'self'".to_owned(),
        "img-src 'self' data: blob:".to_owned(),
        "font-src 'self'".to_owned(),
        "form-action 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// Scheme, host and port of a URL.
pub fn origin(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{host}")
}

/// Puts the security headers on every answer.
pub async fn headers(policy: HeaderValue, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Refuses a change that another site asks for. The cookie's `SameSite=Lax` already does; this
/// holds where a browser does not know it.
pub async fn same_origin(request: Request, next: Next) -> Response {
    if request.method().is_safe() || comes_from_here(request.headers()) {
        next.run(request).await
    } else {
        Refusal::new(StatusCode::FORBIDDEN, "other_origin").into_response()
    }
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = text(HOST);
    let host = text(ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    own.is_some() && own == host
}
