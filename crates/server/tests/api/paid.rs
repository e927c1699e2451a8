//! The paid membership as a layer over the free one, and orders of a subscription.

use crate::activities::{event, with};
use crate::server::Server;
use chrono::TimeDelta;
use serde_json::{Value, json};
use stempel_protocol::Timestamp;

const RATES: &str = r#"
[[purchase]]
id = "plus"
title = { en = "Plus", pl = "Plus" }
points = 2
per = 100
membership = true

[[purchase]]
id = "box"
title = { en = "Every month", pl = "Co miesiąc" }
points = 5
per = 100
subscription = true

[[purchase]]
id = "single"
title = { en = "Now and then", pl = "Czasem" }
points = 1
per = 100
subscription = false
"#;

fn told(server: &Server, what: &str, at: Timestamp, until: Option<Timestamp>) -> Value {
    let mut data = json!({ "customer": "anna", "membership": "S-1" });
    if let Some(until) = until {
        data["until"] = json!(until.to_rfc3339());
    }
    let mut told = event(server, &format!("membership.{what}"), data);
    told["timestamp"] = json!(at.to_rfc3339());
    told
}

/// Told now, under an id of its own.
fn tell(server: &Server, what: &str, until: Option<Timestamp>) -> Value {
    let now = server.now();
    let id = format!("{what}-{}", now.timestamp_millis());
    server.webhook(&id, &told(server, what, now, until)).ok()
}

fn quote(server: &Server, cart: &Value) -> i64 {
    let token = server.token("anna");
    let quote = server.post("quotes", &[("authorization", &token)], &json!({ "cart": cart })).ok();
    quote["points"].as_i64().unwrap()
}

fn cart(subscription: bool) -> Value {
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 1000 }]);
    json!({ "currency": "PLN", "lines": line, "subscription": subscription })
}

/// Quotes the cart, pays it, and gives what both said.
fn buys(server: &Server, order: &str, subscription: bool) -> i64 {
    let quoted = quote(server, &cart(subscription));
    let mut data = cart(subscription);
    data["order"] = json!(order);
    data["customer"] = json!("anna");
    let paid = server.webhook(order, &event(server, "order.paid", data)).ok();
    assert_eq!(paid["points"], quoted, "{order}: the quote is what is credited");
    quoted
}

#[test]
fn m6_the_better_rate_is_there_while_the_membership_is_on() {
    let server = with(RATES);
    server.join("anna");
    assert_eq!(server.member("anna")["membership"], json!(null));
    assert_eq!(buys(&server, "o-1", false), 20);
    let month = server.now() + TimeDelta::days(30);
    assert_eq!(tell(&server, "started", Some(month))["outcome"], "applied");
    let on = server.member("anna")["membership"].clone();
    assert_eq!(on["status"], "active");
    assert_eq!(on["until"].as_str().unwrap().parse::<Timestamp>().unwrap(), month);
    assert_eq!(buys(&server, "o-2", false), 40);

    server.pass(TimeDelta::days(1));
    tell(&server, "paused", None);
    assert_eq!(server.member("anna")["membership"]["status"], "paused");
    assert_eq!(buys(&server, "o-3", false), 20);
    server.pass(TimeDelta::days(1));
    tell(&server, "resumed", Some(month));
    assert_eq!(buys(&server, "o-4", false), 40);
    server.pass(TimeDelta::days(1));
    tell(&server, "ended", None);
    let over = json!({ "status": "ended", "until": null });
    assert_eq!(server.member("anna")["membership"], over);
    assert_eq!(buys(&server, "o-5", false), 20);
    // What was earned with it goes back as it was earned.
    assert_eq!(server.refunded("r-2", "o-2", None).ok()["points"], -40);
    assert_eq!(server.refunded("r-3", "o-3", None).ok()["points"], -20);
}

#[test]
fn m6_it_runs_out_by_itself_and_the_quote_holds_no_longer_than_that() {
    let server = with(RATES);
    server.join("anna");
    let soon = server.now() + TimeDelta::minutes(10);
    tell(&server, "started", Some(soon));
    let token = server.token("anna");
    let body = json!({ "cart": cart(false) });
    let quote = server.post("quotes", &[("authorization", &token)], &body).ok();
    assert_eq!(quote["points"], 40);
    let until: Timestamp = quote["valid_until"].as_str().unwrap().parse().unwrap();
    assert_eq!(until, soon);
    server.pass(TimeDelta::minutes(11));
    assert_eq!(server.member("anna")["membership"]["status"], "ended");
    assert_eq!(buys(&server, "o-1", false), 20);
}

#[test]
fn m6_of_events_out_of_order_the_later_by_its_own_time_wins() {
    let server = with(RATES);
    server.join("anna");
    server.pass(TimeDelta::days(10));
    let now = server.now();
    let (start, end) = (now - TimeDelta::days(5), now - TimeDelta::days(1));
    let ended = told(&server, "ended", end, None);
    let started = told(&server, "started", start, Some(now + TimeDelta::days(20)));
    assert_eq!(server.webhook("w-1", &ended).ok()["outcome"], "applied");
    assert_eq!(server.webhook("w-2", &started).ok()["outcome"], "outdated");
    assert_eq!(server.member("anna")["membership"]["status"], "ended");
    assert_eq!(server.webhook("w-2", &started).ok()["outcome"], "duplicate");
    assert_eq!(server.webhook("w-3", &ended).ok()["outcome"], "duplicate", "under a new id");
}

#[test]
fn m6_who_pays_before_joining_has_it_once_they_join() {
    let server = with(RATES);
    assert_eq!(tell(&server, "started", None)["outcome"], "kept");
    let mut data = cart(false);
    data["order"] = json!("o-1");
    data["customer"] = json!("anna");
    server.pass(TimeDelta::minutes(1));
    assert_eq!(server.webhook("o-1", &event(&server, "order.paid", data)).ok()["outcome"], "kept");
    let member = server.join("anna");
    assert_eq!(member["membership"], json!({ "status": "active", "until": null }));
    assert_eq!(member["balance"]["available"], 100 + 40);
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], -40);
}

#[test]
fn m6_orders_of_a_subscription_have_their_own_rate_in_quote_and_credit() {
    let server = with(RATES);
    server.join("anna");
    assert_eq!(buys(&server, "o-1", true), 60);
    assert_eq!(buys(&server, "o-2", false), 20);
    assert_eq!(server.refunded("r-1", "o-1", None).ok()["points"], -60);
}

#[test]
fn m6_a_wrong_membership_event_names_its_field() {
    let server = with(RATES);
    server.join("anna");
    let now = server.now();
    let past = Some(now - TimeDelta::seconds(1));
    let ahead = now + TimeDelta::minutes(6);
    let mut nameless = told(&server, "started", now, None);
    nameless["data"]["membership"] = json!("");
    for (told, field) in [
        (told(&server, "started", now, past), "data.until"),
        (told(&server, "paused", now, Some(now + TimeDelta::days(1))), "data.until"),
        (told(&server, "started", ahead, None), "timestamp"),
        (told(&server, "forgotten", now, None), "type"),
        (nameless, "data.membership"),
    ] {
        let problem = server.webhook("w", &told).problem(422, "invalid_field");
        assert_eq!(problem["field"], field, "{told}");
    }
    assert_eq!(server.member("anna")["membership"], json!(null));
}
