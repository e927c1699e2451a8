//! `GET member`, `POST member`, `PATCH member`, `DELETE member`, `GET member/transactions`,
//! `GET member/export`, `POST member/visits`.

use super::context::{Call, Page, Paging};
use super::{Calls, etag, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::customer;
use crate::problem::Refusal;
use crate::service::{self, history, join, profile, visit};
use crate::store::Tx;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use stempel_protocol::{JoinRequest, Member, MemberPatch, TransactionPage, codes};

pub fn calls() -> Calls {
    let snapshot = customer(Scope::Read, "The customer's snapshot");
    let join = customer(Scope::Read, "Join, with the consents given").takes::<JoinRequest>();
    let change = customer(Scope::Read, "Change the profile; give and withdraw consents");
    let leave = customer(Scope::Redeem, "Leave and be erased").refuses([codes::NOT_JOINED]);
    let export = customer(Scope::Read, "All that is held of the customer, as a file");
    let visit = customer(Scope::Read, "Count today for the visit streak, once a day")
        .refuses([codes::NOT_JOINED]);
    let history = customer(Scope::Read, "A page of the history, newest first")
        .query::<String>("cursor", "Where the page starts: `next` of the one before")
        .query::<i64>("limit", "Lines on it: 50 unless told, at most 200")
        .refuses([codes::NOT_JOINED]);
    let join = join.refuses([codes::CONSENT, codes::REFERRAL_UNKNOWN]);
    let change = change.takes::<MemberPatch>().refuses([
        codes::NOT_JOINED,
        codes::CONSENT,
        codes::CONSENT_REQUIRED,
        codes::BIRTHDAY_FIXED,
    ]);
    Calls::default()
        .get("/member", read, snapshot.answers::<Member>(200).revalidated())
        .post("/member", enrol, join.answers::<Member>(200))
        .patch("/member", self::change, change.answers::<Member>(200))
        .delete("/member", self::leave, leave.answers::<Member>(200))
        .get("/member/export", self::export, export.answers::<serde_json::Value>(200))
        .get("/member/transactions", transactions, history.answers::<TransactionPage>(200))
        .post("/member/visits", self::visit, visit.answers::<Member>(200))
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

async fn visit(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let visit = move |tx: &mut Tx<'_>| visit::visit(tx, &context, &customer);
    let member = app.store.writer.write(visit).await?;
    reply::json(StatusCode::OK, &member)
}

async fn transactions(
    State(app): State<Arc<App>>,
    mut call: Call,
    page: Page,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let Paging { cursor, limit } = page.read()?;
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
