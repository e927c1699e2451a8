//! `POST quotes`: anyone; a token makes it personal.

use super::context::Call;
use super::reply;
use crate::app::App;
use crate::body::{Raw, parse};
use crate::problem::Refusal;
use crate::service::quote;
use crate::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use std::sync::Arc;
use stempel_protocol::QuoteRequest;

pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/quotes", post(create))
}

async fn create(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer_or_guest().await?;
    let request: QuoteRequest = parse(&body, "")?;
    let context = call.context;
    let ask = move |tx: &mut Tx<'_>| quote::quote(tx, &context, customer.as_ref(), request);
    reply::json(StatusCode::OK, &app.store.readers.read(ask).await?)
}
