//! What customers do besides buying: reviews, and the paid membership.

use super::Body;
use crate::demo::plus::{self, PlusView, Step};
use crate::demo::refusal::Refusal;
use crate::demo::reviews::{self, ReviewsView, Written};
use crate::demo::session::Visitor;
use crate::demo::shop::Shop;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use chrono::Utc;
use serde::Deserialize;

pub async fn reviews(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(sku): Path<String>,
) -> Result<Json<ReviewsView>, Refusal> {
    let customer = visitor.customer;
    shop.db.run(move |tx| reviews::of_product(tx, &sku, customer.as_ref())).await.map(Json)
}

pub async fn review(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(sku): Path<String>,
    Body(written): Body<Written>,
) -> Result<Json<ReviewsView>, Refusal> {
    let customer = visitor.customer()?.clone();
    let work = move |tx: &rusqlite::Transaction<'_>| {
        reviews::publish(tx, &sku, &customer, &written, Utc::now())
    };
    let published = shop.db.run(work).await?;
    shop.wake_outbox();
    Ok(Json(published))
}

pub async fn plus(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Json<PlusView>, Refusal> {
    let customer = visitor.customer()?.id.clone();
    shop.db.run(move |tx| plus::of_customer(tx, &customer)).await.map(Json)
}

#[derive(Deserialize)]
pub struct Change {
    step: Step,
}

pub async fn change_plus(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(change): Body<Change>,
) -> Result<Json<PlusView>, Refusal> {
    let customer = visitor.customer()?.clone();
    let changed = shop.db.run(move |tx| plus::step(tx, &customer, change.step, Utc::now())).await?;
    shop.wake_outbox();
    Ok(Json(changed))
}
