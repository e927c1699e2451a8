//! What happened before: joins, orders and redemptions, as a file to import tells them.

use crate::{Flags, Outcome};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use stempel_server::catalogue::Definition;

/// Joins and orders of every member, dated through the last year.
pub fn of_all(flags: &Flags, definition: &Definition) -> String {
    let start = Utc::now() - TimeDelta::days(360);
    let every = TimeDelta::days(350) / i32::try_from(flags.orders.max(1)).unwrap_or(1);
    let name = |member: usize| format!("c-{member}");
    let mut lines = Vec::new();
    for member in 0..flags.members {
        lines.push(joined(definition, &name(member), start));
    }
    for order in 0..flags.orders {
        let at = start + every * i32::try_from(order + 1).unwrap_or(1);
        for member in 0..flags.members {
            let data = order_of(definition, &format!("past-{member}-{order}"), &name(member));
            lines.push(json!({ "at": at, "type": "order.paid", "data": data }).to_string());
        }
    }
    lines.join("\n")
}

/// A member with so many transactions, spread over the last four years: of ten orders one is
/// followed by a redemption that is used.
pub fn of_one(definition: &Definition, name: &str, transactions: usize) -> Outcome<String> {
    let rewards = definition.program.rewards.iter().filter(|it| it.per_member_limit.is_none());
    let rewards = rewards.filter(|it| it.tier.is_none() && it.stock.is_none());
    let reward = rewards.min_by_key(|it| it.cost).ok_or("no reward for everybody")?;
    let start = Utc::now() - TimeDelta::days(1390);
    let orders = transactions * 10 / 12;
    let every = TimeDelta::days(1390) / i32::try_from(orders)?;
    let mut lines = vec![joined(definition, name, start)];
    for order in 0..orders {
        let at = start + every * i32::try_from(order + 1)?;
        let data = order_of(definition, &format!("{name}-{order}"), name);
        lines.push(json!({ "at": at, "type": "order.paid", "data": data }).to_string());
        if order % 10 == 9 {
            let (key, order) = (order.to_string(), format!("{name}-code-{order}"));
            let data = json!({ "customer": name, "reward": reward.id, "key": key, "order": order });
            lines.push(json!({ "at": at, "type": "reward.redeemed", "data": data }).to_string());
        }
    }
    Ok(lines.join("\n"))
}

fn joined(definition: &Definition, name: &str, at: DateTime<Utc>) -> String {
    let consents: Vec<&str> = definition.program.consents.iter().map(|it| it.id.as_str()).collect();
    let data = json!({ "customer": name, "consents": consents });
    json!({ "at": at, "type": "member.joined", "data": data }).to_string()
}

fn order_of(definition: &Definition, order: &str, customer: &str) -> Value {
    json!({
        "order": order, "customer": customer, "currency": definition.program.currency,
        "lines": [
            { "sku": "a", "category": "beans", "quantity": 1, "unit_price": 49_000 },
            { "sku": "b", "category": "gear", "quantity": 2, "unit_price": 12_500 },
        ],
    })
}
