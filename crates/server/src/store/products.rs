//! The shop's products, and which of them go together.

use super::db::Row;
use super::json;
use super::{StoreError, Tx, keys};
use crate::args;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use stempel_engine::cart::{Cart, Order, Returned};
use stempel_engine::companion::Companion;
use stempel_engine::product::Product as Known;

/// A product as the shop told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// What the rules ask for.
    pub known: Known,
    /// Its name by language; under the empty one what holds for all.
    pub name: BTreeMap<String, String>,
    /// Its price, in minor units.
    pub price: i64,
    /// Its page.
    pub url: String,
    /// Its picture.
    pub image: Option<String>,
}

const COLUMNS: &str = "sku, name, category, price, url, image, available, since, refill_days";

/// What stands for a product in the id of a suggestion.
#[must_use]
pub fn mark(sku: &str) -> String {
    let mut mark = keys::fingerprint(sku.as_bytes());
    mark.truncate(16);
    mark
}

/// Every product, by its sku.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut Tx<'_>, program: &str) -> Result<BTreeMap<String, Product>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM products WHERE program = $1");
    let all = tx.query(&sql, args![program], product)?;
    Ok(all.into_iter().map(|it| (it.known.sku.clone(), it)).collect())
}

/// The sku of every product.
///
/// # Errors
/// When the database fails.
pub fn skus(tx: &mut Tx<'_>, program: &str) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT sku FROM products WHERE program = $1", args![program], |row| row.text(0))
}

/// How many products there are, and how many of them can be bought.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, program: &str) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(available), 0) AS BIGINT) FROM products
               WHERE program = $1";
    let counted = tx.query_one(sql, args![program], |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(counted.unwrap_or_default())
}

/// A product by its sku.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, program: &str, sku: &str) -> Result<Option<Product>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM products WHERE program = $1 AND sku = $2");
    tx.query_one(&sql, args![program, sku], product)
}

/// The sku of the product with that mark.
///
/// # Errors
/// When the database fails.
pub fn by_mark(tx: &mut Tx<'_>, program: &str, mark: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT sku FROM products WHERE program = $1 AND mark = $2";
    tx.query_one(sql, args![program, mark], |row| row.text(0))
}

/// The newest products of a category that came after a day and until another, so many at most.
///
/// # Errors
/// When the database fails.
pub fn newest(
    tx: &mut Tx<'_>,
    program: &str,
    category: &str,
    after: NaiveDate,
    until: NaiveDate,
    limit: i64,
) -> Result<Vec<Product>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM products
         WHERE program = $1 AND category = $2 AND since > $3 AND since <= $4 AND available = 1
         ORDER BY since DESC, sku LIMIT $5"
    );
    let (after, until) = (after.to_string(), until.to_string());
    tx.query(&sql, args![program, category, &after, &until, limit], product)
}

/// Puts these in the place of all products: what is the same stays untouched.
///
/// # Errors
/// When the database fails.
pub fn replace(
    tx: &mut Tx<'_>,
    program: &str,
    before: &BTreeMap<String, Product>,
    after: &BTreeMap<String, Product>,
) -> Result<(), StoreError> {
    for sku in before.keys().filter(|sku| !after.contains_key(*sku)) {
        let sql = "DELETE FROM products WHERE program = $1 AND sku = $2";
        tx.execute(sql, args![program, sku])?;
    }
    for (sku, product) in after.iter().filter(|(sku, it)| before.get(*sku) != Some(*it)) {
        tx.execute(
            "INSERT INTO products (program, sku, mark, name, category, price, url, image,
                                   available, since, refill_days)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (program, sku) DO UPDATE SET name = excluded.name,
                category = excluded.category, price = excluded.price, url = excluded.url,
                image = excluded.image, available = excluded.available, since = excluded.since,
                refill_days = excluded.refill_days",
            args![
                program,
                sku,
                &mark(sku),
                &json::write(&product.name)?,
                product.known.category.as_ref(),
                product.price,
                &product.url,
                product.image.as_ref(),
                i64::from(product.known.available),
                product.known.since.map(|it| it.to_string()).as_ref(),
                product.known.refill_days,
            ],
        )?;
    }
    Ok(())
}

/// What goes with a product and can be bought, the strongest first.
///
/// # Errors
/// When the database fails.
pub fn companions(tx: &mut Tx<'_>, program: &str, sku: &str) -> Result<Vec<Companion>, StoreError> {
    let sql = "SELECT c.sku, c.companion, c.orders, c.score FROM companions c
               JOIN products p ON p.program = c.program AND p.sku = c.companion
               WHERE c.program = $1 AND c.sku = $2 AND p.available = 1
               ORDER BY c.score DESC, c.companion";
    tx.query(sql, args![program, sku], companion)
}

/// Puts these in the place of all companions: what is the same stays untouched.
///
/// # Errors
/// When the database fails.
pub fn replace_companions(
    tx: &mut Tx<'_>,
    program: &str,
    after: &[Companion],
) -> Result<(), StoreError> {
    let key = |it: &Companion| (it.sku.clone(), it.with.clone());
    let sql = "SELECT sku, companion, orders, score FROM companions WHERE program = $1";
    let before = tx.query(sql, args![program], companion)?;
    let mut before: BTreeMap<_, _> = before.into_iter().map(|it| (key(&it), it)).collect();
    for it in after {
        if before.remove(&key(it)).as_ref() == Some(it) {
            continue;
        }
        tx.execute(
            "INSERT INTO companions (program, sku, companion, orders, score)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (program, sku, companion) DO UPDATE SET orders = excluded.orders,
                score = excluded.score",
            args![program, &it.sku, &it.with, it.orders, it.score],
        )?;
    }
    for (sku, with) in before.keys() {
        let sql = "DELETE FROM companions WHERE program = $1 AND sku = $2 AND companion = $3";
        tx.execute(sql, args![program, sku, with])?;
    }
    Ok(())
}

/// An order's id, when it was paid, and the products in it that were not given back.
pub struct Basket {
    /// The order's id.
    pub order: String,
    /// When it was paid, in milliseconds.
    pub at: i64,
    /// The products.
    pub skus: Vec<String>,
}

/// The orders after that id, in the order of their ids, so many at most: whoever has joined or not.
///
/// # Errors
/// When the database fails.
pub fn baskets(
    tx: &mut Tx<'_>,
    program: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Basket>, StoreError> {
    let sql = "SELECT order_id, at, cart, returned FROM orders
               WHERE program = $1 AND order_id > $2 ORDER BY order_id LIMIT $3";
    tx.query(sql, args![program, after, limit], |row| {
        let cart: Cart = row.read(2, json::read)?;
        let returned: Vec<Returned> = row.read(3, json::read)?;
        let (order, at) = (row.text(0)?, row.int(1)?);
        Ok(Basket { order, at, skus: skus_kept(cart, returned) })
    })
}

fn skus_kept(cart: Cart, returned: Vec<Returned>) -> Vec<String> {
    let order = Order {
        id: String::new(),
        at: chrono::DateTime::UNIX_EPOCH,
        tier: None,
        grants: Vec::new(),
        membership: false,
        excepted: Vec::new(),
        cart,
        returned,
    };
    let kept = order.kept().into_iter().filter(|it| it.quantity > 0);
    kept.map(|it| it.line.sku.clone()).collect()
}

fn companion(row: &Row<'_>) -> Result<Companion, StoreError> {
    Ok(Companion { sku: row.text(0)?, with: row.text(1)?, orders: row.int(2)?, score: row.int(3)? })
}

fn product(row: &Row<'_>) -> Result<Product, StoreError> {
    let day =
        |text: String| text.parse().map_err(|_| StoreError::Corrupt(format!("{text} is no day")));
    let known = Known {
        sku: row.text(0)?,
        category: row.text_or_null(2)?,
        available: row.int(6)? != 0,
        since: row.text_or_null(7)?.map(day).transpose()?,
        refill_days: row.int_or_null(8)?,
    };
    Ok(Product {
        known,
        name: row.read(1, json::read)?,
        price: row.int(3)?,
        url: row.text(4)?,
        image: row.text_or_null(5)?,
    })
}
