//! What the shop's page asks its server: thin, each call decodes, calls and encodes.

mod basket;
mod club;
mod customer;

use super::catalogue::{self, ProductView};
use super::pages;
use super::pricing::FREE_DELIVERY_FROM;
use super::refusal::Refusal;
use super::shop::Shop;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router, body::Bytes};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The calls. Pages are elsewhere.
pub fn router() -> Router<Shop> {
    Router::new()
        .route("/account/token", get(customer::token))
        .route("/api/account", get(customer::account))
        .route("/api/account/sign-in", post(customer::sign_in))
        .route("/api/account/sign-out", post(customer::sign_out))
        .route("/api/cart", get(basket::show))
        .route("/api/cart/delivery", put(basket::deliver))
        .route("/api/cart/lines", post(basket::add))
        .route("/api/cart/lines/{sku}", put(basket::set))
        .route("/api/checkout", post(basket::checkout))
        .route("/api/orders", get(customer::orders))
        .route("/api/orders/{id}", get(customer::order))
        .route("/api/orders/{id}/refunds", post(customer::refund))
        .route("/api/plus", get(club::plus).post(club::change_plus))
        .route("/api/products", get(products))
        .route("/api/products/{sku}/reviews", get(club::reviews).post(club::review))
        .route("/cart/coupon", post(basket::apply))
        .route("/cart/coupon/{code}", delete(basket::remove_coupon))
        .route("/api/{*rest}", get(missing).post(missing).put(missing).delete(missing))
}

#[derive(Serialize)]
struct Products {
    products: Vec<ProductView>,
    free_delivery_from: i64,
}

async fn products(headers: HeaderMap) -> Json<Products> {
    let products = catalogue::view(pages::language(&headers));
    Json(Products { products, free_delivery_from: FREE_DELIVERY_FROM })
}

async fn missing() -> Refusal {
    Refusal::not_found()
}

/// A JSON body. Asking for the media type keeps plain forms of other sites out.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type"));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let malformed = error.is_syntax() || error.is_eof();
            if malformed {
                Refusal::new(StatusCode::BAD_REQUEST, "invalid_json")
            } else {
                Refusal::invalid("invalid_body")
            }
        })
    }
}
