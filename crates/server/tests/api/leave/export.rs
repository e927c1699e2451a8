//! Taking along what is held.

use super::{CUSTOMER, busy};
use crate::referrals::{REFERRAL, code, join_by};
use crate::server::Server;
use serde_json::{Value, json};

#[test]
fn m5_everything_held_can_be_taken_along() {
    let server = Server::start();
    busy(&server);
    let reply = server.get("member/export", CUSTOMER);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"club.json\"");
    assert!(reply.header("cache-control").contains("no-store"));
    let export = reply.ok();
    assert_eq!(export["customer"], CUSTOMER);
    let held = &export["held"];
    assert_eq!(held["members"][0]["nickname"], "Żanetka");
    assert_eq!(held["profiles"][0]["birthday"], "02-29");
    assert_eq!(held["profiles"][0]["contact"]["channels"][0], "email");
    assert_eq!(held["adjustments"][0]["reason"], "Dla Żanetki, przepraszamy");
    assert_eq!(held["orders"][0]["cart"]["lines"][0]["unit_price"], 12_345);
    assert_eq!(held["redemptions"].as_array().unwrap().len(), 2);
    assert_eq!(held["consents"].as_array().unwrap().len(), 2);
    for table in ["transactions", "lots", "accounts", "idempotency", "qualifying"] {
        assert_ne!(held[table], json!([]), "{table}");
    }
    let other = server.get("member/export", "nobody").ok();
    assert!(!other.to_string().contains("anetk"));
    assert_eq!(other["held"]["orders"], json!([]));
}

#[test]
fn m5_what_is_taken_along_tells_nothing_of_others_and_of_no_doubt() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let device = |customer: &str| json!({ "sub": customer, "device": "the same" });
    join_by(&server, &code, &device("ben")).ok();
    join_by(&server, &code, &device("cleo")).ok();
    server.paid("o-ben", "ben", "gear", 9000).ok();
    let gift = json!({ "id": "a-1", "points": 25, "reason": "Sorry" });
    server.admin("anna/adjustments", Some(&gift)).ok();
    let anna = server.get("member/export", "anna").ok()["held"].clone();
    let fields = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let told = ["changed_at", "due_at", "joined_at", "points", "program", "referrer", "status"];
    assert_eq!(fields(&anna["referrals"][0]), told);
    assert_eq!(anna["referrals"].as_array().unwrap().len(), 2);
    assert_eq!(anna["adjustments"][0]["reason"], "Sorry");
    assert_eq!(anna["adjustments"][0]["key_id"], json!(null));
    let ben = server.get("member/export", "ben").ok()["held"]["members"][0]["member"].clone();
    for trace in ["household", "o-ben", ben.as_str().unwrap(), "key_id"] {
        assert!(!anna.to_string().contains(trace), "{trace}: {anna}");
    }
    for friend in ["ben", "cleo"] {
        let held = server.get("member/export", friend).ok()["held"].clone();
        assert_eq!(fields(&held["invited_by_a_member"][0]), ["joined_at"], "{friend}");
        assert_eq!(held["referrals"], json!([]));
        assert!(!held.to_string().contains("household"), "{friend}: {held}");
    }
}
