//! `GET member`, `POST member`, `PATCH member`, `DELETE member`, `GET member/transactions`,
//! `GET member/export`.

use super::context::Call;
use super::{etag, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::problem::Refusal;
use crate::service::{self, history, join, profile};
use crate::store::Tx;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{JoinRequest, MemberPatch};

pub fn calls() -> Router<Arc<App>> {
    Router::new()
        .route("/member", get(read).post(enrol).patch(change).delete(leave))
        .route("/member/export", get(export))
        .route("/member/transactions", get(transactions))
}

async fn read(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let Call { context, headers, .. } = call;
    let snapshots = Arc::clone(&app.snapshots);
    let read = move |tx: &mut Tx<'_>| snapshots.read(tx, &context, customer);
    let snapshot = app.store.readers.read(read).await?;
    let etag = snapshot.etag.clone();
    if etag::is_known(&headers, &etag) {
        return Ok(etag::not_modified(etag, reply::PRIVATE));
    }
    let mut response = reply::encoded(StatusCode::OK, snapshot.body.clone());
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

async fn enrol(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let request: JoinRequest = parse(&body, "")?;
    let marks = call.marks().await?;
    let context = call.context;
    let join = move |tx: &mut Tx<'_>| join::join_marked(tx, &context, &customer, &request, &marks);
    let member = app.store.writer.write(join).await?;
    reply::json(StatusCode::OK, &member)
}

async fn change(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let patch: MemberPatch = parse(&body, "")?;
    let context = call.context;
    let change = move |tx: &mut Tx<'_>| profile::change(tx, &context, &customer, &patch);
    let member = app.store.writer.write(change).await?;
    reply::json(StatusCode::OK, &member)
}

/// Points are lost by it, so the token has to allow spending them.
async fn leave(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Redeem).await?;
    let context = call.context;
    let leave = move |tx: &mut Tx<'_>| service::leave::leave(tx, &context, &customer);
    let member = app.store.writer.write(leave).await?;
    reply::json(StatusCode::OK, &member)
}

async fn export(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let name = format!("attachment; filename=\"{}.json\"", context.program().id);
    let read = move |tx: &mut Tx<'_>| service::export::export(tx, &context, &customer);
    let mut response = reply::json(StatusCode::OK, &app.store.readers.read(read).await?)?;
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

#[derive(Deserialize)]
struct Paging {
    cursor: Option<String>,
    limit: Option<i64>,
}

async fn transactions(
    State(app): State<Arc<App>>,
    mut call: Call,
    paging: Result<Query<Paging>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let Query(Paging { cursor, limit }) =
        paging.map_err(|_| Refusal::field("limit", "limit is a number, cursor a text"))?;
    let context = call.context;
    if cursor.is_none() {
        let (asked, of) = (context.clone(), customer.clone());
        if app.store.readers.read(move |tx| history::is_due(tx, &asked, &of)).await? {
            let (asked, of) = (context.clone(), customer.clone());
            app.store.writer.write(move |tx| history::settle(tx, &asked, &of)).await?;
        }
    }
    let page =
        move |tx: &mut Tx<'_>| history::page(tx, &context, &customer, cursor.as_deref(), limit);
    let page = app.store.readers.read(page).await?;
    reply::json(StatusCode::OK, &page)
}
