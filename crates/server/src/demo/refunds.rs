//! Returns: money back at the price actually paid, and the news of it.

use super::orders::{self, OrderLine, OrderView};
use super::outbox::{self, stamp};
use super::refusal::Refusal;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use stempel_protocol::{Event, OrderRefunded, RefundedLine};

/// Units of a product that go back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Returned {
    /// The product.
    pub sku: String,
    /// How many.
    pub quantity: i64,
}

/// A refund that was made.
#[derive(Debug, Serialize)]
pub struct Refund {
    /// The shop's id of it.
    pub id: String,
    /// What was paid back.
    pub amount: i64,
}

/// What an order's refunds have paid back.
///
/// # Errors
/// When the database failed.
pub fn paid_back(db: &Connection, order: &str) -> Result<i64, Refusal> {
    let sql = "SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE order_id = ?1";
    Ok(db.query_row(sql, [order], |row| row.get(0))?)
}

/// Takes units of an order back, or all that is left of it; gives the news of it, to be told.
///
/// # Errors
/// When nothing is left to return, or not as much as asked for.
pub fn make(
    db: &Connection,
    order: &OrderView,
    wanted: Option<&[Returned]>,
    now: DateTime<Utc>,
) -> Result<(Refund, OrderRefunded), Refusal> {
    let untouched = order.refunded == 0 && order.lines.iter().all(|line| line.returned == 0);
    let units = units(&order.lines, wanted)?;
    let after = after(&order.lines, &units);
    let amount = worth(order, &order.lines) - worth(order, &after);
    let id = number(db, &order.id)?;
    store(db, &id, order, amount, &units, now)?;
    let whole = untouched && is_empty(&after);
    let lines = (!whole).then(|| units.iter().map(wire).collect());
    let event = OrderRefunded { order: order.id.clone(), refund: id.clone(), lines };
    Ok((Refund { id, amount }, event))
}

/// What is left of the money paid while these lines stay with the customer. Parts always add up:
/// a refund is the difference of two such sums. Delivery is paid back with the last unit.
fn worth(order: &OrderView, lines: &[OrderLine]) -> i64 {
    if is_empty(lines) || order.goods == 0 {
        return 0;
    }
    let kept: i64 =
        lines.iter().map(|line| line.unit_price * (line.quantity - line.returned)).sum();
    kept - order.discount * kept / order.goods + order.shipping
}

fn is_empty(lines: &[OrderLine]) -> bool {
    lines.iter().filter(|line| !line.gift).all(|line| line.returned == line.quantity)
}

fn units(lines: &[OrderLine], wanted: Option<&[Returned]>) -> Result<Vec<Returned>, Refusal> {
    let left: Vec<Returned> = lines
        .iter()
        .filter(|line| !line.gift && line.quantity > line.returned)
        .map(|line| Returned { sku: line.sku.clone(), quantity: line.quantity - line.returned })
        .collect();
    if left.is_empty() {
        return Err(Refusal::conflict("nothing_left"));
    }
    let Some(wanted) = wanted else { return Ok(left) };
    let possible = |unit: &Returned| {
        let once = wanted.iter().filter(|other| other.sku == unit.sku).count() == 1;
        let of = left.iter().find(|left| left.sku == unit.sku);
        once && of.is_some_and(|left| (1..=left.quantity).contains(&unit.quantity))
    };
    if wanted.is_empty() || !wanted.iter().all(possible) {
        return Err(Refusal::conflict("not_returnable"));
    }
    Ok(wanted.to_vec())
}

fn after(lines: &[OrderLine], units: &[Returned]) -> Vec<OrderLine> {
    let mut after = lines.to_vec();
    for line in after.iter_mut().filter(|line| !line.gift) {
        let back = units.iter().find(|unit| unit.sku == line.sku);
        line.returned += back.map_or(0, |unit| unit.quantity);
    }
    after
}

fn number(db: &Connection, order: &str) -> Result<String, Refusal> {
    let sql = "SELECT COUNT(*) + 1 FROM refunds WHERE order_id = ?1";
    let n: i64 = db.query_row(sql, [order], |row| row.get(0))?;
    Ok(format!("{order}-Z{n}"))
}

fn store(
    db: &Connection,
    id: &str,
    order: &OrderView,
    amount: i64,
    units: &[Returned],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let sql = "INSERT INTO refunds (id, order_id, at, amount) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![id, order.id, stamp(now), amount])?;
    for unit in units {
        let sql = "INSERT INTO refund_lines (refund, sku, quantity) VALUES (?1, ?2, ?3)";
        db.execute(sql, params![id, unit.sku, unit.quantity])?;
    }
    Ok(())
}

fn wire(unit: &Returned) -> RefundedLine {
    RefundedLine { sku: unit.sku.clone(), quantity: unit.quantity }
}

/// Takes units of a customer's order back and queues the news.
///
/// # Errors
/// When there is no such order of theirs; otherwise as [`make`].
pub fn of_customer(
    db: &Connection,
    order: &str,
    customer: &str,
    wanted: Option<&[Returned]>,
    now: DateTime<Utc>,
) -> Result<Refund, Refusal> {
    let order = orders::find(db, order, None, Some(customer))?;
    let (refund, event) = make(db, &order, wanted, now)?;
    outbox::queue(db, &order.id, Event::OrderRefunded(event), now)?;
    Ok(refund)
}
