//! Orders: credited to a member, or waiting for their customer to join.

use super::json;
use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use crate::store::db::{Param, Row};
use stempel_engine::cart::Order;
use stempel_protocol::Timestamp;

/// An order as stored.
pub struct StoredOrder {
    /// The shop's id of the customer.
    pub customer: String,
    /// Whether it was credited to a member; otherwise it waits.
    pub credited: bool,
    /// The version of the program it was credited under.
    pub rules: String,
    /// The order.
    pub order: Order,
}

/// An order by its id.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, id: &str) -> Result<Option<StoredOrder>, StoreError> {
    let sql = "SELECT order_id, at, tier, cart, returned, grants, membership, excepted,
                      customer, member, rules FROM orders WHERE program = $1 AND order_id = $2";
    tx.query_one(sql, args![program, id], |row| {
        Ok(StoredOrder {
            order: order(row)?,
            customer: row.text(8)?,
            credited: row.text_or_null(9)?.is_some(),
            rules: row.text(10)?,
        })
    })
}

/// A member's orders, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_member(tx: &mut Tx<'_>, program: &str, member: &str) -> Result<Vec<Order>, StoreError> {
    let sql = "SELECT order_id, at, tier, cart, returned, grants, membership, excepted FROM orders
               WHERE program = $1 AND member = $2 ORDER BY at, order_id";
    tx.query(sql, args![program, member], order)
}

/// A member's newest orders paid since then, newest first.
///
/// # Errors
/// When the database fails.
pub fn newest(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let sql = "SELECT order_id, at, tier, cart, returned, grants, membership, excepted FROM orders
               WHERE program = $1 AND member = $2 AND at >= $3
               ORDER BY at DESC, order_id DESC LIMIT $4";
    tx.query(sql, args![program, member, millis(since), limit], order)
}

/// Which of a member's orders, newest first, so many at most.
#[derive(Debug, Clone, Copy)]
pub struct Newest<'a> {
    /// Paid after the first instant, up to the other.
    pub window: (Timestamp, Timestamp),
    /// Of those, which may have something of these categories; all where none is named.
    pub categories: &'a [String],
    /// Without those that the member is done with in this survey.
    pub unasked: Option<&'a str>,
    /// How many are looked at.
    pub limit: i64,
}

/// A member's newest orders of a kind.
///
/// # Errors
/// When the database fails.
pub fn within(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    wanted: &Newest<'_>,
) -> Result<Vec<Order>, StoreError> {
    const UNASKED: &str = "AND NOT EXISTS (SELECT 1 FROM surveys_closed
                                 WHERE surveys_closed.program = $1 AND surveys_closed.member = $2
                                   AND surveys_closed.survey = $6
                                   AND surveys_closed.order_id = orders.order_id)";
    let (after, to) = wanted.window;
    let mut params = args![program, member, millis(after), millis(to), wanted.limit].to_vec();
    params.extend(wanted.unasked.map(Param::Text));
    let newest = format!(
        "SELECT order_id, at, tier, cart, returned, grants, membership, excepted FROM orders
         WHERE program = $1 AND member = $2 AND at > $3 AND at <= $4 {}
         ORDER BY at DESC, order_id DESC LIMIT $5",
        wanted.unasked.map_or("", |_| UNASKED)
    );
    if wanted.categories.is_empty() {
        return tx.query(&newest, &params, order);
    }
    let patterns = wanted.categories.iter().map(|it| pattern(it)).collect::<Result<Vec<_>, _>>()?;
    let places = params.len() + 1..;
    params.extend(patterns.iter().map(|it| Param::Text(it)));
    let has = places.zip(&patterns).map(|(it, _)| format!("cart LIKE ${it} ESCAPE '!'"));
    let has = has.collect::<Vec<_>>().join(" OR ");
    // Reading a cart takes longer than looking into its text.
    let some = format!("SELECT * FROM ({newest}) AS newest WHERE {has}");
    let mut found = tx.query(&some, &params, order)?;
    found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    Ok(found)
}

/// What the text of a cart looks like that names a category. That of others may, too.
fn pattern(category: &str) -> Result<String, StoreError> {
    let mut pattern = String::from("%\"category\":");
    for sign in json::write(category)?.chars() {
        if matches!(sign, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    Ok(pattern)
}

/// The newest of these orders that a member has not played a game for, newest first.
///
/// # Errors
/// When the database fails.
pub fn unplayed(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    game: &str,
    (after, to): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let sql = "SELECT order_id, at, tier, cart, returned, grants, membership, excepted FROM orders
               WHERE program = $1 AND member = $2 AND at > $3 AND at <= $4
                 AND NOT EXISTS (SELECT 1 FROM game_plays
                                 WHERE game_plays.program = $1 AND game_plays.member = $2
                                   AND game_plays.game = $5
                                   AND game_plays.entitlement = orders.order_id)
               ORDER BY at DESC, order_id DESC LIMIT $6";
    tx.query(sql, args![program, member, millis(after), millis(to), game, limit], order)
}

/// The orders of a customer that wait, oldest first.
///
/// # Errors
/// When the database fails.
pub fn waiting(tx: &mut Tx<'_>, program: &str, customer: &str) -> Result<Vec<Order>, StoreError> {
    let sql = "SELECT order_id, at, tier, cart, returned, grants, membership, excepted FROM orders
               WHERE program = $1 AND customer = $2 AND member IS NULL ORDER BY at, order_id";
    tx.query(sql, args![program, customer], order)
}

/// Keeps an order until its customer joins, or what has come back of one.
///
/// # Errors
/// When the database fails.
pub fn keep(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    rules: &str,
    order: &Order,
) -> Result<(), StoreError> {
    write(tx, program, customer, None, rules, order)
}

/// Writes an order credited to a member, or what has come back of one.
pub(super) fn credit(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    member: &str,
    rules: &str,
    order: &Order,
) -> Result<(), StoreError> {
    write(tx, program, customer, Some(member), rules, order)
}

/// The rules of an order are those under which it was credited: a later write keeps them.
fn write(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    member: Option<&str>,
    rules: &str,
    order: &Order,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO orders (program, order_id, customer, member, at, tier, rules, cart, returned,
                             grants, membership, excepted)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (program, order_id) DO UPDATE SET
            rules = CASE WHEN orders.member IS NULL THEN excluded.rules ELSE orders.rules END,
            member = excluded.member, tier = excluded.tier, returned = excluded.returned,
            grants = excluded.grants, membership = excluded.membership,
            excepted = excluded.excepted",
        args![
            program,
            &order.id,
            customer,
            member,
            millis(order.at),
            order.tier.as_ref(),
            rules,
            &json::write(&order.cart)?,
            &json::write(&order.returned)?,
            &json::write(&order.grants)?,
            i64::from(order.membership),
            &json::write(&order.excepted)?,
        ],
    )?;
    Ok(())
}

fn order(row: &Row<'_>) -> Result<Order, StoreError> {
    Ok(Order {
        id: row.text(0)?,
        at: instant(row.int(1)?)?,
        tier: row.text_or_null(2)?,
        cart: row.read(3, json::read)?,
        returned: row.read(4, json::read)?,
        grants: row.read(5, json::read)?,
        membership: row.int(6)? != 0,
        excepted: row.read(7, json::read)?,
    })
}
