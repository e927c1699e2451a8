//! Members who bring friends: what it gives, when, and what is no friend.

#[path = "referrals/left.rs"]
mod left;
#[path = "referrals/refused.rs"]
mod refused;

use crate::server::{Reply, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};

pub const REFERRAL: &str = r#"
[referral]
title = { en = "Invite a friend", pl = "Zaproś znajomego" }
points = 300
friend_points = 40
friend_reward = "delivery"
minimum_spend = 5000
pending_days = 14
per_month = 2
per_day = 3
"#;

pub fn code(server: &Server, customer: &str) -> String {
    let invite = server.post_as(customer, "invites", &json!({})).ok();
    invite["code"].as_str().unwrap().to_owned()
}

pub fn join_by(server: &Server, code: &str, claims: &Value) -> Reply {
    let body = json!({ "consents": [{ "id": "terms", "version": "2" }], "referral": code });
    server.post("member", &[("authorization", &server.token_with(claims))], &body)
}

fn friend(server: &Server, code: &str, customer: &str) -> Value {
    join_by(server, code, &json!({ "sub": customer })).ok()
}

/// How it stands with those who came, newest first.
fn statuses(server: &Server, customer: &str) -> String {
    let invited = server.member(customer)["referral"]["invited"].clone();
    let word = |it: &Value| it["status"].as_str().unwrap().to_owned();
    invited.as_array().unwrap().iter().map(word).collect::<Vec<_>>().join(" ")
}

fn balance(server: &Server, customer: &str) -> (i64, i64) {
    let balance = server.member(customer)["balance"].clone();
    (balance["pending"].as_i64().unwrap(), balance["available"].as_i64().unwrap())
}

#[test]
fn f1_a_friend_gets_their_offer_and_the_member_points_after_the_return_window() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    assert_eq!(self::code(&server, "anna"), code, "a member has one code");
    assert_eq!(server.member("anna")["referral"], json!({ "code": code, "invited": [] }));
    let typed = format!(" {} ", code.to_lowercase());
    let ben = friend(&server, &typed, "ben");
    assert_eq!(ben["balance"]["available"], 100 + 40);
    let gift = &ben["redemptions"][0];
    assert_eq!((&gift["reward"], &gift["cost"]), (&json!("delivery"), &json!(0)));
    server.use_code(gift["code"].as_str().unwrap(), "o-1").ok();
    assert_eq!(statuses(&server, "anna"), "joined");
    server.paid("o-0", "ben", "gear", 4999).ok();
    assert_eq!((statuses(&server, "anna"), balance(&server, "anna")), ("joined".into(), (0, 100)));
    server.paid("o-1", "ben", "gear", 5000).ok();
    assert_eq!(statuses(&server, "anna"), "ordered");
    assert_eq!(balance(&server, "anna"), (300, 100));
    server.paid("o-2", "ben", "gear", 5000).ok();
    assert_eq!(balance(&server, "anna"), (300, 100), "a friend counts once");
    server.pass(TimeDelta::days(14));
    assert_eq!(
        (statuses(&server, "anna"), balance(&server, "anna")),
        ("rewarded".into(), (0, 400))
    );
    let line = server.get("member/transactions?lang=pl", "anna").ok()["items"][0].clone();
    assert_eq!(
        (&line["points"], &line["parts"][0]["title"]),
        (&json!(300), &json!("Zaproś znajomego"))
    );
    let told = server.get("member", "anna").text;
    assert!(!told.contains("ben"), "who came is not told");
}

#[test]
fn f1_a_refund_of_the_order_takes_the_reward_back() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    for (order, friend_id, wait) in [("o-1", "ben", 3), ("o-2", "cleo", 20)] {
        friend(&server, &code, friend_id);
        let two = json!([{ "sku": "a", "category": "gear", "quantity": 2, "unit_price": 4000 }]);
        server.webhook(order, &server.paid_event(order, friend_id, two)).ok();
        server.pass(TimeDelta::days(wait));
        let one = json!([{ "sku": "a", "quantity": 1 }]);
        server.refunded(&format!("r-{order}"), order, Some(one)).ok();
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}");
        assert!(statuses(&server, "anna").starts_with("refused"), "{order}");
        server.refunded(&format!("r2-{order}"), order, None).ok();
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}: taken back once");
        server.paid(&format!("{order}-again"), friend_id, "gear", 9000).ok();
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}: refused stays refused");
    }
}

#[test]
fn f1_a_code_that_is_none_is_told_before_joining() {
    let server = Server::having(REFERRAL);
    let problem = join_by(&server, "ABCD-EFGH", &json!({ "sub": "ben" }));
    assert_eq!(problem.problem(422, "referral_unknown")["field"], "referral");
    assert_eq!(server.member("ben")["status"], "not_joined");
    assert_eq!(friend(&server, "", "ben")["status"], "active", "no code is no mistake");
    server.post_as("nina", "invites", &json!({})).problem(409, "not_joined");
    let bad = json!({ "sub": "nina", "device": "x\ny" });
    join_by(&server, "", &bad).problem(401, "unauthenticated");
    let line = json!([{ "sku": "a", "quantity": 1, "unit_price": 1 }]);
    let mut event = server.paid_event("o-1", "ben", line);
    event["data"]["address"] = json!("");
    let problem = server.webhook("o-1", &event).problem(422, "invalid_field");
    assert_eq!(problem["field"], "data.address");
    let without = Server::start();
    without.join("anna");
    without.post_as("anna", "invites", &json!({})).problem(404, "not_found");
    assert_eq!(without.member("anna")["referral"], json!(null));
    join_by(&without, "ABCD-EFGH", &json!({ "sub": "ben" })).problem(422, "referral_unknown");
}

#[test]
fn f1_the_program_tells_the_terms() {
    let server = Server::having(REFERRAL);
    let terms = server.send("GET", "program", &[], None).ok()["referral"].clone();
    let expected = json!({ "title": "Invite a friend", "detail": null, "points": 300,
        "friend_points": 40, "friend_reward": "delivery",
        "minimum_spend": { "amount": 5000, "currency": "PLN" }, "within_days": 90,
        "pending_days": 14, "per_month": 2 });
    assert_eq!(terms, expected);
}
