//! `GET causes`: public, the same for everybody.

use super::context::Call;
use super::{Calls, etag};
use crate::app::App;
use crate::openapi::anyone;
use crate::problem::Refusal;
use crate::store::Tx;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use stempel_protocol::Causes;

/// A question by ETag each time: whoever gave wants to see it counted.
const CACHED: HeaderValue = HeaderValue::from_static("public, no-cache");

pub fn calls() -> Calls {
    let causes = anyone("How far the shared goals are");
    Calls::default().get("/causes", read, causes.answers::<Causes>(200).revalidated())
}

async fn read(State(app): State<Arc<App>>, call: Call) -> Result<Response, Refusal> {
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| context.catalogue.causes(tx, &context);
    let page = app.store.readers.read(read).await?;
    if etag::is_known(&call.headers, &page.etag) {
        return Ok(etag::not_modified(page.etag, CACHED));
    }
    let json = HeaderValue::from_static("application/json");
    let headers =
        [(header::CONTENT_TYPE, json), (header::ETAG, page.etag), (header::CACHE_CONTROL, CACHED)];
    Ok((headers, page.body).into_response())
}
