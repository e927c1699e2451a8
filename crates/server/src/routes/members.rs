//! `GET members/{sub}/benefits`: for the shop's server.

use super::context::{Call, Named};
use super::reply;
use crate::app::App;
use crate::problem::Refusal;
use crate::service::benefits;
use crate::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;

pub fn calls() -> Router<Arc<App>> {
    Router::new().route("/members/{name}/benefits", get(look))
}

async fn look(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(sub): Named,
) -> Result<Response, Refusal> {
    call.shop()?;
    let ask = move |tx: &mut Tx<'_>| benefits::look(tx, &call.context, &sub);
    reply::json(StatusCode::OK, &app.store.readers.read(ask).await?)
}
