//! The customer's calls: signing in, the token for the widget, orders and returns.

use super::Body;
use crate::demo::customers::{self, Customer};
use crate::demo::orders::{self, OrderView};
use crate::demo::refunds::{self, Refund, Returned};
use crate::demo::refusal::Refusal;
use crate::demo::session::{self, Visitor};
use crate::demo::shop::Shop;
use crate::demo::token;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The widget's token for whoever is signed in; `null` for a guest.
pub async fn token(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
) -> Result<impl IntoResponse, Refusal> {
    let (program, secret) = (&shop.settings.program, &shop.settings.token_secret);
    let token = visitor
        .customer
        .map(|customer| token::mint(&customer, program, secret, Utc::now()))
        .transpose()?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(json!({ "token": token }))))
}

/// Who is signed in.
#[derive(Serialize)]
pub struct Account {
    customer: Option<Customer>,
}

pub async fn account(Extension(visitor): Extension<Visitor>) -> Json<Account> {
    Json(Account { customer: visitor.customer })
}

#[derive(Deserialize)]
pub struct SignIn {
    customer: String,
}

pub async fn sign_in(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(form): Body<SignIn>,
) -> Result<Response, Refusal> {
    sign(&shop, &visitor, Some(form.customer)).await
}

pub async fn sign_out(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Refusal> {
    sign(&shop, &visitor, None).await
}

async fn sign(shop: &Shop, visitor: &Visitor, id: Option<String>) -> Result<Response, Refusal> {
    let session = visitor.session()?;
    let signed = move |tx: &rusqlite::Transaction<'_>| {
        let customer = id.as_deref().map(|id| customers::find(tx, id)).transpose()?.flatten();
        if id.is_some() && customer.is_none() {
            return Err(Refusal::invalid("unknown_customer"));
        }
        let secret = session::sign(tx, session, id.as_deref())?;
        Ok((customer, secret))
    };
    let (customer, secret) = shop.db.run(signed).await?;
    let mut response = Json(Account { customer }).into_response();
    session::set_cookie(&mut response, &secret);
    Ok(response)
}

pub async fn orders(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Json<Vec<OrderView>>, Refusal> {
    let customer = visitor.customer()?.id.clone();
    shop.db.run(move |tx| orders::of_customer(tx, &customer)).await.map(Json)
}

pub async fn order(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Json<OrderView>, Refusal> {
    let customer = visitor.customer.map(|customer| customer.id);
    shop.db
        .run(move |tx| orders::find(tx, &id, visitor.session, customer.as_deref()))
        .await
        .map(Json)
}

/// What goes back; all that is left when no lines are named.
#[derive(Deserialize)]
pub struct Return {
    #[serde(default)]
    lines: Option<Vec<Returned>>,
}

pub async fn refund(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Body(wanted): Body<Return>,
) -> Result<Json<Refund>, Refusal> {
    let customer = visitor.customer()?.id.clone();
    let made = shop
        .db
        .run(move |tx| {
            refunds::of_customer(tx, &id, &customer, wanted.lines.as_deref(), Utc::now())
        })
        .await?;
    shop.wake_outbox();
    Ok(Json(made))
}
