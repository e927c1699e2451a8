//! Reviews by customers who bought the product: published at once, and told to the loyalty backend.

use super::outbox::{self, stamp};
use super::refusal::Refusal;
use super::{catalogue, customers::Customer};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use stempel_protocol::{Event, ReviewPublished};

/// The longest review, in characters.
const TEXT_MAX: usize = 1_000;

/// What a customer writes.
#[derive(Debug, Deserialize)]
pub struct Written {
    stars: i64,
    text: String,
}

/// A review as the page shows it.
#[derive(Debug, Serialize)]
pub struct ReviewView {
    name: String,
    stars: i64,
    text: String,
    at: String,
}

/// What a visitor may do about a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody is signed in.
    Guest,
    /// They have not bought it, or sent it back.
    NotBought,
    /// They may write one.
    May,
    /// They wrote one.
    Written,
}

/// The reviews of a product, newest first.
#[derive(Debug, Serialize)]
pub struct ReviewsView {
    reviews: Vec<ReviewView>,
    standing: Standing,
}

/// What the page shows of a product's reviews.
///
/// # Errors
/// When there is no such product, or the database failed.
pub fn of_product(
    db: &Connection,
    sku: &str,
    customer: Option<&Customer>,
) -> Result<ReviewsView, Refusal> {
    catalogue::product(sku).ok_or_else(Refusal::not_found)?;
    let sql = "SELECT c.name, r.stars, r.text, r.at FROM reviews AS r
               JOIN customers AS c ON c.id = r.customer
               WHERE r.sku = ?1 ORDER BY r.id DESC LIMIT 100";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(ReviewView { name: row.get(0)?, stars: row.get(1)?, text: row.get(2)?, at: row.get(3)? })
    };
    let reviews = db.prepare(sql)?.query_map([sku], read)?.collect::<rusqlite::Result<_>>()?;
    let standing = customer.map_or(Ok(Standing::Guest), |it| standing(db, sku, &it.id))?;
    Ok(ReviewsView { reviews, standing })
}

fn standing(db: &Connection, sku: &str, customer: &str) -> Result<Standing, Refusal> {
    let there = |sql: &str| db.query_row(sql, params![customer, sku], |row| row.get::<_, bool>(0));
    if there("SELECT EXISTS (SELECT 1 FROM reviews WHERE customer = ?1 AND sku = ?2)")? {
        return Ok(Standing::Written);
    }
    let bought = "SELECT EXISTS (SELECT 1 FROM order_lines AS l
                    JOIN orders AS o ON o.id = l.order_id
                    WHERE o.customer = ?1 AND l.sku = ?2 AND l.quantity >
                      (SELECT COALESCE(SUM(r.quantity), 0) FROM refund_lines AS r
                       JOIN refunds ON refunds.id = r.refund
                       WHERE refunds.order_id = o.id AND r.sku = l.sku))";
    Ok(if there(bought)? { Standing::May } else { Standing::NotBought })
}

/// Publishes a customer's review and queues the news.
///
/// # Errors
/// When something is missing in it, they have not bought the product, or wrote one before.
pub fn publish(
    db: &Connection,
    sku: &str,
    customer: &Customer,
    written: &Written,
    now: DateTime<Utc>,
) -> Result<ReviewsView, Refusal> {
    catalogue::product(sku).ok_or_else(Refusal::not_found)?;
    let text = written.text.trim();
    if !(1..=5).contains(&written.stars) {
        return Err(Refusal::field("stars"));
    }
    if text.is_empty() || text.chars().count() > TEXT_MAX {
        return Err(Refusal::field("text"));
    }
    match standing(db, sku, &customer.id)? {
        Standing::May => {}
        Standing::Written => return Err(Refusal::conflict("already_reviewed")),
        Standing::Guest | Standing::NotBought => return Err(Refusal::conflict("not_bought")),
    }
    let sql = "INSERT INTO reviews (customer, sku, stars, text, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.execute(sql, params![customer.id, sku, written.stars, text, stamp(now)])?;
    let review = format!("review-{}", db.last_insert_rowid());
    let told = ReviewPublished {
        customer: Some(customer.sub.clone()),
        card: None,
        review: review.clone(),
    };
    outbox::queue(db, &review, Event::ReviewPublished(told), now)?;
    of_product(db, sku, Some(customer))
}
