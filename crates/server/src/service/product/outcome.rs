//! What comes of suggestions: those followed, those that led to a purchase, and the sums of both.

use super::{ORDERS, may_tell};
use crate::problem::Refusal;
use crate::service::{Context, Customer, hold};
use crate::store::{StoreError, Tx, clicks, members, orders, products};
use crate::text;
use chrono::{Days, TimeDelta};
use stempel_engine::product::{CLICK_DAYS, led_to_purchase};
use stempel_protocol::{AdminProducts, SuggestionCode};

/// How many days of counts are told, and the most that can be asked for.
const REPORT: (i64, i64) = (30, 366);

/// Counts that a suggestion was followed, once a day.
///
/// # Errors
/// `NotJoined`; `NotFound` for one that cannot have been made to this member.
pub fn click(
    tx: &mut Tx<'_>,
    context: &Context,
    customer: &Customer,
    id: &str,
) -> Result<(), Refusal> {
    hold(tx, context, &customer.id)?;
    let (program, ledger, now) = (context.program(), context.ledger(), context.now);
    let member = members::id(tx, ledger, &customer.id)?.ok_or(Refusal::NotJoined)?;
    let unknown = || Refusal::NotFound("there is no such suggestion for this member");
    let (code, mark) = id.split_once('-').ok_or_else(unknown)?;
    let code = SuggestionCode::from_wire(code);
    text::id(mark, "id").map_err(|_| unknown())?;
    if code == SuggestionCode::Unknown || !may_tell(tx, context, &member)? {
        return Err(unknown());
    }
    let sku = products::by_mark(tx, ledger, mark)?.ok_or_else(unknown)?;
    Ok(clicks::insert(tx, ledger, &member, (&sku, code), program.day(now), now)?)
}

/// The clicks that led to a purchase which is not counted yet, by member.
///
/// # Errors
/// When the database fails.
pub fn bought(
    tx: &mut Tx<'_>,
    context: &Context,
) -> Result<Vec<(String, clicks::Clicked)>, StoreError> {
    // An order may be told a while after it was paid; a click that counted keeps others from it.
    let (ledger, week) = (context.ledger(), TimeDelta::days(CLICK_DAYS));
    let since = context.now - week * 2;
    let mut bought = Vec::new();
    for member in clicks::open(tx, ledger, since)? {
        let all = clicks::of_member(tx, ledger, &member, since - week)?;
        let orders = orders::newest(tx, ledger, &member, since, ORDERS.0)?;
        let plain: Vec<_> = all.iter().map(|it| it.click.clone()).collect();
        let led = led_to_purchase(&plain, &orders);
        let new =
            all.into_iter().enumerate().filter(|(place, it)| led.contains(place) && !it.bought);
        bought.extend(new.map(|(_, it)| (member.clone(), it)));
    }
    Ok(bought)
}

/// What came of suggestions in the last so many days, today among them.
///
/// # Errors
/// `InvalidField` for days that are none.
pub fn report(
    tx: &mut Tx<'_>,
    context: &Context,
    days: Option<i64>,
) -> Result<AdminProducts, Refusal> {
    let (usual, most) = REPORT;
    let days = days.unwrap_or(usual);
    if !(1..=most).contains(&days) {
        return Err(Refusal::field("days", format!("from 1 to {most}")));
    }
    let ledger = context.ledger();
    let since = context.program().day(context.now) - Days::new(days.unsigned_abs() - 1);
    let (all, available) = products::count(tx, ledger)?;
    let outcomes = clicks::outcomes(tx, ledger, since)?;
    Ok(AdminProducts { products: all, available, since, outcomes })
}
