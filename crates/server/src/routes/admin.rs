//! `admin/…`: the shop's own people, by a key of their own.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::body::{Raw, parse};
use crate::openapi::admin;
use crate::problem::Refusal;
use crate::service::adjust;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{AdjustmentReply, AdjustmentRequest, AdminMember, codes};

pub fn calls() -> Calls {
    let look_up = admin("A member's snapshot, history and adjustments");
    let adjustment = admin("Give or take points, with a reason").takes::<AdjustmentRequest>();
    let adjustment =
        adjustment.refuses([codes::NOT_JOINED, codes::MISSING_POINTS, codes::KEY_REUSED]);
    Calls::default().get("/admin/members/{name}", look, look_up.answers::<AdminMember>(200)).post(
        "/admin/members/{name}/adjustments",
        make,
        adjustment.answers::<AdjustmentReply>(200),
    )
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
