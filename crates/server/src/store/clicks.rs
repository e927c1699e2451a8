//! Who followed which suggestion of a product, and the sums of it, in which nobody is named.

use super::time::{instant, millis};
use super::{StoreError, Tx};
use crate::args;
use chrono::NaiveDate;
use stempel_engine::product::Click;
use stempel_protocol::{SuggestionCode, SuggestionOutcome, Timestamp};

/// A click as stored.
pub struct Clicked {
    /// What the rules ask for.
    pub click: Click,
    /// Why the product was suggested, as it stands on the wire.
    pub reason: String,
    /// On which day.
    pub day: String,
    /// Whether a purchase was counted for it.
    pub bought: bool,
}

/// Counts a click, once a day.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    (sku, code): (&str, SuggestionCode),
    day: NaiveDate,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (day, reason) = (day.to_string(), code.as_str());
    let sql = "INSERT INTO product_clicks (program, member, sku, reason, day, at, bought)
               VALUES ($1, $2, $3, $4, $5, $6, 0)
               ON CONFLICT (program, member, sku, reason, day) DO NOTHING";
    let new = tx.execute(sql, args![program, member, sku, reason, &day, millis(now)])?;
    if new == 1 { count(tx, program, (&day, reason, sku), (1, 0)) } else { Ok(()) }
}

fn count(
    tx: &mut Tx<'_>,
    program: &str,
    (day, reason, sku): (&str, &str, &str),
    (clicks, purchases): (i64, i64),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO product_counts (program, day, reason, sku, clicks, purchases)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (program, day, reason, sku) DO UPDATE SET
            clicks = product_counts.clicks + excluded.clicks,
            purchases = product_counts.purchases + excluded.purchases",
        args![program, day, reason, sku, clicks, purchases],
    )?;
    Ok(())
}

/// The members who clicked since then and did not buy all of it.
///
/// # Errors
/// When the database fails.
pub fn open(tx: &mut Tx<'_>, program: &str, since: Timestamp) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT member FROM product_clicks
               WHERE program = $1 AND at >= $2 AND bought = 0";
    tx.query(sql, args![program, millis(since)], |row| row.text(0))
}

/// A member's clicks since then.
///
/// # Errors
/// When the database fails.
pub fn of_member(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    since: Timestamp,
) -> Result<Vec<Clicked>, StoreError> {
    let sql = "SELECT sku, at, reason, day, bought FROM product_clicks
               WHERE program = $1 AND member = $2 AND at >= $3 ORDER BY at, sku, reason";
    tx.query(sql, args![program, member, millis(since)], |row| {
        let click = Click { sku: row.text(0)?, at: instant(row.int(1)?)? };
        Ok(Clicked { click, reason: row.text(2)?, day: row.text(3)?, bought: row.int(4)? != 0 })
    })
}

/// Counts a purchase for a click, once.
///
/// # Errors
/// When the database fails.
pub fn bought(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    it: &Clicked,
) -> Result<(), StoreError> {
    let (sku, reason, day) = (&it.click.sku, &it.reason, &it.day);
    let sql = "UPDATE product_clicks SET bought = 1
               WHERE program = $1 AND member = $2 AND sku = $3 AND reason = $4 AND day = $5
                 AND bought = 0";
    let new = tx.execute(sql, args![program, member, sku, reason, day])?;
    if new == 1 { count(tx, program, (day, reason, sku), (0, 1)) } else { Ok(()) }
}

/// Forgets who clicked before then; the sums stay.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM product_clicks WHERE at < $1", args![millis(before)])
}

/// What came of suggestions since that day, by their reason.
///
/// # Errors
/// When the database fails.
pub fn outcomes(
    tx: &mut Tx<'_>,
    program: &str,
    since: NaiveDate,
) -> Result<Vec<SuggestionOutcome>, StoreError> {
    let sql = "SELECT reason, CAST(SUM(clicks) AS BIGINT), CAST(SUM(purchases) AS BIGINT)
               FROM product_counts WHERE program = $1 AND day >= $2
               GROUP BY reason ORDER BY reason";
    tx.query(sql, args![program, &since.to_string()], |row| {
        let code = SuggestionCode::from_wire(&row.text(0)?);
        Ok(SuggestionOutcome { code, clicks: row.int(1)?, purchases: row.int(2)? })
    })
}
