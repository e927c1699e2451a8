//! `PUT products` for the shop's server, `member/products` for the customer, `GET admin/products` for
//! the shop's people.

use super::context::{Call, Named};
use super::{Calls, reply};
use crate::app::App;
use crate::auth::Scope;
use crate::body::{Raw, parse};
use crate::openapi::{admin, customer, shop};
use crate::problem::Refusal;
use crate::service::product;
use crate::store::Tx;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use stempel_protocol::{AdminProducts, ProductFeed, Products, ProductsTaken, codes};

pub fn calls() -> Calls {
    let feed = shop("Tell every product of the shop, in place of those told before")
        .takes_large::<ProductFeed>()
        .answers::<ProductsTaken>(200);
    let own = customer(Scope::Read, "Products for this member, each with its reason")
        .answers::<Products>(200)
        .refuses([codes::NOT_JOINED]);
    let followed = customer(Scope::Read, "Count that a suggestion was followed, once a day")
        .answers_nothing(204)
        .refuses([codes::NOT_JOINED]);
    let report = admin("What came of suggesting products")
        .query::<i64>("days", "Of so many days, today among them; 30 without it, 366 at most")
        .answers::<AdminProducts>(200);
    Calls::default()
        .put("/products", replace, feed)
        .get("/member/products", suggested, own)
        .post("/member/products/{name}/click", click, followed)
        .get("/admin/products", outcomes, report)
}

async fn replace(
    State(app): State<Arc<App>>,
    mut call: Call,
    Raw(body): Raw,
) -> Result<Response, Refusal> {
    call.shop()?;
    let feed = product::checked(parse::<ProductFeed>(&body, "")?)?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| product::replace(tx, &context, &feed);
    reply::json(StatusCode::OK, &app.store.writer.write(act).await?)
}

async fn suggested(State(app): State<Arc<App>>, mut call: Call) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let (of, who) = (context.clone(), customer.clone());
    let read = move |tx: &mut Tx<'_>| product::suggested(tx, &of, &who);
    let (products, new) = app.store.readers.read(read).await?;
    if !new.is_empty() {
        let count = move |tx: &mut Tx<'_>| product::seen(tx, &context, &customer, &new);
        if let Err(error) = app.store.writer.write(count).await {
            // Statistics are no reason to show nothing.
            tracing::warn!(%error, "products that are shown are not counted");
        }
    }
    reply::json(StatusCode::OK, &products)
}

async fn click(
    State(app): State<Arc<App>>,
    mut call: Call,
    Named(id): Named,
) -> Result<Response, Refusal> {
    let customer = call.customer(Scope::Read).await?;
    let context = call.context;
    let act = move |tx: &mut Tx<'_>| product::click(tx, &context, &customer, &id);
    app.store.writer.write(act).await?;
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, reply::PRIVATE)]).into_response())
}

#[derive(Deserialize)]
struct Asked {
    days: Option<i64>,
}

async fn outcomes(
    State(app): State<Arc<App>>,
    mut call: Call,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    call.admin()?;
    let Query(Asked { days }) = asked.map_err(|_| Refusal::field("days", "days is a number"))?;
    let context = call.context;
    let read = move |tx: &mut Tx<'_>| product::report(tx, &context, days);
    reply::json(StatusCode::OK, &app.store.readers.read(read).await?)
}
