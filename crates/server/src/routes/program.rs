//! `GET program`: public, the same for everybody, cacheable.

use super::context::Call;
use super::{Calls, etag};
use crate::openapi::anyone;
use crate::problem::Refusal;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use stempel_protocol::Program;

/// A minute without asking; then a question by ETag.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=60");

pub fn calls() -> Calls {
    let program = anyone("What the program offers, in one language");
    Calls::default().get("/program", read, program.answers::<Program>(200).revalidated())
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
