//! `POST invites`: a member's code for friends.

use super::context::Call;
use super::reply;
use crate::app::App;
use crate::auth::Scope;
use crate::problem::Refusal;
use crate::service::referral;
use crate::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use std::sync::Arc;

pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/invites", post(create))
}

async fn create(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let marks = call.marks().await?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| referral::invite(tx, &context, &customer, &marks);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
