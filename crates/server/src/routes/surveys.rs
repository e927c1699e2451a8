//! `POST surveys/{id}/responses`, for the customer.

use super::context::{Call, Named};
use super::reply;
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::problem::Refusal;
use crate::service::survey;
use crate::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use std::sync::Arc;
use stempel_protocol::SurveyResponse;

pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/surveys/{name}/responses", post(respond))
}

async fn respond(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let response: SurveyResponse = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| survey::respond(tx, &context, &customer, &id, &response);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
