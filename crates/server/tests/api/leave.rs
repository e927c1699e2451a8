//! Taking one's data along, leaving, and coming back.

use crate::activities::event;
use crate::ledger::broken;
use crate::server::Server;
use crate::transfer::rows;
use chrono::TimeDelta;
use serde_json::json;

const CUSTOMER: &str = "c-Żaneta-4711";

fn busy(server: &Server) {
    server.join(CUSTOMER);
    let told = json!({ "nickname": "Żanetka", "birthday": "02-29", "lang": "pl",
                       "interests": ["gear"], "contact": { "channels": ["email"] },
                       "consents": [{ "id": "marketing", "version": "1", "given": true }] });
    server.patch(CUSTOMER, &told).ok();
    server.paid("o-1", CUSTOMER, "africa", 12_345).ok();
    server.paid("o-2", CUSTOMER, "gear", 5000).ok();
    let used = server.redeem_now(CUSTOMER, "k-1", "minus-10", 80).ok();
    server.use_code(used["redemption"]["code"].as_str().unwrap(), "o-2").ok();
    server.redeem_now(CUSTOMER, "k-2", "rare", 5).ok();
    let gift = json!({ "id": "a-1", "points": 25, "reason": "Dla Żanetki, przepraszamy" });
    server.admin(&format!("{CUSTOMER}/adjustments"), Some(&gift)).ok();
}

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
fn m5_after_leaving_no_row_names_the_person_and_the_books_are_whole() {
    let mut server = Server::start();
    busy(&server);
    server.paid("o-9", "ben", "gear", 5000).ok();
    let begun = |id: &str, who: &str| {
        let began = json!({ "customer": who, "membership": "S-1" });
        server.webhook(id, &event(&server, "membership.started", began)).ok()["outcome"].clone()
    };
    assert_eq!(begun("m-1", CUSTOMER), "applied");
    assert_eq!(
        (begun("m-2", "guest-left"), begun("m-3", "guest-stays")),
        (json!("kept"), json!("kept"))
    );
    let held = server.get("member/export", "guest-left").ok()["held"].clone();
    assert_eq!(held["guests"][0]["customer"], "guest-left");
    assert_eq!(server.leave("guest-left").ok()["membership"], json!(null));
    let before = server.member(CUSTOMER)["version"].as_i64().unwrap();
    let left = server.leave(CUSTOMER).ok();
    assert_eq!((&left["status"], &left["profile"]), (&json!("not_joined"), &json!(null)));
    assert!(left["version"].as_i64().unwrap() > before, "an open panel takes it for newer");
    assert_eq!(server.leave(CUSTOMER).ok()["status"], "not_joined", "leaving twice is no error");
    server.get("member/transactions", CUSTOMER).problem(409, "not_joined");
    server.patch(CUSTOMER, &json!({ "lang": "pl" })).problem(409, "not_joined");
    server.halt();
    assert_eq!(broken(&server), [""; 0]);
    let rows = rows(&server.data.place);
    let rest = rows.iter().filter(|it| !it.starts_with("programs ")).cloned().collect::<String>();
    for trace in [CUSTOMER, "anetk", "02-29", "k-1", "k-2", "12345", "guest-left"] {
        assert!(!rest.contains(trace), "{trace}: {rest}");
    }
    assert!(rest.contains("ben") && rest.contains("o-1"), "others stay, and ids of orders");
    assert!(rest.contains("guest-stays"), "and what is known of other guests");
}

#[test]
fn m5_who_comes_back_begins_anew_and_no_order_counts_twice() {
    let server = Server::start();
    busy(&server);
    server.paid("o-3", "late", "gear", 7000).ok();
    assert_eq!(server.leave("late").ok()["status"], "not_joined", "what waited is erased, too");
    let code = server.member(CUSTOMER)["redemptions"][0]["code"].as_str().unwrap().to_owned();
    let left = server.leave(CUSTOMER).ok();
    server.use_code(&code, "o-5").problem(409, "code_closed");
    let again = server.paid("o-1", CUSTOMER, "africa", 12_345);
    assert_eq!(again.ok()["outcome"], "duplicate");
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["outcome"], "kept");
    let back = server.join(CUSTOMER);
    assert_eq!(back["balance"]["available"], 0, "neither old orders nor a second welcome");
    assert!(back["version"].as_i64() > left["version"].as_i64());
    assert_eq!(back["profile"]["nickname"], json!(null));
    assert_eq!(server.member(CUSTOMER)["balance"]["lifetime"], 0);
    server.paid("o-6", CUSTOMER, "gear", 5000).ok();
    assert_eq!(server.available(CUSTOMER), 50);
    assert_eq!(server.join("late")["balance"]["available"], 100, "who was no member is welcome");
    let rare = server.member(CUSTOMER);
    let rare = rare["rewards"].as_array().unwrap().iter().find(|it| it["id"] == "rare").unwrap();
    assert_eq!(rare["reasons"], json!([]), "an open one that leaving gave back is free again");
    server.pass(TimeDelta::days(800));
    assert_eq!(server.leave(CUSTOMER).ok()["status"], "not_joined");
}

#[test]
fn m5_leaving_needs_a_token_that_may_spend() {
    let server = Server::start();
    server.join("nina");
    let reading = server.token_with(&json!({ "sub": "nina", "scope": "read" }));
    let refused = server.send("DELETE", "member", &[("authorization", &reading)], None);
    refused.problem(403, "scope");
    assert_eq!(server.member("nina")["status"], "active");
}

#[test]
fn m5_what_was_used_before_leaving_answers_the_same_again() {
    let server = Server::start();
    server.join("nina");
    let taken = server.redeem_now("nina", "k-1", "minus-10", 80).ok();
    let code = taken["redemption"]["code"].as_str().unwrap();
    let used = server.use_code(code, "o-1").ok();
    server.leave("nina").ok();
    assert_eq!(server.use_code(code, "o-1").ok(), used);
    server.use_code(code, "o-2").problem(409, "code_used");
}
