//! `admin/…`: the shop's own people, by a key of their own.

use super::context::{Call, Named};
use super::reply;
use crate::app::App;
use crate::body::{Raw, parse};
use crate::problem::Refusal;
use crate::service::adjust;
use crate::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;
use stempel_protocol::AdjustmentRequest;

pub fn calls() -> Router<Arc<App>> {
    Router::new()
        .route("/admin/members/{name}", get(look))
        .route("/admin/members/{name}/adjustments", post(make))
}

async fn look(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(sub): Named,
) -> Result<Response, Refusal> {
    call.admin()?;
    let ask = move |tx: &mut Tx<'_>| adjust::look(tx, &call.context, &sub);
    reply::json(StatusCode::OK, &app.store.readers.read(ask).await?)
}

async fn make(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(sub): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let key = call.admin()?;
    let request: AdjustmentRequest = parse(&body, "")?;
    let act = move |tx: &mut Tx<'_>| adjust::adjust(tx, &call.context, &sub, &key, &request);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
