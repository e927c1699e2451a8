//! The demo's past: what its customers bought, in the shop's database and as an import file for
//! the loyalty backend. The same on every machine, dated back from today.

mod past;

use super::address::Address;
use super::cart::{Cart, Delivery};
use super::customers::{self, Customer};
use super::db::Db;
use super::orders::{self, NewOrder};
use super::pricing::{self, Priced};
use super::refunds::{self, Returned};
use super::refusal::Refusal;
use super::settings::DemoError;
use chrono::{DateTime, NaiveTime, SecondsFormat, TimeDelta, Utc};
use past::{Order, PAST, Prize};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use stempel_protocol::{Coupon, Event, Money, RedemptionStatus, RewardKind};

/// Creates the shop's database with a year of orders and writes the matching import file.
///
/// # Errors
/// When a file cannot be written, or the shop has orders already.
pub fn seed(data: &Path, out: &Path) -> Result<(), DemoError> {
    seed_at(data, out, Utc::now())
}

/// [`seed`] as of another day.
pub(super) fn seed_at(data: &Path, out: &Path, now: DateTime<Utc>) -> Result<(), DemoError> {
    std::fs::create_dir_all(data).map_err(DemoError::io(data.display()))?;
    let db = Db::open(&data.join("shop.db"))?;
    let told = db.run_now(|tx| tell(tx, now)).map_err(|refusal| match refusal.code {
        "seeded" => DemoError::AlreadySeeded,
        code => DemoError::Setting { setting: "--data", why: code.to_owned() },
    })?;
    std::fs::write(out, lines(told)).map_err(DemoError::io(out.display()))
}

/// One dated event of the import file.
type Told = (DateTime<Utc>, Value);

fn lines(mut told: Vec<Told>) -> String {
    told.sort_by_key(|(at, _)| *at);
    told.into_iter().fold(String::new(), |mut text, (at, mut event)| {
        event["at"] = json!(at.to_rfc3339_opts(SecondsFormat::Secs, true));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{event}");
        text
    })
}

fn tell(db: &Connection, now: DateTime<Utc>) -> Result<Vec<Told>, Refusal> {
    customers::ensure(db)?;
    let before: i64 = db.query_row("SELECT COUNT(*) FROM orders", [], |row| row.get(0))?;
    if before > 0 {
        return Err(Refusal::conflict("seeded"));
    }
    let mut told = Vec::new();
    let mut all = Vec::new();
    for person in PAST {
        let customer = customers::find(db, person.id)?.ok_or_else(Refusal::not_found)?;
        told.push((at(now, person.joined), joined(&customer)));
        all.extend((person.orders)().into_iter().map(|order| (customer.clone(), order)));
    }
    // Numbers grow with time, whoever orders.
    all.sort_by_key(|(_, order)| at(now, order.when));
    for (customer, order) in &all {
        place(db, customer, order, now, &mut told)?;
    }
    Ok(told)
}

/// So many days before today, at that hour and minute of UTC.
fn at(now: DateTime<Utc>, (days, hour, minute): (i64, u32, u32)) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    (now.date_naive() - TimeDelta::days(days)).and_time(time).and_utc()
}

fn joined(customer: &Customer) -> Value {
    let data =
        json!({ "customer": customer.sub, "consents": ["terms", "marketing", "suggestions"] });
    json!({ "type": "member.joined", "data": data })
}

fn place(
    db: &Connection,
    customer: &Customer,
    order: &Order,
    now: DateTime<Utc>,
    told: &mut Vec<Told>,
) -> Result<(), Refusal> {
    let (id, at) = (orders::next_id(db)?, at(now, order.when));
    let priced = price(order, at);
    let address: &Address = &customer.address;
    let new = NewOrder {
        id: &id,
        cart: None,
        session: None,
        customer: Some(&customer.id),
        address,
        delivery: Delivery::Courier,
    };
    orders::store(db, &new, &priced, at)?;
    db.execute("UPDATE orders SET codes = '[]' WHERE id = ?1", [&id])?;
    if let Some(prize) = order.prize {
        told.push((at - TimeDelta::minutes(2), redeemed(customer, prize, &id)));
    }
    if let Some(paid) = orders::event(&id, &customer.sub, &priced) {
        told.push((at, serde_json::to_value(Event::OrderPaid(paid))?));
    }
    if let Some((days, sku)) = order.returned {
        give_back(db, customer, &id, sku, at + TimeDelta::days(days), told)?;
    }
    Ok(())
}

/// Prices an order as the cart would have been; the code itself is known only to the other side.
fn price(order: &Order, at: DateTime<Utc>) -> Priced {
    let lines = order.lines.iter().map(|(sku, quantity)| ((*sku).to_owned(), *quantity));
    let cart = Cart {
        lines: lines.collect(),
        coupons: order.prize.map(coupon).into_iter().collect(),
        ..Cart::default()
    };
    pricing::price(&cart, at)
}

fn coupon(prize: Prize) -> Coupon {
    let (kind, percent, amount, sku) = match prize.gives {
        past::Gives::Percent(percent) => (RewardKind::PercentOff, Some(percent), None, None),
        past::Gives::Amount(amount) => (RewardKind::AmountOff, None, Some(amount), None),
        past::Gives::Product(sku) => (RewardKind::FreeProduct, None, None, Some(sku)),
        past::Gives::Delivery => (RewardKind::FreeShipping, None, None, None),
    };
    Coupon {
        code: prize.reward.to_owned(),
        redemption: String::new(),
        reward: prize.reward.to_owned(),
        kind,
        status: RedemptionStatus::Used,
        value: amount.map(|amount| Money { amount, currency: super::catalogue::CURRENCY.into() }),
        percent,
        sku: sku.map(str::to_owned),
        item: None,
        minimum_spend: None,
        expires_at: None,
        order: None,
    }
}

fn redeemed(customer: &Customer, prize: Prize, order: &str) -> Value {
    let data = json!({
        "customer": customer.sub, "reward": prize.reward, "key": order, "order": order,
    });
    json!({ "type": "reward.redeemed", "data": data })
}

fn give_back(
    db: &Connection,
    customer: &Customer,
    order: &str,
    sku: &str,
    at: DateTime<Utc>,
    told: &mut Vec<Told>,
) -> Result<(), Refusal> {
    let order = orders::find(db, order, None, Some(&customer.id))?;
    let units = [Returned { sku: sku.to_owned(), quantity: 1 }];
    let (_, event) = refunds::make(db, &order, Some(&units), at)?;
    told.push((at, serde_json::to_value(Event::OrderRefunded(event))?));
    Ok(())
}
