//! Rewards of any amount.

use crate::activities::with;
use crate::server::{Reply, SHOP_KEY, Server};
use serde_json::{Value, json};

const COINS: &str = r#"
[[reward]]
id = "coins"
name = { en = "Pay with points", pl = "Zapłać punktami" }
kind = "amount_off"
amount = 50
cost = 2
any_amount = true
max_amount = 2000
code_prefix = "COINS"
"#;

/// Asks for that worth, having seen that cost.
fn take(server: &Server, key: &str, amount: &Value, cost: i64) -> Reply {
    let version = server.member("anna")["version"].clone();
    asks(
        server,
        key,
        &json!({ "reward": "coins", "amount": amount, "cost": cost, "version": version }),
    )
}

fn asks(server: &Server, key: &str, body: &Value) -> Reply {
    let token = server.token("anna");
    server.post("redemptions", &[("authorization", &token), ("idempotency-key", key)], body)
}

#[test]
fn r2_any_amount_is_quoted_redeemed_and_worth_what_was_chosen() {
    let server = with(COINS);
    server.join("anna");
    let program = server.send("GET", "program", &[], None).ok();
    let rewards = program["rewards"].as_array().unwrap();
    let coins = rewards.iter().find(|it| it["id"] == "coins").unwrap();
    let slider = (&coins["value"]["amount"], &coins["cost"], &coins["max_amount"]);
    assert_eq!(slider, (&json!(50), &json!(2), &json!(2000)));
    assert_eq!(rewards[0]["max_amount"], json!(null));

    let token = server.token("anna");
    let ask = json!({ "reward": "coins", "amount": 1250 });
    let quote = server.post("quotes", &[("authorization", &token)], &ask).ok();
    assert_eq!(
        (&quote["reward"]["cost"], &quote["reward"]["available_after"]),
        (&json!(50), &json!(50))
    );
    let reply = take(&server, "k-1", &json!(1250), 50).ok();
    let taken = &reply["redemption"];
    assert_eq!((&taken["cost"], &taken["value"]["amount"]), (&json!(50), &json!(1250)));
    assert_eq!(reply["member"]["balance"]["available"], 50);
    let key = format!("Bearer {SHOP_KEY}");
    let path = format!("redemptions/{}", taken["code"].as_str().unwrap());
    let coupon = server.send("GET", &path, &[("authorization", &key)], None).ok();
    assert_eq!(coupon["value"], json!({ "amount": 1250, "currency": "PLN" }));

    let id = taken["id"].as_str().unwrap().to_owned();
    server.cancel("anna", "c-1", &id).ok();
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn r2_without_an_amount_it_is_one_step() {
    let server = with(COINS);
    server.join("anna");
    let reply = take(&server, "k-1", &json!(null), 2).ok();
    assert_eq!(reply["redemption"]["value"]["amount"], 50);
    assert_eq!(server.available("anna"), 98);
}

#[test]
fn r2_the_key_knows_the_amount_and_the_cost_must_be_its() {
    let server = with(COINS);
    server.join("anna");
    let version = server.member("anna")["version"].clone();
    let body = |amount: i64, cost: i64| json!({ "reward": "coins", "amount": amount, "cost": cost, "version": version });
    asks(&server, "k-0", &body(500, 2)).problem(409, "changed");
    let first = asks(&server, "k-1", &body(500, 20)).ok();
    let again = asks(&server, "k-1", &body(500, 20)).ok();
    assert_eq!(again["redemption"]["id"], first["redemption"]["id"]);
    asks(&server, "k-1", &body(1000, 20)).problem(422, "key_reused");
    assert_eq!(server.available("anna"), 80);
}

#[test]
fn r2_an_amount_that_cannot_be_is_named_and_too_much_says_what_is_missing() {
    let server = with(COINS);
    server.join("anna");
    for amount in [json!(0), json!(-50), json!(49), json!(2050), json!(i64::MAX)] {
        let problem = take(&server, "k", &amount, 2).problem(422, "invalid_field");
        assert_eq!(problem["field"], "amount", "{amount}");
        let ask = json!({ "reward": "coins", "amount": amount });
        assert_eq!(
            server.post("quotes", &[], &ask).problem(422, "invalid_field")["field"],
            "amount"
        );
    }
    take(&server, "k", &json!(1.5), 2).problem(422, "invalid_field");
    let version = server.member("anna")["version"].clone();
    let other = json!({ "reward": "minus-10", "amount": 1000, "cost": 80, "version": version });
    assert_eq!(asks(&server, "k", &other).problem(422, "invalid_field")["field"], "amount");

    server.redeem_now("anna", "spend", "minus-10", 80).ok();
    let poor = take(&server, "k-1", &json!(2000), 80).problem(409, "not_redeemable");
    let reason = &poor["reasons"][0];
    assert_eq!((&reason["code"], &reason["points"]), (&json!("missing_points"), &json!(60)));
}
