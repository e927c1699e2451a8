//! What earns besides orders, told by the shop's server.

use crate::server::{PROGRAM, Reply, Server};
use chrono::TimeDelta;
use serde_json::{Value, json};
use stempel_protocol::Timestamp;
use stempel_server::catalogue::Definition;

pub const ACTIVITIES: &str = r#"
[[activity]]
id = "first-review"
kind = "event"
event = "review.published"
title = { en = "Your first review", pl = "Pierwsza opinia" }
points = 50

[[activity]]
id = "review"
kind = "event"
event = "review.published"
times = 2
every = "month"
title = { en = "A review", pl = "Opinia" }
points = 20

[[activity]]
id = "recycling"
kind = "event"
every = "day"
title = { en = "A bag brought back", pl = "Oddane opakowanie" }
points = 5
"#;

fn start() -> Server {
    with(ACTIVITIES)
}

/// A server with the tests' program and more.
pub fn with(more: &str) -> Server {
    let definition = Definition::read("program.toml", format!("{PROGRAM}{more}")).unwrap();
    Server::with(|config| config.programs = vec![definition])
}

pub fn event(server: &Server, kind: &str, data: Value) -> Value {
    json!({ "type": kind, "timestamp": server.now().to_rfc3339(), "data": data })
}

/// A review is published; the delivery's id is its own.
fn review(server: &Server, id: &str) -> Reply {
    let told = event(server, "review.published", json!({ "customer": "anna", "review": id }));
    server.webhook(&format!("review-{id}"), &told)
}

fn bag(server: &Server, subject: &str) -> Value {
    let data = json!({ "customer": "anna", "activity": "recycling", "subject": subject });
    event(server, "activity.completed", data)
}

#[test]
fn e2_a_review_earns_once_within_its_limits_and_the_history_says_why() {
    let server = start();
    server.join("anna");
    let first = review(&server, "17").ok();
    assert_eq!((&first["outcome"], &first["points"]), (&json!("applied"), &json!(70)));
    let history = server.get("member/transactions?lang=pl", "anna").ok();
    let reasons: Vec<&Value> = history["items"].as_array().unwrap().iter().collect();
    assert_eq!(reasons[0]["parts"][0]["title"], "Opinia");
    assert_eq!(reasons[1]["parts"][0]["title"], "Pierwsza opinia");
    assert_eq!((&reasons[0]["kind"], &reasons[0]["points"]), (&json!("earn"), &json!(20)));

    assert_eq!(review(&server, "17").ok()["outcome"], "duplicate");
    let same = event(&server, "review.published", json!({ "customer": "anna", "review": "17" }));
    assert_eq!(server.webhook("another-delivery", &same).ok()["outcome"], "duplicate");
    assert_eq!(review(&server, "18").ok()["points"], 20);
    assert_eq!(server.available("anna"), 100 + 70 + 20);
}

#[test]
fn e2_whole_seconds_do_not_lose_what_happened_in_the_second_of_joining() {
    let server = with(&format!("{ACTIVITIES}\n[referral]\ntitle = \"F\"\npoints = 300\n"));
    let joined_at: Timestamp = server.join("anna")["joined_at"].as_str().unwrap().parse().unwrap();
    let second = |at: Timestamp| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let before = joined_at - TimeDelta::seconds(1);
    for (subject, at, outcome) in [("1", before, "not_joined"), ("2", joined_at, "applied")] {
        let mut told = bag(&server, subject);
        told["timestamp"] = json!(second(at));
        assert_eq!(server.webhook(subject, &told).ok()["outcome"], outcome);
    }
    // The order of a friend who joined while they paid counts as well.
    let code = server.post_as("anna", "invites", &json!({})).ok();
    let body = json!({ "consents": [{ "id": "terms", "version": "2" }], "referral": code["code"] });
    let ben = server.post_as("ben", "member", &body).ok();
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    let mut paid = server.paid_event("o-1", "ben", line);
    paid["timestamp"] = json!(second(ben["joined_at"].as_str().unwrap().parse().unwrap()));
    server.webhook("o-1", &paid).ok();
    let invited = &server.member("anna")["referral"]["invited"];
    assert_eq!(invited[0]["status"], "rewarded");
}

#[test]
fn e2_an_order_in_the_second_of_joining_needs_no_window() {
    let program = PROGRAM.replace("order_window_days = 14", "order_window_days = 0");
    let definition = Definition::read("program.toml", program).unwrap();
    let server = Server::with(|config| config.programs = vec![definition]);
    let joined_at: Timestamp = server.join("anna")["joined_at"].as_str().unwrap().parse().unwrap();
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 5000 }]);
    for (order, ago, outcome) in [("o-1", 1, "kept"), ("o-2", 0, "applied")] {
        let at = joined_at - TimeDelta::seconds(ago);
        let mut paid = server.paid_event(order, "anna", line.clone());
        paid["timestamp"] = json!(at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        assert_eq!(server.webhook(order, &paid).ok()["outcome"], outcome, "{order}");
    }
}

#[test]
fn e2_a_limit_is_an_outcome_and_says_when_it_ends() {
    let server = start();
    server.join("anna");
    for id in ["1", "2"] {
        review(&server, id).ok();
    }
    let third = review(&server, "3").ok();
    assert_eq!((&third["outcome"], &third["points"]), (&json!("limit"), &json!(0)));
    let again: Timestamp = third["again"].as_str().unwrap().parse().unwrap();
    let wait = again - server.now();
    assert!(wait > TimeDelta::zero() && wait <= TimeDelta::days(31), "the next month: {again}");
    assert_eq!(server.available("anna"), 100 + 70 + 20);

    server.pass(TimeDelta::days(32));
    assert_eq!(review(&server, "3").ok()["outcome"], "duplicate", "it had its answer");
    assert_eq!(review(&server, "4").ok()["points"], 20);
}

#[test]
fn e2_an_activity_of_the_programs_own_counts_once_by_what_was_done() {
    let server = start();
    server.join("anna");
    let told = bag(&server, "b-1");
    assert_eq!(server.webhook("w-1", &told).ok()["points"], 5);
    assert_eq!(server.webhook("w-2", &told).ok()["outcome"], "duplicate");
    assert_eq!(server.webhook("w-3", &bag(&server, "b-2")).ok()["outcome"], "limit");
    server.pass(TimeDelta::days(1));
    assert_eq!(server.webhook("w-4", &bag(&server, "b-3")).ok()["outcome"], "applied");
    assert_eq!(server.available("anna"), 100 + 5 + 5);
}

#[test]
fn e2_who_has_not_joined_earns_nothing_by_what_they_did_before() {
    let server = start();
    let before = bag(&server, "b-1");
    let untold = bag(&server, "b-2");
    let told = server.webhook("w-1", &before).ok();
    assert_eq!((&told["outcome"], &told["points"]), (&json!("not_joined"), &json!(0)));
    server.pass(TimeDelta::seconds(1));
    server.join("anna");
    assert_eq!(server.webhook("w-2", &before).ok()["outcome"], "duplicate");
    assert_eq!(server.webhook("w-3", &untold).ok()["outcome"], "not_joined", "told late");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn e2_an_event_the_program_has_no_reward_for_is_taken_and_says_so() {
    let server = Server::start();
    server.join("anna");
    assert_eq!(review(&server, "17").ok()["outcome"], "unrewarded");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn e2_a_wrong_event_names_its_field_and_a_browser_cannot_send_one() {
    let server = start();
    server.join("anna");
    let late = (server.now() + TimeDelta::minutes(6)).to_rfc3339();
    for (change, field) in [
        (
            json!({ "data": { "customer": "anna", "activity": "nothing", "subject": "1" } }),
            "data.activity",
        ),
        // told by joining, not by the shop
        (
            json!({ "data": { "customer": "anna", "activity": "welcome", "subject": "1" } }),
            "data.activity",
        ),
        (json!({ "data": { "customer": "anna", "activity": "recycling" } }), "data.subject"),
        (
            json!({ "data": { "customer": "anna", "activity": "recycling", "subject": " " } }),
            "data.subject",
        ),
        (
            json!({ "data": { "customer": "", "activity": "recycling", "subject": "1" } }),
            "data.customer",
        ),
        (
            json!({ "type": "review.published", "data": { "customer": "anna", "review": "\n" } }),
            "data.review",
        ),
        (json!({ "type": "review.deleted" }), "type"),
        (json!({ "timestamp": late }), "timestamp"),
    ] {
        let mut told = bag(&server, "b-1");
        told.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let problem = server.webhook("w", &told).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{told}");
    }
    let token = server.token("anna");
    let told = bag(&server, "b-1");
    server.post("webhooks", &[("authorization", &token)], &told).problem(401, "signature");
    assert_eq!(server.available("anna"), 100);
}

#[test]
fn e2_the_program_says_how_often_an_activity_earns_and_for_whom_a_rule_is() {
    let boost = r#"
[[purchase]]
id = "gold-only"
title = { en = "Gold", pl = "Złoto" }
points = 3
per_order = true
minimum_spend = 4000
order_cap = 9
tier = "gold"
membership = true
"#;
    let server = with(&format!("{ACTIVITIES}{boost}"));
    let program = server.send("GET", "program", &[], None).ok();
    let ways = program["earn"].as_array().unwrap();
    let way = |id: &str| ways.iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(way("review")["limit"], json!({ "times": 2, "every": "month" }));
    assert_eq!(way("first-review")["limit"], json!({ "times": 1, "every": "ever" }));
    assert_eq!(way("welcome")["limit"], json!(null));
    let gold = way("gold-only");
    assert_eq!(gold["per"], json!(null), "for an order as such");
    assert_eq!(gold["minimum_spend"], json!({ "amount": 4000, "currency": "PLN" }));
    let rest = (&gold["order_cap"], &gold["tier"], &gold["membership"]);
    assert_eq!(rest, (&json!(9), &json!("gold"), &json!(true)));
}

#[test]
fn e4_a_weekday_boost_says_its_end_today_and_its_beginning_on_other_days() {
    let now = chrono::Utc::now();
    let warsaw = stempel_engine::Program::parse(PROGRAM).unwrap().day(now);
    let day = |ahead: u64| {
        let day = warsaw + chrono::Days::new(ahead);
        day.format("%A").to_string().to_lowercase()
    };
    let boost = |id: &str, day: &str| {
        format!(
            "[[purchase]]\nid = \"{id}\"\ntitle = \"X\"\npoints = 1\nper = 100\n\
             weekdays = [\"{day}\"]\n"
        )
    };
    let server = with(&(boost("today", &day(0)) + &boost("later", &day(3))));
    let program = server.send("GET", "program", &[], None).ok();
    let ways = program["earn"].as_array().unwrap();
    let way = |id: &str| ways.iter().find(|it| it["id"] == id).unwrap();
    let instant = |value: &Value| value.as_str().unwrap().parse::<Timestamp>().unwrap();
    let (today, later) = (way("today"), way("later"));
    assert_eq!(today["starts_at"], json!(null));
    assert!(instant(&today["ends_at"]) - now <= TimeDelta::hours(25));
    let begins = instant(&later["starts_at"]) - now;
    assert!(begins > TimeDelta::hours(47) && begins <= TimeDelta::hours(73), "{begins}");
    assert!(instant(&later["ends_at"]) > instant(&later["starts_at"]));
}
