//! `GET leaderboards/{id}`, `POST` and `DELETE leaderboards/{id}/entry`, for the customer.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::leaderboard;
use crate::store::Tx;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{Leaderboard, LeaderboardEntry, codes};

pub fn calls() -> Calls {
    let board = |summary| {
        let board = customer(Scope::Read, summary).answers::<Leaderboard>(200);
        board.refuses([codes::NOT_JOINED])
    };
    let entered = board("Be seen under a name").takes::<LeaderboardEntry>();
    Calls::default()
        .get("/leaderboards/{name}", read, board("The first places and the member's own"))
        .post("/leaderboards/{name}/entry", enter, entered.refuses([codes::ALIAS_TAKEN]))
        .delete("/leaderboards/{name}/entry", leave, board("Be seen no more"))
}

async fn read(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| leaderboard::read(tx, &context, &customer, &id);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}

async fn enter(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let entry: LeaderboardEntry = parse(&body, "")?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| leaderboard::enter(tx, &context, &customer, &id, &entry.alias);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}

async fn leave(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| leaderboard::leave(tx, &context, &customer, &id);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}
