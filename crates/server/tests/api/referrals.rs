//! Members who bring friends: what it gives, when, and what is no friend.

use crate::server::{Reply, Server};
use crate::transfer::rows;
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
fn f1_the_reward_goes_back_with_the_order_of_a_friend_who_left() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let some = json!([{ "sku": "a", "quantity": 1 }]);
    for (order, friend_id, wait, back) in
        [("o-1", "ben", 3, None), ("o-2", "cleo", 20, None), ("o-3", "dora", 40, Some(some))]
    {
        friend(&server, &code, friend_id);
        let two = json!([{ "sku": "a", "category": "gear", "quantity": 2, "unit_price": 8000 }]);
        server.webhook(order, &server.paid_event(order, friend_id, two)).ok();
        server.pass(TimeDelta::days(wait));
        server.leave(friend_id).ok();
        let before = balance(&server, "anna");
        assert_eq!(before.0 + before.1, 400, "{order}: leaving takes nothing back");
        let refunded = server.refunded(&format!("r-{order}"), order, back).ok();
        assert_eq!(refunded["outcome"], "kept");
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}");
        assert!(statuses(&server, "anna").starts_with("refused"), "{order}");
        server.refunded(&format!("r2-{order}"), order, None).ok();
        assert_eq!(balance(&server, "anna"), (0, 100), "{order}: taken back once");
    }
}

#[test]
fn f1_who_was_a_customer_is_no_new_friend_by_being_erased_first() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    server.paid("o-1", "cleo", "gear", 9000).ok();
    for _ in 0..2 {
        assert_eq!(server.leave("cleo").ok()["status"], "not_joined");
    }
    let cleo = friend(&server, &code, "cleo");
    assert_eq!(cleo["balance"]["available"], 100, "welcome as a member, but not as a friend");
    assert_eq!((&cleo["redemptions"], statuses(&server, "anna")), (&json!([]), "refused".into()));
    server.leave("dora").ok();
    let dora = friend(&server, &code, "dora");
    assert_eq!(dora["balance"]["available"], 140, "who had no order is new");
}

#[test]
fn f1_who_ordered_before_joining_is_no_friend_however_late_that_is_told() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let late = |order: &str, friend_id: &str, ago: TimeDelta| {
        let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
        let mut paid = server.paid_event(order, friend_id, line);
        paid["timestamp"] = json!((server.now() - ago).to_rfc3339());
        server.webhook(order, &paid).ok()["outcome"].as_str().unwrap().to_owned()
    };
    // Before their next order, after one that counted, and of an order too old to earn.
    friend(&server, &code, "ben");
    assert_eq!(late("ben-1", "ben", TimeDelta::minutes(1)), "applied");
    assert_eq!(statuses(&server, "anna"), "refused");
    assert_eq!(server.available("ben"), 100 + 40 + 90, "what they got for joining stays");
    friend(&server, &code, "cleo");
    server.paid("cleo-2", "cleo", "gear", 9000).ok();
    assert_eq!(balance(&server, "anna"), (300, 100));
    assert_eq!(late("cleo-1", "cleo", TimeDelta::minutes(1)), "applied");
    assert_eq!(
        (statuses(&server, "anna"), balance(&server, "anna")),
        ("refused refused".into(), (0, 100))
    );
    friend(&server, &code, "dora");
    assert_eq!(late("dora-1", "dora", TimeDelta::days(60)), "kept");
    assert_eq!(statuses(&server, "anna"), "refused refused refused");
    for friend_id in ["ben", "cleo", "dora"] {
        server.paid(&format!("{friend_id}-3"), friend_id, "gear", 9000).ok();
    }
    assert_eq!(balance(&server, "anna"), (0, 100));
    server.refunded("r-1", "cleo-2", None).ok();
    assert_eq!(balance(&server, "anna"), (0, 100), "what was taken back is not taken twice");
}

#[test]
fn f1_the_device_of_a_friend_who_left_is_still_known() {
    let mut server = Server::having(REFERRAL);
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let code = code(&server, "anna");
    join_by(&server, &code, &device("ben", "dev-1")).ok();
    server.paid("o-1", "ben", "gear", 9000).ok();
    let ben = server.get("member/export", "ben").ok()["held"]["members"][0]["member"].clone();
    server.leave("ben").ok();
    let emil = join_by(&server, &code, &device("emil", "dev-1")).ok();
    assert_eq!((&emil["balance"]["available"], &emil["redemptions"]), (&json!(100), &json!([])));
    assert_eq!(statuses(&server, "anna"), "refused ordered");
    let fresh = join_by(&server, &code, &device("fay", "dev-2")).ok();
    assert_eq!(fresh["balance"]["available"], 140);
    // For as long as a mark of who left is kept, and no longer.
    server.leave("emil").ok();
    server.leave("fay").ok();
    server.pass(TimeDelta::days(731));
    server.jobs();
    server.halt();
    let rows = rows(&server.data.place);
    let ben = ben.as_str().unwrap();
    let kept = |table: &str| rows.iter().filter(|it| it.starts_with(table)).collect::<Vec<_>>();
    assert_eq!(kept("marks "), [""; 0]);
    assert!(kept("referrals ").iter().all(|it| !it.contains(ben) && !it.contains("o-1")));
}

#[test]
fn f1_who_leaves_and_comes_back_may_not_bring_more_friends_nor_the_same_ones() {
    let mut server = Server::having(&REFERRAL.replace("per_day = 3", "per_day = 4"));
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let first = code(&server, "anna");
    join_by(&server, &first, &device("ben", "dev-1")).ok();
    join_by(&server, &first, &device("cleo", "dev-2")).ok();
    for friend in ["ben", "cleo"] {
        server.paid(&format!("o-{friend}"), friend, "gear", 9000).ok();
    }
    assert_eq!(balance(&server, "anna"), (600, 100));
    server.leave("ben").ok();
    server.leave("anna").ok();
    join_by(&server, &first, &json!({ "sub": "dora" })).problem(422, "referral_unknown");
    server.join("anna");
    assert_eq!(balance(&server, "anna"), (0, 0));
    let second = code(&server, "anna");
    let emil = join_by(&server, &second, &device("emil", "dev-1")).ok();
    assert_eq!(emil["balance"]["available"], 100, "a friend of before by another name");
    let fay = join_by(&server, &second, &device("fay", "dev-3")).ok();
    assert_eq!(fay["balance"]["available"], 140);
    let gil = join_by(&server, &second, &device("gil", "dev-4")).ok();
    assert_eq!(gil["balance"]["available"], 100, "four a day");
    server.paid("o-fay", "fay", "gear", 9000).ok();
    assert_eq!(balance(&server, "anna"), (0, 0), "two a month");
    server.refunded("r-1", "o-cleo", None).ok();
    assert_eq!(balance(&server, "anna"), (0, 0), "what she let go of is not taken twice");
    for friend in ["anna", "emil", "fay", "gil", "cleo"] {
        server.leave(friend).ok();
    }
    server.pass(TimeDelta::days(731));
    server.jobs();
    server.halt();
    let rows = rows(&server.data.place);
    assert!(!rows.iter().any(|it| it.starts_with("marks ") || it.starts_with("referrals ")));
}

#[test]
fn f1_fraud_is_refused_without_a_word_to_the_friend() {
    let server = Server::having(REFERRAL);
    let device = |customer: &str, device: &str| json!({ "sub": customer, "device": device });
    server.join("anna");
    let anna = server.token_with(&device("anna", "phone-1"));
    let invite = server.post("invites", &[("authorization", &anna)], &json!({})).ok();
    let code = invite["code"].as_str().unwrap();
    // Their own code: they are a member, and stay as they were.
    let own = friend(&server, code, "anna");
    assert_eq!(
        (&own["balance"]["available"], &own["referral"]["invited"]),
        (&json!(100), &json!([]))
    );
    // The same device.
    let ben = join_by(&server, code, &device("ben", "phone-1")).ok();
    assert_eq!((&ben["balance"]["available"], &ben["redemptions"]), (&json!(100), &json!([])));
    assert_eq!(statuses(&server, "anna"), "refused");
    // A customer before.
    server.paid("old", "cleo", "gear", 5000).ok();
    assert_eq!(friend(&server, code, "cleo")["balance"]["available"], 100 + 50);
    // The device of another friend, seen with the order alone.
    join_by(&server, code, &device("dora", "phone-2")).ok();
    server.pass(TimeDelta::days(1));
    friend(&server, code, "emil");
    let line = json!([{ "sku": "a", "category": "gear", "quantity": 1, "unit_price": 9000 }]);
    let mut event = server.paid_event("o-1", "emil", line);
    event["data"]["device"] = json!("phone-2");
    server.webhook("o-1", &event).ok();
    assert_eq!(statuses(&server, "anna"), "refused joined refused refused");
    assert_eq!(balance(&server, "anna"), (0, 100));
    // None of it is kept as it was said.
    let none = "CREATE TABLE counted (one BIGINT NOT NULL);
        INSERT INTO counted SELECT CASE WHEN COUNT(*) = 0 THEN 1 END FROM marks
        WHERE mark LIKE '%phone%'";
    server.data.run(none).unwrap();
}

#[test]
fn f1_too_many_in_a_day_or_a_month_do_not_count() {
    let server = Server::having(REFERRAL);
    server.join("anna");
    let code = code(&server, "anna");
    let offers = (0..5).map(|it| friend(&server, &code, &format!("friend-{it}")));
    let offers: Vec<i64> = offers.map(|it| it["balance"]["available"].as_i64().unwrap()).collect();
    assert_eq!(offers, [140, 140, 140, 100, 100]);
    for it in 0..5 {
        server.paid(&format!("o-{it}"), &format!("friend-{it}"), "gear", 5000).ok();
    }
    assert_eq!(balance(&server, "anna"), (600, 100), "two a month");
    assert_eq!(statuses(&server, "anna"), "refused refused refused ordered ordered");
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
