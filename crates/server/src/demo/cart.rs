//! A visitor's cart: what is in it, kept with their session.

use super::catalogue;
use super::pricing::{self, Priced};
use super::refusal::Refusal;
use super::session::random_text;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use stempel_protocol::{Coupon, RewardKind};

const QUANTITY_MAX: i64 = 99;
const COUPONS_MAX: usize = 5;

/// How an order reaches the customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// To the door.
    #[default]
    Courier,
    /// Picked up at the roastery.
    Pickup,
}

impl Delivery {
    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Courier => "courier",
            Self::Pickup => "pickup",
        }
    }
}

/// A cart.
#[derive(Debug, Clone, Default)]
pub struct Cart {
    /// A cart pays once; the order remembers this id. Empty for a visitor without a cart.
    pub id: String,
    /// Grows with every change.
    pub version: i64,
    /// How it is to be delivered.
    pub delivery: Delivery,
    /// The order's id, reserved at the first attempt to pay.
    pub order: Option<String>,
    /// Products and how many, in the order they were added.
    pub lines: Vec<(String, i64)>,
    /// The codes, each with what it is worth.
    pub coupons: Vec<Coupon>,
}

/// A cart as the page gets it.
#[derive(Debug, Serialize)]
pub struct CartView {
    id: String,
    version: i64,
    delivery: Delivery,
    currency: &'static str,
    #[serde(flatten)]
    priced: Priced,
}

impl Cart {
    /// The cart with its prices.
    pub fn view(self, now: DateTime<Utc>) -> CartView {
        CartView {
            priced: pricing::price(&self, now),
            id: self.id,
            version: self.version,
            delivery: self.delivery,
            currency: catalogue::CURRENCY,
        }
    }
}

/// The cart of a session; an empty one when it has none.
///
/// # Errors
/// When the database failed.
pub fn load(db: &Connection, session: Option<i64>) -> Result<Cart, Refusal> {
    let Some(session) = session else { return Ok(Cart::default()) };
    let sql = "SELECT id, version, delivery, order_id FROM carts WHERE session = ?1";
    let head = db.query_row(sql, [session], |row| {
        let delivery: String = row.get(2)?;
        Ok(Cart {
            id: row.get(0)?,
            version: row.get(1)?,
            delivery: if delivery == "pickup" { Delivery::Pickup } else { Delivery::Courier },
            order: row.get(3)?,
            ..Cart::default()
        })
    });
    let Some(mut cart) = head.optional()? else { return Ok(Cart::default()) };
    cart.lines = lines(db, session)?;
    cart.coupons = coupons(db, session)?;
    Ok(cart)
}

fn lines(db: &Connection, session: i64) -> rusqlite::Result<Vec<(String, i64)>> {
    let sql = "SELECT sku, quantity FROM cart_lines WHERE session = ?1 ORDER BY rowid";
    db.prepare(sql)?.query_map([session], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn coupons(db: &Connection, session: i64) -> Result<Vec<Coupon>, Refusal> {
    let sql = "SELECT coupon FROM cart_coupons WHERE session = ?1 ORDER BY rowid";
    let texts: Vec<String> = db
        .prepare(sql)?
        .query_map([session], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    texts.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// Puts more of a product into the cart.
///
/// # Errors
/// For an unknown product, and for fewer than 1 or more than 99 of it.
pub fn add(db: &Connection, session: i64, sku: &str, more: i64) -> Result<(), Refusal> {
    let sql = "SELECT quantity FROM cart_lines WHERE session = ?1 AND sku = ?2";
    let before: i64 =
        db.query_row(sql, params![session, sku], |row| row.get(0)).optional()?.unwrap_or(0);
    if !(1..=QUANTITY_MAX).contains(&more) {
        return Err(Refusal::invalid("quantity"));
    }
    set(db, session, sku, before + more)
}

/// Sets how many of a product are in the cart; zero takes it out.
///
/// # Errors
/// For an unknown product, and for more than 99 of it.
pub fn set(db: &Connection, session: i64, sku: &str, quantity: i64) -> Result<(), Refusal> {
    let product = catalogue::product(sku).ok_or_else(|| Refusal::invalid("unknown_product"))?;
    if !(0..=QUANTITY_MAX).contains(&quantity) {
        return Err(Refusal::invalid("quantity"));
    }
    touch(db, session)?;
    if quantity == 0 {
        let sql = "DELETE FROM cart_lines WHERE session = ?1 AND sku = ?2";
        db.execute(sql, params![session, product.sku])?;
    } else {
        let sql = "INSERT INTO cart_lines (session, sku, quantity) VALUES (?1, ?2, ?3)
                   ON CONFLICT (session, sku) DO UPDATE SET quantity = excluded.quantity";
        db.execute(sql, params![session, product.sku, quantity])?;
    }
    Ok(())
}

/// Chooses the delivery.
///
/// # Errors
/// When the database failed.
pub fn deliver(db: &Connection, session: i64, delivery: Delivery) -> Result<(), Refusal> {
    touch(db, session)?;
    let sql = "UPDATE carts SET delivery = ?2 WHERE session = ?1";
    db.execute(sql, params![session, delivery.as_str()])?;
    Ok(())
}

/// Puts a code into the cart, or renews what it is worth.
///
/// # Errors
/// When the cart already has a discount of that sort, or too many codes.
pub fn put_coupon(db: &Connection, session: i64, coupon: &Coupon) -> Result<(), Refusal> {
    let others: Vec<Coupon> =
        coupons(db, session)?.into_iter().filter(|other| other.code != coupon.code).collect();
    let money = |kind| matches!(kind, RewardKind::PercentOff | RewardKind::AmountOff);
    let clash = |other: &Coupon| {
        (money(coupon.kind) && money(other.kind))
            || (coupon.kind == RewardKind::FreeShipping && other.kind == coupon.kind)
    };
    if others.len() >= COUPONS_MAX || others.iter().any(clash) {
        return Err(Refusal::conflict("coupon_clash").about(&coupon.code));
    }
    touch(db, session)?;
    db.execute(
        "INSERT INTO cart_coupons (session, code, coupon) VALUES (?1, ?2, ?3)
         ON CONFLICT (session, code) DO UPDATE SET coupon = excluded.coupon",
        params![session, coupon.code, serde_json::to_string(coupon)?],
    )?;
    Ok(())
}

/// Takes a code out of the cart.
///
/// # Errors
/// When the database failed.
pub fn remove_coupon(db: &Connection, session: i64, code: &str) -> Result<(), Refusal> {
    touch(db, session)?;
    let sql = "DELETE FROM cart_coupons WHERE session = ?1 AND code = ?2";
    db.execute(sql, params![session, code])?;
    Ok(())
}

/// Ends the cart; the next one has another id.
///
/// # Errors
/// When the database failed.
pub fn close(db: &Connection, session: i64) -> Result<(), Refusal> {
    db.execute("DELETE FROM carts WHERE session = ?1", [session])?;
    Ok(())
}

/// Begins the cart if there is none, and counts the change.
fn touch(db: &Connection, session: i64) -> Result<(), Refusal> {
    db.execute(
        "INSERT INTO carts (session, id) VALUES (?1, ?2)
         ON CONFLICT (session) DO UPDATE SET version = version + 1",
        params![session, random_text()?],
    )?;
    Ok(())
}
