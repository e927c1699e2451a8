//! `POST games/{id}/plays`, for the customer; `GET games/{id}`, what is left, for anybody.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::{customer, customer_or_guest};
use crate::problem::Refusal;
use crate::service::game;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{GameLeft, PlayReply, PlayRequest, codes};

pub fn calls() -> Calls {
    let left = customer_or_guest("What is left to win").answers::<GameLeft>(200);
    let play = customer(Scope::Read, "Play once")
        .takes::<PlayRequest>()
        .answers::<PlayReply>(200)
        .refuses([codes::NOT_JOINED, codes::PLAY_CLOSED]);
    Calls::default().get("/games/{name}", self::left, left).post(
        "/games/{name}/plays",
        self::play,
        play,
    )
}

async fn left(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    // A token says which books are meant.
    call.customer_or_guest().await?;
    let read = move |tx: &mut Tx<'_>| game::left(tx, &call.context, &id);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}

async fn play(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let request: PlayRequest = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| game::play(tx, &context, &customer, &id, &request);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
