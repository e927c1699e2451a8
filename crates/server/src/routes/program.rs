//! `GET program`: public, the same for everybody, cacheable.

use super::context::Call;
use super::etag;
use crate::app::App;
use crate::problem::Refusal;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// A minute without asking; then a question by ETag.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=60");

pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/program", get(read))
}

async fn read(call: Call) -> Result<Response, Refusal> {
    let page = call.context.catalogue.page(&call.context.lang, call.context.now)?;
    if etag::is_known(&call.headers, &page.etag) {
        return Ok(etag::not_modified(page.etag, CACHED));
    }
    let json = HeaderValue::from_static("application/json");
    let headers =
        [(header::CONTENT_TYPE, json), (header::ETAG, page.etag), (header::CACHE_CONTROL, CACHED)];
    Ok((headers, page.body).into_response())
}
