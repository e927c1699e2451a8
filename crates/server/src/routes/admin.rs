//! `admin/…`: the shop's own people, by a key of their own.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::body::{Raw, parse};
use crate::openapi::admin;
use crate::problem::Refusal;
use crate::service::adjust;
use crate::store::Tx;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{AdjustmentReply, AdjustmentRequest, AdminMember, codes};

pub fn calls() -> Calls {
    let look_up = admin("A member's snapshot, history and adjustments");
    let adjustment =
        admin("Give or take points, stamps or money, with a reason").takes::<AdjustmentRequest>();
    let adjustment =
        adjustment.refuses([codes::NOT_JOINED, codes::MISSING_POINTS, codes::KEY_REUSED]);
    let found = admin("The same of a member found by one of these")
        .query::<String>("sub", "The customer, the `sub` of their tokens")
        .query::<String>("card", "The number of their card")
        .query::<String>("order", "An order of theirs")
        .refuses([codes::CARD_NUMBER, codes::UNKNOWN_CARD])
        .answers::<AdminMember>(200);
    let calls = Calls::default().get("/admin/members", find, found);
    calls
        .get(
            "/admin/members/{name}",
            look,
            look_up.answers::<AdminMember>(200).refuses([codes::INVALID_FIELD]),
        )
        .post("/admin/members/{name}/adjustments", make, adjustment.answers::<AdjustmentReply>(200))
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

#[derive(Deserialize)]
struct By {
    sub: Option<String>,
    card: Option<String>,
    order: Option<String>,
}

async fn find(
    State(app): State<Arc<App>>,
    mut call: Call,
    by: Result<Query<By>, QueryRejection>,
) -> Result<Response, Refusal> {
    call.admin()?;
    let Query(By { sub, card, order }) =
        by.map_err(|_| Refusal::field("sub", "name `sub`, `card` or `order`, one of them, once"))?;
    let asked = adjust::Asked { sub, card, order };
    let ask = move |tx: &mut Tx<'_>| adjust::find(tx, &call.context, &asked);
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
