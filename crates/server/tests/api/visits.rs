//! Visits on days in a row.

use crate::activities::with;
use crate::server::{Reply, Server};
use chrono::TimeDelta;
use serde_json::json;

const STREAK: &str = r#"
[[activity]]
id = "three-days"
kind = "visits"
days = 3
grace_days = 1
title = { en = "Three days", pl = "Trzy dni" }
points = 15
"#;

fn visit(server: &Server, customer: &str) -> Reply {
    server.post("member/visits", &[("authorization", &server.token(customer))], &json!({}))
}

#[test]
fn g4_a_visit_counts_once_a_day_and_a_full_streak_pays_by_itself() {
    let server = with(STREAK);
    let joined = server.join("anna");
    let fresh = json!({ "days": 0, "target": 3, "grace_left": 1, "points": 15, "today": false });
    assert_eq!(joined["streak"], fresh);
    let first = visit(&server, "anna").ok();
    assert_eq!((&first["streak"]["days"], &first["streak"]["today"]), (&json!(1), &json!(true)));
    let again = visit(&server, "anna").ok();
    assert_eq!(again["version"], first["version"], "a second visit on a day changes nothing");

    // One day is missed, and forgiven.
    server.pass(TimeDelta::days(2));
    assert_eq!(server.member("anna")["streak"]["today"], false);
    let second = visit(&server, "anna").ok();
    let on = &second["streak"];
    assert_eq!((&on["days"], &on["grace_left"]), (&json!(2), &json!(0)));
    assert_eq!(second["balance"]["available"], 100);
    server.pass(TimeDelta::days(1));
    let third = visit(&server, "anna").ok();
    assert_eq!(third["streak"]["days"], 3);
    assert_eq!(third["balance"]["available"], 115);
    let history = server.get("member/transactions", "anna").ok();
    assert_eq!(history["items"][0]["parts"][0]["title"], "Three days");

    // Two days are missed: anew.
    server.pass(TimeDelta::days(3));
    assert_eq!(server.member("anna")["streak"], fresh);
    let anew = visit(&server, "anna").ok();
    assert_eq!((&anew["streak"]["days"], &anew["streak"]["grace_left"]), (&json!(1), &json!(1)));
}

#[test]
fn g4_only_a_member_with_a_token_visits_and_without_a_streak_nothing_changes() {
    let server = with(STREAK);
    server.post("member/visits", &[], &json!({})).problem(401, "unauthenticated");
    visit(&server, "nina").problem(409, "not_joined");
    assert_eq!(server.member("nina")["streak"], json!(null));
    server.get("member/visits", "nina").problem(405, "method_not_allowed");

    let plain = Server::start();
    let joined = plain.join("anna");
    assert_eq!(joined["streak"], json!(null));
    assert_eq!(visit(&plain, "anna").ok()["version"], joined["version"]);
}

#[test]
fn g4_tabs_that_visit_at_once_count_one_day() {
    let server = with(STREAK);
    server.join("anna");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| visit(&server, "anna").ok());
        }
    });
    let member = server.member("anna");
    assert_eq!((&member["streak"]["days"], &member["version"]), (&json!(1), &json!(2)));
}
