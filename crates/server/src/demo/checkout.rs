//! From cart to order. The order's id is reserved first, then the codes are used for it, then the
//! order is stored: whatever fails in between, the next attempt uses the same id and the same codes.

use super::address::Address;
use super::cart::{self, Cart, Delivery};
use super::loyalty::Verdict;
use super::orders::{self, NewOrder};
use super::pricing::{self, Priced};
use super::refusal::Refusal;
use super::session::Visitor;
use super::shop::Shop;
use axum::http::StatusCode;
use chrono::Utc;
use rusqlite::{Connection, params};
use serde::Deserialize;
use stempel_protocol::codes;

/// What the checkout form sends.
#[derive(Debug, Deserialize)]
pub struct Checkout {
    /// The cart that was shown.
    pub cart: String,
    /// Its version: another one means that it changed in another tab.
    pub version: i64,
    /// Where the order goes.
    pub address: Address,
}

struct Ready {
    order: String,
    delivery: Delivery,
    priced: Priced,
}

enum Step {
    Placed(String),
    Ready(Ready),
}

/// Places the order of a visitor's cart; asked again for the same cart, gives the same order.
///
/// # Errors
/// When the cart is empty or changed, the address cannot be right, or a code is refused.
pub async fn place(shop: &Shop, visitor: &Visitor, form: Checkout) -> Result<String, Refusal> {
    let session = visitor.session()?;
    let (cart, version) = (form.cart.clone(), form.version);
    let step = shop.db.run(move |tx| prepare(tx, session, &cart, version)).await?;
    let ready = match step {
        Step::Placed(order) => return Ok(order),
        Step::Ready(ready) => ready,
    };
    let address = form.address.checked(ready.delivery == Delivery::Courier)?;
    for code in ready.priced.active_codes() {
        use_code(shop, session, code, &ready.order).await?;
    }
    let visitor = visitor.clone();
    let order =
        shop.db.run(move |tx| finish(tx, session, &visitor, &form, &address, &ready)).await?;
    shop.wake_outbox();
    Ok(order)
}

fn prepare(db: &Connection, session: i64, id: &str, version: i64) -> Result<Step, Refusal> {
    if let Some(order) = orders::of_cart(db, session, id)? {
        return Ok(Step::Placed(order));
    }
    let cart = current(db, session, id, version)?;
    let priced = pricing::price(&cart, Utc::now());
    if priced.lines.is_empty() && priced.gifts.is_empty() {
        return Err(Refusal::conflict("cart_empty"));
    }
    let delivery = cart.delivery;
    let order = cart.order.map_or_else(|| reserve(db, session), Ok)?;
    Ok(Step::Ready(Ready { order, delivery, priced }))
}

fn current(db: &Connection, session: i64, id: &str, version: i64) -> Result<Cart, Refusal> {
    let cart = cart::load(db, Some(session))?;
    match (cart.id.is_empty(), cart.id == id && cart.version == version) {
        (true, _) => Err(Refusal::conflict("cart_empty")),
        (_, false) => Err(Refusal::conflict("cart_changed")),
        _ => Ok(cart),
    }
}

fn reserve(db: &Connection, session: i64) -> Result<String, Refusal> {
    let order = orders::next_id(db)?;
    let sql = "UPDATE carts SET order_id = ?2 WHERE session = ?1";
    db.execute(sql, params![session, order])?;
    Ok(order)
}

async fn use_code(shop: &Shop, session: i64, code: String, order: &str) -> Result<(), Refusal> {
    match shop.loyalty.use_code(&code, order).await {
        Verdict::Coupon(_) => Ok(()),
        Verdict::Unavailable => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            Err(Refusal::new(status, "coupon_unchecked").about(&code))
        }
        Verdict::Refused(why) => {
            let refused = code.clone();
            shop.db.run(move |tx| cart::remove_coupon(tx, session, &refused)).await?;
            Err(Refusal::conflict(reason(&why)).about(&code))
        }
    }
}

fn reason(problem: &str) -> &'static str {
    match problem {
        codes::CODE_USED => "coupon_used",
        codes::CODE_CLOSED => "coupon_over",
        _ => "coupon_refused",
    }
}

fn finish(
    db: &Connection,
    session: i64,
    visitor: &Visitor,
    form: &Checkout,
    address: &Address,
    ready: &Ready,
) -> Result<String, Refusal> {
    // The same click may have come twice: the first to arrive here placed the order.
    if let Some(order) = orders::of_cart(db, session, &form.cart)? {
        return Ok(order);
    }
    current(db, session, &form.cart, form.version)?;
    let now = Utc::now();
    let order = NewOrder {
        id: &ready.order,
        cart: Some(&form.cart),
        session: Some(session),
        customer: visitor.customer.as_ref().map(|customer| &*customer.id),
        address,
        delivery: ready.delivery,
    };
    orders::store(db, &order, &ready.priced, now)?;
    if let Some(customer) = &visitor.customer {
        orders::announce(db, &ready.order, &customer.sub, &ready.priced, now)?;
    }
    cart::close(db, session)?;
    Ok(ready.order.clone())
}
