//! Joining, and the snapshot of those who have not.

use crate::server::{PROGRAM, Reply, Server};
use chrono::TimeDelta;
use serde_json::json;

#[test]
fn m1_a_customer_who_has_not_joined_is_a_state_and_no_error() {
    let server = Server::start();
    let token = server.token_with(&json!({ "sub": "nina", "name": "Nina" }));
    let member = server.send("GET", "member", &[("authorization", &token)], None).ok();
    assert_eq!(member["status"], "not_joined");
    assert_eq!(member["name"], "Nina");
    assert_eq!(member["version"], 0);
    assert_eq!(member["rewards"][0]["reasons"][0]["code"], "not_joined");
    server.get("member/transactions", "nina").problem(409, "not_joined");
}

#[test]
fn m2_joining_needs_the_current_version_of_each_required_consent() {
    let server = Server::start();
    let token = server.token("nina");
    let join = |consents| {
        let body = json!({ "consents": consents, "nickname": null });
        server.post("member", &[("authorization", &token)], &body)
    };
    assert_eq!(join(json!([])).problem(422, "consent")["field"], "consents");
    join(json!([{ "id": "terms", "version": "1" }])).problem(422, "consent");
    let old = json!([{ "id": "terms", "version": "2" }, { "id": "marketing", "version": "0" }]);
    join(old).problem(422, "consent");
    let unknown = json!([{ "id": "terms", "version": "2" }, { "id": "soul", "version": "1" }]);
    assert_eq!(join(unknown).problem(422, "invalid_field")["field"], "consents[1].id");
    assert_eq!(server.member("nina")["status"], "not_joined", "a refusal leaves nothing behind");

    let both = json!([{ "id": "terms", "version": "2" }, { "id": "marketing", "version": "1" }]);
    let member = join(both.clone()).ok();
    assert_eq!(member["status"], "active");
    assert_eq!(member["balance"]["available"], 100);
    assert_eq!(member["consents"].as_array().unwrap().len(), 2);
    let again = join(both).ok();
    assert_eq!(again["balance"]["available"], 100, "joining twice gives the bonus once");
    assert_eq!(again["version"], member["version"]);
}

#[test]
fn m2_orders_paid_shortly_before_joining_are_credited() {
    let server = Server::start();
    assert_eq!(server.paid("old", "nina", "gear", 5000).ok()["outcome"], "kept");
    server.pass(TimeDelta::days(10));
    assert_eq!(server.paid("new", "nina", "gear", 7000).ok()["outcome"], "kept");
    let back = json!([{ "sku": "a", "quantity": 1 }]);
    let two = json!([{ "sku": "a", "category": "gear", "quantity": 2, "unit_price": 1000 }]);
    server.webhook("two", &server.paid_event("two", "nina", two)).ok();
    assert_eq!(server.refunded("r-1", "two", Some(back)).ok()["outcome"], "kept");
    server.pass(TimeDelta::days(5));
    let member = server.join("nina");
    let expected = 100 + 70 + 10;
    assert_eq!(
        member["balance"]["available"], expected,
        "the bonus, the new order, half of the other"
    );
}

/// An order beyond all that a shop sells.
fn large(server: &Server, order: &str, customer: &str) -> Reply {
    let line =
        json!({ "sku": "a", "category": "gear", "quantity": 10_000, "unit_price": 1_000_000_000 });
    let lines = json!(vec![line; 20]);
    server.webhook(order, &server.paid_event(order, customer, lines))
}

#[test]
fn m2_an_order_of_a_guest_that_earns_too_much_is_refused_as_a_member_s_own_is() {
    let server = Server::start();
    server.join("anna");
    for customer in ["anna", "ben"] {
        for delivery in ["wh-1", "wh-2"] {
            let id = format!("{delivery}-{customer}");
            let problem = large(&server, &id, customer).problem(422, "invalid_field");
            assert_eq!(problem["field"], "data.lines", "{customer}");
        }
    }
    server.paid("o-2", "ben", "gear", 5000).ok();
    assert_eq!(server.join("ben")["balance"]["available"], 150);
}

#[test]
fn m2_an_order_kept_from_before_that_now_earns_too_much_keeps_nobody_from_joining() {
    let server = Server::start();
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 10_000, "unit_price": 1_000_000_000 }]);
    let paid = server.webhook("o-1", &server.paid_event("o-1", "ben", line)).ok();
    assert_eq!(paid["outcome"], "kept");
    server.paid("o-2", "ben", "gear", 5000).ok();
    // The file earns a hundred times as much from now on.
    let server = server.restart(&PROGRAM.replacen("per = 100", "per = 1", 1));
    assert_eq!(server.join("ben")["balance"]["available"], 100 + 5000);
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["outcome"], "kept");
    assert_eq!(server.refunded("r-2", "o-2", None).ok()["points"], -5000);
    assert_eq!(server.available("ben"), 100);
}

#[test]
fn m2_a_name_is_kept_as_text_without_what_turns_it_around() {
    let server = Server::start();
    let token = server.token("nina");
    let name = "<img src=x onerror=alert(1)>\u{202E}\u{2066}\u{0000}\n👩‍🚀 Żaneta";
    let body = json!({ "consents": [{ "id": "terms", "version": "2" }], "nickname": name });
    let member = server.post("member", &[("authorization", &token)], &body).ok();
    assert_eq!(member["name"], "<img src=x onerror=alert(1)>👩‍🚀 Żaneta");

    let long = server.token_with(&json!({ "sub": "other", "name": "ż".repeat(400) }));
    let member = server.send("GET", "member", &[("authorization", &long)], None).ok();
    assert_eq!(member["name"].as_str().unwrap().chars().count(), 60);
}

#[test]
fn m2_an_order_from_long_before_joining_is_not_credited_when_told_late() {
    let server = Server::start();
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let old = server.paid_event("old", "nina", line);
    server.pass(TimeDelta::days(20));
    server.join("nina");
    assert_eq!(server.webhook("w-1", &old).ok()["outcome"], "kept");
    assert_eq!(server.available("nina"), 100);
    assert_eq!(server.refunded("r-1", "old", None).ok()["outcome"], "kept");
}
