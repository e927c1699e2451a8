//! Test keys act on books of their own, beside the real ones.

use crate::server::{
    SHOP_KEY, Server, TEST_SHOP_KEY, TEST_TOKEN_SECRET, TEST_WEBHOOK_SECRET, WEBHOOK_SECRET,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

fn test_token(server: &Server, customer: &str) -> String {
    let key = EncodingKey::from_secret(TEST_TOKEN_SECRET.as_bytes());
    server.token_by(&Header::new(Algorithm::HS256), &key, &json!({ "sub": customer }))
}

fn test_member(server: &Server, customer: &str) -> Value {
    let token = test_token(server, customer);
    server.send("GET", "member", &[("authorization", &token)], None).ok()
}

pub fn test_join(server: &Server, customer: &str) -> Value {
    let token = test_token(server, customer);
    let body = json!({ "consents": [{ "id": "terms", "version": "2" }] });
    server.post("member", &[("authorization", &token)], &body).ok()
}

fn paid(server: &Server, secret: &str, order: &str, customer: &str) -> Value {
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let event = server.paid_event(order, customer, line).to_string();
    server.webhook_raw("the-same-id", &event, chrono::Utc::now().timestamp(), secret).ok()
}

#[test]
fn d1_a_test_token_sees_and_changes_only_the_test_books() {
    let server = Server::start();
    let live = server.join("anna");
    assert_eq!(live["test"], false);
    assert_eq!(test_member(&server, "anna")["status"], "not_joined");
    let test = test_join(&server, "anna");
    assert_eq!((&test["test"], &test["status"]), (&json!(true), &json!("active")));

    // The same order and the same delivery count in each, and in neither for the other.
    assert_eq!(paid(&server, TEST_WEBHOOK_SECRET, "o-1", "anna")["outcome"], "applied");
    assert_eq!(server.member("anna")["version"], live["version"]);
    assert_eq!(server.available("anna"), 100);
    assert_eq!(test_member(&server, "anna")["balance"]["available"], 150);
    assert_eq!(paid(&server, WEBHOOK_SECRET, "o-1", "anna")["outcome"], "applied");
    assert_eq!(server.available("anna"), 150);
    let history = |token: &str| {
        let reply = server.send("GET", "member/transactions", &[("authorization", token)], None);
        reply.ok()["items"].as_array().unwrap().len()
    };
    assert_eq!(history(&test_token(&server, "anna")), 2);
    assert_eq!(history(&server.token("anna")), 2);
}

#[test]
fn d1_a_test_code_is_worth_nothing_to_the_live_key_and_the_other_way_round() {
    let server = Server::start();
    server.join("anna");
    let version = test_join(&server, "anna")["version"].as_i64().unwrap();
    let live = server.redeem_now("anna", "the-key", "delivery", 20).ok();
    let token = test_token(&server, "anna");
    let headers = [("authorization", token.as_str()), ("idempotency-key", "the-key")];
    let body = json!({ "reward": "delivery", "cost": 20, "version": version });
    let test = server.post("redemptions", &headers, &body).ok();
    assert_ne!(live["redemption"]["id"], test["redemption"]["id"], "a key of its own");
    let (live, test) = (&live["redemption"], &test["redemption"]);

    let look = |key: &str, code: &Value| {
        let path = format!("redemptions/{}", code.as_str().unwrap());
        server.send("GET", &path, &[("authorization", &format!("Bearer {key}"))], None)
    };
    look(SHOP_KEY, &live["code"]).ok();
    look(TEST_SHOP_KEY, &test["code"]).ok();
    look(SHOP_KEY, &test["code"]).problem(404, "not_found");
    look(TEST_SHOP_KEY, &live["code"]).problem(404, "not_found");
    server.use_code(live["code"].as_str().unwrap(), "o-1").ok();
    let free = format!("redemptions/{}/release", live["code"].as_str().unwrap());
    let by_test = [("authorization", &*format!("Bearer {TEST_SHOP_KEY}"))];
    server.post(&free, &by_test, &json!({ "order": "o-1" })).problem(404, "not_found");
    let path = format!("redemptions/{}/cancel", live["id"].as_str().unwrap());
    server.post(&path, &headers, &json!({})).problem(404, "not_found");
}

#[test]
fn d1_the_last_piece_taken_in_the_test_books_is_still_there() {
    let server = Server::start();
    server.join("anna");
    let version = test_join(&server, "anna")["version"].as_i64().unwrap();
    let token = test_token(&server, "anna");
    let headers = [("authorization", token.as_str()), ("idempotency-key", "k")];
    let body = json!({ "reward": "rare", "cost": 5, "version": version });
    let taken = server.post("redemptions", &headers, &body).ok();
    let reasons = |member: &Value| {
        let rewards = member["rewards"].as_array().unwrap();
        rewards.iter().find(|it| it["id"] == "rare").unwrap()["reasons"].clone()
    };
    assert_eq!(reasons(&taken["member"])[0]["code"], "stock");
    assert_eq!(reasons(&server.member("anna")), json!([]));
    server.redeem_now("anna", "k", "rare", 5).ok();
}
