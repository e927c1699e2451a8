//! A call counts as of the instant at which it was there whole, however long ago it was begun.

use crate::server::{ADMIN_KEY, Held, PROGRAM, Server, WEBHOOK_SECRET};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// Begins to redeem, with a token as it is then.
fn begin(server: &Server, reward: &str, cost: i64, version: i64) -> Held {
    let token = server.token("anna");
    let headers = [("authorization", token.as_str()), ("idempotency-key", "held")];
    let body = json!({ "reward": reward, "cost": cost, "version": version });
    server.begin("redemptions", &headers, &body)
}

/// Lets time pass up to so many seconds before that instant, or after it.
fn pass_to(server: &Server, instant: &Value, seconds: i64) {
    let instant: DateTime<Utc> = instant.as_str().unwrap().parse().unwrap();
    server.pass(instant + TimeDelta::seconds(seconds) - server.now());
}

#[test]
fn a_token_that_expired_while_the_body_was_waited_for_redeems_nothing() {
    let server = Server::start();
    let version = server.join("anna")["version"].as_i64().unwrap();
    let held = begin(&server, "delivery", 20, version);
    server.pass(TimeDelta::minutes(10));
    held.end().problem(401, "token_expired");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn points_that_expired_while_the_body_was_waited_for_buy_nothing() {
    let server = Server::start();
    let member = server.join("anna");
    let expires = &member["expiring"][0]["at"];
    pass_to(&server, expires, -60);
    let held = begin(&server, "delivery", 20, member["version"].as_i64().unwrap());
    pass_to(&server, expires, 60);
    let refused = held.end().problem(409, "not_redeemable");
    assert_eq!(refused["reasons"][0]["code"], "missing_points");
    assert_eq!(server.member("anna")["redemptions"], json!([]));
}

#[test]
fn no_lot_is_taken_after_its_draw_by_a_call_that_was_begun_before() {
    let drawn_at = (Utc::now() + TimeDelta::days(2)).format("%Y-%m-%dT%H:%M:%S");
    let server = Server::start().restart(&format!(
        "{PROGRAM}\n[[reward]]\nid = \"trip\"\nname = \"A trip\"\nkind = \"draw_entry\"\ncost = 10\n\
         drawn_at = {drawn_at}\nwinners = 2\n"
    ));
    let version = server.join("anna")["version"].as_i64().unwrap();
    let key = format!("Bearer {ADMIN_KEY}");
    let look = || server.send("GET", "admin/draws/trip", &[("authorization", &key)], None).ok();
    let drawn_at = look()["drawn_at"].clone();
    pass_to(&server, &drawn_at, -60);
    let held = begin(&server, "trip", 10, version);
    pass_to(&server, &drawn_at, 90);
    server.jobs();
    let refused = held.end().problem(409, "not_redeemable");
    assert_eq!(refused["reasons"][0]["code"], "over");
    let made = look();
    assert_eq!((made["made_at"].is_string(), &made["lots"]), (true, &json!(0)));
}

#[test]
fn what_the_shop_tells_counts_as_of_the_end_of_its_body() {
    let server = Server::start();
    server.join("anna");
    let line = json!({ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 });
    let mut event = server.paid_event("o-1", "anna", json!([line]));
    // In the future for as long as the body is waited for, which is refused.
    event["timestamp"] = json!(server.now() + TimeDelta::hours(1));
    let seconds = Utc::now().timestamp();
    let signer = standardwebhooks::Webhook::new(WEBHOOK_SECRET).unwrap();
    let signature = signer.sign("w", seconds, event.to_string().as_bytes()).unwrap();
    let headers = [
        ("webhook-id", "w"),
        ("webhook-timestamp", &seconds.to_string()),
        ("webhook-signature", signature.as_str()),
    ];
    let held = server.begin("webhooks", &headers, &event);
    server.pass(TimeDelta::hours(2));
    held.end().ok();
    assert_eq!(server.available("anna"), 150);
}
