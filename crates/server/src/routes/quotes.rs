//! `POST quotes`: anyone; a token makes it personal.

use super::context::Call;
use super::{Calls, reply};
use crate::app::App;
use crate::body::{Raw, parse};
use crate::openapi::customer_or_guest;
use crate::problem::Refusal;
use crate::service::quote;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Quote, QuoteRequest};

pub fn calls() -> Calls {
    let quote = customer_or_guest("What a cart will earn, what a reward costs and why not");
    Calls::default().post("/quotes", create, quote.takes::<QuoteRequest>().answers::<Quote>(200))
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
