//! R1: lots in a draw, drawn by the server.

use crate::server::{ADMIN_KEY, PROGRAM, Reply, Server};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A draw with two winners in so many days from today.
fn program(days: i64) -> String {
    let at = (Utc::now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M:%S");
    format!(
        "{PROGRAM}\n[[reward]]\nid = \"trip\"\nname = \"A trip\"\nkind = \"draw_entry\"\ncost = 10\n\
         drawn_at = {at}\nwinners = 2\n"
    )
}

fn server(days: i64) -> Server {
    Server::start().restart(&program(days))
}

fn enter(server: &Server, customer: &str, lots: usize) {
    server.join(customer);
    for number in 0..lots {
        server.redeem_now(customer, &format!("{customer}-{number}"), "trip", 10).ok();
    }
}

fn look(server: &Server, more: &str) -> Reply {
    let key = format!("Bearer {ADMIN_KEY}");
    server.send("GET", &format!("admin/draws/{more}"), &[("authorization", &key)], None)
}

/// What each of a member's lots says.
fn won(server: &Server, customer: &str) -> Vec<Value> {
    let member = server.member(customer);
    let all = member["redemptions"].as_array().unwrap().iter();
    all.filter(|it| it["reward"] == "trip").map(|it| it["won"].clone()).collect()
}

fn winners(server: &Server) -> Vec<Value> {
    look(server, "trip").ok()["winners"].as_array().unwrap().clone()
}

#[test]
fn r1_a_draw_is_made_once_and_everybody_sees_whether_they_won() {
    let server = server(2);
    for (customer, lots) in [("anna", 3), ("bob", 1), ("cleo", 1), ("dan", 1)] {
        enter(&server, customer, lots);
    }
    server.jobs();
    let before = look(&server, "trip").ok();
    assert_eq!((&before["made_at"], &before["lots"]), (&json!(null), &json!(6)));
    assert_eq!((&before["winners"], &won(&server, "bob")), (&json!([]), &vec![json!(null)]));
    let tag = server.get("member", "bob").header("etag").to_owned();
    server.leave("dan").ok();
    server.pass(TimeDelta::days(2) + TimeDelta::seconds(62));
    server.jobs();
    let made = look(&server, "trip").ok();
    assert!(made["made_at"].is_string());
    let found = winners(&server);
    assert_eq!(found.len(), 2);
    let names: BTreeSet<&str> = found.iter().map(|it| it["customer"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "a member wins once at most: {found:?}");
    assert!(!names.contains("dan"), "who left is not drawn");
    for customer in ["anna", "bob", "cleo"] {
        let lots = won(&server, customer);
        let count = lots.iter().filter(|it| **it == json!(true)).count();
        assert_eq!(count, usize::from(names.contains(customer)), "{customer}: {lots:?}");
        assert!(lots.iter().all(Value::is_boolean));
    }
    assert_ne!(server.get("member", "bob").header("etag"), tag, "it is seen without a call");
    for _ in 0..3 {
        server.pass(TimeDelta::hours(2));
        server.jobs();
        assert_eq!(winners(&server), found, "drawn once");
    }
    let again = server.redeem_now("anna", "late", "trip", 10).problem(409, "not_redeemable");
    assert_eq!(again["reasons"][0]["code"], "over");
}

#[test]
fn r1_the_shop_reads_page_by_page_who_is_in_a_draw() {
    let server = server(2);
    enter(&server, "anna", 3);
    enter(&server, "bob", 2);
    let all = look(&server, "trip").ok()["items"].as_array().unwrap().clone();
    assert_eq!(all.len(), 5);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = look(&server, &format!("trip?limit=2{cursor}")).ok();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, all);
    look(&server, "nothing").problem(404, "not_found");
    for wrong in ["limit=0", "limit=x", "cursor=%00"] {
        look(&server, &format!("trip?{wrong}")).problem(422, "invalid_field");
    }
    let member = server.token("anna");
    let headers = [("authorization", member.as_str())];
    server.send("GET", "admin/draws/trip", &headers, None).problem(401, "unauthenticated");
}

#[test]
fn r1_a_later_date_in_the_file_begins_the_next_draw() {
    let server = server(1);
    enter(&server, "anna", 1);
    server.pass(TimeDelta::days(1) + TimeDelta::seconds(62));
    server.jobs();
    assert_eq!(won(&server, "anna"), [json!(true)]);
    let server = server.restart(&program(9));
    enter(&server, "bob", 1);
    server.redeem_now("anna", "second", "trip", 10).ok();
    assert_eq!(look(&server, "trip").ok()["lots"], 2, "not the lot of the draw before");
    server.pass(TimeDelta::days(9));
    server.jobs();
    assert_eq!(winners(&server).len(), 2);
    let lots: Vec<_> = won(&server, "anna");
    assert_eq!(lots, [json!(true), json!(true)]);
    let now: DateTime<Utc> = server.now();
    assert!(look(&server, "trip").ok()["made_at"].as_str().unwrap() <= now.to_rfc3339().as_str());
}

#[test]
fn r1_no_lot_is_taken_once_its_draw_is_made_though_a_clock_is_behind() {
    let server = server(1);
    enter(&server, "anna", 1);
    server.pass(TimeDelta::days(1) + TimeDelta::seconds(62));
    server.jobs();
    server.pass(-TimeDelta::days(1));
    server.join("bob");
    let late = server.redeem_now("bob", "late", "trip", 10).problem(409, "not_redeemable");
    assert_eq!(late["reasons"][0]["code"], "over");
    assert_eq!(
        (server.available("bob"), look(&server, "trip").ok()["lots"].clone()),
        (100, json!(1))
    );
}

#[test]
fn r1_processes_that_draw_at_once_make_one_draw() {
    let server = server(1);
    for number in 0..20 {
        enter(&server, &format!("c-{number}"), 1);
    }
    server.pass(TimeDelta::days(1) + TimeDelta::seconds(62));
    std::thread::scope(|scope| (0..6).for_each(|_| drop(scope.spawn(|| server.jobs()))));
    assert_eq!(winners(&server).len(), 2);
    let lost =
        (0..20).flat_map(|it| won(&server, &format!("c-{it}"))).filter(|it| *it == json!(false));
    assert_eq!(lost.count(), 18);
}
