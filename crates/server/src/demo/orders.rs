//! Orders: stored with what was paid, told to the loyalty backend, shown to who placed them.

use super::address::Address;
use super::cart::Delivery;
use super::catalogue::CURRENCY;
use super::outbox::{self, stamp};
use super::pricing::{Priced, PricedLine};
use super::refunds;
use super::refusal::Refusal;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use stempel_protocol::{Event, Line, OrderPaid};

/// The first order's number is one more than this.
const NUMBERS_FROM: i64 = 2400;

/// An order to be stored.
pub struct NewOrder<'a> {
    /// Its reserved id.
    pub id: &'a str,
    /// The cart it came from.
    pub cart: Option<&'a str>,
    /// The session that placed it.
    pub session: Option<i64>,
    /// The customer who placed it; none for a guest.
    pub customer: Option<&'a str>,
    /// Where it goes.
    pub address: &'a Address,
    /// How it gets there.
    pub delivery: Delivery,
}

/// An order as the page shows it.
#[derive(Debug, Serialize)]
pub struct OrderView {
    /// Its id.
    pub id: String,
    /// When it was placed.
    pub placed_at: String,
    /// How it gets there.
    pub delivery: String,
    /// Where it goes.
    pub address: serde_json::Value,
    /// The codes used.
    pub codes: serde_json::Value,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The sum of the lines.
    pub goods: i64,
    /// What codes took off.
    pub discount: i64,
    /// Delivery.
    pub shipping: i64,
    /// What was paid.
    pub total: i64,
    /// What was paid back.
    pub refunded: i64,
}

/// A line of an order.
#[derive(Debug, Clone, Serialize)]
pub struct OrderLine {
    /// The product.
    pub sku: String,
    /// Its category.
    pub category: String,
    /// How many were bought.
    pub quantity: i64,
    /// The price of one.
    pub unit_price: i64,
    /// Whether it came with a code, at no price.
    pub gift: bool,
    /// How many went back.
    pub returned: i64,
}

/// The next order's id.
///
/// # Errors
/// When the database failed.
pub fn next_id(db: &Connection) -> Result<String, Refusal> {
    db.execute("INSERT INTO order_numbers DEFAULT VALUES", [])?;
    Ok(format!("KS-{}", NUMBERS_FROM + db.last_insert_rowid()))
}

/// The order that a cart became.
///
/// # Errors
/// When the database failed.
pub fn of_cart(db: &Connection, session: i64, cart: &str) -> Result<Option<String>, Refusal> {
    let sql = "SELECT id FROM orders WHERE cart = ?1 AND session = ?2";
    Ok(db.query_row(sql, params![cart, session], |row| row.get(0)).optional()?)
}

/// Stores a paid order.
///
/// # Errors
/// When the database failed.
pub fn store(
    db: &Connection,
    order: &NewOrder<'_>,
    priced: &Priced,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    db.execute(
        "INSERT INTO orders (id, cart, session, customer, placed_at, address, delivery, codes,
           goods, discount, shipping, total)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            order.id,
            order.cart,
            order.session,
            order.customer,
            stamp(now),
            serde_json::to_string(order.address)?,
            order.delivery.as_str(),
            serde_json::to_string(&priced.active_codes())?,
            priced.goods,
            priced.discount,
            priced.shipping,
            priced.total,
        ],
    )?;
    store_lines(db, order.id, priced)
}

fn store_lines(db: &Connection, order: &str, priced: &Priced) -> Result<(), Refusal> {
    let bought = priced.lines.iter().map(|line| (line.clone(), false));
    let gifts = priced.gifts.iter().map(|gift| {
        let (sku, category) = (gift.sku, gift.category);
        (PricedLine { sku, category, quantity: 1, unit_price: 0 }, true)
    });
    for (at, (line, gift)) in (0_i64..).zip(bought.chain(gifts)) {
        db.execute(
            "INSERT INTO order_lines (order_id, line, sku, category, quantity, unit_price, gift)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![order, at, line.sku, line.category, line.quantity, line.unit_price, gift],
        )?;
    }
    Ok(())
}

/// What the loyalty backend is told about an order. Gifts were not bought, so they are not in it;
/// an order of gifts alone is no purchase.
pub fn event(id: &str, sub: &str, priced: &Priced) -> Option<OrderPaid> {
    let lines: Vec<Line> = priced
        .lines
        .iter()
        .map(|line| Line {
            sku: line.sku.to_owned(),
            category: Some(line.category.to_owned()),
            quantity: line.quantity,
            unit_price: line.unit_price,
        })
        .collect();
    (!lines.is_empty()).then(|| OrderPaid {
        order: id.to_owned(),
        customer: Some(sub.to_owned()),
        card: None,
        subscription: false,
        currency: CURRENCY.to_owned(),
        lines,
        discount: (priced.discount > 0).then_some(priced.discount),
        device: None,
        address: None,
    })
}

/// Queues the news of a customer's order.
///
/// # Errors
/// When the database failed.
pub fn announce(
    db: &Connection,
    id: &str,
    sub: &str,
    priced: &Priced,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    event(id, sub, priced).map_or(Ok(()), |paid| outbox::queue(db, id, Event::OrderPaid(paid), now))
}

const ORDER: &str = "SELECT id, placed_at, delivery, address, codes, goods, discount, shipping,
                            total FROM orders";

/// A customer's orders, newest first.
///
/// # Errors
/// When the database failed.
pub fn of_customer(db: &Connection, customer: &str) -> Result<Vec<OrderView>, Refusal> {
    let sql = format!("{ORDER} WHERE customer = ?1 ORDER BY placed_at DESC LIMIT 200");
    let heads: Vec<OrderView> =
        db.prepare(&sql)?.query_map([customer], head)?.collect::<rusqlite::Result<_>>()?;
    heads.into_iter().map(|order| complete(db, order)).collect()
}

/// One order, for the customer or the session that placed it.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub fn find(
    db: &Connection,
    id: &str,
    session: Option<i64>,
    customer: Option<&str>,
) -> Result<OrderView, Refusal> {
    // A guest's order is seen from the session that placed it; a customer's only by the customer.
    let sql =
        format!("{ORDER} WHERE id = ?1 AND (customer = ?3 OR (customer IS NULL AND session = ?2))");
    let order = db.query_row(&sql, params![id, session, customer], head).optional()?;
    complete(db, order.ok_or_else(Refusal::not_found)?)
}

fn head(row: &Row<'_>) -> rusqlite::Result<OrderView> {
    let json = |text: String| serde_json::from_str(&text).unwrap_or_default();
    Ok(OrderView {
        id: row.get(0)?,
        placed_at: row.get(1)?,
        delivery: row.get(2)?,
        address: json(row.get(3)?),
        codes: json(row.get(4)?),
        goods: row.get(5)?,
        discount: row.get(6)?,
        shipping: row.get(7)?,
        total: row.get(8)?,
        lines: Vec::new(),
        refunded: 0,
    })
}

fn complete(db: &Connection, mut order: OrderView) -> Result<OrderView, Refusal> {
    order.lines = lines(db, &order.id)?;
    order.refunded = refunds::paid_back(db, &order.id)?;
    Ok(order)
}

/// The lines of an order, with what went back.
///
/// # Errors
/// When the database failed.
pub fn lines(db: &Connection, order: &str) -> Result<Vec<OrderLine>, Refusal> {
    let sql = "SELECT sku, category, quantity, unit_price, gift,
                 CASE WHEN gift THEN 0 ELSE (SELECT COALESCE(SUM(r.quantity), 0)
                   FROM refund_lines AS r JOIN refunds ON refunds.id = r.refund
                   WHERE refunds.order_id = l.order_id AND r.sku = l.sku) END
               FROM order_lines AS l WHERE order_id = ?1 ORDER BY line";
    let lines = db
        .prepare(sql)?
        .query_map([order], |row| {
            Ok(OrderLine {
                sku: row.get(0)?,
                category: row.get(1)?,
                quantity: row.get(2)?,
                unit_price: row.get(3)?,
                gift: row.get(4)?,
                returned: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(lines)
}
