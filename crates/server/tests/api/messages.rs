//! "Something wrong?": it arrives, it is answered, and who waits too long is counted.

use crate::server::{ADMIN_KEY, Reply, SHOP_KEY, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};

fn write(server: &Server, customer: &str, about: Value, text: &str) -> Reply {
    server.post_as(customer, "member/messages", &json!({ "about": about, "text": text }))
}

fn own(server: &Server, customer: &str) -> Value {
    server.get("member/messages", customer).ok()["items"].clone()
}

fn admin(server: &Server, path: &str) -> Reply {
    let key = format!("Bearer {ADMIN_KEY}");
    server.send("GET", &format!("admin/messages{path}"), &[("authorization", &key)], None)
}

fn answer(server: &Server, id: &str, body: &Value) -> Reply {
    let key = format!("Bearer {ADMIN_KEY}");
    server.post(&format!("admin/messages/{id}/answers"), &[("authorization", &key)], body)
}

#[test]
fn n4_a_message_arrives_is_answered_and_closed() {
    let server = Server::start();
    server.join("anna");
    let line = server.get("member/transactions", "anna").ok()["items"][0]["id"].clone();
    let sent = write(&server, "anna", line.clone(), " Too few!\n");
    assert_eq!(sent.status, 201);
    let sent = sent.ok();
    assert_eq!(sent["about"], json!({ "kind": "transaction", "id": line }));
    assert_eq!((&sent["text"], &sent["status"]), (&json!("Too few!"), &json!("open")));
    assert_eq!(write(&server, "anna", line, "Too few!").ok()["id"], sent["id"], "sent twice");
    assert_eq!(own(&server, "anna"), json!([sent]));
    let id = sent["id"].as_str().unwrap();
    let listed = admin(&server, "").ok();
    assert_eq!((&listed["waiting"], &listed["items"][0]["customer"]), (&json!(1), &json!("anna")));
    answer(&server, id, &json!({ "text": "We look into it." })).ok();
    answer(&server, id, &json!({ "text": "We look into it." })).ok();
    let seen = own(&server, "anna")[0].clone();
    assert_eq!(
        (&seen["status"], seen["answers"].as_array().unwrap().len()),
        (&json!("answered"), 1)
    );
    assert_eq!(admin(&server, "").ok()["waiting"], 0);
    let closed = answer(&server, id, &json!({ "close": true })).ok();
    assert_eq!(closed["message"]["status"], "closed");
    assert_eq!(own(&server, "anna")[0]["answers"][0]["text"], "We look into it.");
    assert_eq!(admin(&server, "?status=closed").ok()["items"][0]["message"]["id"], id);
    let again = write(&server, "anna", json!(null), "Too few!").ok();
    assert_ne!(again["id"], id, "about another thing it is another message");
}

#[test]
fn n4_who_waits_an_hour_or_a_day_is_counted() {
    let server = Server::start();
    server.join("anna");
    server.join("ben");
    write(&server, "anna", json!(null), "One").ok();
    server.pass(TimeDelta::hours(23));
    write(&server, "ben", json!(null), "Two").ok();
    let figures = || {
        let listed = admin(&server, "").ok();
        ["waiting", "waiting_1h", "waiting_24h"].map(|name| listed[name].as_i64().unwrap())
    };
    assert_eq!(figures(), [2, 1, 0]);
    server.pass(TimeDelta::hours(1));
    assert_eq!(figures(), [2, 2, 1]);
    assert_eq!(admin(&server, "").ok()["items"][0]["customer"], "anna", "the oldest first");
}

#[test]
fn n4_ten_a_day_and_then_a_pause() {
    let server = Server::start();
    server.join("anna");
    for it in 0..10 {
        write(&server, "anna", json!(null), &format!("No. {it}")).ok();
    }
    let refused = write(&server, "anna", json!(null), "No. 11");
    refused.problem(429, "rate_limited");
    assert!(refused.header("retry-after").parse::<i64>().unwrap() > 86_000);
    write(&server, "anna", json!(null), "No. 3").ok();
    server.pass(TimeDelta::days(1));
    write(&server, "anna", json!(null), "No. 11").ok();
}

#[test]
fn n4_nobody_writes_about_or_reads_what_is_not_theirs() {
    let server = Server::start();
    server.join("anna");
    server.join("ben");
    let line = server.get("member/transactions", "anna").ok()["items"][0]["id"].clone();
    let taken = server.redeem_now("anna", "k", "delivery", 20).ok()["redemption"]["id"].clone();
    let about = write(&server, "anna", taken.clone(), "It does not work").ok()["about"].clone();
    assert_eq!(about["kind"], "redemption");
    for (about, text, field) in [
        (line, "x".to_owned(), "about"),
        (taken, "x".to_owned(), "about"),
        (json!("nonsense"), "x".to_owned(), "about"),
        (json!(null), " \n".to_owned(), "text"),
        (json!(null), "x".repeat(2001), "text"),
    ] {
        let problem = write(&server, "ben", about, &text).problem(422, "invalid_field");
        assert_eq!(problem["field"], field);
    }
    assert_eq!(own(&server, "ben"), json!([]));
    write(&server, "nina", json!(null), "x").problem(409, "not_joined");
    server.get("member/messages", "nina").problem(409, "not_joined");
    server.get("admin/messages", "anna").problem(401, "unauthenticated");
    let shop = format!("Bearer {SHOP_KEY}");
    let headers = [("authorization", shop.as_str())];
    server.send("GET", "admin/messages", &headers, None).problem(401, "unauthenticated");
    admin(&server, "?status=lost").problem(422, "invalid_field");
    answer(&server, "no-such", &json!({ "text": "x" })).problem(404, "not_found");
    let id = own(&server, "anna")[0]["id"].clone();
    let nothing = answer(&server, id.as_str().unwrap(), &json!({}));
    assert_eq!(nothing.problem(422, "invalid_field")["field"], "text");
}
