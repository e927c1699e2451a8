//! The cart's calls: lines, delivery, codes, checkout.

use super::Body;
use crate::demo::cart::{self, CartView, Delivery};
use crate::demo::checkout::{self, Checkout};
use crate::demo::loyalty::Verdict;
use crate::demo::pricing;
use crate::demo::refusal::Refusal;
use crate::demo::session::Visitor;
use crate::demo::shop::Shop;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use chrono::Utc;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use stempel_protocol::{Coupon, RedemptionStatus};

type Reply = Result<Json<CartView>, Refusal>;

pub async fn show(State(shop): State<Shop>, Extension(visitor): Extension<Visitor>) -> Reply {
    change(&shop, visitor.session, |_| Ok(())).await
}

#[derive(Deserialize)]
pub struct NewLine {
    sku: String,
    quantity: i64,
}

pub async fn add(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(line): Body<NewLine>,
) -> Reply {
    let session = visitor.session()?;
    change(&shop, Some(session), move |tx| cart::add(tx, session, &line.sku, line.quantity)).await
}

#[derive(Deserialize)]
pub struct Quantity {
    quantity: i64,
}

pub async fn set(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(sku): Path<String>,
    Body(wanted): Body<Quantity>,
) -> Reply {
    let session = visitor.session()?;
    change(&shop, Some(session), move |tx| cart::set(tx, session, &sku, wanted.quantity)).await
}

#[derive(Deserialize)]
pub struct DeliveryChoice {
    delivery: Delivery,
}

pub async fn deliver(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(choice): Body<DeliveryChoice>,
) -> Reply {
    let session = visitor.session()?;
    change(&shop, Some(session), move |tx| cart::deliver(tx, session, choice.delivery)).await
}

#[derive(Deserialize)]
pub struct Code {
    code: String,
}

/// What became of a code: the cart with it, or why not.
#[derive(Serialize)]
pub struct Applied {
    applied: bool,
    coupon: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cart: Option<CartView>,
    /// One of the page's codes for reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// Asks the loyalty backend about a code and keeps it with the cart.
pub async fn apply(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(typed): Body<Code>,
) -> Result<Json<Applied>, Refusal> {
    let session = visitor.session()?;
    let Some(coupon) = tidy(&typed.code) else {
        let (coupon, code) = (String::new(), Some("coupon_unknown"));
        return Ok(Json(Applied { applied: false, coupon, cart: None, code }));
    };
    let verdict = shop.loyalty.look(&coupon).await;
    let code = coupon.clone();
    let changed = change(&shop, Some(session), move |tx| {
        let coupon = usable(tx, session, verdict, &code)?;
        cart::put_coupon(tx, session, &coupon)
    });
    let (cart, code) = match changed.await {
        Ok(cart) => (Some(cart.0), None),
        Err(refusal) if refusal.coupon.is_some() => (None, Some(refusal.code)),
        Err(refusal) => return Err(refusal),
    };
    Ok(Json(Applied { applied: cart.is_some(), coupon, cart, code }))
}

pub async fn remove_coupon(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Path(code): Path<String>,
) -> Reply {
    let session = visitor.session()?;
    change(&shop, Some(session), move |tx| cart::remove_coupon(tx, session, &code)).await
}

/// The order that was placed.
#[derive(Serialize)]
pub struct Placed {
    id: String,
}

pub async fn checkout(
    State(shop): State<Shop>,
    Extension(visitor): Extension<Visitor>,
    Body(form): Body<Checkout>,
) -> Result<Json<Placed>, Refusal> {
    let id = checkout::place(&shop, &visitor, form).await?;
    Ok(Json(Placed { id }))
}

async fn change(
    shop: &Shop,
    session: Option<i64>,
    work: impl FnOnce(&Connection) -> Result<(), Refusal> + Send + 'static,
) -> Reply {
    shop.db
        .run(move |tx| {
            work(tx)?;
            Ok(Json(cart::load(tx, session)?.view(Utc::now())))
        })
        .await
}

/// A code as people type it, as it stands on the ticket.
fn tidy(typed: &str) -> Option<String> {
    let code: String = typed.split_whitespace().collect::<String>().to_uppercase();
    let shaped = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (shaped && (3..=40).contains(&code.len())).then_some(code)
}

fn usable(db: &Connection, session: i64, verdict: Verdict, code: &str) -> Result<Coupon, Refusal> {
    let refuse = |why| Err(Refusal::conflict(why).about(code));
    let coupon = match verdict {
        Verdict::Coupon(coupon) => coupon,
        Verdict::Refused(_) => return refuse("coupon_unknown"),
        Verdict::Unavailable => return refuse("coupon_unchecked"),
    };
    let own = cart::load(db, Some(session))?.order;
    match coupon.status {
        _ if !pricing::understands(&coupon) => refuse("coupon_not_ours"),
        RedemptionStatus::Issued => Ok(*coupon),
        // Used for this very order: an attempt to pay did not come to its end.
        RedemptionStatus::Used if own.is_some() && own == coupon.order => Ok(*coupon),
        RedemptionStatus::Used => refuse("coupon_used"),
        RedemptionStatus::Expired | RedemptionStatus::Cancelled => refuse("coupon_over"),
        _ => refuse("coupon_unknown"),
    }
}
