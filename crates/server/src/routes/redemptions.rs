//! `POST redemptions` and cancel, for the customer; a code's worth, use and release,
//! for the shop's server.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::{customer, shop};
use crate::problem::Refusal;
use crate::service::coupon;
use crate::service::redeem::{self, Reply};
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Coupon, RedemptionReply, RedemptionRequest, UseRequest, codes};

pub fn calls() -> Calls {
    let redeem = customer(Scope::Redeem, "Redeem a reward")
        .keyed()
        .takes::<RedemptionRequest>()
        .answers::<RedemptionReply>(201)
        .refuses([codes::NOT_JOINED, codes::CHANGED, codes::NOT_REDEEMABLE]);
    let give_back = customer(Scope::Redeem, "Give an unused reward back")
        .keyed()
        .answers::<RedemptionReply>(200)
        .refuses([codes::NOT_JOINED, codes::NOT_CANCELLABLE]);
    let worth = shop("What a code is worth").answers::<Coupon>(200);
    let consumed = shop("Use a code for an order")
        .takes::<UseRequest>()
        .answers::<Coupon>(200)
        .refuses([codes::CODE_USED, codes::CODE_CLOSED]);
    let freed = shop("Free a code of an order that came to nothing")
        .takes::<UseRequest>()
        .answers::<Coupon>(200)
        .refuses([codes::CODE_USED, codes::CODE_UNUSED, codes::CODE_CLOSED]);
    Calls::default()
        .post("/redemptions", create, redeem)
        .get("/redemptions/{name}", look, worth)
        .post("/redemptions/{name}/cancel", cancel, give_back)
        .post("/redemptions/{name}/use", consume, consumed)
        .post("/redemptions/{name}/release", release, freed)
}

async fn create(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Redeem).await?;
    let key = call.key()?;
    let request: RedemptionRequest = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| redeem::redeem(tx, &context, &customer, &key, &request);
    replied(app.store.writer.write(act).await?)
}

async fn cancel(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Redeem).await?;
    let key = call.key()?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| redeem::cancel(tx, &context, &customer, &key, &id);
    replied(app.store.writer.write(act).await?)
}

fn replied(reply: Reply) -> Result<Response, Refusal> {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    reply::json(status, &reply.body)
}

async fn look(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(code): Named,
) -> Result<Response, Refusal> {
    call.shop()?;
    let ask = move |tx: &mut Tx<'_>| coupon::look(tx, &call.context, &code);
    reply::json(StatusCode::OK, &app.store.readers.read(ask).await?)
}

async fn consume(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(code): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    call.shop()?;
    let request: UseRequest = parse(&body, "")?;
    let act = move |tx: &mut Tx<'_>| coupon::consume(tx, &call.context, &code, &request);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}

async fn release(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(code): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    call.shop()?;
    let request: UseRequest = parse(&body, "")?;
    let act = move |tx: &mut Tx<'_>| coupon::release(tx, &call.context, &code, &request);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
