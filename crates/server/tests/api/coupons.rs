//! What the shop's server does with a code.

use crate::server::{PROGRAM, SHOP_KEY, Server};
use serde_json::json;

pub fn look(server: &Server, code: &str) -> crate::server::Reply {
    let key = format!("Bearer {SHOP_KEY}");
    server.send("GET", &format!("redemptions/{code}"), &[("authorization", &key)], None)
}

#[test]
fn r5_a_code_is_used_once_for_one_order() {
    let server = Server::start();
    server.join("anna");
    let redeemed = server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    let code = redeemed["redemption"]["code"].as_str().unwrap().to_owned();
    let coupon = look(&server, &code.to_lowercase().replace('-', "")).ok();
    assert_eq!(look(&server, &code.replace('-', "%20")).ok(), coupon);
    assert_eq!(coupon["status"], "issued");
    assert_eq!(coupon["value"], json!({ "amount": 1000, "currency": "PLN" }));
    assert_eq!(coupon["minimum_spend"]["amount"], 6000);

    let used = server.use_code(&code, "o-1").ok();
    assert_eq!((&used["status"], &used["order"]), (&json!("used"), &json!("o-1")));
    assert_eq!(server.use_code(&code, "o-1").ok(), used, "the same order, the same answer");
    server.use_code(&code, "o-2").problem(409, "code_used");
    let member = server.member("anna");
    assert_eq!(member["redemptions"][0]["status"], "used");
    assert_eq!(member["redemptions"][0]["order"], "o-1");
    assert_eq!(
        (&member["balance"]["reserved"], &member["balance"]["spent"]),
        (&json!(0), &json!(80))
    );
    let id = redeemed["redemption"]["id"].as_str().unwrap();
    server.cancel("anna", "c-1", id).problem(409, "not_cancellable");
}

#[test]
fn r5_only_the_shops_server_may_ask_about_codes() {
    let server = Server::start();
    server.join("anna");
    let redeemed = server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    let code = redeemed["redemption"]["code"].as_str().unwrap();
    server.get(&format!("redemptions/{code}"), "anna").problem(401, "unauthenticated");
    let wrong = [("authorization", "Bearer the key of the shop's server: 32 bytes or morE")];
    let (right, order) = (format!("Bearer {SHOP_KEY}"), json!({ "order": "o-1" }));
    for act in ["use", "release"] {
        let path = format!("redemptions/{code}/{act}");
        server.post(&path, &[], &order).problem(401, "unauthenticated");
        server.post(&path, &wrong, &order).problem(401, "unauthenticated");
        let none = server.post(&path, &[("authorization", &right)], &json!({ "orders": "o-1" }));
        assert_eq!(none.problem(422, "invalid_field")["field"], "order");
    }
    look(&server, "KAWA-0000-0000").problem(404, "not_found");
    server.use_code("KAWA-0000-0000", "o-1").problem(404, "not_found");
    server.use_code(code, "").problem(422, "invalid_field");
    server.release_code("KAWA-0000-0000", "o-1").problem(404, "not_found");
    server.release_code(code, "").problem(422, "invalid_field");
}

#[test]
fn r5_a_code_keeps_its_worth_when_the_program_changes() {
    let server = Server::start();
    server.join("anna");
    let redeemed = server.redeem_now("anna", "k-1", "minus-10", 80).ok();
    let code = redeemed["redemption"]["code"].as_str().unwrap().to_owned();
    let changed = PROGRAM.replace("amount = 1000", "amount = 500");
    let server = server.restart(&changed);
    assert_eq!(look(&server, &code).ok()["value"]["amount"], 1000);
}
