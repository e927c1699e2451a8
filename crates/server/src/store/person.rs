//! All that is kept of a person: told to them, and erased. Both go through every table by its
//! column `customer` or `member`, so that a new table is not forgotten.

use super::json;
use super::tables::{self, Kind, Table};
use super::time::instant;
use super::{
    StoreError, Tx, adjustments, departed, events, games, late_returns, leaderboards, referrals,
    surveys,
};
use crate::args;
use crate::store::db::Row;
use serde_json::{Map, Value, json};
use stempel_engine::cart::Cart;

/// Tables whose rows stay when their member is erased: the books, which know them by our own id
/// alone, and what the shop has to answer for.
const STAYING: [&str; 5] = ["accounts", "transactions", "redemptions", "orders", "adjustments"];

/// Columns with JSON of ours in them.
const STRUCTURES: [&str; 13] = [
    "record",
    "source",
    "parts",
    "cart",
    "returned",
    "grants",
    "excepted",
    "promise",
    "held",
    "used_lots",
    "forgiven",
    "interests",
    "contact",
];

/// Columns that are not told: who else it is about, how misuse is seen, who worked for the shop.
const UNTOLD: [(&str, &[&str]); 2] =
    [("adjustments", &["key_id"]), ("referrals", &["referral", "friend", "doubt", "order_id"])];

/// Every row that is kept of a customer, by table, in readable values.
///
/// # Errors
/// When the database fails.
pub fn held(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    member: Option<&str>,
) -> Result<Map<String, Value>, StoreError> {
    let mut held = Map::new();
    for table in tables::all() {
        let Some((column, id)) = owner(table, customer, member) else { continue };
        let sql = format!(
            "SELECT {} FROM {} WHERE program = $1 AND {column} = $2 ORDER BY {}",
            table.names(),
            table.name,
            places(table),
        );
        let rows = tx.query(&sql, args![program, id], |row| readable(table, row))?;
        held.insert(table.name.to_owned(), Value::Array(rows));
    }
    if let Some(member) = member {
        // Of their own coming only that and when: a friend is not told of any doubt.
        let sql = "SELECT joined_at FROM referrals WHERE program = $1 AND friend = $2";
        let came = tx.query(sql, args![program, member], |row| {
            Ok(json!({ "joined_at": instant(row.int(0)?)?.to_rfc3339() }))
        })?;
        held.insert("invited_by_a_member".to_owned(), Value::Array(came));
    }
    Ok(held)
}

/// Erases a person: every row of theirs goes, but for the books, in which nothing names them. Their
/// orders keep their ids alone, so that none is credited again.
///
/// # Errors
/// When the database fails.
pub fn erase(
    tx: &mut Tx<'_>,
    program: &str,
    customer: &str,
    member: Option<&str>,
) -> Result<(), StoreError> {
    if let Some(member) = member {
        // Before the rows go that it looks at.
        let mark = departed::mark_of(tx, program, customer)?;
        referrals::forget(tx, program, member, mark.as_deref())?;
        if let Some(mark) = &mark {
            late_returns::move_to(tx, program, member, mark)?;
        }
    }
    for table in tables::all().filter(|it| !STAYING.contains(&it.name)) {
        let Some((column, id)) = owner(table, customer, member) else { continue };
        let sql = format!("DELETE FROM {} WHERE program = $1 AND {column} = $2", table.name);
        tx.execute(&sql, args![program, id])?;
    }
    empty_orders(tx, program, "customer = $2 AND member IS NULL", customer)?;
    if let Some(member) = member {
        empty_orders(tx, program, "member = $2", member)?;
        surveys::forget(tx, program, member)?;
        games::forget(tx, program, member)?;
        leaderboards::forget(tx, program, member)?;
        adjustments::forget(tx, program, member)?;
        events::forget_redeemed(tx, program, member)?;
    }
    Ok(())
}

/// Leaves nothing of orders but their ids. Those that wait are found by the customer, those that were
/// credited by the member: each way has an index, so that nobody else's are looked through.
fn empty_orders(tx: &mut Tx<'_>, program: &str, theirs: &str, id: &str) -> Result<(), StoreError> {
    let nothing =
        Cart { currency: String::new(), lines: Vec::new(), discount: 0, subscription: false };
    let sql = format!(
        "UPDATE orders SET customer = '', tier = NULL, membership = 0, grants = '[]', excepted = '[]',
             cart = $3, returned = '[]'
         WHERE program = $1 AND {theirs}"
    );
    tx.execute(&sql, args![program, id, &json::write(&nothing)?]).map(drop)
}

/// By which column of a table its rows are a person's, and the id there.
fn owner<'a>(
    table: &Table,
    customer: &'a str,
    member: Option<&'a str>,
) -> Option<(&'static str, &'a str)> {
    let has = |name: &str| table.columns.iter().any(|(column, _)| *column == name);
    if has("customer") {
        return Some(("customer", customer));
    }
    let column = ["member", "referrer"].into_iter().find(|name| has(name))?;
    member.map(|member| (column, member))
}

fn places(table: &Table) -> String {
    let places: Vec<String> = (1..=table.columns.len()).map(|it| it.to_string()).collect();
    places.join(", ")
}

fn readable(table: &Table, row: &Row<'_>) -> Result<Value, StoreError> {
    let mut object = Map::new();
    let untold = UNTOLD.iter().find(|(name, _)| *name == table.name).map_or(&[][..], |it| it.1);
    for (index, (name, kind)) in table.columns.iter().enumerate() {
        if untold.contains(name) {
            continue;
        }
        let value = match kind {
            Kind::Int => number(name, row.int_or_null(index)?)?,
            Kind::Text => text(name, row.text_or_null(index)?)?,
        };
        object.insert((*name).to_owned(), value);
    }
    Ok(Value::Object(object))
}

fn number(name: &str, value: Option<i64>) -> Result<Value, StoreError> {
    let Some(value) = value else { return Ok(Value::Null) };
    // 0 is a mark of ours in this one, not an instant.
    if name != "due_at" && (name == "at" || name.ends_with("_at")) {
        return Ok(instant(value)?.to_rfc3339().into());
    }
    Ok(value.into())
}

fn text(name: &str, value: Option<String>) -> Result<Value, StoreError> {
    match value {
        Some(text) if STRUCTURES.contains(&name) => json::read(&text),
        Some(text) => Ok(text.into()),
        None => Ok(Value::Null),
    }
}
