//! How long a command takes for a member with a hundred orders and with a hundred thousand: with
//! all of the past at hand, and with the record in its place. Prints a table.

#![allow(clippy::print_stdout, reason = "its table is what it is for")]

use chrono::{DateTime, TimeDelta, Utc};
use std::error::Error;
use std::time::Instant;
use stempel_engine::Program;
use stempel_engine::cart::{Cart, Line, Order};
use stempel_engine::ledger::Beyond;
use stempel_engine::member::{Member, order_paid};
use stempel_engine::record::remember;

fn main() -> Result<(), Box<dyn Error>> {
    let text = include_str!("../../../programs/demo.toml");
    let program = Program::parse(text).map_err(|mistakes| mistakes[0].to_string())?;
    println!("{:>8}  {:>14}  {:>14}  {:>7}", "orders", "all of it, us", "in short, us", "record");
    for orders in [100, 1_000, 10_000, 100_000] {
        let (mut member, now) = with_orders(&program, orders)?;
        let whole = time(&program, &member, now)?;
        remember(&program, &mut member);
        member.orders.clear();
        let lots = member.account.lots.split_off(10);
        let first = lots.first().map(|lot| (lot.expires_at, lot.id));
        let available = lots.iter().map(|lot| lot.available).sum();
        member.account.beyond = Beyond { pending: 0, available, first };
        let short = time(&program, &member, now)?;
        let record = serde_json::to_string(&member.record)?.len();
        println!("{orders:>8}  {whole:>14}  {short:>14}  {record:>5} B");
    }
    Ok(())
}

/// Microseconds for one more order: the best of ten.
fn time(program: &Program, member: &Member, now: DateTime<Utc>) -> Result<u128, Box<dyn Error>> {
    let mut best = u128::MAX;
    for _ in 0..10 {
        let mut member = member.clone();
        let begun = Instant::now();
        order_paid(program, &mut member, order("one-more".into(), now), now)?;
        best = best.min(begun.elapsed().as_micros());
    }
    Ok(best)
}

/// A member who ordered every five minutes, as a store would load them.
fn with_orders(
    program: &Program,
    orders: usize,
) -> Result<(Member, DateTime<Utc>), Box<dyn Error>> {
    let begin = DateTime::from_timestamp(1_767_225_600, 0).ok_or("no such time")?;
    let mut member = Member { joined_at: Some(begin), ..Member::default() };
    let mut now = begin;
    for number in 0..10 {
        now += TimeDelta::minutes(5);
        order_paid(program, &mut member, order(number.to_string(), now), now)?;
    }
    let lot = member.account.lots[9].clone();
    for number in 10..orders {
        now += TimeDelta::minutes(3);
        member.orders.push(order(number.to_string(), now));
        member.account.lots_made += 1;
        let id = stempel_engine::ledger::LotId(member.account.lots_made);
        let expires_at = program.times(now).expires_at;
        let more = stempel_engine::ledger::Lot { id, earned_at: now, expires_at, ..lot.clone() };
        member.account.lifetime += more.available;
        member.account.lots.push(more);
    }
    Ok((member, now + TimeDelta::minutes(3)))
}

fn order(id: String, at: DateTime<Utc>) -> Order {
    let category = Some("gear".to_owned());
    let line = Line { sku: "v60".into(), category, quantity: 1, unit_price: 4_900 };
    let cart = Cart { currency: "PLN".into(), lines: vec![line], discount: 0, subscription: false };
    Order {
        id,
        at,
        tier: None,
        membership: false,
        grants: Vec::new(),
        excepted: Vec::new(),
        cart,
        returned: Vec::new(),
    }
}
