//! Counting for products: what goes together in the orders, and which clicks led to a purchase.

use super::leased;
use crate::app::App;
use crate::problem::Refusal;
use crate::service::Context;
use crate::service::product;
use crate::store::{Tx, clicks, products};
use chrono::TimeDelta;
use stempel_engine::companion::Counts;

/// The orders of so many days count.
const DAYS: i64 = 365;
/// How many orders are read at once.
const PAGE: i64 = 1000;

/// Counts anew, once an hour, what goes together in the orders of a year; how many pairs do.
pub async fn companions(app: &App, context: &Context) -> Result<usize, Refusal> {
    let ledger = context.ledger().to_owned();
    let job = product::companions_job(&ledger);
    if context.program().products.is_none() || !leased(app, &job, TimeDelta::hours(1)).await? {
        return Ok(0);
    }
    let of = ledger.clone();
    let skus = app.store.readers.read(move |tx| products::skus(tx, &of)).await?;
    let mut counts = Counts::of(skus);
    count(app, context, &mut counts).await?;
    let found = counts.companions();
    let count = found.len();
    let replace =
        move |tx: &mut Tx<'_>| Ok::<_, Refusal>(products::replace_companions(tx, &ledger, &found)?);
    app.store.writer.write(replace).await?;
    Ok(count)
}

/// Reads page by page, so that no reader is kept from others for long.
async fn count(app: &App, context: &Context, counts: &mut Counts) -> Result<(), Refusal> {
    let since = (context.now - TimeDelta::days(DAYS)).timestamp_millis();
    let mut after = String::new();
    loop {
        let (ledger, from) = (context.ledger().to_owned(), after);
        let read = move |tx: &mut Tx<'_>| products::baskets(tx, &ledger, &from, PAGE);
        let page = app.store.readers.read(read).await?;
        for basket in page.iter().filter(|it| it.at >= since) {
            counts.add(basket.skus.iter().map(String::as_str));
        }
        let Some(last) = page.last() else { return Ok(()) };
        after = last.order.clone();
    }
}

/// Counts, every ten minutes, the purchases that suggestions led to; how many there were.
pub async fn purchases(app: &App, context: &Context) -> Result<usize, Refusal> {
    let job = format!("purchases {}", context.ledger());
    if context.program().products.is_none() || !leased(app, &job, TimeDelta::minutes(10)).await? {
        return Ok(0);
    }
    let of = context.clone();
    let bought = app.store.readers.read(move |tx| product::bought(tx, &of)).await?;
    let count = bought.len();
    if count == 0 {
        return Ok(0);
    }
    let ledger = context.ledger().to_owned();
    let note = move |tx: &mut Tx<'_>| {
        let mut each = bought.iter();
        Ok::<_, Refusal>(each.try_for_each(|(member, it)| clicks::bought(tx, &ledger, member, it))?)
    };
    app.store.writer.write(note).await?;
    Ok(count)
}
