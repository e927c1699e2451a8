//! `GET member`, `POST member`, `GET member/transactions`.

use super::context::Call;
use super::{etag, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::problem::Refusal;
use crate::service::{history, join, snapshot};
use crate::store::{Tx, keys};
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{JoinRequest, Member, Timestamp};

pub fn calls() -> Router<Arc<App>> {
    Router::new()
        .route("/member", get(read).post(enrol))
        .route("/member/transactions", get(transactions))
}

async fn read(State(app): State<Arc<App>>, call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read)?;
    let Call { context, headers, .. } = call;
    let read = move |tx: &mut Tx<'_>| snapshot::read(tx, &context, &customer);
    let member = app.store.readers.read(read).await?;
    let etag = etag_of(&member)?;
    if etag::is_known(&headers, &etag) {
        return Ok(etag::not_modified(etag, reply::PRIVATE));
    }
    let mut response = reply::json(StatusCode::OK, &member)?;
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// The version, and what the snapshot says besides: it changes by time alone too, when points
/// expire or a reward's window opens.
fn etag_of(member: &Member) -> Result<HeaderValue, Refusal> {
    let failed = |e: &dyn std::error::Error| Refusal::Internal(e.to_string());
    let timeless = Member { as_of: Timestamp::UNIX_EPOCH, ..member.clone() };
    let content = serde_json::to_vec(&timeless).map_err(|e| failed(&e))?;
    let tag = format!("\"{}-{}\"", member.version, &keys::fingerprint(&content)[..16]);
    HeaderValue::from_str(&tag).map_err(|e| failed(&e))
}

async fn enrol(
    State(app): State<Arc<App>>,
    call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read)?;
    let request: JoinRequest = parse(&body, "")?;
    let context = call.context;
    let join = move |tx: &mut Tx<'_>| join::join(tx, &context, &customer, &request);
    let member = app.store.writer.write(join).await?;
    reply::json(StatusCode::OK, &member)
}

#[derive(Deserialize)]
struct Paging {
    cursor: Option<String>,
    limit: Option<i64>,
}

async fn transactions(
    State(app): State<Arc<App>>,
    call: Call,
    paging: Result<Query<Paging>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read)?;
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
