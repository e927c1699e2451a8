//! `POST webhooks`: the shop's events, believed only when signed.

use super::context::Call;
use super::{Calls, reply};
use crate::app::App;
use crate::body::{Raw, parse};
use crate::openapi::signed;
use crate::problem::Refusal;
use crate::service::activity;
use crate::service::cart;
use crate::service::membership::{What, told as membership};
use crate::service::order::{self, Delivery};
use crate::service::{Context, Mode};
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use stempel_protocol::{Event, Timestamp, Webhook, WebhookReply, codes};

/// Where events go, below the program's path.
pub const EVENTS: &str = "/webhooks";

/// What an answer carries whose request was signed by the shop, whatever became of it.
#[derive(Clone, Copy)]
struct Proven;

/// Whether a request was signed by the shop, by its answer.
#[must_use]
pub fn is_proven(response: &Response) -> bool {
    response.extensions().get::<Proven>().is_some()
}

pub fn calls() -> Calls {
    let event = signed("Tell what happened in the shop").takes::<Webhook>();
    let event = event.answers::<WebhookReply>(200).refuses([
        codes::KEY_REUSED,
        codes::UNKNOWN_ORDER,
        codes::CARD_NUMBER,
        codes::UNKNOWN_CARD,
    ]);
    Calls::default().post(EVENTS, receive, event)
}

/// The envelope is read first and its data by its type, so that a mistake names its field.
#[derive(Deserialize)]
struct Envelope<'a> {
    timestamp: Timestamp,
    r#type: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

async fn receive(
    State(app): State<Arc<App>>,
    call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let (id, mode) = app.signatures.verify(&call.headers, &body)?;
    let mut response = apply(&app, call, id, mode, &body).await.into_response();
    response.extensions_mut().insert(Proven);
    Ok(response)
}

async fn apply(
    app: &App,
    call: Call,
    id: String,
    mode: Mode,
    body: &[u8],
) -> Result<Response, Refusal> {
    let (at, event) = read(body)?;
    let delivery = Delivery { id, at };
    let context = Context { mode, ..call.context };
    let apply = move |tx: &mut Tx<'_>| match &event {
        Event::OrderPaid(paid) => order::paid(tx, &context, &delivery, paid),
        Event::OrderRefunded(refunded) => order::refunded(tx, &context, &delivery, refunded),
        Event::ReviewPublished(told) => activity::reviewed(tx, &context, &delivery, told),
        Event::ActivityCompleted(told) => activity::completed(tx, &context, &delivery, told),
        Event::CartUpdated(told) => cart::updated(tx, &context, &delivery, told),
        Event::MembershipStarted(it) => membership(tx, &context, &delivery, What::Started, it),
        Event::MembershipRenewed(it) => membership(tx, &context, &delivery, What::Renewed, it),
        Event::MembershipPaused(it) => membership(tx, &context, &delivery, What::Paused, it),
        Event::MembershipResumed(it) => membership(tx, &context, &delivery, What::Resumed, it),
        Event::MembershipEnded(it) => membership(tx, &context, &delivery, What::Ended, it),
    };
    reply::json(StatusCode::OK, &app.store.writer.write(apply).await?)
}

fn read(body: &[u8]) -> Result<(Timestamp, Event), Refusal> {
    let Envelope { timestamp, r#type, data } = parse(body, "")?;
    let data = data.get().as_bytes();
    let event = match r#type.as_str() {
        "order.paid" => Event::OrderPaid(parse(data, "data")?),
        "order.refunded" => Event::OrderRefunded(parse(data, "data")?),
        "review.published" => Event::ReviewPublished(parse(data, "data")?),
        "activity.completed" => Event::ActivityCompleted(parse(data, "data")?),
        "cart.updated" => Event::CartUpdated(parse(data, "data")?),
        "membership.started" => Event::MembershipStarted(parse(data, "data")?),
        "membership.renewed" => Event::MembershipRenewed(parse(data, "data")?),
        "membership.paused" => Event::MembershipPaused(parse(data, "data")?),
        "membership.resumed" => Event::MembershipResumed(parse(data, "data")?),
        "membership.ended" => Event::MembershipEnded(parse(data, "data")?),
        _ => return Err(Refusal::field("type", "no such event: docs/backend.md lists them")),
    };
    Ok((timestamp, event))
}
