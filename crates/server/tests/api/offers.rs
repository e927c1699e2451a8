//! What is for some members only: segments, offers with their reasons, days of their own.

use crate::server::{PROGRAM, Server};
use chrono::{Datelike, TimeDelta};
use serde_json::{Value, json};

const FOR_SOME: &str = r#"
[[segment]]
id = "regulars"
name = "Regulars"
when = { orders_min = 2, orders_within_days = 30 }

[[offer]]
id = "tea"
title = { en = "More for tea", pl = "Więcej za herbatę" }
because = "favourite_category"
categories = ["tea"]
accept = true
days = 2

[[offer]]
id = "back"
title = "Come back"
because = "lapsed"
lapsed_days = 30

[[purchase]]
id = "tea-boost"
title = "Tea counts double"
points = 1
per = 100
categories = ["tea"]
offer = "tea"

[[reward]]
id = "gift"
name = "A gift"
kind = "free_shipping"
cost = 0
offer = "back"
code_prefix = "BACK"

[[reward]]
id = "thanks"
name = "Thanks"
kind = "free_shipping"
cost = 0
segments = ["regulars"]
per_member_limit = 1
every = "month"
code_prefix = "THANKS"

[[reward]]
id = "birthday"
name = "Birthday"
kind = "free_product"
sku = "cake"
cost = 0
window = { around = "birthday", days_before = 1, days_after = 1 }
per_member_limit = 1
code_prefix = "BDAY"
"#;

fn server(personal: bool) -> Server {
    let consent = if personal { "\npersonal = \"marketing\"" } else { "" };
    let program = PROGRAM.replacen("id = \"club\"", &format!("id = \"club\"{consent}"), 1);
    Server::start().restart(&format!("{program}{FOR_SOME}"))
}

fn offer(member: &Value, id: &str) -> Value {
    let offers = member["offers"].as_array().unwrap();
    offers.iter().find(|it| it["id"] == id).cloned().unwrap_or_default()
}

fn reward(member: &Value, id: &str) -> Value {
    let rewards = member["rewards"].as_array().unwrap();
    rewards.iter().find(|it| it["id"] == id).cloned().unwrap_or_default()
}

fn accept(server: &Server, customer: &str, id: &str) -> crate::server::Reply {
    let token = server.token(customer);
    server.post(&format!("offers/{id}/accept"), &[("authorization", &token)], &json!({}))
}

fn quoted(server: &Server, customer: &str, category: &str) -> Value {
    let token = server.token(customer);
    let line = json!({ "sku": "s", "category": category, "quantity": 1, "unit_price": 1000 });
    let cart = json!({ "cart": { "currency": "PLN", "lines": [line] } });
    server.post("quotes", &[("authorization", &token)], &cart).ok()["points"].clone()
}

#[test]
fn p1_an_offer_says_why_and_once_accepted_quote_and_credit_have_it() {
    let server = server(false);
    server.join("anna");
    assert_eq!(server.member("anna")["offers"], json!([]));
    accept(&server, "anna", "tea").problem(404, "not_found");
    server.paid("o-1", "anna", "tea", 5000).ok();
    let seen = offer(&server.member("anna"), "tea");
    assert_eq!((&seen["title"], &seen["accept"]), (&json!("More for tea"), &json!(true)));
    assert_eq!(seen["reason"]["code"], "favourite_category");
    assert_eq!(seen["reason"]["category"], "tea");
    assert_eq!(quoted(&server, "anna", "tea"), 10);
    let accepted = accept(&server, "anna", "tea").ok();
    let on = offer(&accepted, "tea");
    assert_eq!((&on["accept"], &on["reason"]), (&json!(false), &json!(null)));
    assert!(on["accepted_at"].is_string() && on["ends_at"].is_string());
    assert_eq!(accept(&server, "anna", "tea").ok()["version"], accepted["version"], "once");
    assert_eq!(quoted(&server, "anna", "tea"), 20);
    assert_eq!(quoted(&server, "anna", "gear"), 10);
    assert_eq!(server.paid("o-2", "anna", "tea", 1000).ok()["points"], 20);
    server.pass(TimeDelta::days(3));
    assert_eq!(quoted(&server, "anna", "tea"), 10);
    assert_eq!(offer(&server.member("anna"), "tea"), json!(null), "it does not come again");
    // What it brought goes back with the order though it is over.
    assert_eq!(server.refunded("r-2", "o-2", None).ok()["points"], -20);
}

#[test]
fn p1_a_cart_left_behind_brings_an_offer_until_the_order() {
    let more =
        "[[offer]]\nid = \"cart\"\ntitle = \"Still there\"\nbecause = \"left_cart\"\nhours = 24\n";
    let server = Server::having(more);
    let cart = |id: &str, customer: &str, units: i64| {
        let data = json!({ "customer": customer, "cart": "K-1", "units": units });
        let at = server.now().to_rfc3339();
        let event = json!({ "type": "cart.updated", "timestamp": at, "data": data });
        server.webhook(id, &event)
    };
    let has = |customer: &str| offer(&server.member(customer), "cart") != json!(null);
    server.join("anna");
    assert_eq!(cart("c-1", "anna", 2).ok()["outcome"], "applied");
    assert_eq!(cart("c-2", "nobody", 2).ok()["outcome"], "not_joined");
    assert!(!has("anna"));
    server.pass(TimeDelta::hours(25));
    let seen = offer(&server.member("anna"), "cart");
    assert_eq!((&seen["reason"]["code"], seen["ends_at"].is_string()), (&json!("left_cart"), true));
    let late = json!({ "type": "cart.updated", "timestamp": (server.now() - TimeDelta::hours(30)).to_rfc3339(),
        "data": { "customer": "anna", "cart": "K-1", "units": 0 } });
    assert_eq!(server.webhook("c-3", &late).ok()["outcome"], "outdated");
    assert_eq!(server.webhook("c-3", &late).ok()["outcome"], "duplicate");
    assert!(has("anna"));
    server.paid("o-1", "anna", "tea", 1000).ok();
    assert!(!has("anna"));
    server.pass(TimeDelta::hours(1));
    cart("c-4", "anna", 1).ok();
    server.pass(TimeDelta::hours(25));
    assert!(has("anna"));
    assert_eq!(cart("c-5", "anna", 0).ok()["outcome"], "applied");
    assert!(!has("anna"));
    cart("c-6", "anna", -1).problem(422, "invalid_field");
    let plain = Server::start();
    plain.join("anna");
    let data = json!({ "customer": "anna", "cart": "K-1", "units": 1 });
    let event =
        json!({ "type": "cart.updated", "timestamp": plain.now().to_rfc3339(), "data": data });
    assert_eq!(plain.webhook("c-1", &event).ok()["outcome"], "unrewarded");
}

#[test]
fn p1_an_offer_opens_a_code_at_no_points() {
    let server = server(false);
    server.join("anna");
    server.paid("o-1", "anna", "gear", 5000).ok();
    assert_eq!(reward(&server.member("anna"), "gift"), json!(null));
    let problem = server.redeem_now("anna", "k-1", "gift", 0).problem(409, "not_redeemable");
    assert_eq!(problem["reasons"][0]["code"], "segment");
    server.pass(TimeDelta::days(31));
    let member = server.member("anna");
    let back = offer(&member, "back");
    assert_eq!((&back["reason"]["code"], &back["rewards"]), (&json!("lapsed"), &json!(["gift"])));
    assert_eq!(back["reason"]["days"], 31);
    assert_eq!(reward(&member, "gift")["suits"], "offer");
    let taken = server.redeem_now("anna", "k-2", "gift", 0).ok();
    assert_eq!(taken["redemption"]["status"], "issued");
    let code = taken["redemption"]["code"].as_str().unwrap();
    assert_eq!(server.use_code(code, "o-9").ok()["status"], "used");
}

#[test]
fn p1_without_the_consent_nothing_is_offered() {
    let server = server(true);
    server.join("anna");
    server.paid("o-1", "anna", "tea", 5000).ok();
    assert_eq!(server.member("anna")["offers"], json!([]));
    let consents = json!({ "consents": [{ "id": "terms", "version": "2" },
                                        { "id": "marketing", "version": "1" }] });
    let token = server.token("marek");
    server.post("member", &[("authorization", &token)], &consents).ok();
    server.paid("o-2", "marek", "tea", 5000).ok();
    assert_eq!(offer(&server.member("marek"), "tea")["reason"]["category"], "tea");
}

#[test]
fn p5_a_reward_of_a_segment_is_shown_to_it_alone_and_counts_anew_each_month() {
    let server = server(false);
    server.join("anna");
    let program = server.get("program", "anna").ok();
    let listed = reward(&program, "thanks");
    assert_eq!(
        (&listed["personal"], &reward(&program, "rare")["personal"]),
        (&json!(true), &json!(false))
    );
    server.paid("o-1", "anna", "gear", 1000).ok();
    assert_eq!(reward(&server.member("anna"), "thanks"), json!(null));
    server.paid("o-2", "anna", "gear", 1000).ok();
    assert_eq!(reward(&server.member("anna"), "thanks")["reasons"], json!([]));
    server.redeem_now("anna", "k-1", "thanks", 0).ok();
    let problem = server.redeem_now("anna", "k-2", "thanks", 0).problem(409, "not_redeemable");
    assert_eq!(problem["reasons"][0]["code"], "limit");
    let again: chrono::DateTime<chrono::Utc> =
        problem["reasons"][0]["at"].as_str().unwrap().parse().unwrap();
    assert!(again > server.now() && again < server.now() + TimeDelta::days(32));
    server.pass(again - server.now() + TimeDelta::minutes(1));
    server.paid("o-3", "anna", "gear", 1000).ok();
    server.paid("o-4", "anna", "gear", 1000).ok();
    server.redeem_now("anna", "k-3", "thanks", 0).ok();
}

#[test]
fn r3_a_birthday_reward_is_once_around_the_day_that_was_told() {
    let server = server(false);
    server.join("anna");
    assert_eq!(reward(&server.member("anna"), "birthday")["reasons"][0]["code"], "birthday");
    let soon = server.now() + TimeDelta::days(10);
    // A day that every year has.
    let day = if (soon.month(), soon.day()) == (2, 29) { 28 } else { soon.day() };
    let birthday = format!("{:02}-{day:02}", soon.month());
    server.patch("anna", &json!({ "birthday": birthday })).ok();
    let reason = reward(&server.member("anna"), "birthday")["reasons"][0].clone();
    assert_eq!(reason["code"], "not_yet", "coming soon, and when");
    let starts: chrono::DateTime<chrono::Utc> = reason["at"].as_str().unwrap().parse().unwrap();
    server.pass(starts - server.now() + TimeDelta::minutes(1));
    let state = reward(&server.member("anna"), "birthday");
    assert_eq!((&state["reasons"], &state["suits"]), (&json!([]), &json!("own_day")));
    server.redeem_now("anna", "k-1", "birthday", 0).ok();
    let problem = server.redeem_now("anna", "k-2", "birthday", 0).problem(409, "not_redeemable");
    assert_eq!(problem["reasons"][0]["code"], "limit");
    server.pass(TimeDelta::days(4));
    let reason = reward(&server.member("anna"), "birthday")["reasons"][0].clone();
    assert_eq!(reason["code"], "not_yet", "next year again");
}

#[test]
fn p2_rewards_and_challenges_say_why_they_come_first() {
    let server = server(false);
    server.join("anna");
    server.paid("o-1", "anna", "africa", 1000).ok();
    let member = server.member("anna");
    let first = &member["challenges"][0];
    assert_eq!((&first["id"], &first["suits"]), (&json!("world"), &json!("favourite_category")));
    let suits = member["rewards"].as_array().unwrap().iter().filter(|it| it["suits"] == "nearest");
    assert!(suits.count() <= 1);
}
