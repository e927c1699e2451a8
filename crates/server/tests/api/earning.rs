//! What orders earn, and what they lead to.

use crate::server::Server;
use serde_json::json;

#[test]
fn e3_the_quote_is_what_is_later_credited() {
    let server = Server::start();
    server.join("anna");
    let lines = json!([
        { "sku": "a", "category": "africa", "quantity": 2, "unit_price": 4999 },
        { "sku": "b", "category": null, "quantity": 1, "unit_price": 12345 },
    ]);
    let cart = json!({ "currency": "PLN", "lines": lines, "discount": 777 });
    let token = server.token("anna");
    let body = json!({ "cart": cart, "reward": "minus-10" });
    let quote = server.post("quotes", &[("authorization", &token)], &body).ok();
    assert_eq!(quote["version"], server.member("anna")["version"]);
    assert_eq!(quote["reward"]["cost"], 80);
    assert_eq!(quote["reward"]["available_after"], 20);
    assert_eq!(quote["reward"]["reasons"], json!([]));
    let sum: i64 =
        quote["parts"].as_array().unwrap().iter().map(|p| p["points"].as_i64().unwrap()).sum();
    assert_eq!(sum, quote["points"].as_i64().unwrap());

    let mut event = server.paid_event("o-1", "anna", lines);
    event["data"]["discount"] = json!(777);
    let reply = server.webhook("w-1", &event).ok();
    assert_eq!(reply["outcome"], "applied");
    assert_eq!(reply["points"], quote["points"]);
    assert_eq!(server.available("anna"), 100 + quote["points"].as_i64().unwrap());
}

#[test]
fn e3_a_guest_sees_what_a_cart_earns_and_a_small_cart_why_not() {
    let server = Server::start();
    let line = json!({ "sku": "a", "category": "asia", "quantity": 1, "unit_price": 2000 });
    let cart = json!({ "currency": "PLN", "lines": [line], "discount": null });
    let quote = server.post("quotes?lang=pl", &[], &json!({ "cart": cart })).ok();
    assert_eq!((&quote["points"], &quote["version"]), (&json!(40), &json!(null)));
    assert_eq!(quote["parts"][1]["title"], "Kawa podwójnie");

    server.join("anna");
    let token = server.token("anna");
    let body = json!({ "cart": cart, "reward": "minus-10" });
    let quote = server.post("quotes", &[("authorization", &token)], &body).ok();
    let reason = &quote["reward"]["reasons"][0];
    assert_eq!(reason["code"], "cart_minimum");
    assert_eq!(reason["money"], json!({ "amount": 4000, "currency": "PLN" }));
}

#[test]
fn t1_points_lift_to_the_next_tier_and_its_rate() {
    let server = Server::start();
    server.join("anna");
    let tier = &server.member("anna")["tier"];
    assert_eq!((&tier["id"], &tier["next"]["id"]), (&json!("basic"), &json!("gold")));
    let lines = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 100_000 }]);
    let cart = json!({ "currency": "PLN", "lines": lines, "discount": null });
    let token = server.token("anna");
    let quote = server.post("quotes", &[("authorization", &token)], &json!({ "cart": cart })).ok();
    assert_eq!(quote["tier"], "gold");
    server.paid("o-1", "anna", "gear", 100_000).ok();
    assert_eq!(server.member("anna")["tier"]["id"], "gold");
    assert_eq!(server.paid("o-2", "anna", "gear", 10_000).ok()["points"], 150);
}

#[test]
fn g1_a_challenge_credits_itself_and_g2_gives_its_badge() {
    let server = Server::start();
    server.join("anna");
    server.paid("o-1", "anna", "africa", 1000).ok();
    let member = server.member("anna");
    assert_eq!(member["challenges"][0]["progress"], 1);
    assert_eq!(member["challenges"][0]["steps_done"], json!([0]));
    assert_eq!(member["badges"][0]["earned_at"], json!(null));
    server.paid("o-2", "anna", "america", 1000).ok();
    let member = server.member("anna");
    assert_eq!(member["challenges"][0]["status"], "completed");
    assert_ne!(member["badges"][0]["earned_at"], json!(null));
    assert_eq!(member["balance"]["available"], 100 + 20 + 20 + 30);
}

#[test]
fn e1_an_event_counts_once_by_delivery_and_by_order() {
    let server = Server::start();
    server.join("anna");
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let event = server.paid_event("o-1", "anna", line);
    assert_eq!(server.webhook("w-1", &event).ok()["outcome"], "applied");
    let again = server.webhook("w-1", &event).ok();
    assert_eq!((&again["outcome"], &again["points"]), (&json!("duplicate"), &json!(50)));
    assert_eq!(server.webhook("w-2", &event).ok()["outcome"], "duplicate");
    let other = json!([{ "sku": "b", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
    let other = server.paid_event("o-2", "anna", other);
    server.webhook("w-1", &other).problem(422, "key_reused");
    assert_eq!(server.available("anna"), 150);
}
