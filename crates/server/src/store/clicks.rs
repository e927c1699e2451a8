//! Who was shown and who followed which suggestion of a product, and the sums of it, in which nobody is
//! named.

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

/// Which of these a member was not shown on that day, each as its product and reason.
///
/// # Errors
/// When the database fails.
pub fn unseen<'a>(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    suggested: impl Iterator<Item = (&'a str, SuggestionCode)>,
    day: NaiveDate,
) -> Result<Vec<(String, SuggestionCode)>, StoreError> {
    let sql = "SELECT sku, reason FROM product_shown
               WHERE program = $1 AND member = $2 AND day = $3";
    let seen = tx.query(sql, args![program, member, &day.to_string()], |row| {
        Ok((row.text(0)?, row.text(1)?))
    })?;
    let is_new = |(sku, code): &(&str, SuggestionCode)| {
        !seen.iter().any(|(seen, reason)| seen == sku && reason == code.as_str())
    };
    Ok(suggested.filter(is_new).map(|(sku, code)| (sku.to_owned(), code)).collect())
}

/// Counts what a member was shown, once a day.
///
/// # Errors
/// When the database fails.
pub fn shown(
    tx: &mut Tx<'_>,
    program: &str,
    member: &str,
    suggested: &[(String, SuggestionCode)],
    day: NaiveDate,
) -> Result<(), StoreError> {
    let day = day.to_string();
    for (sku, code) in suggested {
        let sql = "INSERT INTO product_shown (program, member, sku, reason, day)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (program, member, sku, reason, day) DO NOTHING";
        if tx.execute(sql, args![program, member, sku, code.as_str(), &day])? == 1 {
            let one = Sums { shown: 1, ..Sums::default() };
            count(tx, program, (&day, code.as_str(), sku), &one)?;
        }
    }
    Ok(())
}

/// What is added to the sums of a day.
#[derive(Default)]
struct Sums {
    shown: i64,
    clicks: i64,
    purchases: i64,
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
    if new == 1 {
        count(tx, program, (&day, reason, sku), &Sums { clicks: 1, ..Sums::default() })
    } else {
        Ok(())
    }
}

fn count(
    tx: &mut Tx<'_>,
    program: &str,
    (day, reason, sku): (&str, &str, &str),
    sums: &Sums,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO product_counts (program, day, reason, sku, clicks, purchases, shown)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (program, day, reason, sku) DO UPDATE SET
            clicks = product_counts.clicks + excluded.clicks,
            purchases = product_counts.purchases + excluded.purchases,
            shown = product_counts.shown + excluded.shown",
        args![program, day, reason, sku, sums.clicks, sums.purchases, sums.shown],
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
    if new == 1 {
        count(tx, program, (day, reason, sku), &Sums { purchases: 1, ..Sums::default() })
    } else {
        Ok(())
    }
}

/// Forgets who clicked before then; the sums stay.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM product_clicks WHERE at < $1", args![millis(before)])
}

/// Forgets who was shown what before a day, and the sums before another.
///
/// # Errors
/// When the database fails.
pub fn forget_shown(
    tx: &mut Tx<'_>,
    before: NaiveDate,
    sums_before: NaiveDate,
) -> Result<usize, StoreError> {
    let shown =
        tx.execute("DELETE FROM product_shown WHERE day < $1", args![&before.to_string()])?;
    let sums = "DELETE FROM product_counts WHERE day < $1";
    Ok(shown + tx.execute(sums, args![&sums_before.to_string()])?)
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
    let sql = "SELECT reason, CAST(SUM(shown) AS BIGINT), CAST(SUM(clicks) AS BIGINT),
                      CAST(SUM(purchases) AS BIGINT)
               FROM product_counts WHERE program = $1 AND day >= $2
               GROUP BY reason ORDER BY reason";
    tx.query(sql, args![program, &since.to_string()], |row| {
        let code = SuggestionCode::from_wire(&row.text(0)?);
        let (shown, clicks, purchases) = (row.int(1)?, row.int(2)?, row.int(3)?);
        Ok(SuggestionOutcome { code, shown, clicks, purchases })
    })
}
