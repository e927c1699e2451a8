//! `GET member`, `POST member`, `GET member/transactions`.

use super::context::Call;
use super::{Calls, etag, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::{history, join};
use crate::store::Tx;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{JoinRequest, Member, TransactionPage, codes};

pub fn calls() -> Calls {
    let snapshot = customer(Scope::Read, "The customer's snapshot");
    let join = customer(Scope::Read, "Join, with the consents given");
    let history = customer(Scope::Read, "A page of the history, newest first")
        .query::<String>("cursor", "Where the page starts: `next` of the one before")
        .query::<i64>("limit", "Lines on it: 50 unless told, at most 200")
        .refuses([codes::NOT_JOINED]);
    Calls::default()
        .get("/member", read, snapshot.answers::<Member>(200).revalidated())
        .post(
            "/member",
            enrol,
            join.takes::<JoinRequest>()
                .answers::<Member>(200)
                .refuses([codes::CONSENT, codes::REFERRAL_UNKNOWN]),
        )
        .get("/member/transactions", transactions, history.answers::<TransactionPage>(200))
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
