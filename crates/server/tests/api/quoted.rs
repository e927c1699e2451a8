//! What a quote says is what the order credits for as long as the quote holds: for carts, tiers,
//! days of boosts, subscriptions and paid memberships as they fall, in every wallet.
//!
//! STEMPEL_QUOTES asks for more, STEMPEL_QUOTES_SEED for the same again.

use crate::KIND;
use crate::activities::{event, with};
use crate::database::Kind;
use crate::model::{Dice, variable};
use crate::server::Server;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stempel_protocol::Timestamp;

const RATES: &str = concat!(
    include_str!("wallets.toml"),
    r#"
[[purchase]]
id = "weekend"
title = "Weekend"
points = 2
per = 90
weekdays = ["saturday", "sunday"]

[[purchase]]
id = "coin"
title = "A coin an order"
points = 7
per_order = true
minimum_spend = 4000
except_categories = ["gear"]

[[purchase]]
id = "high-only"
title = "For gold"
points = 1
per = 170
tier = "gold"
order_cap = 40

[[purchase]]
id = "plus"
title = "Plus"
points = 2
per = 110
membership = true

[[purchase]]
id = "box"
title = "Every month"
points = 5
per = 130
subscription = true

[[purchase]]
id = "single"
title = "Now and then"
points = 1
per = 70
subscription = false
"#
);

const CUSTOMERS: u64 = 12;
/// What the one challenge of the tests' program gives: an order may complete it, a quote is of the
/// purchase alone.
const CHALLENGE: i64 = 30;

#[test]
fn e1_what_is_quoted_is_credited_for_as_long_as_the_quote_holds() {
    let usual = if KIND == Kind::Sqlite { 600 } else { 150 };
    let rounds = variable("STEMPEL_QUOTES").unwrap_or(usual);
    let seed = variable("STEMPEL_QUOTES_SEED").unwrap_or_else(|| getrandom::u64().unwrap()).max(1);
    println!("STEMPEL_QUOTES_SEED={seed}");
    let (server, mut dice) = (with(RATES), Dice::new(seed));
    (0..CUSTOMERS).for_each(|it| drop(server.join(&name(it))));
    let mut seen = BTreeSet::new();
    for round in 0..rounds {
        server.pass(TimeDelta::minutes(number(&mut dice, 900)));
        let customer = name(dice.below(CUSTOMERS));
        if dice.below(6) == 0 {
            tell_membership(&server, &mut dice, &customer, round);
        }
        let cart = cart(&mut dice);
        let before = server.member(&customer);
        let quote = server.post_as(&customer, "quotes", &json!({ "cart": cart })).ok();
        let until: Timestamp = quote["valid_until"].as_str().unwrap().parse().unwrap();
        let left = (until - server.now()).num_milliseconds();
        // Some at once, some late, some in the last moment: two seconds for the calls themselves.
        let later =
            [0, number(&mut dice, left.max(1)), left][usize::try_from(dice.below(3)).unwrap()];
        server.pass(TimeDelta::milliseconds((later - 2000).max(0)));
        let reply = pay(&server, &customer, &format!("o-{round}"), &cart);
        if server.now() >= until {
            continue;
        }
        let after = server.member(&customer);
        let bonus = CHALLENGE * (completed(&after) - completed(&before));
        let told = format!("seed {seed}, round {round}: {cart} {quote}");
        assert_eq!(reply["points"].as_i64().unwrap() - bonus, quote["points"], "{told}");
        for wallet in quote["wallets"].as_array().unwrap() {
            let id = &wallet["id"];
            let credited = held(&after, id) - held(&before, id);
            assert_eq!(credited, wallet["points"], "{id} {told}");
        }
        let parts = quote["parts"].as_array().unwrap().iter();
        seen.extend(parts.map(|it| it["rule"].as_str().unwrap().to_owned()));
    }
    if rounds >= usual {
        // Each rule and the tier's share were met, or this proves little.
        let all = "box coffee coin gold high-only plus purchase single weekend";
        assert_eq!(seen.into_iter().collect::<Vec<_>>().join(" "), all, "seed {seed}");
    }
}

fn name(number: u64) -> String {
    format!("customer-{number}")
}

fn number(dice: &mut Dice, end: i64) -> i64 {
    i64::try_from(dice.below(end.unsigned_abs().max(1))).unwrap()
}

fn tell_membership(server: &Server, dice: &mut Dice, customer: &str, round: u64) {
    let what = ["started", "paused", "resumed", "ended"][usize::try_from(dice.below(4)).unwrap()];
    let mut data = json!({ "customer": customer, "membership": format!("M-{customer}") });
    if what == "started" && dice.below(2) == 0 {
        let until = server.now() + TimeDelta::minutes(1 + number(dice, 3000));
        data["until"] = json!(until.to_rfc3339());
    }
    let told = event(server, &format!("membership.{what}"), data);
    server.webhook(&format!("membership-{round}"), &told).ok();
}

fn cart(dice: &mut Dice) -> Value {
    let categories = ["africa", "america", "asia", "gear"];
    let lines = 1 + dice.below(4);
    let line = |index: u64, dice: &mut Dice| {
        let category = categories[usize::try_from(dice.below(4)).unwrap()];
        let dear = dice.below(4) == 0;
        let price = 1 + dice.below(if dear { 90_000 } else { 6000 });
        json!({
            "sku": format!("sku-{index}"), "category": category,
            "quantity": 1 + dice.below(3), "unit_price": price,
        })
    };
    let lines: Vec<Value> = (0..lines).map(|index| line(index, dice)).collect();
    let gross = |it: &Value| it["quantity"].as_u64().unwrap() * it["unit_price"].as_u64().unwrap();
    let gross: u64 = lines.iter().map(gross).sum();
    let discount = if dice.below(2) == 0 { 0 } else { dice.below(gross.min(5000) + 1) };
    json!({
        "currency": "PLN", "lines": lines, "discount": discount,
        "subscription": dice.below(3) == 0,
    })
}

fn pay(server: &Server, customer: &str, order: &str, cart: &Value) -> Value {
    let mut data = cart.clone();
    data["order"] = json!(order);
    data["customer"] = json!(customer);
    server.webhook(&format!("paid-{order}"), &event(server, "order.paid", data)).ok()
}

fn completed(member: &Value) -> i64 {
    let challenges = member["challenges"].as_array().unwrap().iter();
    let done = challenges.filter(|it| it["status"] == "completed").count();
    i64::try_from(done).unwrap()
}

/// What is in a wallet, and what waits there.
fn held(member: &Value, wallet: &Value) -> i64 {
    let wallets = member["wallets"].as_array().unwrap().iter();
    let balance = &wallets.clone().find(|it| it["id"] == *wallet).unwrap()["balance"];
    balance["available"].as_i64().unwrap() + balance["pending"].as_i64().unwrap()
}
