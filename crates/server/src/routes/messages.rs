//! `member/messages`, for the customer; `admin/messages`, for the shop's own people.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::{admin, customer};
use crate::problem::Refusal;
use crate::service::message;
use crate::store::Tx;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{
    AdminMessage, AdminMessages, AnswerRequest, Message, MessageRequest, Messages, codes,
};

pub fn calls() -> Calls {
    let own_ones = customer(Scope::Read, "What the member wrote, and how it stands");
    let written = customer(Scope::Read, "Say that something is wrong").takes::<MessageRequest>();
    let all_of_them = admin("What members wrote, and who waits")
        .query::<String>("status", "Only these: open, answered or closed");
    let answered = admin("Answer a member, or close what they wrote").takes::<AnswerRequest>();
    Calls::default()
        .get(
            "/member/messages",
            own,
            own_ones.answers::<Messages>(200).refuses([codes::NOT_JOINED]),
        )
        .post(
            "/member/messages",
            write,
            written.answers::<Message>(201).refuses([codes::NOT_JOINED]),
        )
        .get("/admin/messages", all, all_of_them.answers::<AdminMessages>(200))
        .post("/admin/messages/{name}/answers", answer, answered.answers::<AdminMessage>(200))
}

async fn own(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| message::own(tx, &context, &customer);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}

async fn write(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let request: MessageRequest = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| message::write(tx, &context, &customer, &request);
    reply::json(StatusCode::CREATED, &app.store.writer.write(act).await?)
}

#[derive(Deserialize)]
struct Asked {
    status: Option<String>,
}

async fn all(
    State(app): State<Arc<App>>,
    mut call: Call,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    call.admin()?;
    let Query(asked) = asked.map_err(|_| Refusal::field("status", "one status, once"))?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| message::all(tx, &context, asked.status.as_deref());
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}

async fn answer(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    call.admin()?;
    let request: AnswerRequest = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| message::answer(tx, &context, &id, &request);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
